// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/Chunk.h"
#include "dsp/engine/DcRemovalStation.h"
#include "dsp/engine/Engine.h"
#include "dsp/engine/FadingChains.h"
#include "dsp/engine/InputStation.h"
#include "dsp/engine/LevelRamp.h"
#include "dsp/engine/OutputStation.h"

#include <atomic>
#include <cstdint>

namespace phonostage::dsp {

/** The way of the signal, station by station, in chunks that are counted from reset: what an Engine is made of. Its
    functions are the Engine's. */
class SignalPath {
public:
    EngineMeters meters;

    void prepare(const StageDesign& design, const Engine::Options& options);
    void reset(bool keepsHum);
    void install(const StageDesign& design);
    void setLevels(const LevelSettings& levels);
    template <typename Sample> void process(const Sample* const* in, Sample* const* out, int channels, int count);
    void drain(double* const* out, int channels, int count);
    void flush();
    /** Any thread; done at the next block. */
    void requestResetHolds() { resetHoldsRequested_.store(true, std::memory_order_relaxed); }

    [[nodiscard]] int latencyFrames() const { return chains_.latencyFrames(); }
    [[nodiscard]] const OverloadCounts& overload(std::size_t channel) const { return input_.overload(channel); }

private:
    template <typename Sample> void run(const Sample* const* in, Sample* const* out, int channels, int count);
    [[nodiscard]] int mostAtOnce() const;
    template <typename Sample>
    void processPiece(const Sample* const* in, Sample* const* out, int channels, int offset, int count);
    void advance(int count);
    void clearHolds();
    void publish();

    InputStation input_{meters};
    DcRemovalStation dcRemoval_;
    FadingChains chains_; ///< restoration, integrator, subsonic, load, de-emphasis, channels and gain, mono bass
    OutputStation output_{meters};

    LevelSettings levels_;
    LevelRamp ramp_;
    bool mono_ = false;
    bool fresh_ = true; ///< no frame since reset: settings are taken without a ramp
    std::atomic<bool> resetHoldsRequested_{false};

    int spanPosition_ = 0;
    std::int64_t frames_ = 0; ///< since prepare, as the positions of overloads

    StereoDouble volts_[spanFrames], out_[spanFrames];
};

} // namespace phonostage::dsp
