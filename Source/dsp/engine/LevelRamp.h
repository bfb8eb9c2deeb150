// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/StageSettings.h"
#include "dsp/simd/StereoDouble.h"

namespace phonostage::dsp {

/** The factors by which LevelSettings act on a frame:
    volts in = sample * inputVolts; volts out = direct * y + crossed * (y with its channels swapped);
    sample out = volts out * outputScale. Phono gain, trim, crosstalk, balance, polarity, swap and mode are in direct
   and crossed: both channels run the same filters, so that the 2 x 2 matrix commutes with them, and behind them its
   changes cannot excite them. */
struct LevelFactors {
    StereoDouble direct{1.0}, crossed{0.0};
    StereoDouble inputVolts{1.0}, outputScale{1.0};
    double outputVolts = 1.0; ///< volts at an output sample of 1.0: the reciprocal of outputScale
};

/** A mono source takes part with gain and polarity alone. */
[[nodiscard]] LevelFactors levelFactors(const LevelSettings& settings, bool mono);

/** Moves from one set of factors to the next in a straight line of a given number of samples. */
class LevelRamp {
public:
    void snap(const LevelFactors& target) {
        now_ = target_ = target;
        remaining_ = 0;
    }

    void start(const LevelFactors& target, int samples);

    [[nodiscard]] bool isMoving() const { return remaining_ > 0; }

    [[nodiscard]] const LevelFactors& now() const { return now_; }
    /** Where it goes; the same as now() where it does not move. */
    [[nodiscard]] const LevelFactors& target() const { return target_; }

    /** One sample further; arrives exactly. */
    void advance();

private:
    LevelFactors now_, target_, step_;
    int remaining_ = 0;
};

} // namespace phonostage::dsp
