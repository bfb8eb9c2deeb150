// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/HumTracker.h"
#include "dsp/simd/StereoDouble.h"

#include <cstddef>
#include <vector>

namespace phonostage::dsp {

/** Plays hum from a table of one period, which is recalculated all the time, a few points a step, and cross-faded. Only
    prepare() allocates. */
class HumVoice {
public:
    void prepare();
    void reset();

    /** Begins a new table. */
    void begin(const HumBank::Set& amplitude);
    /** A step of it; true with the last one. */
    [[nodiscard]] bool step();
    /** From the present table to the new one in so many frames. phase: in cycles now; step: a frame. */
    void fadeTo(double phase, double step, int frames);

    /** False where there is nothing to play. */
    [[nodiscard]] bool isOn() const { return isOld_ || isNew_; }
    /** The frame that comes next, or the one so many after it. */
    [[nodiscard]] StereoDouble value(double aheadFrames) const;
    void advance();

private:
    static constexpr std::size_t points = 2048, pointsAtOnce = 8;

    using Table = std::vector<StereoDouble>; ///< with the first point again at the end

    [[nodiscard]] static StereoDouble at(const Table& table, std::size_t point, double part) {
        return table[point] + StereoDouble(part) * (table[point + 1] - table[point]);
    }
    HumBank::Set amplitude_{};
    std::vector<std::size_t> active_; ///< harmonics, from 0
    std::size_t activeCount_ = 0, at_ = 0;
    bool isOld_ = false, isNew_ = false, isMade_ = false;
    std::vector<double> cosine_;
    Table old_, new_, made_;
    double phase_ = 0.0, step_ = 0.0, fade_ = 1.0, fadeStep_ = 0.0;
};

} // namespace phonostage::dsp
