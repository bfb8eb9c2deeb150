// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/LevelRamp.h"
#include "dsp/simd/StereoDouble.h"

namespace phonostage::dsp {

/** Channels, phono gain and trim, in place, from the frame on at which the ramp stands. They act together behind the
    filters, with which the channel matrix commutes (decision 0001). filterGain is what the filters' sections left to be
    multiplied. */
void applyChannelsAndGain(const LevelRamp& at, double filterGain, StereoDouble* frames, int count);

} // namespace phonostage::dsp
