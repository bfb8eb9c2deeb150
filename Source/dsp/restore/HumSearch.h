// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/HumBank.h"

#include <array>
#include <cstdint>
#include <vector>

namespace phonostage::dsp {

/** Looks for hum near one mains frequency: lines that stand out of their surroundings in all windows of the last
    seconds, at multiples of one frequency within half a hertz of the nominal one. Works in small steps. Only prepare()
    allocates. */
class HumSearch {
public:
    void prepare(const HumBank& bank);
    void reset();

    /** A step of the work; to be called with each low sample. */
    void step(const HumBank& bank);

    /** Of the last windows; 0 until there are enough of them. Without hum below 15, with hum from 40 upwards. */
    [[nodiscard]] double score() const { return score_; }
    [[nodiscard]] double frequencyHz() const { return frequencyHz_; }
    /** How often that was found out. */
    [[nodiscard]] std::int64_t rounds() const { return rounds_; }

    static constexpr double foundScore = 20.0;

private:
    static constexpr std::size_t harmonics = 10, bins = 131, windows = 5, places = 11, grid = 101;
    static constexpr double binHz = 0.2, windowSeconds = 4.0;
    static constexpr std::int64_t fewestWindows = 3;
    static constexpr int stepsApart = 4; ///< low samples

    using Powers = std::array<std::array<double, bins>, harmonics>;

    enum class Stage { waiting, powers, surroundings, scores };

    void powerStep(const HumBank& bank);
    void surroundingStep();
    void scoreStep();
    [[nodiscard]] double standsOut(std::size_t harmonic, double offset) const;

    Stage stage_ = Stage::waiting;
    std::size_t at_ = 0; ///< in the stage's work
    int pause_ = 0;
    std::int64_t lastHop_ = 0, nextEnd_ = 0; ///< of the window
    std::int64_t done_ = 0;                  ///< windows
    std::vector<double> window_;
    std::array<Powers, windows> powers_{}; ///< of the last windows
    Powers least_{};
    std::array<std::array<double, places>, harmonics> around_{}; ///< dB
    double mainsHz_ = 50.0, hopSeconds_ = 0.02, strongest_ = 0.0, best_ = 0.0, bestMerit_ = 0.0, bestHz_ = 0.0,
           score_ = 0.0, frequencyHz_ = 0.0;
    std::int64_t rounds_ = 0;
};

} // namespace phonostage::dsp
