// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/EngineState.h"

#include <cmath>

namespace phonostage::dsp {
namespace {

void raiseTo(std::atomic<double>& held, double value) {
    double seen = held.load(std::memory_order_relaxed);
    while (value > seen && !held.compare_exchange_weak(seen, value, std::memory_order_relaxed)) {
    }
}

template <typename T> void store(std::atomic<T>& to, T value) { to.store(value, std::memory_order_relaxed); }

} // namespace

void Engine::State::clearHolds() {
    store(meters.badSamples, std::int64_t(0));
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

void Engine::State::clearRunningPeaks() {
    inputPeak = outputPeak = outputRectified = StereoDouble();
    for (auto& sum : meters.outputRectified)
        store(sum, 0.0);
    for (auto* side : {&meters.input, &meters.output}) {
        for (auto& m : *side)
            store(m.peakVolts, 0.0);
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

        // One thread writes: no exchange is needed.
        auto& rectified = meters.outputRectified[c];
        store(rectified, rectified.load(std::memory_order_relaxed) + outputRectified.channel(channel));

        const auto& counts = watch[c].counts();
        auto& o = meters.overload[c];
        store(o.events, counts.events);
        store(o.eventSamples, counts.eventSamples);
        store(o.fullScaleSamples, counts.fullScaleSamples);
        store(o.firstStart, counts.firstStart);
        store(o.lastStart, counts.lastStart);
        store(o.longest, counts.longest);
        store(o.peak, counts.peak);
        store(o.fullScaleEvents, counts.fullScaleEvents);
        store(o.fullScaleLongest, counts.fullScaleLongest);
        store(o.fullScaleLast, counts.fullScaleLast);
        store(o.clicks, counts.clicks);
        store(o.clickSurroundings, counts.clickSurroundings);
        store(o.flatBelowDbfs, counts.flatBelowDbfs);
        store(o.ceilingConfidence, counts.ceiling.confidence);
        store(o.ceilingLevel, counts.ceiling.level);
        store(o.ceilingShare, counts.ceiling.share);
        store(o.ceilingZ, counts.ceiling.z);
        store(o.ceilingSince, counts.ceiling.since);
    }
    inputPeak = outputPeak = outputRectified = StereoDouble();
    store(meters.frames, frames);
}

void Engine::State::toVolts(const double* left, const double* right, StereoDouble* volts, int count) {
    StereoDouble sum = inputLevel.sumSquares, peak = inputPeak;
    const StereoDouble limit = guardLimit;
    const StereoDouble scale = ramp.now().inputVolts;
    bool allGood = true;
    for (int i = 0; i < count; ++i) {
        const StereoDouble raw(left[i], right[i]);
        const StereoDouble kept = StereoDouble::keepWithin(raw, limit);
        allGood &= StereoDouble::same(raw, kept);
        const StereoDouble v = scale * kept;
        volts[i] = v;
        sum += v * v;
        peak = StereoDouble::max(peak, v.abs());
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

} // namespace phonostage::dsp
