// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/overload/OverloadWatch.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace phonostage::media {

/** The exact mean square of one channel over a whole file, DC included; full scale 1.0. Samples that the engine's guard
    silences (not finite, beyond +-1e6) count as silence here too. */
class SquareSum {
public:
    /** Returns how many of them the guard silences. */
    int add(const double* samples, int count);
    [[nodiscard]] double sum() const { return sum_; }
    /** 0 before the first sample. */
    [[nodiscard]] double meanSquare() const { return count_ > 0 ? sum_ / static_cast<double>(count_) : 0.0; }

private:
    double sum_ = 0.0;
    std::int64_t count_ = 0;
};

/** Keeps the first events of each channel; the counts are kept by the watch itself and stay exact. */
class OverloadLog : public dsp::OverloadObserver {
public:
    static constexpr std::size_t maxEvents = 10000; ///< a channel

    void overloadEnded(int channel, const dsp::OverloadEvent& event) override;
    void clickJudged(int channel, std::int64_t start) override;
    /** In the order of their starts: the watch reports some only when later ones have confirmed them. */
    [[nodiscard]] std::vector<dsp::OverloadEvent> events(int channel) const;

private:
    std::array<std::vector<dsp::OverloadEvent>, 2> events_;
};

/** One stretch of time: peak, and sum of squares to take a mean of. */
struct LevelBin {
    double peak = 0.0;
    double squareSum = 0.0;
    std::int64_t frames = 0;
};

/** Levels of one channel over time in constant memory: 1024 to 2048 equal stretches however long the file is. Stretches
    start at 256 frames and double in length when there are too many. */
class LevelHistory {
public:
    void add(const double* samples, int count);
    [[nodiscard]] std::int64_t framesPerBin() const { return framesPerBin_; }
    [[nodiscard]] const std::vector<LevelBin>& bins() const { return bins_; } ///< the last may be short

private:
    static constexpr std::size_t maxBins = 2048;
    std::vector<LevelBin> bins_;
    std::int64_t framesPerBin_ = 256;
};

} // namespace phonostage::media
