// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/StageSettings.h"
#include "dsp/engine/ChainInputs.h"
#include "dsp/engine/Chunk.h"
#include "dsp/engine/DelayLine.h"
#include "dsp/engine/Engine.h"
#include "dsp/engine/EngineMeters.h"
#include "dsp/engine/HearRamp.h"
#include "dsp/engine/IntegratorStation.h"
#include "dsp/engine/LookAheadStation.h"
#include "dsp/restore/ClickRemover.h"
#include "dsp/restore/TwoWayRemover.h"

#include <memory>

namespace phonostage::dsp {

/** The place between DC removal and the chains for what restores: the removal of clicks and crackle, or a station of
    tests, which look ahead; hum, which HumStation knows; and the integrator behind it.

    The restoration hears the high-pass. What it changes there is its output less its input of latencyFrames() ago; each
    input of a chain gets that input of then, and the change: the volts as it is, the running sum through the 1 Hz
    section, so that a click that is taken out leaves no offset. Where nothing is changed, all three are the exact bits
    of then; where nothing looks ahead and there is no hum, they are what came in. */
class RestorationStation {
public:
    /** Room for designs that look ahead by up to mostFrames; 0: none will. meters: where events and the
        picture of what is removed go. kept: where clicks stay. */
    void prepare(const StageDesign& design, int mostFrames, const LookAheadFactory& make, EngineMeters& meters,
                 const KeptPlaces& kept);
    /** Starts again as a design wants it; the running sum begins at that of all that DC removal has put out.
        firstFrame: the position of the next frame, for events. */
    void start(const StageDesign& design, StereoDouble integral, std::int64_t firstFrame);
    /** What is removed, and what is heard: by a ramp of Engine::fadeSeconds, or at once. */
    void set(const CleanSettings& clean, bool atOnce);

    [[nodiscard]] int latencyFrames() const { return lateFrames_; }
    /** It works as a design wants it already. */
    [[nodiscard]] bool does(const StageDesign& design) const {
        return lateFrames_ == design.lookAhead.restorationFrames && removesClicks_ == design.removesClicks &&
               (twoWay_ != nullptr) == design.cleansTwoWays;
    }

    /** The first part of the work on a piece. */
    void find(const StereoDouble* volts, const StereoDouble* highPass, int count);
    /** After find(): the high-pass without clicks; null where they stay. */
    [[nodiscard]] const StereoDouble* withoutClicks(int count);
    /** After find(), of the same piece. hum: that in the signal of latencyFrames() ago; null where nobody listens.
        tracedFrom: the piece's position, for the picture of what is removed; below 0: this one is not in it. */
    [[nodiscard]] ChainInputs process(const StereoDouble* volts, const StereoDouble* highPass, const StereoDouble* hum,
                                      int count, std::int64_t tracedFrom);
    /** What comes out is what came in, until settings change. */
    [[nodiscard]] bool isIdle() const { return lateFrames_ == 0 && hear_.isPlain() && !integrator_.hasChange(); }
    /** As process() where isIdle(), when nobody asks for what it puts out. integral: of all that DC removal
       has put out, which the running sum is to the last bit. */
    void follow(StereoDouble integral) { integrator_.follow(integral); }
    /** Zeroes states that have decayed below silenceVolts. */
    void flushTinyStates();

private:
    void findChange(const StereoDouble* highPass, int count);
    void hear(int count);
    [[nodiscard]] Hear whatIsHeard() const;

    std::unique_ptr<LookAheadStation> station_; ///< null: there is no room for one
    ClickRemover clicks_;
    std::unique_ptr<TwoWayRemover> twoWay_; ///< in its place, where the first design wants it
    EngineMeters* meters_ = nullptr;
    bool hasClickRoom_ = false, removesClicks_ = false;
    int lateFrames_ = 0;         ///< 0: nothing looks ahead
    int silentFrames_ = 0;       ///< that are still to come before the first frame is through
    double highPassScale_ = 1.0; ///< the high-pass times this is in volts
    DelayLine<StereoDouble> lateVolts_, lateHighPass_;
    IntegratorStation integrator_;
    HearRamp hear_;
    Hear wantedHear_ = Hear::cleaned;
    bool hasHum_ = false; ///< it is removed
    StereoDouble volts_[chunkFrames], highPass_[chunkFrames], integral_[spanFrames];
    StereoDouble change_[chunkFrames]; ///< of the high-pass
    StereoDouble clean_[chunkFrames];
};

} // namespace phonostage::dsp
