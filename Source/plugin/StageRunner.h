// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugin/DesignWorker.h"
#include "plugin/DryDelay.h"
#include "plugin/PassedLevels.h"
#include "plugin/ValueStore.h"

#include "dsp/engine/Engine.h"
#include "dsp/engine/OutputHold.h"
#include "params/ParameterTable.h"

#include <atomic>

namespace phonostage::plugin {

/** The audio thread's part: follows the values, installs designs, runs the engine and cross-fades the bypass, which is
   as late as the engine is. In place, any block size, one or two channels. */
class StageRunner {
public:
    /** Both must outlive the runner. */
    StageRunner(const ValueStore& store, DesignWorker& worker);

    /** Takes a design over at once; the next block starts without ramps. Overloads, clips and held peaks are forgotten
        only where the rate is another: their positions are frames. No block may be running. */
    void prepare(const DesignResult& design);

    /** Processing restarts; the next block starts without ramps. Overloads, clips and held peaks stay. No block may
       be running. */
    void reset();

    struct Block {
        bool bypassedByHost = false; ///< joins the bypass parameter
        bool offline = false;        ///< design in place, so that results repeat
    };

    /** One or two channels, in place. Audio thread. The stage keeps running while it is bypassed. */
    template <typename Sample> void process(Sample* const* channels, int channelCount, int frames, Block block);

    /** The next block takes newly committed values over without ramps if it is quiet. Any thread. */
    void noteStateLoaded() { stateLoaded_.store(true, std::memory_order_release); }

    [[nodiscard]] dsp::Engine& engine() { return engine_; }
    /** What is heard while it is bypassed. */
    [[nodiscard]] PassedLevels& passed() { return passed_; }
    /** Behind everything, bypass included. */
    [[nodiscard]] dsp::OutputHold& outputHold() { return hold_; }

    static constexpr double fadeSeconds = dsp::Engine::fadeSeconds; ///< of the bypass

private:
    void follow(bool offline);
    void install(const DesignResult& result);
    void moveLevels(int frames);
    void setLevels(double inputDbv);
    /** So long that nothing is under way in the stage either. */
    [[nodiscard]] int quietEnough() const { return fadeFrames_ + engine_.latencyFrames(); }
    template <typename Sample> void processChunk(Sample* const* channels, int channelCount, int frames, int fadeTarget);
    template <typename Sample>
    void mixDry(Sample* const* channels, const Sample* const* stage, int channelCount, int frames, int fadeTarget);

    const ValueStore& store_;
    DesignWorker& worker_;
    dsp::Engine engine_;
    dsp::OutputHold hold_;
    params::Values values_;
    dsp::LevelSettings levels_, wantedLevels_; ///< the same but where the output is held
    int heldFrames_ = 0;                       ///< until they come nearer
    dsp::FilterSettings wanted_;
    dsp::FilterSettings installed_;
    double rateHz_ = 48000.0;
    bool isPrepared_ = false; ///< the engine has run through prepare() at rateHz_
    std::atomic<bool> stateLoaded_{false};
    bool atStart_ = true; ///< no frame since prepare or reset
    DryDelay dry_;
    PassedLevels passed_;
    dsp::LookAhead room_;  ///< that the engine was prepared with
    int fadeFrames_ = 0;   ///< length of the bypass's fade
    int fadePosition_ = 0; ///< 0: stage only; fadeFrames_: dry only
    int quietFrames_ = 0;  ///< how long neither input nor output has been heard, as far as quietEnough()
};

} // namespace phonostage::plugin
