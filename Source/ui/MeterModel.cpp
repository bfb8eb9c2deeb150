// SPDX-License-Identifier: GPL-3.0-or-later
#include "MeterModel.h"

#include <algorithm>
#include <cmath>

namespace phonostage::ui {

namespace {

// Below a picovolt there is nothing to show.
constexpr double nothingVolts = 1e-12;

double finite(double value) { return std::isfinite(value) ? value : 0.0; }

} // namespace

void MeterModel::restart(dsp::EngineMeters& meters) {
    for (auto* side : {&meters.input, &meters.output})
        for (auto& channel : *side)
            channel.peakVolts.exchange(0.0, std::memory_order_relaxed);
    input_ = {};
    output_ = {};
    inputFalling_ = {};
    outputFalling_ = {};
    lastFrames_ = -1;
    secondsWithoutFrames_ = 0.0;
}

void MeterModel::read(dsp::EngineMeters& meters, int channels, double rateHz, const Tick& tick) {
    const auto frames = meters.frames.load(std::memory_order_relaxed);
    secondsWithoutFrames_ = frames == lastFrames_ ? secondsWithoutFrames_ + tick.elapsedSeconds : 0.0;
    lastFrames_ = frames;

    overloads_.channelCount = std::clamp(channels, 1, 2);
    overloads_.rateHz = rateHz;
    overloads_.frames = frames;
    overloads_.badSamples = meters.badSamples.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < 2; ++i) {
        readChannel(meters.input[i], input_[i], inputFalling_[i], tick.elapsedSeconds);
        readChannel(meters.output[i], output_[i], outputFalling_[i], tick.elapsedSeconds);
        const auto& overload = meters.overload[i];
        auto& view = overloads_.channels[i];
        view.events = overload.events.load(std::memory_order_relaxed);
        view.longest = overload.longest.load(std::memory_order_relaxed);
        view.lastStart = overload.lastStart.load(std::memory_order_relaxed);
        view.peak = finite(overload.peak.load(std::memory_order_relaxed));
        view.outputClips = meters.outputClips[i].load(std::memory_order_relaxed);
    }
}

void MeterModel::readChannel(dsp::ChannelMeter& meter, ChannelReading& reading, Falling& falling,
                             double elapsedSeconds) {
    const double fresh = finite(meter.peakVolts.exchange(0.0, std::memory_order_relaxed));
    if (fresh >= reading.peakVolts) {
        reading.peakVolts = fresh;
        falling.heldSeconds = 0.0;
    } else {
        falling.heldSeconds += elapsedSeconds;
        if (falling.heldSeconds > holdSeconds)
            reading.peakVolts =
                std::max(fresh, reading.peakVolts * std::pow(10.0, -fallDbPerSecond * elapsedSeconds / 20.0));
    }
    if (reading.peakVolts < nothingVolts) reading.peakVolts = 0.0;

    if (secondsWithoutFrames_ < stalledSeconds) {
        reading.rmsVolts = std::sqrt(std::max(0.0, finite(meter.meanSquareVolts2.load(std::memory_order_relaxed))));
    } else {
        // As the meter itself would with silence coming in.
        reading.rmsVolts *= std::exp(-elapsedSeconds / (2.0 * dsp::Engine::meterSeconds));
        if (reading.rmsVolts < nothingVolts) reading.rmsVolts = 0.0;
    }
    reading.holdVolts = finite(meter.peakHoldVolts.load(std::memory_order_relaxed));
}

} // namespace phonostage::ui
