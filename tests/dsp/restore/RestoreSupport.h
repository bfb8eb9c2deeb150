// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/simd/StereoDouble.h"

#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

namespace phonostage::tests {

using Frames = std::vector<dsp::StereoDouble>;

/** x[n] = 2 r cos(w) x[n-1] - r^2 x[n-2] + e[n]: a resonance, of normal noise e. */
inline std::vector<double> resonantNoise(double r, double w, double rms, std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal(0.0, rms);
    std::vector<double> x(count);
    double before = 0.0, before2 = 0.0;
    for (auto& v : x) {
        v = 2.0 * r * std::cos(w) * before - r * r * before2 + normal(random);
        before2 = before;
        before = v;
    }
    return x;
}

/** Something like music: two resonances and hiss, in volts of a cartridge; the channels are related. */
inline Frames programme(double rateHz, double seconds, unsigned seed) {
    const auto count = static_cast<std::size_t>(rateHz * seconds);
    const auto low = resonantNoise(0.995, 2.0 * std::numbers::pi * 440.0 / rateHz, 2e-5, count, seed);
    const auto high = resonantNoise(0.98, 2.0 * std::numbers::pi * 1760.0 / rateHz, 1e-5, count, seed + 1);
    const auto left = resonantNoise(0.0, 0.0, 2e-5, count, seed + 2);
    const auto right = resonantNoise(0.0, 0.0, 2e-5, count, seed + 3);
    Frames frames(count);
    for (std::size_t i = 0; i < count; ++i)
        frames[i] = dsp::StereoDouble(low[i] + 0.4 * high[i] + left[i], 0.7 * low[i] + high[i] + right[i]);
    return frames;
}

/** A damped edge on one channel, as a particle in one wall of the groove gives it. */
inline void addClick(Frames& frames, std::size_t at, int channel, double volts, int length) {
    for (int i = 0; i < length && at + static_cast<std::size_t>(i) < frames.size(); ++i) {
        const double y = volts * std::exp(-4.0 * i / length) * std::cos(50.0 * i / length);
        frames[at + static_cast<std::size_t>(i)] +=
            channel == 0 ? dsp::StereoDouble(y, 0.0) : dsp::StereoDouble(0.0, y);
    }
}

/** Of the frames from..to. */
inline double energyOf(const Frames& x, std::size_t from, std::size_t to) {
    double sum = 0.0;
    for (std::size_t i = from; i < to; ++i)
        sum += x[i].left() * x[i].left() + x[i].right() * x[i].right();
    return sum;
}

} // namespace phonostage::tests
