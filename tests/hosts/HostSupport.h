// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/Engine.h"
#include "params/ParameterTable.h"
#include "params/StageValues.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <random>
#include <vector>

namespace phonostage::tests {

template <typename Sample> using Signal = std::vector<std::vector<Sample>>; ///< [channel][frame]

template <typename Sample> Signal<Sample> noise(double peak, std::size_t frames, unsigned seed) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> uniform(-peak, peak);
    Signal<Sample> signal(2, std::vector<Sample>(frames));
    for (auto& channel : signal)
        for (auto& sample : channel)
            sample = static_cast<Sample>(uniform(random));
    return signal;
}

template <typename Sample> Signal<Sample> sine(double frequencyHz, double peak, double rateHz, std::size_t frames) {
    std::vector<Sample> one(frames);
    for (std::size_t i = 0; i < frames; ++i)
        one[i] = static_cast<Sample>(peak *
                                     std::sin(2.0 * std::numbers::pi * frequencyHz * static_cast<double>(i) / rateHz));
    return {one, one};
}

/** What the engine alone makes of a stereo signal. */
template <typename Sample>
Signal<Sample> engineOutput(const params::Values& values, const Signal<Sample>& input, double rateHz) {
    dsp::Engine engine;
    engine.prepare(dsp::designStage(params::filterSettings(values), rateHz));
    engine.setLevels(params::levelSettings(values));
    Signal<Sample> output = input;
    const Sample* const in[] = {input[0].data(), input[1].data()};
    Sample* const out[] = {output[0].data(), output[1].data()};
    engine.process(in, out, 2, static_cast<int>(input[0].size()));
    return output;
}

/** The largest second difference: what a click adds to a slow sine. */
template <typename Sample> double roughness(const std::vector<Sample>& x, std::size_t from, std::size_t to) {
    double worst = 0.0;
    for (std::size_t i = from + 2; i < to; ++i)
        worst = std::max(worst, std::fabs(static_cast<double>(x[i]) - 2.0 * static_cast<double>(x[i - 1]) +
                                          static_cast<double>(x[i - 2])));
    return worst;
}

template <typename Sample> double peak(const std::vector<Sample>& x, std::size_t from, std::size_t to) {
    double highest = 0.0;
    for (std::size_t i = from; i < to; ++i)
        highest = std::max(highest, std::fabs(static_cast<double>(x[i])));
    return highest;
}

template <typename Sample>
bool sameFrom(const std::vector<Sample>& a, const std::vector<Sample>& b, std::size_t from, std::size_t to) {
    return std::equal(a.begin() + static_cast<std::ptrdiff_t>(from), a.begin() + static_cast<std::ptrdiff_t>(to),
                      b.begin() + static_cast<std::ptrdiff_t>(from));
}

} // namespace phonostage::tests
