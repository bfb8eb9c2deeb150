// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/StageSettings.h"
#include "dsp/engine/Chunk.h"
#include "dsp/engine/DelayLine.h"
#include "dsp/engine/EngineMeters.h"
#include "dsp/engine/StageDesign.h"
#include "dsp/restore/HumRemover.h"

#include <array>
#include <cstdint>
#include <memory>

namespace phonostage::dsp {

/** Hum, as it is in signals that are late by different times: the chains that are cross-faded share one, since what it
    knows takes seconds to learn.

    It listens to the high-pass as late as the removal of clicks makes it, whether that is on or off, so that its time
    never jumps; and behind that removal where it is on, as a click is a burst to it. What a chain needs that is less
    late is ahead of that by some periods. */
class HumStation {
public:
    /** hasRoom: it may be switched on later. Alone allocates. */
    void prepare(const StageDesign& design, bool hasRoom);
    /** The sound starts again. All is forgotten; with keepsKnown the lines of known hum are kept, without their phase.
     */
    void start(bool keepsKnown);
    /** Whether it listens, and for what; how much is removed: by a ramp of Engine::fadeSeconds, or at once. */
    void set(const CleanSettings& clean, bool atOnce);
    /** Forgets all that was heard, by a ramp: it would be of another size now. */
    void startAgain();

    /** It listens, or something of it is still heard. */
    [[nodiscard]] bool isOn() const { return isListening_; }

    struct Tap {
        int lateFrames = 0;                 ///< of the signal that the hum is for
        StereoDouble hum[chunkFrames] = {}; ///< in it, as much as is to be removed
    };

    /** Where isOn(). highPass: as DC removal puts it out; cleaned: that of ClickRemover::latencyFrames() before without
        its clicks, null where they stay. Fills the first tap, and the other one where it is asked for. */
    void process(const StereoDouble* highPass, const StereoDouble* cleaned, int count, bool needsBoth);
    [[nodiscard]] Tap& tap(std::size_t which) { return taps_[which]; }

    void publish(HumMeter& meter) const;

private:
    void begin(Dehum what);
    void moveTo(double share);
    void arrive();
    [[nodiscard]] bool mustBegin() const { return isStale_ || wanted_ != listensFor_; }

    std::unique_ptr<HumRemover> remover_; ///< null: there is no room for one
    int listensLate_ = 0;                 ///< frames
    DelayLine<StereoDouble> line_;
    StereoDouble late_[chunkFrames];
    std::array<Tap, 2> taps_;
    double highPassScale_ = 1.0; ///< the high-pass times this is in volts

    Dehum wanted_ = Dehum::off, listensFor_ = Dehum::off;
    bool isListening_ = false, isStale_ = false;
    double wantedShare_ = 0.0;                   ///< of the hum that is removed
    double share_ = 0.0, step_ = 0.0, to_ = 0.0; ///< on its way
    int left_ = 0, fadeFrames_ = 1;
};

} // namespace phonostage::dsp
