// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/DeEmphasis.h"
#include "dsp/design/ExactPhase.h"
#include "dsp/design/HighPass.h"
#include "dsp/design/LoadFilter.h"
#include "dsp/design/MonoBassDesign.h"
#include "dsp/design/StageSettings.h"

#include <array>
#include <complex>

namespace phonostage::dsp {

/** Everything the engine needs to run one set of filter settings at one rate. Plain data, copied freely. */
struct StageDesign {
    double sampleRateHz = 48000.0;
    bool dcRemoval = true;
    HighPass2 dc; ///< always designed: it also limits curves with no bass shelf
    int subsonic2Count = 0;
    std::array<HighPass2, 2> subsonic2{};
    bool subsonic1 = false;
    HighPass1 subsonic1Section;
    LoadFilter load; ///< runs after the subsonic, in front of the de-emphasis
    DeEmphasis deEmphasis;
    ExactPhaseFilter exactPhase; ///< runs behind the de-emphasis
    MonoBassDesign monoBass;     ///< runs behind the gain
    LookAhead lookAhead;
    bool removesClicks = false; ///< then the restoration does not just wait
    bool cleansTwoWays = false; ///< ... and works as TwoWayRemover does

    /** By how many frames the stage is late with this design. */
    [[nodiscard]] int latencyFrames() const {
        return lookAhead.restorationFrames + lookAhead.deEmphasisFrames + exactPhase.delayFrames;
    }
};

/** Pure, deterministic, a few milliseconds; not for the audio thread. Settings must be legal, rate 8 to 768 kHz. */
[[nodiscard]] StageDesign designStage(const FilterSettings& settings, double sampleRateHz);

/** The exact response of a design, gain not included, without the delay of latencyFrames(); what left and right have in
    common takes it. */
[[nodiscard]] std::complex<double> response(const StageDesign& design, double frequencyHz);
/** The same with the mono bass: what the difference of left and right takes. */
[[nodiscard]] std::complex<double> sideResponse(const StageDesign& design, double frequencyHz);

} // namespace phonostage::dsp
