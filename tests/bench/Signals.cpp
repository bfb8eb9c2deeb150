// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/Signals.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>

namespace phonostage::bench {
namespace {

constexpr double codes = 8388608.0; // 24 bit

float asCaptured(double sample) {
    return static_cast<float>(std::clamp(std::round(sample * codes), -codes, codes - 1.0) / codes);
}

/** A few voices that are struck again and again, the noise of the surface, and a tick twice a second. */
class Music {
public:
    Music(double rateHz, unsigned seed) : random_(seed), rateHz_(rateHz) {}

    double next() {
        constexpr std::array notes{98.0, 196.0, 392.0, 587.3, 1174.7, 3136.0, 7040.0};
        const double seconds = static_cast<double>(frame_++) / rateHz_;
        double sum = 0.0;
        for (std::size_t voice = 0; voice < notes.size(); ++voice) {
            const double beat = seconds * (1.6 + 0.13 * static_cast<double>(voice));
            sum += std::exp(-3.0 * (beat - std::floor(beat))) *
                   std::sin(2.0 * std::numbers::pi * notes[voice] * seconds + static_cast<double>(voice));
        }
        const double white = normal_(random_);
        slow_ += 0.05 * (white - slow_);
        if (uniform_(random_) < 2.0 / rateHz_) tick_ = 0.5 * normal_(random_);
        tick_ *= -0.7;
        return 0.02 * sum + 0.002 * (slow_ + 0.2 * white) + tick_;
    }

private:
    std::mt19937_64 random_;
    std::normal_distribution<double> normal_;
    std::uniform_real_distribution<double> uniform_;
    double rateHz_;
    double slow_ = 0.0, tick_ = 0.0;
    std::int64_t frame_ = 0;
};

/** Music of a record that was not cared for, over hum of 50.125 Hz: 16 s have whole periods of it, and can be repeated.
    Clicks of a few samples, five a second; crackle, 300 a second; a scratch each 1.8 s with its thump. */
class Worn {
public:
    Worn(double rateHz, unsigned seed) : music_(rateHz, seed), random_(seed), rateHz_(rateHz) {}

    double next() {
        constexpr double turnSeconds = 1.8, loopSeconds = 16.0, pauseSeconds = 3.0;
        const double seconds = static_cast<double>(frame_++) / rateHz_;
        const bool isPause = std::fmod(seconds, loopSeconds) < pauseSeconds;
        const double music = music_.next();
        if (uniform_(random_) < 5.0 / rateHz_) click_ = std::exp(normal_(random_) - 3.0) * sign();
        if (uniform_(random_) < 300.0 / rateHz_) crackle_ = 0.005 * normal_(random_);
        click_ *= -0.6;
        crackle_ *= -0.3;
        const double turn = std::fmod(seconds, turnSeconds);
        const double scratch = turn < 0.002 ? 0.3 * normal_(random_) : 0.0;
        const double thump = 0.02 * std::exp(-turn / 0.03) * std::sin(2.0 * std::numbers::pi * 30.0 * turn);
        return (isPause ? 1e-4 * normal_(random_) : music) + click_ + crackle_ + scratch + thump + hum(seconds);
    }

private:
    double sign() { return uniform_(random_) < 0.5 ? -1.0 : 1.0; }

    static double hum(double seconds) {
        constexpr double humHz = 50.125;
        double sum = 0.0;
        for (int k = 1; k <= 9; k += k < 3 ? 1 : 2)
            sum += std::sin(2.0 * std::numbers::pi * k * humHz * seconds + k) / (k * k);
        return 1e-3 * sum;
    }

    Music music_;
    std::mt19937_64 random_;
    std::normal_distribution<double> normal_;
    std::uniform_real_distribution<double> uniform_;
    double rateHz_;
    double click_ = 0.0, crackle_ = 0.0;
    std::int64_t frame_ = 0;
};

double stormSample(std::mt19937_64& random) {
    const auto kind = random() % 1000;
    const double noise = std::uniform_real_distribution<double>(-1.0, 1.0)(random);
    if (kind == 0) return std::numeric_limits<double>::quiet_NaN();
    if (kind == 1) return std::copysign(std::numeric_limits<double>::infinity(), noise);
    if (kind == 2) return 1e38 * noise;
    if (kind < 20) return 1e-40 * noise;
    if (kind < 300) return std::clamp(3.0 * noise, -1.0, 1.0);
    return 0.1 * noise;
}

} // namespace

SignalSource::SignalSource(Signal signal, double rateHz, double seconds, unsigned seed) {
    const auto frames = static_cast<std::size_t>(std::llround(rateHz * seconds));
    const auto second = static_cast<std::size_t>(std::llround(rateHz));
    for (unsigned channel = 0; channel < 2; ++channel) {
        auto& out = samples_[channel];
        out.resize(frames);
        Music music(rateHz, 2 * seed + channel);
        Worn worn(rateHz, 2 * seed + channel);
        std::mt19937_64 random(2 * seed + channel);
        double tail = 1.0;
        for (std::size_t i = 0; i < frames; ++i) {
            switch (signal) {
            case Signal::music:
                out[i] = asCaptured(music.next());
                break;
            case Signal::silence:
                break;
            case Signal::denormalTail: {
                // Down to the smallest float, which takes 103 decades, in a second; then zeros for two.
                const bool playing = i / second % 4 == 0;
                tail = playing ? 1.0 : tail * std::exp(-103.0 / rateHz);
                const double sample = 0.1 * music.next();
                out[i] = playing ? asCaptured(sample) : tail > 1e-45 ? static_cast<float>(sample * tail) : 0.0F;
                break;
            }
            case Signal::clipped:
                out[i] = asCaptured(500.0 * music.next());
                break;
            case Signal::clippedBelow:
                out[i] = asCaptured(std::clamp(500.0 * music.next(), -0.7, 0.7));
                break;
            case Signal::clippedPeaks:
                out[i] = asCaptured(30.0 * music.next());
                break;
            case Signal::worn:
                out[i] = asCaptured(worn.next());
                break;
            case Signal::storm:
                out[i] = static_cast<float>(stormSample(random));
                break;
            }
        }
    }
}

} // namespace phonostage::bench
