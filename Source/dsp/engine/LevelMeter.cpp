// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/LevelMeter.h"

#include "dsp/engine/Chunk.h"
#include "dsp/engine/Engine.h"

#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr double silenceVolts2 = silenceVolts * silenceVolts; ///< a level that has decayed below it is 0

void raiseTo(std::atomic<double>& held, double value) {
    double seen = held.load(std::memory_order_relaxed);
    while (value > seen && !held.compare_exchange_weak(seen, value, std::memory_order_relaxed)) {
    }
}

void store(std::atomic<double>& to, double value) { to.store(value, std::memory_order_relaxed); }

void scale(std::atomic<double>& held, double factor) {
    double seen = held.load(std::memory_order_relaxed);
    while (!held.compare_exchange_weak(seen, seen * factor, std::memory_order_relaxed)) {
    }
}

} // namespace

void LevelMeter::prepare(double sampleRateHz, bool withTruePeak) {
    withTruePeak_ = withTruePeak;
    keep_ = std::exp(-chunkFrames / (Engine::meterSeconds * sampleRateHz));
    for (auto& meter : truePeak_)
        meter.prepare(sampleRateHz);
}

void LevelMeter::reset(std::array<ChannelMeter, 2>& meters) {
    sums = Sums();
    meanSquare_ = StereoDouble();
    for (auto& meter : truePeak_)
        meter.reset();
    for (auto& meter : meters)
        store(meter.peakVolts, 0.0);
}

void LevelMeter::clearHolds(std::array<ChannelMeter, 2>& meters) {
    for (auto& meter : truePeak_)
        meter.take();
    for (auto& meter : meters) {
        store(meter.peakHoldVolts, 0.0);
        store(meter.truePeakHoldVolts, 0.0);
    }
}

void LevelMeter::scaleHolds(std::array<ChannelMeter, 2>& meters, double factor) {
    for (auto& meter : meters) {
        scale(meter.peakVolts, factor);
        scale(meter.peakHoldVolts, factor);
        scale(meter.truePeakHoldVolts, factor);
    }
}

void LevelMeter::endChunk() {
    meanSquare_ = StereoDouble(keep_) * meanSquare_ + StereoDouble((1.0 - keep_) / chunkFrames) * sums.squares;
    // Minutes of silence would else make it a subnormal number, and it would never get to zero.
    meanSquare_ = StereoDouble::keepBeyond(meanSquare_, StereoDouble(silenceVolts2));
    sums.squares = StereoDouble();
}

void LevelMeter::publish(std::array<ChannelMeter, 2>& meters, double voltsAtFullScale) {
    for (std::size_t c = 0; c < 2; ++c) {
        auto& meter = meters[c];
        const double peak = sums.peak.channel(static_cast<int>(c));
        store(meter.meanSquareVolts2, meanSquare_.channel(static_cast<int>(c)));
        raiseTo(meter.peakVolts, peak);
        raiseTo(meter.peakHoldVolts, peak);
        if (withTruePeak_) raiseTo(meter.truePeakHoldVolts, truePeak_[c].maximum() * voltsAtFullScale);
    }
    sums.peak = StereoDouble();
}

} // namespace phonostage::dsp
