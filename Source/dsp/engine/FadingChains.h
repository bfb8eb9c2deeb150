// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/Chunk.h"
#include "dsp/engine/Engine.h"
#include "dsp/engine/EngineMeters.h"
#include "dsp/engine/FilterChain.h"
#include "dsp/engine/HumStation.h"
#include "dsp/engine/LookAheadStation.h"
#include "dsp/engine/RestorationStation.h"
#include "dsp/restore/KeptPlaces.h"

#include <array>

namespace phonostage::dsp {

/** The chain that is heard, with the restoration in front of it, and where the filters change the one that fades in. It
    first runs unheard for as long as the fade takes, and for as long as it looks ahead: its states then know the music.

    Both chains share one restoration, whose memory is long. Only where they look ahead by different times has each its
    own; what is known of hum they share even then. */
class FadingChains {
public:
    /** Takes a design over at once, its rate too, and clears all state. Nothing waits. Alone allocates. Of the options
        it takes what concerns the restoration. hasHumRoom: hum may be removed. */
    void prepare(const StageDesign& design, const Engine::Options& options, EngineMeters& meters, bool hasHumRoom);
    /** Ends a fade and clears all state; a design that waits is taken. keepsHum: the lines of hum that is known. */
    void reset(bool keepsHum);
    /** Takes a design over at once; nothing waits, nothing fades. */
    void set(const StageDesign& design);
    /** Cross-fades to a design of the same rate: now, or where a fade runs, at its end. The newest one counts. */
    void fadeTo(const StageDesign& design);

    /** What the restoration removes, and what is heard of it. */
    void setClean(const CleanSettings& clean, bool atOnce);
    /** The volts are others from now on: what is known of hum is of no use any more. */
    void forgetHum() { hum_.startAgain(); }

    void publish(HumMeter& meter) const { hum_.publish(meter); }

    /** A design of this rate that there is room for. */
    [[nodiscard]] bool takes(const StageDesign& design) const;

    /** Frames of a fade. */
    [[nodiscard]] int fadeFrames() const { return fadeFrames_; }

    /** By how much what is heard is late; during a fade, what it began with. */
    [[nodiscard]] int latencyFrames() const {
        return restorations_[front_[current_]].latencyFrames() + chains_[current_].latencyFrames();
    }

    /** Nothing fades or waits, and no station takes but chunks: then process() takes up to spanFrames. */
    [[nodiscard]] bool isSettled() const {
        return !isFading() && !isWaiting_ && !hum_.isOn() && restorations_[front_[current_]].isIdle() &&
               chains_[current_].takesSpans();
    }

    /** Before each piece: takes the design that waits where no fade runs. integral: DcRemovalStation's. */
    void beginPiece(StereoDouble integral);
    /** Volts to volts behind the stage, with DC removal. It has its chunk's corner. */
    void process(DcRemovalStation& dcRemoval, const StereoDouble* volts, const LevelRamp& at, StereoDouble* out,
                 int count);
    /** Zeroes states that have decayed below silenceVolts. */
    void flushTinyStates();

private:
    void process(const StereoDouble* volts, const StereoDouble* highPass, const LevelRamp& at, StereoDouble* out,
                 int count);
    [[nodiscard]] bool isFading() const { return fadePosition_ >= 0; }
    void beginFade(const StageDesign& design, StereoDouble integral);
    void mix(StereoDouble* out, int count);

    EngineMeters* meters_ = nullptr;
    StageDesign design_, waiting_; ///< the one that was taken last, and the one that waits
    bool isWaiting_ = false;
    LookAhead most_;
    KeptPlaces kept_;
    std::array<RestorationStation, 2> restorations_;
    HumStation hum_;
    std::array<FilterChain, 2> chains_;
    std::array<std::size_t, 2> front_{}; ///< of each chain: which restoration it hears
    std::size_t current_ = 0;            ///< the chain that is heard; the other one fades in or is idle
    std::int64_t frames_ = 0;            ///< since prepare
    int fadePosition_ = -1;              ///< frames since the other chain began to run; -1: none
    int settleFrames_ = 0;               ///< of the fade that runs
    int fadeFrames_ = 0;
    StereoDouble next_[chunkFrames], highPass_[spanFrames];
};

} // namespace phonostage::dsp
