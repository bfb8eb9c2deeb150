// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/EngineState.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr int flushChunks = 4; ///< chunks between two looks for states that have decayed

// Gain and channels, in place.
void applyLevels(const LevelRamp& at, StereoDouble gain, StereoDouble* y, int count) {
    if (at.isMoving()) {
        LevelRamp follow = at;
        for (int i = 0; i < count; ++i) {
            const LevelFactors& f = follow.now();
            y[i] = gain * f.direct * y[i] + gain * f.crossed * y[i].swapped();
            follow.advance();
        }
        return;
    }
    const StereoDouble direct = gain * at.now().direct, crossed = gain * at.now().crossed;
    if (StereoDouble::same(crossed, StereoDouble())) {
        for (int i = 0; i < count; ++i)
            y[i] = direct * y[i];
    } else {
        for (int i = 0; i < count; ++i)
            y[i] = direct * y[i] + crossed * y[i].swapped();
    }
}

// Smoothstep: no kink at either end of the fade.
double fadeWeight(double position) { return position * position * (3.0 - 2.0 * position); }

} // namespace

void Engine::State::prepare(const StageDesign& newDesign, const Options& newOptions) {
    const double rate = newDesign.sampleRateHz;
    if (!(rate >= minSampleRateHz && rate <= maxSampleRateHz)) return;
    design = newDesign;
    options = newOptions;
    for (int c = 0; c < 2; ++c) {
        const auto i = static_cast<std::size_t>(c);
        watch[i].prepare(rate, options.sourceWordBits, c, options.observer);
        truePeakIn[i].prepare(rate);
        truePeakOut[i].prepare(rate);
    }
    settleFrames = static_cast<int>(std::lround(fadeSeconds * rate));
    fadeFrames = settleFrames;
    meterKeep = std::exp(-chunkFrames / (meterSeconds * rate));
    frames = 0;
    clearHolds();
    reset();
}

void Engine::State::reset() {
    if (isWaiting) design = waiting;
    isWaiting = false;
    fadePosition = -1;
    dc.prepare(design);
    setChain(current, design);
    for (std::size_t c = 0; c < 2; ++c) {
        watch[c].flush(); // a run that is under way ends here; counts and positions go on
        truePeakIn[c].reset();
        truePeakOut[c].reset();
    }
    ramp.snap(levelFactors(levels, mono));
    fresh = true;
    chunkPosition = 0;
    chunks = 0;
    inputLevel = LevelAccumulator();
    outputLevel = LevelAccumulator();
    clearRunningPeaks();
    publish();
}

void Engine::State::setChain(std::size_t chain, const StageDesign& next) {
    chains[chain].set(next);
    monoBass[chain].set(next.monoBass);
}

void Engine::State::beginFade(const StageDesign& next) {
    design = next;
    setChain(1 - current, next);
    fadePosition = 0;
}

// The new chain first runs unheard for as long as the fade takes: its states then know the music. Writes volts behind
// the stage; each chain has channels, gain and mono bass behind it.
void Engine::State::runLanes(const LevelRamp& at, const StereoDouble* volts, StereoDouble* out, int count) {
    StereoDouble highPass[chunkFrames], integral[chunkFrames];
    if (chunkPosition == 0) dc.beginChunk();
    dc.process(volts, highPass, integral, count);
    const auto run = [&](std::size_t n, StereoDouble* to) {
        FilterChain& chain = chains[n];
        const StereoDouble* from = chain.input() == FilterChain::Input::direct     ? volts
                                   : chain.input() == FilterChain::Input::highPass ? highPass
                                                                                   : integral;
        chain.process(from, to, count);
        applyLevels(at, chain.gain(), to, count);
        if (monoBass[n].isOn()) monoBass[n].process(to, count);
    };

    run(current, out);
    if (fadePosition < 0) return;
    StereoDouble next[chunkFrames];
    run(1 - current, next);
    for (int i = 0; i < count; ++i) {
        const int position = fadePosition + i - settleFrames;
        const double weight =
            position <= 0 ? 0.0 : fadeWeight(std::min(1.0, static_cast<double>(position) / fadeFrames));
        out[i] += StereoDouble(weight) * (next[i] - out[i]);
    }
    fadePosition += count;
    if (fadePosition >= settleFrames + fadeFrames) {
        current = 1 - current;
        fadePosition = -1;
    }
}

template <typename Sample>
void Engine::State::processPiece(const Sample* const* in, Sample* const* out, int channels, int offset, int count) {
    // Everything is read before anything is written: input and output may be the same memory.
    double raw[2][chunkFrames];
    const Sample* inLeft = in[0] + offset;
    const Sample* inRight = (channels > 1 ? in[1] : in[0]) + offset;
    for (int i = 0; i < count; ++i) {
        raw[0][i] = static_cast<double>(inLeft[i]);
        raw[1][i] = static_cast<double>(inRight[i]);
    }
    for (std::size_t c = 0; c < 2; ++c) {
        watch[c].process(raw[c], count);
        if (options.truePeakInput) truePeakIn[c].process(raw[c], count);
    }

    StereoDouble volts[chunkFrames], y[chunkFrames];
    double samples[2][chunkFrames];
    StereoDouble sum = outputLevel.sumSquares, peak = outputPeak, rectified = outputRectified;
    const auto finish = [&](int i, StereoDouble outputScale) {
        const StereoDouble v = y[i];
        const StereoDouble size = v.abs();
        sum += v * v;
        peak = StereoDouble::max(peak, size);
        rectified += size;
        const StereoDouble s = outputScale * v;
        samples[0][i] = s.left();
        samples[1][i] = s.right();
    };
    if (ramp.isMoving()) {
        // Frame by frame, as each has factors of its own.
        LevelRamp follow = ramp;
        for (int i = 0; i < count; ++i) {
            toVolts(raw[0] + i, raw[1] + i, volts + i, 1);
            ramp.advance();
        }
        runLanes(follow, volts, y, count);
        for (int i = 0; i < count; ++i) {
            finish(i, follow.now().outputScale);
            follow.advance();
        }
    } else {
        toVolts(raw[0], raw[1], volts, count);
        runLanes(ramp, volts, y, count);
        const StereoDouble outputScale = ramp.now().outputScale;
        for (int i = 0; i < count; ++i)
            finish(i, outputScale);
    }
    outputLevel.sumSquares = sum;
    outputPeak = peak;
    outputRectified = rectified;

    for (int c = 0; c < channels; ++c) {
        const auto ch = static_cast<std::size_t>(c);
        Sample* to = out[c] + offset;
        int clips = 0;
        for (int i = 0; i < count; ++i) {
            to[i] = static_cast<Sample>(samples[ch][i]);
            clips += std::fabs(samples[ch][i]) > 1.0 ? 1 : 0;
        }
        if (clips > 0) meters.outputClips[ch].fetch_add(clips, std::memory_order_relaxed);
        if (options.truePeakOutput) truePeakOut[ch].process(samples[ch], count);
    }
}

void Engine::State::endChunk() {
    inputLevel.endChunk(meterKeep);
    outputLevel.endChunk(meterKeep);
    chunkPosition = 0;
    if (++chunks % flushChunks != 0) return;
    dc.flushTinyStates();
    for (std::size_t n = 0; n < 2; ++n) {
        if (n != current && fadePosition < 0) continue;
        chains[n].flushTinyStates();
        monoBass[n].flushTinyStates();
    }
}

template <typename Sample>
void Engine::State::process(const Sample* const* in, Sample* const* out, int channels, int count) {
    if (count <= 0 || channels <= 0) return;
    if (resetHoldsRequested.exchange(false, std::memory_order_relaxed)) clearHolds();
    channels = std::min(channels, 2);
    if (mono != (channels == 1)) {
        mono = channels == 1;
        ramp.snap(levelFactors(levels, mono));
    }
    fresh = false;
    for (int offset = 0; offset < count;) {
        if (isWaiting && fadePosition < 0) {
            isWaiting = false;
            beginFade(waiting);
        }
        const int piece = std::min(count - offset, chunkFrames - chunkPosition);
        processPiece(in, out, channels, offset, piece);
        offset += piece;
        frames += piece;
        chunkPosition += piece;
        if (chunkPosition == chunkFrames) endChunk();
    }
    publish();
}

Engine::Engine() : state_(std::make_unique<State>()) { prepare(designStage(FilterSettings(), 48000.0)); }

Engine::~Engine() = default;

void Engine::prepare(const StageDesign& design, const Options& options) { state_->prepare(design, options); }

void Engine::reset() { state_->reset(); }

void Engine::install(const StageDesign& design) {
    auto& s = *state_;
    if (design.sampleRateHz != s.design.sampleRateHz) return;
    if (s.fresh) {
        s.design = design;
        s.isWaiting = false;
        s.fadePosition = -1;
        s.setChain(s.current, design);
        return;
    }
    s.waiting = design;
    s.isWaiting = true;
}

void Engine::setLevels(const LevelSettings& levels) {
    auto& s = *state_;
    if (levels == s.levels || whyIllegal(levels) != nullptr) return;
    s.levels = levels;
    const auto target = levelFactors(levels, s.mono);
    if (s.fresh)
        s.ramp.snap(target);
    else
        s.ramp.start(target, s.fadeFrames);
}

void Engine::process(const float* const* input, float* const* output, int channels, int frames) {
    state_->process(input, output, channels, frames);
}

void Engine::process(const double* const* input, double* const* output, int channels, int frames) {
    state_->process(input, output, channels, frames);
}

void Engine::flush() {
    for (auto& w : state_->watch)
        w.flush();
    state_->publish();
}

void Engine::resetHolds() { state_->resetHoldsRequested.store(true, std::memory_order_relaxed); }

EngineMeters& Engine::meters() { return state_->meters; }

const EngineMeters& Engine::meters() const { return state_->meters; }

const OverloadCounts& Engine::overload(int channel) const {
    return state_->watch[static_cast<std::size_t>(channel)].counts();
}

} // namespace phonostage::dsp
