// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "DeEmphasis.h"

namespace phonostage::dsp {

/** The sections that carry the curve's corners: everything but the corrector; |H(1 kHz)| = 1.

    Every corner that is slow against the rate is mapped exactly, to exp(-1 / (tau rate)). Corners far above the rate
   are left to the corrector. A pole and a zero share a first-order section where that costs no precision; zeros without
   a pole share one biquad without poles, the first. */
[[nodiscard]] DeEmphasis matchedSections(const Curve& curve, double sampleRateHz);

} // namespace phonostage::dsp
