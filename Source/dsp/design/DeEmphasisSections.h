// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/DeEmphasis.h"
#include "dsp/design/DeEmphasisNetwork.h"

namespace phonostage::dsp {

/** The sections that carry the network's corners: everything but the corrector; normalised.

    Every corner that is slow against the rate is mapped exactly, to exp(-1 / (tau rate)). Corners far above the rate
    are left to the corrector. A pole and a zero share a first-order section where that costs no precision; zeros
    without a pole share biquads, the first one or two. */
[[nodiscard]] DeEmphasis matchedSections(const CurveNetwork& network, double sampleRateHz);

/** True where they need no corrector: nothing but the IEC amendment, slow against the rate. */
[[nodiscard]] bool matchedSectionsDo(const CurveNetwork& network, double sampleRateHz);

/** Sets the gain so that the design has the network's magnitude at the reference frequency. */
void normalise(DeEmphasis& design, const CurveNetwork& network, double sampleRateHz);

} // namespace phonostage::dsp
