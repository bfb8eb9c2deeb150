// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/fit/Corrector.h"
#include "dsp/design/fit/FitTarget.h"

namespace phonostage::dsp {

struct CorrectorFit {
    Corrector corrector;
    double cost = 0.0; ///< sum of the squared residuals
    int evaluations = 0;
};

/** Levenberg-Marquardt from a start, with a faint pull back to it, which pins pairs of a pole and a zero that nearly
    cancel; until a step gains less than smallestGain of the cost. At most maxEvaluations evaluations of the corrector;
    no allocation. */
[[nodiscard]] CorrectorFit fitCorrector(const FitTarget& target, const Corrector& start, double smallestGain,
                                        int maxEvaluations);

} // namespace phonostage::dsp
