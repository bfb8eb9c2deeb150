// SPDX-License-Identifier: GPL-3.0-or-later
#include "Engine.h"

#include "FilterLane.h"
#include "LevelMeter.h"
#include "LevelRamp.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr double guardLimit = 1e6; ///< a raw sample beyond it is no audio
constexpr int flushChunks = 4;     ///< chunks between two looks for states that have decayed

/** Level of a stereo signal over chunks of constant length, so that block cuts do not matter. */
struct LevelAccumulator {
    Pair sumSquares, chunkPeak, meanSquare;

    void endChunk(double keep) {
        meanSquare = Pair(keep) * meanSquare + Pair((1.0 - keep) / chunkFrames) * sumSquares;
        sumSquares = Pair();
    }
};

void raiseTo(std::atomic<double>& held, double value) {
    double seen = held.load(std::memory_order_relaxed);
    while (value > seen && !held.compare_exchange_weak(seen, value, std::memory_order_relaxed)) {
    }
}

template <typename T> void store(std::atomic<T>& to, T value) { to.store(value, std::memory_order_relaxed); }

// Smoothstep: no kink at either end of the fade.
double fadeWeight(double position) { return position * position * (3.0 - 2.0 * position); }

} // namespace

struct Engine::State {
    StageDesign design;
    Options options;
    EngineMeters meters;
    std::atomic<bool> resetHoldsRequested{false};

    std::array<OverloadWatch, 2> watch;
    std::array<TruePeak, 2> truePeakIn, truePeakOut;
    DcSection dc;
    std::array<FilterLane, 2> lanes;
    std::size_t current = 0; ///< the lane that is heard; the other one fades in or is idle
    int fadePosition = -1;   ///< frames since the other lane began to run; -1: none
    int settleFrames = 0, fadeFrames = 0;
    StageDesign waiting;
    bool isWaiting = false;

    LevelSettings levels;
    LevelRamp ramp;
    bool mono = false;
    bool fresh = true; ///< no frame since reset: settings are taken without a ramp

    int chunkPosition = 0;
    std::int64_t chunks = 0;
    std::int64_t frames = 0;
    double meterKeep = 0.0;
    LevelAccumulator inputLevel, outputLevel;
    Pair inputPeak, outputPeak; ///< volts, since last published

    void prepare(const StageDesign& newDesign, const Options& newOptions);
    void reset();
    void clearHolds();
    void publish();
    void beginFade(const StageDesign& next);

    template <typename Sample> void process(const Sample* const* in, Sample* const* out, int channels, int count);
    template <typename Sample>
    void processPiece(const Sample* const* in, Sample* const* out, int channels, int offset, int count);
    void toVolts(const double* left, const double* right, Pair* volts, int count);
    Pair runLanes(const Pair* volts, Pair* y, int count);
    void endChunk();
};

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
    reset();
}

void Engine::State::reset() {
    if (isWaiting) design = waiting;
    isWaiting = false;
    fadePosition = -1;
    dc.prepare(design);
    lanes[current].set(design);
    for (std::size_t c = 0; c < 2; ++c) {
        watch[c].reset();
        truePeakIn[c].reset();
        truePeakOut[c].reset();
    }
    ramp.snap(levelFactors(levels, mono));
    fresh = true;
    chunkPosition = 0;
    chunks = 0;
    frames = 0;
    inputLevel = LevelAccumulator();
    outputLevel = LevelAccumulator();
    inputPeak = outputPeak = Pair();
    for (auto* side : {&meters.input, &meters.output}) {
        for (auto& m : *side)
            store(m.peakVolts, 0.0);
    }
    store(meters.badSamples, std::int64_t(0));
    clearHolds();
    publish();
}

void Engine::State::clearHolds() {
    for (std::size_t c = 0; c < 2; ++c) {
        watch[c].clearCounts();
        truePeakIn[c].take();
        truePeakOut[c].take();
        store(meters.outputClips[c], std::int64_t(0));
        for (auto* m : {&meters.input[c], &meters.output[c]}) {
            store(m->peakHoldVolts, 0.0);
            store(m->truePeakHoldVolts, 0.0);
        }
    }
}

void Engine::State::publish() {
    for (std::size_t c = 0; c < 2; ++c) {
        const int channel = static_cast<int>(c);
        auto& in = meters.input[c];
        auto& out = meters.output[c];
        store(in.meanSquareVolts2, inputLevel.meanSquare.channel(channel));
        store(out.meanSquareVolts2, outputLevel.meanSquare.channel(channel));
        raiseTo(in.peakVolts, inputPeak.channel(channel));
        raiseTo(in.peakHoldVolts, inputPeak.channel(channel));
        raiseTo(out.peakVolts, outputPeak.channel(channel));
        raiseTo(out.peakHoldVolts, outputPeak.channel(channel));
        if (options.truePeakInput)
            raiseTo(in.truePeakHoldVolts, truePeakIn[c].maximum() * ramp.now().inputVolts.left());
        if (options.truePeakOutput) raiseTo(out.truePeakHoldVolts, truePeakOut[c].maximum() * ramp.now().outputVolts);

        const auto& counts = watch[c].counts();
        auto& o = meters.overload[c];
        store(o.events, counts.events);
        store(o.eventSamples, counts.eventSamples);
        store(o.fullScaleSamples, counts.fullScaleSamples);
        store(o.firstStart, counts.firstStart);
        store(o.lastStart, counts.lastStart);
        store(o.longest, counts.longest);
        store(o.peak, counts.peak);
    }
    inputPeak = outputPeak = Pair();
    store(meters.frames, frames);
}

void Engine::State::beginFade(const StageDesign& next) {
    design = next;
    lanes[1 - current].set(next);
    fadePosition = 0;
}

// The new lane first runs unheard for as long as the fade takes: its states then know the music. Returns the factor
// that is still to be applied to y.
Pair Engine::State::runLanes(const Pair* volts, Pair* y, int count) {
    Pair highPass[chunkFrames], integral[chunkFrames];
    if (chunkPosition == 0) dc.beginChunk();
    dc.process(volts, highPass, integral, count);
    const auto feed = [&](FilterLane& lane, Pair* to) {
        const Pair* from = lane.input() == FilterLane::Input::direct     ? volts
                           : lane.input() == FilterLane::Input::highPass ? highPass
                                                                         : integral;
        lane.process(from, to, count);
    };

    feed(lanes[current], y);
    const Pair oldGain = lanes[current].gain();
    if (fadePosition < 0) return oldGain;
    Pair next[chunkFrames];
    feed(lanes[1 - current], next);
    const Pair newGain = lanes[1 - current].gain();
    for (int i = 0; i < count; ++i) {
        const int position = fadePosition + i - settleFrames;
        const Pair from = oldGain * y[i];
        const double weight =
            position <= 0 ? 0.0 : fadeWeight(std::min(1.0, static_cast<double>(position) / fadeFrames));
        y[i] = from + Pair(weight) * (newGain * next[i] - from);
    }
    fadePosition += count;
    if (fadePosition >= settleFrames + fadeFrames) {
        current = 1 - current;
        fadePosition = -1;
    }
    return Pair(1.0);
}

void Engine::State::toVolts(const double* left, const double* right, Pair* volts, int count) {
    Pair sum = inputLevel.sumSquares, peak = inputPeak;
    const Pair limit = guardLimit;
    const Pair scale = ramp.now().inputVolts;
    bool allGood = true;
    for (int i = 0; i < count; ++i) {
        const Pair raw(left[i], right[i]);
        const Pair kept = Pair::keepWithin(raw, limit);
        allGood &= Pair::same(raw, kept);
        const Pair v = scale * kept;
        volts[i] = v;
        sum += v * v;
        peak = Pair::max(peak, v.abs());
    }
    inputLevel.sumSquares = sum;
    inputPeak = peak;
    if (allGood) return;
    std::int64_t bad = 0;
    for (int i = 0; i < count; ++i)
        bad += (std::fabs(left[i]) <= guardLimit ? 0 : 1) + (std::fabs(right[i]) <= guardLimit ? 0 : 1);
    if (mono) bad /= 2;
    meters.badSamples.fetch_add(bad, std::memory_order_relaxed);
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

    Pair y[chunkFrames];
    double samples[2][chunkFrames];
    Pair sum = outputLevel.sumSquares, peak = outputPeak;
    const auto finish = [&](int i, Pair v, Pair outputScale) {
        sum += v * v;
        peak = Pair::max(peak, v.abs());
        const Pair s = outputScale * v;
        samples[0][i] = s.left();
        samples[1][i] = s.right();
    };
    Pair volts[chunkFrames];
    if (ramp.isMoving()) {
        // Frame by frame, as each has factors of its own.
        LevelRamp follow = ramp;
        for (int i = 0; i < count; ++i) {
            toVolts(raw[0] + i, raw[1] + i, volts + i, 1);
            ramp.advance();
        }
        const Pair gain = runLanes(volts, y, count);
        for (int i = 0; i < count; ++i) {
            const LevelFactors& f = follow.now();
            finish(i, gain * f.direct * y[i] + gain * f.crossed * y[i].swapped(), f.outputScale);
            follow.advance();
        }
    } else {
        toVolts(raw[0], raw[1], volts, count);
        const LevelFactors& f = ramp.now();
        const Pair gain = runLanes(volts, y, count);
        const Pair direct = gain * f.direct, crossed = gain * f.crossed, outputScale = f.outputScale;
        if (Pair::same(crossed, Pair())) {
            for (int i = 0; i < count; ++i)
                finish(i, direct * y[i], outputScale);
        } else {
            for (int i = 0; i < count; ++i)
                finish(i, direct * y[i] + crossed * y[i].swapped(), outputScale);
        }
    }
    outputLevel.sumSquares = sum;
    outputPeak = peak;

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
    lanes[current].flushTinyStates();
    if (fadePosition >= 0) lanes[1 - current].flushTinyStates();
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
        s.lanes[s.current].set(design);
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
