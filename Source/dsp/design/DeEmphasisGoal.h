// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/DeEmphasis.h"
#include "dsp/design/DeEmphasisNetwork.h"
#include "dsp/design/fit/FitGuard.h"
#include "dsp/design/fit/FitTarget.h"

namespace phonostage::dsp {

/** What a corrector has to be behind the matched sections: the network over them. */
class DeEmphasisGoal final : public FitGoal {
public:
    DeEmphasisGoal(const CurveNetwork& network, double sampleRateHz);

    [[nodiscard]] std::complex<double> wanted(double angle, bool aboveBand) const override;
    [[nodiscard]] const DeEmphasis& matched() const { return matched_; }
    /** The matched sections with a corrector's behind them, each with unit gain at 0 Hz. */
    [[nodiscard]] DeEmphasis with(const QuadraticRatio& corrector) const;

    /** For a fit; it wants the phase. Errors count as one unit that are 1.5e-5 dB in the band, a hundred times that up
        to 0.45 of the rate, and half of that upwards beyond. */
    [[nodiscard]] FitTarget target() const;
    /** On a denser grid: from 20 Hz (at a low speed 20 r), with 0 dB at the reference frequency. */
    [[nodiscard]] FitGuard guard() const;

private:
    CurveNetwork network_;
    double rate_;
    double top_; ///< of the band, radians per sample
    DeEmphasis matched_;
};

} // namespace phonostage::dsp
