// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

namespace phonostage::tests {

/** What a turntable's input may hear, put together piece by piece. Levels in dB re full scale: noise, music and hum
   rms, clicks and thumps peak. Mono. */
class Scene {
public:
    Scene(double rateHz, double seconds, unsigned seed = 1)
        : rate(rateHz), samples(static_cast<std::size_t>(rateHz * seconds)), random_(seed) {}

    /** White noise: the electronics' in the air, or a groove's. */
    void addNoise(double db, double from, double to) {
        std::normal_distribution<double> noise(0.0, level(db));
        forEach(from, to, [&](std::size_t, double) { return noise(random_); });
    }
    /** As addNoise(), but the same at every turn, as a groove that ends in itself; a tenth is new each time. */
    void addLoop(double db, double from, double to, double turn) {
        std::normal_distribution<double> noise(0.0, level(db));
        std::vector<double> loop(static_cast<std::size_t>(turn * rate));
        for (double& each : loop)
            each = noise(random_);
        // Dirt that the needle meets at each turn.
        std::uniform_real_distribution<double> place(0.0, turn - 0.01);
        for (int k = 0; k < 12; ++k) {
            const auto at = static_cast<std::size_t>(place(random_) * rate);
            for (std::size_t i = 0; i < 12; ++i)
                loop[at + i] += level(db) * 12.0 * std::exp(-0.4 * static_cast<double>(i)) * (i % 2 == 0 ? 1.0 : -1.0);
        }
        const auto first = static_cast<std::size_t>(from * rate);
        forEach(from, to,
                [&](std::size_t i, double) { return loop[(i - first) % loop.size()] + 0.1 * noise(random_); });
    }
    /** Notes of a scale with their harmonics, four a second, with a beat; no silence between them. */
    void addMusic(double db, double from, double to, double beat = 0.25) {
        std::uniform_int_distribution<int> step(0, 14);
        double hz = 220.0, start = from;
        forEach(from, to, [&](std::size_t, double at) {
            if (at - start > beat) {
                start = at;
                hz = 220.0 * std::pow(2.0, step(random_) / 7.0);
            }
            double sum = 0.0;
            for (int harmonic = 1; harmonic <= 12; ++harmonic)
                sum += std::sin(2.0 * std::numbers::pi * hz * harmonic * at) / std::sqrt(harmonic);
            return level(db) * 0.8 * sum * (0.4 + 0.6 * std::exp(-6.0 * (at - start)));
        });
    }
    void addHum(double db, double from, double to) {
        forEach(from, to, [&](std::size_t, double at) {
            double sum = 0.0;
            for (int harmonic = 1; harmonic <= 20; ++harmonic)
                sum += std::sin(2.0 * std::numbers::pi * 50.0 * harmonic * at + harmonic) / harmonic;
            return level(db) * sum;
        });
    }
    /** So many a second, at random, each 0.1 to 1 ms. */
    void addClicks(double db, double from, double to, double perSecond) {
        std::uniform_real_distribution<double> place(from, to), length(1e-4, 1e-3), size(0.1, 1.0);
        for (int k = 0; k < static_cast<int>((to - from) * perSecond); ++k) {
            const double at = place(random_), seconds = length(random_), peak = level(db) * size(random_);
            forEach(at, at + seconds, [&](std::size_t, double now) {
                return peak * std::exp(-4.0 * (now - at) / seconds) * std::cos(9.0 * (now - at) / seconds);
            });
        }
    }
    /** A knock on the deck: low and short, with a crack. */
    void addThump(double db, double at) {
        forEach(at, at + 0.5, [&](std::size_t, double now) {
            return level(db) * std::exp(-12.0 * (now - at)) * std::sin(2.0 * std::numbers::pi * 18.0 * (now - at));
        });
        addClicks(db - 15.0, at, at + 0.05, 60.0);
    }
    /** Bursts of 0.58 ms every 4.6 ms. */
    void addPhone(double db, double from, double to) {
        std::normal_distribution<double> noise(0.0, 0.2);
        forEach(from, to, [&](std::size_t, double at) {
            return std::fmod(at, 4.615e-3) < 0.577e-3 ? level(db) * (1.0 + noise(random_)) : 0.0;
        });
    }

    double rate;
    std::vector<float> samples;

private:
    static double level(double db) { return std::pow(10.0, db / 20.0); }

    template <typename Value> void forEach(double from, double to, Value value) {
        const auto last = std::min(samples.size(), static_cast<std::size_t>(to * rate));
        for (auto i = static_cast<std::size_t>(from * rate); i < last; ++i)
            samples[i] += static_cast<float>(value(i, static_cast<double>(i) / rate));
    }

    std::mt19937 random_;
};

} // namespace phonostage::tests
