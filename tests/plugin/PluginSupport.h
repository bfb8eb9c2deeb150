// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugin/Processor.h"

#include <juce_audio_processors/juce_audio_processors.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <numbers>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace phonostage::tests {

using plugin::Processor;

template <typename Sample> using Signal = std::vector<std::vector<Sample>>; ///< [channel][frame]

template <typename Sample>
Signal<Sample> sineSignal(double frequencyHz, double peak, double rateHz, std::size_t frames, int channels = 2) {
    std::vector<Sample> one(frames);
    for (std::size_t i = 0; i < frames; ++i)
        one[i] = static_cast<Sample>(peak *
                                     std::sin(2.0 * std::numbers::pi * frequencyHz * static_cast<double>(i) / rateHz));
    return Signal<Sample>(static_cast<std::size_t>(channels), one);
}

/** White, with another sequence in each channel. */
template <typename Sample>
Signal<Sample> noiseSignal(double peak, std::size_t frames, unsigned seed, int channels = 2) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> uniform(-peak, peak);
    Signal<Sample> signal(static_cast<std::size_t>(channels), std::vector<Sample>(frames));
    for (auto& channel : signal)
        for (auto& sample : channel)
            sample = static_cast<Sample>(uniform(random));
    return signal;
}

template <typename Sample> Signal<Sample> silentSignal(std::size_t frames, int channels = 2) {
    return Signal<Sample>(static_cast<std::size_t>(channels), std::vector<Sample>(frames));
}

template <typename Sample> double peakOf(const Signal<Sample>& signal, std::size_t from = 0) {
    double peak = 0.0;
    for (const auto& channel : signal)
        for (std::size_t i = from; i < channel.size(); ++i)
            peak = std::max(peak, std::fabs(static_cast<double>(channel[i])));
    return peak;
}

/** The largest second difference: what a click adds to a slow sine. */
template <typename Sample> double roughness(const Signal<Sample>& signal, std::size_t from, std::size_t to) {
    double worst = 0.0;
    for (const auto& x : signal) {
        for (std::size_t i = from + 2; i < to; ++i)
            worst = std::max(worst, std::fabs(static_cast<double>(x[i]) - 2.0 * static_cast<double>(x[i - 1]) +
                                              static_cast<double>(x[i - 2])));
    }
    return worst;
}

/** Processes frames from, to of a signal in place, in one block. */
template <typename Sample>
void processBlock(Processor& processor, Signal<Sample>& signal, std::size_t from, std::size_t to,
                  bool bypassedByHost = false) {
    std::vector<Sample*> channels;
    for (auto& channel : signal)
        channels.push_back(channel.data() + from);
    juce::AudioBuffer<Sample> buffer(channels.data(), static_cast<int>(channels.size()), static_cast<int>(to - from));
    juce::MidiBuffer midi;
    if (bypassedByHost)
        processor.processBlockBypassed(buffer, midi);
    else
        processor.processBlock(buffer, midi);
}

/** Processes a whole signal in place, in blocks of one size. */
template <typename Sample>
void processAll(Processor& processor, Signal<Sample>& signal, std::size_t blockFrames = 256,
                bool bypassedByHost = false) {
    const std::size_t frames = signal[0].size();
    for (std::size_t at = 0; at < frames; at += blockFrames)
        processBlock(processor, signal, at, std::min(at + blockFrames, frames), bypassedByHost);
}

/** Sets a host parameter as a host does, in its own unit. */
inline void setHost(Processor& processor, params::Id id, double value) {
    auto* parameter = processor.parameter(id);
    parameter->setValueNotifyingHost(parameter->convertTo0to1(static_cast<float>(value)));
}

inline std::string stateOf(Processor& processor) {
    juce::MemoryBlock block;
    processor.getStateInformation(block);
    return {static_cast<const char*>(block.getData()), block.getSize()};
}

inline void restore(Processor& processor, const std::string& state) {
    processor.setStateInformation(state.data(), static_cast<int>(state.size()));
}

/** Values of every entry, drawn at random from what a host can set. */
inline params::Values randomValues(unsigned seed) {
    std::mt19937_64 random(seed);
    params::Values values;
    for (const auto& entry : params::table())
        values.set(entry.id, std::uniform_real_distribution<double>(entry.minimum, entry.maximum)(random));
    return values;
}

inline std::vector<params::Id> hostIds() {
    std::vector<params::Id> ids;
    for (const auto& entry : params::table())
        if (entry.kind == params::Kind::host) ids.push_back(entry.id);
    return ids;
}

} // namespace phonostage::tests
