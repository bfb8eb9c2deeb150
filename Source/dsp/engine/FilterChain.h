// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/DeEmphasisStation.h"
#include "dsp/engine/LevelRamp.h"
#include "dsp/engine/LoadStation.h"
#include "dsp/engine/MonoBassStation.h"
#include "dsp/engine/StageDesign.h"
#include "dsp/engine/SubsonicStation.h"
#include "dsp/simd/StereoDouble.h"

namespace phonostage::dsp {

/** What a chain may be fed with: volts, or one of the two halves of the 1 Hz section. */
struct ChainInputs {
    const StereoDouble* volts;
    const StereoDouble* highPass; ///< of DcRemovalStation
    const StereoDouble* integral; ///< of IntegratorStation
};

/** All that is one StageDesign's own, with its state: subsonic, load, de-emphasis, and behind channels and gain the
   mono bass. The 1 Hz section stands before the chains: two chains that are cross-faded share it. */
class FilterChain {
public:
    /** Takes a design over and clears all state. Real-time safe. */
    void set(const StageDesign& design);

    /** Frames to volts behind the stage. */
    void process(const ChainInputs& from, const LevelRamp& at, StereoDouble* to, int count);
    /** Zeroes states that have decayed below silenceVolts. */
    void flushTinyStates();

private:
    const StereoDouble* ChainInputs::*input_ = &ChainInputs::highPass;
    SubsonicStation subsonic_;
    LoadStation load_;
    DeEmphasisStation deEmphasis_;
    MonoBassStation monoBass_;
    double gain_ = 1.0; ///< scales of all sections, of the 1 Hz section where it acts, and the curve's normalisation
};

} // namespace phonostage::dsp
