// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/fit/FitGuard.h"

#include <array>
#include <complex>
#include <cstddef>

namespace phonostage::dsp {

/** A short FIR filter behind the minimum-phase ones. Together they are the analogue filters times a constant delay.

    A minimum-phase filter of 44.1 or 48 kHz cannot have the analogue magnitude and phase at once up to 20 kHz: 1.0 and
    0.5 degrees are left. With a delay there is room for both. Plain data. */
struct ExactPhaseFilter {
    static constexpr std::size_t maxTaps = 97;

    std::size_t tapCount = 0; ///< 0: off
    std::array<double, maxTaps> tap{};
    int delayFrames = 0;
};

/** From here on nothing is left to do (0.01 degrees): no filter, no delay. */
constexpr double exactPhaseEndHz = 88200.0;

/** Frames by which the filter delays, whatever the settings: 52 below 46 kHz (1.18 ms at 44.1 kHz), else 34 (0.71 ms at
    48 kHz); 0 from exactPhaseEndHz on. */
[[nodiscard]] int exactPhaseDelayFrames(double sampleRateHz);

/** Fits the filter to a ratio: the analogue filters over the running ones, up to bandTopHz(). Least squares of the
    complex error; what is above the band is free, but for a faint pull to 0 that keeps it below the band's level.
    Pure, deterministic, no allocation; a fraction of a millisecond; not for the audio thread. */
[[nodiscard]] ExactPhaseFilter fitExactPhase(const FitGoal& ratio, double sampleRateHz);

/** The exact response, its delay included; 1 where it is off. */
[[nodiscard]] std::complex<double> response(const ExactPhaseFilter& design, double frequencyHz, double sampleRateHz);

} // namespace phonostage::dsp
