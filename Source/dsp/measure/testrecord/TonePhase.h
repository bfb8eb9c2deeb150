// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <span>
#include <vector>

namespace phonostage::dsp {

/** The phase of a tone that was brought down to 0 Hz, without jumps. */
struct TonePhase {
    std::vector<double> radians;
    std::vector<double> logLevel; ///< natural logarithm of the peak; clicks are bridged as in the phase
    double bridgedPart = 0.0;     ///< of the time, where clicks were passed over by a straight line; 0 to 1
};

/** Clicks are where the level leaves 0.7 to 1.4 of its median, or where the phase jerks 8 times as hard as its median
    does: no turntable can. They and 4 ms to either side are bridged by a straight line that keeps the count of the
    cycles. Where more than 30 % would go, nothing is bridged: that is no click, and bridgedPart says how much. */
[[nodiscard]] TonePhase tonePhase(std::span<const std::complex<float>> tone, double rateHz);

} // namespace phonostage::dsp
