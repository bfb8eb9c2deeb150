// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/LevelMeter.h"
#include "dsp/simd/StereoDouble.h"

namespace phonostage::dsp {

// The loops of the input and the output station where nothing moves, in registers of four doubles; to the same bits.
// They take as many frames as they can and return how many: none where there are no such registers.

/** Frames to volts, metered. None where a sample is beyond limit or not a number. */
[[nodiscard]] int wideToVolts(const double* left, const double* right, StereoDouble scale, double limit,
                              StereoDouble* volts, int count, LevelMeter::Sums& sums);

/** Volts, which are finite, to samples, metered; rectified is a sum of |volts|. */
[[nodiscard]] int wideToSamples(const StereoDouble* volts, StereoDouble scale, double* left, double* right, int count,
                                LevelMeter::Sums& sums, StereoDouble& rectified);

} // namespace phonostage::dsp
