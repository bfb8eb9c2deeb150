// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/Engine.h"

#include <cmath>
#include <complex>
#include <numbers>
#include <random>
#include <vector>

namespace phonostage::tests {

using Stereo = std::vector<std::vector<double>>;

/** Runs a whole signal through the engine in blocks of one size. */
inline Stereo run(dsp::Engine& engine, const Stereo& input, int blockFrames = 256) {
    const int frames = static_cast<int>(input[0].size());
    Stereo output(input.size(), std::vector<double>(input[0].size()));
    for (int at = 0; at < frames; at += blockFrames) {
        const int count = std::min(blockFrames, frames - at);
        std::vector<const double*> in;
        std::vector<double*> out;
        for (std::size_t c = 0; c < input.size(); ++c) {
            in.push_back(input[c].data() + at);
            out.push_back(output[c].data() + at);
        }
        engine.process(in.data(), out.data(), static_cast<int>(input.size()), count);
    }
    return output;
}

inline std::vector<double> sine(double frequencyHz, double peak, double rateHz, double seconds, double phase = 0.0) {
    std::vector<double> x(static_cast<std::size_t>(std::lround(rateHz * seconds)));
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = peak * std::sin(2.0 * std::numbers::pi * frequencyHz * static_cast<double>(i) / rateHz + phase);
    return x;
}

inline std::vector<double> noise(double rms, std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal(0.0, rms);
    std::vector<double> x(count);
    for (auto& v : x)
        v = normal(random);
    return x;
}

inline std::vector<double> silence(std::size_t count) { return std::vector<double>(count, 0.0); }

/** The DTFT of an impulse response at one frequency. */
inline std::complex<double> spectrumAt(const std::vector<double>& h, double frequencyHz, double rateHz) {
    std::complex<double> sum = 0.0;
    const double w = 2.0 * std::numbers::pi * frequencyHz / rateHz;
    for (std::size_t i = 0; i < h.size(); ++i) {
        if (h[i] != 0.0) sum += h[i] * std::polar(1.0, -w * static_cast<double>(i));
    }
    return sum;
}

inline double decibelsOf(double factor) { return 20.0 * std::log10(factor); }

/** Amplitude of a sine of known frequency in the last `seconds` (whole periods) of a signal, by projection. */
inline double amplitudeAt(const std::vector<double>& x, double frequencyHz, double rateHz, double seconds) {
    const auto count = static_cast<std::size_t>(std::lround(rateHz * seconds));
    std::complex<double> sum = 0.0;
    for (std::size_t i = x.size() - count; i < x.size(); ++i)
        sum += x[i] * std::polar(1.0, -2.0 * std::numbers::pi * frequencyHz * static_cast<double>(i) / rateHz);
    return 2.0 * std::abs(sum) / static_cast<double>(count);
}

/** An engine that only filters: Sin = Sout, gain 0 dB, no DC removal unless asked for. */
inline dsp::FilterSettings filterOnly(const dsp::Curve& curve = {}, bool dcRemoval = false) {
    dsp::FilterSettings settings;
    settings.curve = curve;
    settings.dcRemoval = dcRemoval;
    return settings;
}

inline dsp::LevelSettings unityGain() {
    dsp::LevelSettings levels;
    levels.gainDb = 0.0;
    return levels;
}

inline double peakOf(const std::vector<double>& x, std::size_t from = 0) {
    double peak = 0.0;
    for (std::size_t i = from; i < x.size(); ++i)
        peak = std::max(peak, std::fabs(x[i]));
    return peak;
}

/** The largest second difference: what a click or a zipper adds to a slow sine. */
inline double roughness(const std::vector<double>& x, std::size_t from, std::size_t to) {
    double worst = 0.0;
    for (std::size_t i = from + 2; i < to; ++i)
        worst = std::max(worst, std::fabs(x[i] - 2.0 * x[i - 1] + x[i - 2]));
    return worst;
}

} // namespace phonostage::tests
