// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/simd/StereoDouble.h"

#include <vector>

namespace phonostage::dsp {

/** Takes a signal down to a whole fraction of its rate, and what was found there up again: linear-phase filters (a
    Kaiser window, 80 dB), each late by halfLength frames of the low rate. Only prepare() allocates. */
class LowRate {
public:
    static constexpr int halfLength = 16; ///< frames of the low rate

    /** factor: 1 or more frames for one of the low rate. */
    void prepare(int factor);
    void reset();

    [[nodiscard]] int factor() const { return factor_; }

    /** One frame in; true, and `low` set, where one of the low rate comes out. */
    [[nodiscard]] bool down(StereoDouble frame, StereoDouble& low);
    /** A frame of the low rate for up(), as often as down() gave one. */
    void feed(StereoDouble low);
    /** The next frame of the high rate; 0 to the bit where only 0 was fed. */
    [[nodiscard]] StereoDouble up();

private:
    int factor_ = 1;
    std::vector<double> taps_;     ///< 2 halfLength factor + 1 of them
    std::vector<double> branches_; ///< of up(): for each phase, 2 halfLength + 1 taps
    std::vector<StereoDouble>
        history_;                    ///< the newest frames twice, one behind the other, so that they lie in one piece
    std::vector<StereoDouble> lows_; ///< the newest ones of feed(), the newest first
    int at_ = 0;                     ///< in history_
    int downPhase_ = 0, upPhase_ = 0;
    int zeros_ = 0; ///< of feed(), since the last one that was not 0
};

} // namespace phonostage::dsp
