// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/ChainInputs.h"
#include "dsp/engine/Chunk.h"
#include "dsp/engine/DelayLine.h"
#include "dsp/engine/Engine.h"
#include "dsp/engine/IntegratorStation.h"
#include "dsp/engine/LookAheadStation.h"

#include <memory>

namespace phonostage::dsp {

/** The place between DC removal and the chains for a station that looks ahead, and the integrator behind it.

    The station hears the high-pass. What it changes there is its output less its input of latencyFrames() ago; each
    input of a chain gets that input of then, and the change: the volts as it is, the running sum through the 1 Hz
    section, so that a click that is taken out leaves no offset. Where nothing is changed, all three are the exact bits
    of then; where nothing looks ahead, they are what came in. */
class RestorationStation {
public:
    /** Room for designs that look ahead by up to mostFrames; 0: none will. */
    void prepare(const StageDesign& design, int mostFrames, const LookAheadFactory& make);
    /** Starts again, late by frames; the running sum begins at that of all that DC removal has put out. */
    void start(int frames, StereoDouble integral);

    [[nodiscard]] int latencyFrames() const { return isOn_ ? station_->latencyFrames() : 0; }

    [[nodiscard]] ChainInputs process(const StereoDouble* volts, const StereoDouble* highPass, int count);
    /** As process() where nothing looks ahead, when nobody asks for what it puts out. integral: of all that DC removal
       has put out, which the running sum is to the last bit. */
    void follow(StereoDouble integral) { integrator_.follow(integral); }
    /** Zeroes states that have decayed below silenceVolts. */
    void flushTinyStates();

private:
    std::unique_ptr<LookAheadStation> station_; ///< null: there is no room for one
    bool isOn_ = false;
    int silentFrames_ = 0;       ///< that are still to come before the first frame is through
    double highPassScale_ = 1.0; ///< the high-pass times this is in volts
    DelayLine<StereoDouble> lateVolts_, lateHighPass_;
    IntegratorStation integrator_;
    StereoDouble volts_[chunkFrames], highPass_[chunkFrames], integral_[spanFrames];
    StereoDouble restored_[chunkFrames], change_[chunkFrames];
};

} // namespace phonostage::dsp
