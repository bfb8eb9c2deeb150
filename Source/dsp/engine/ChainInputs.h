// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/simd/StereoDouble.h"

namespace phonostage::dsp {

/** What a chain may be fed with: volts, or one of the two halves of the 1 Hz section. */
struct ChainInputs {
    const StereoDouble* volts = nullptr;
    const StereoDouble* highPass = nullptr; ///< of DcRemovalStation
    const StereoDouble* integral = nullptr; ///< of IntegratorStation
};

} // namespace phonostage::dsp
