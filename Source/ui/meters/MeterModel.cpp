// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/meters/MeterModel.h"

#include "catalogue/UserCatalogue.h"
#include "dsp/simd/Decibels.h"
#include "params/EquipmentChoice.h"
#include "params/StageValues.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonostage::ui {

namespace {

// Below a picovolt there is nothing to show.
constexpr double nothingVolts = 1e-12;

// rms over rectified mean, of a sine.
constexpr double formFactor = std::numbers::pi / (2.0 * std::numbers::sqrt2);

double finite(double value) { return std::isfinite(value) ? value : 0.0; }

void readOverload(const dsp::OverloadMeter& meter, OverloadView::Channel& view) {
    view.fullScaleEvents = meter.fullScaleEvents.load(std::memory_order_relaxed);
    view.longest = meter.fullScaleLongest.load(std::memory_order_relaxed);
    view.lastStart = meter.fullScaleLast.load(std::memory_order_relaxed);
    view.peak = finite(meter.peak.load(std::memory_order_relaxed));
    view.fullScaleSamples = meter.fullScaleSamples.load(std::memory_order_relaxed);
    view.clicks = meter.clicks.load(std::memory_order_relaxed);
    view.clickSurroundings = finite(meter.clickSurroundings.load(std::memory_order_relaxed));

    // Flat tops prove a ceiling; the statistic of peaks has a doubt of its own.
    const double flatDbfs = finite(meter.flatBelowDbfs.load(std::memory_order_relaxed));
    const auto confidence = meter.ceilingConfidence.load(std::memory_order_relaxed);
    view.below = flatDbfs < 0.0 ? dsp::Confidence::sure : confidence;
    if (confidence != dsp::Confidence::none)
        view.belowLevel = finite(meter.ceilingLevel.load(std::memory_order_relaxed));
    else
        view.belowLevel = flatDbfs < 0.0 ? dsp::decibelsToFactor(flatDbfs) : 0.0;
}

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

/** Peaks that gathered at the end that is not shown are no news when it is. */
void MeterModel::noteSource(dsp::EngineMeters& meters, plugin::PassedLevels* passed) {
    const bool isPassed = passed != nullptr && passed->isHeard();
    for (auto& channel : isPassed || passed == nullptr ? meters.output : passed->meters)
        if (passed != nullptr) channel.peakVolts.exchange(0.0, std::memory_order_relaxed);
    overloads_.isBypassed = isPassed;
    if (isPassed == isPassed_) return;
    isPassed_ = isPassed;
    for (auto& reading : output_)
        reading.peakVolts = 0.0;
    lastFrames_ = -1; // the sums of the other end are not these
}

void MeterModel::read(dsp::EngineMeters& meters, int channels, double rateHz, const Tick& tick,
                      plugin::PassedLevels* passed) {
    noteSource(meters, passed);
    auto& output = isPassed_ ? passed->meters : meters.output;
    const auto& rectified = isPassed_ ? passed->rectified : meters.outputRectified;
    const auto frames = meters.frames.load(std::memory_order_relaxed);
    secondsWithoutFrames_ = frames == lastFrames_ ? secondsWithoutFrames_ + tick.elapsedSeconds : 0.0;
    // What was summed up while nobody looked is no news either.
    const auto newFrames = lastFrames_ < 0 ? -1 : frames - lastFrames_;
    lastFrames_ = frames;

    overloads_.channelCount = std::clamp(channels, 1, 2);
    overloads_.rateHz = rateHz;
    overloads_.frames = frames;
    overloads_.badSamples = meters.badSamples.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < 2; ++i) {
        readChannel(meters.input[i], input_[i], inputFalling_[i], tick.elapsedSeconds);
        readChannel(output[i], output_[i], outputFalling_[i], tick.elapsedSeconds);
        readAverage(finite(rectified[i].load(std::memory_order_relaxed)), i, newFrames);
        auto& view = overloads_.channels[i];
        readOverload(meters.overload[i], view);
        view.outputClips = meters.outputClips[i].load(std::memory_order_relaxed);
        view.outputPeakVolts = finite(meters.output[i].peakHoldVolts.load(std::memory_order_relaxed));
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
                std::max(fresh, reading.peakVolts * dsp::decibelsToFactor(-fallDbPerSecond * elapsedSeconds));
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

void MeterModel::readAverage(double sum, std::size_t channel, std::int64_t newFrames) {
    auto& average = output_[channel].averageVolts;
    const double added = sum - rectified_[channel];
    rectified_[channel] = sum;
    // The sum begins again where the sound does: then the last mean stands for one beat more.
    if (newFrames > 0 && added >= 0.0) average = formFactor * added / static_cast<double>(newFrames);
    if (secondsWithoutFrames_ >= stalledSeconds) average = 0.0;
}

std::optional<catalogue::OverloadMargin> overloadMarginOf(const params::Snapshot& stage) {
    const auto rating = params::cartridgeRating(stage.values);
    // Behind another phono stage the cartridge's level says nothing.
    if (!rating || stage.values.isOn(params::Id::undoRiaa)) return std::nullopt;
    const double level = catalogue::levelAt5CmDbv(*rating, params::loadCorrection(stage.values));
    const double gainDb = stage.values.get(params::Id::interfaceGain);
    const catalogue::InterfaceSetting fixed{stage.values.get(params::Id::inputDbv), gainDb, gainDb, gainDb};
    const auto known = params::interfaceSetting(stage, catalogue::equipment()->interfaces);
    return catalogue::overloadMargin(known.value_or(fixed), level);
}

} // namespace phonostage::ui
