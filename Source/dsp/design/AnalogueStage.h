// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/DeEmphasisNetwork.h"
#include "dsp/design/LoadGoal.h"
#include "dsp/design/StageSettings.h"

#include <complex>
#include <optional>

namespace phonostage::dsp {

/** What the filters of a stage stand for, as analogue ones: DC removal and subsonic (Butterworth high-passes), load
    and curve. What left and right have in common: mono bass is not in it. Settings must be legal. */
class AnalogueStage {
public:
    /** Where the load correction is limited, it is what the design of this rate aims at. */
    AnalogueStage(const FilterSettings& settings, double sampleRateHz);

    [[nodiscard]] std::complex<double> at(double frequencyHz) const;

private:
    CurveNetwork curve_;
    bool hasDcRemoval_;                ///< besides the curve's own 1 Hz limit
    std::optional<Subsonic> subsonic_; ///< its corner as played
    bool isSubsonicWithIec_ = false;   ///< with the curve's IEC amendment it is one filter
    double rate_;
    std::optional<LoadGoal> load_;
    double loadGain_ = 1.0; ///< of a load ratio that is the same everywhere
};

} // namespace phonostage::dsp
