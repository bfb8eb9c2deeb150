// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/DeEmphasis.h"
#include "dsp/design/DeEmphasisNetwork.h"
#include "dsp/design/fit/CorrectorStarts.h"

namespace phonostage::dsp {

/** Finds the corrector that takes matched sections to the network, and judges it. The result has the figures of the
    guard's grid; its gain is still that of the matched sections.

    Tried in this order, until one is good: fits of magnitude and phase from several starts; a fit of the magnitude
    alone; the start of that fit itself, a closed form. The best of those tried is taken. */
[[nodiscard]] DeEmphasis designWithCorrector(const CurveNetwork& network, double sampleRateHz,
                                             const CorrectorStarts& starts = correctorStarts());

/** The fallback by itself: the magnitude alone, real negative zeros and poles that take turns or nearly so. */
[[nodiscard]] DeEmphasis designMagnitudeOnly(const CurveNetwork& network, double sampleRateHz);

} // namespace phonostage::dsp
