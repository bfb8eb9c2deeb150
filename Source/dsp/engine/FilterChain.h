// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/ChainInputs.h"
#include "dsp/engine/DeEmphasisStation.h"
#include "dsp/engine/ExactPhaseStation.h"
#include "dsp/engine/JoinedFilters.h"
#include "dsp/engine/LevelRamp.h"
#include "dsp/engine/LoadStation.h"
#include "dsp/engine/LookAheadStation.h"
#include "dsp/engine/MonoBassStation.h"
#include "dsp/engine/StageDesign.h"
#include "dsp/engine/SubsonicStation.h"
#include "dsp/simd/StereoDouble.h"

#include <memory>

namespace phonostage::dsp {

/** All that is one StageDesign's own, with its state: subsonic, load, de-emphasis and the filter that makes its phase
    exact, and behind channels and gain the mono bass. The 1 Hz section stands before the chains: two chains that are
    cross-faded share it. */
class FilterChain {
public:
    /** Room for designs with a plain delay of up to mostFrames; 0: none has one. Alone allocates. */
    void prepare(double sampleRateHz, int mostFrames);
    /** Takes a design over and clears all state. Real-time safe. */
    void set(const StageDesign& design);

    /** Frames to volts behind the stage. */
    void process(const ChainInputs& from, const LevelRamp& at, StereoDouble* to, int count);
    /** Whether processJoined() does DC removal and this. */
    [[nodiscard]] bool isJoined() const { return joined_ != nullptr; }

    /** As DC removal, which is settled, and process(), to the same bits. */
    void processJoined(DcRemovalStation& dcRemoval, const StereoDouble* volts, const LevelRamp& at, StereoDouble* to,
                       int count);
    /** Zeroes states that have decayed below silenceVolts. */
    void flushTinyStates();

    /** Up to spanFrames at once; else chunkFrames. */
    [[nodiscard]] bool takesSpans() const { return !isLinearOn_; }

    [[nodiscard]] int latencyFrames() const {
        return exactPhase_.latencyFrames() + (isLinearOn_ ? linear_->latencyFrames() : 0);
    }

private:
    void finish(const LevelRamp& at, StereoDouble* frames, int count);

    const StereoDouble* ChainInputs::*input_ = &ChainInputs::highPass;
    SubsonicStation subsonic_;
    LoadStation load_;
    DeEmphasisStation deEmphasis_;
    ExactPhaseStation exactPhase_;
    std::unique_ptr<LookAheadStation> linear_; ///< a test's plain delay; null: there is no room for one
    bool isLinearOn_ = false;
    MonoBassStation monoBass_;
    JoinedFilters joined_ = nullptr; ///< null: station by station
    double gain_ = 1.0; ///< scales of all sections, of the 1 Hz section where it acts, and the curve's normalisation
};

} // namespace phonostage::dsp
