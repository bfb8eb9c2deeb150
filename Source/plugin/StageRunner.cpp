// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/StageRunner.h"

#include "params/StageValues.h"
#include "plugin/Numbers.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::plugin {
namespace {

constexpr int chunkFrames = DryDelay::mostAtOnce; ///< scratch that no prepare sizes: any block may come
constexpr double quietSample = 1e-6;              ///< -120 dBFS: a step of this size is inaudible
constexpr double heldStepDb = 1.2;                ///< for each fade's length, so 60 dB a second

int framesOf(double seconds, double rateHz) { return static_cast<int>(std::lround(seconds * rateHz)); }

template <typename Sample> bool isQuiet(const Sample* const* channels, int channelCount, int frames) {
    bool quiet = true;
    for (int c = 0; c < channelCount; ++c) {
        for (int i = 0; i < frames; ++i)
            quiet &= std::fabs(static_cast<double>(channels[c][i])) <= quietSample;
    }
    return quiet;
}

} // namespace

StageRunner::StageRunner(const ValueStore& store, DesignWorker& worker)
    : store_(store), worker_(worker), fadeFrames_(framesOf(fadeSeconds, rateHz_)) {}

void StageRunner::prepare(const DesignResult& design) {
    const double rateHz = design.design.sampleRateHz;
    const auto room = worker_.mostLookAhead();
    if (isPrepared_ && isSame(rateHz, rateHz_) && room == room_) {
        // Hosts prepare at each start of their transport: what is latched stays until the user has seen it.
        engine_.install(design.design);
    } else {
        rateHz_ = rateHz;
        fadeFrames_ = framesOf(fadeSeconds, rateHz_);
        dsp::Engine::Options options;
        options.truePeakInput = true;
        options.truePeakOutput = true;
        options.mostLookAhead = room_ = room;
        options.hasHumRoom = true;
        engine_.prepare(design.design, options);
        dry_.prepare(room.restorationFrames + room.deEmphasisFrames + dsp::exactPhaseDelayFrames(rateHz_), fadeFrames_);
        passed_.prepare(rateHz_);
        isPrepared_ = true;
    }
    hold_.prepare(rateHz_, fadeFrames_);
    installed_ = design.settings;
    reset();
}

/** The filters remember the volts before: full scale that falls at once leaves in them what is then too loud. Where the
    output is held, and nobody hears the change, it goes as slowly as they forget. */
void StageRunner::moveLevels(int frames) {
    if (isSame(levels_.inputDbv, wantedLevels_.inputDbv)) return;
    heldFrames_ -= frames;
    if (heldFrames_ > 0 && hold_.isActive()) return;
    heldFrames_ = fadeFrames_;
    const double way = wantedLevels_.inputDbv - levels_.inputDbv;
    const double next =
        hold_.isActive() ? levels_.inputDbv + std::clamp(way, -heldStepDb, heldStepDb) : wantedLevels_.inputDbv;
    setLevels(next);
}

void StageRunner::setLevels(double inputDbv) {
    levels_ = wantedLevels_;
    levels_.inputDbv = inputDbv;
    engine_.setLevels(levels_);
    hold_.setLevels(levels_);
}

// Hosts reset at each start of their transport: hum that is known need not be learnt again.
void StageRunner::reset() {
    engine_.reset(true);
    hold_.reset();
    dry_.reset(engine_.latencyFrames());
    passed_.reset();
    atStart_ = true;
    quietFrames_ = 0;
}

void StageRunner::install(const DesignResult& result) {
    engine_.install(result.design);
    installed_ = result.settings;
}

void StageRunner::follow(bool offline) {
    if (offline && atStart_) engine_.reset(); // results repeat
    auto now = values_;
    const bool complete = store_.tryRead(now); // during a commit the old values stay for one block more
    if ((complete && !(now == values_)) || atStart_) {
        values_ = now;
        wanted_ = worker_.filterSettings(values_);
        wantedLevels_ = params::levelSettings(values_);
        setLevels(hold_.isActive() && !atStart_ ? levels_.inputDbv : wantedLevels_.inputDbv);
    }

    // The newest result is kept until it is needed: the settings may switch back and forth faster than designs are
    // made.
    const bool fresh = worker_.results().take();
    if (!(wanted_ == installed_)) {
        const auto& newest = worker_.results().front();
        const bool arrived = newest.valid && newest.settings == wanted_;
        const bool onTheWay = fresh && !offline && !(newest.settings == installed_); // a parameter is being moved
        if (arrived || onTheWay)
            install(newest);
        else if (offline)
            install({wanted_, dsp::designStage(wanted_, rateHz_), true});
    }

    const bool loaded = stateLoaded_.exchange(false, std::memory_order_acq_rel);
    if (loaded && !atStart_ && quietFrames_ >= quietEnough()) engine_.reset();
}

template <typename Sample>
void StageRunner::processChunk(Sample* const* channels, int channelCount, int frames, int fadeTarget) {
    bool quiet = isQuiet(channels, channelCount, frames);
    if (dry_.isNeeded()) dry_.write(channels, channelCount, frames);
    if (fadePosition_ == 0 && fadeTarget == 0) {
        engine_.process(channels, channels, channelCount, frames);
        dry_.follow(engine_.latencyFrames());
        quiet = quiet && isQuiet(channels, channelCount, frames);
    } else {
        std::array<std::array<Sample, chunkFrames>, 2> stage{};
        const std::array<Sample*, 2> out{stage[0].data(), stage[1].data()};
        engine_.process(channels, out.data(), channelCount, frames);
        quiet = quiet && isQuiet(out.data(), channelCount, frames);
        if (dry_.isNeeded()) dry_.read(channels, channelCount, frames, engine_.latencyFrames());
        // What fades away belongs to neither meter.
        const bool isSettled = fadePosition_ == fadeTarget;
        mixDry(channels, out.data(), channelCount, frames, fadeTarget);
        if (isSettled && fadeTarget > 0)
            passed_.measure(channels, channelCount, frames, dsp::voltsAtFullScale(values_.get(params::Id::outputDbv)));
    }
    quietFrames_ = quiet ? std::min(quietFrames_ + frames, quietEnough()) : 0;
}

template <typename Sample>
void StageRunner::mixDry(Sample* const* channels, const Sample* const* stage, int channelCount, int frames,
                         int fadeTarget) {
    const int begin = fadePosition_;
    for (int c = 0; c < channelCount; ++c) {
        fadePosition_ = begin;
        Sample* const samples = channels[c];
        for (int i = 0; i < frames; ++i) {
            if (fadePosition_ != fadeTarget) fadePosition_ += fadePosition_ < fadeTarget ? 1 : -1;
            if (fadePosition_ == fadeFrames_) continue; // settled: the input, bit for bit
            const double dryPart = smoothStep(static_cast<double>(fadePosition_) / fadeFrames_);
            const auto wet = static_cast<double>(stage[c][i]);
            samples[i] = static_cast<Sample>(wet + dryPart * (finiteOrZero(samples[i]) - wet));
        }
    }
}

template <typename Sample>
void StageRunner::process(Sample* const* channels, int channelCount, int frames, Block block) {
    if (frames <= 0 || channelCount <= 0) return;
    worker_.noteBlock();
    follow(block.offline);
    const bool bypassed = block.bypassedByHost || values_.isOn(params::Id::bypass);
    const int fadeTarget = bypassed ? fadeFrames_ : 0;
    passed_.noteHeard(bypassed);
    if (atStart_) fadePosition_ = fadeTarget;
    atStart_ = false;

    for (int offset = 0; offset < frames; offset += chunkFrames) {
        std::array<Sample*, 2> at{};
        for (int c = 0; c < channelCount; ++c)
            at[static_cast<std::size_t>(c)] = channels[c] + offset;
        const int count = std::min(chunkFrames, frames - offset);
        moveLevels(count);
        processChunk(at.data(), channelCount, count, fadeTarget);
        hold_.process(at.data(), channelCount, count);
    }
}

template void StageRunner::process(float* const*, int, int, Block);
template void StageRunner::process(double* const*, int, int, Block);

} // namespace phonostage::plugin
