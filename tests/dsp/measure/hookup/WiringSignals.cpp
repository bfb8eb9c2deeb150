// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/WiringSignals.h"

#include "support/UniformNoise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <random>

namespace phonostage::tests {
namespace {

constexpr double twoPi = 2.0 * std::numbers::pi;

/** White, with an rms of 1. */
class Noise {
public:
    explicit Noise(std::uint64_t seed) : uniform_(seed) {}
    double operator()() { return uniform_() * std::numbers::sqrt3; }

private:
    UniformNoise uniform_;
};

double factor(double db) { return std::pow(10.0, db / 20.0); }

double rmsOf(const Wiring& wiring) {
    double sum = 0.0;
    for (std::size_t i = 0; i < wiring.frames(); ++i)
        sum += wiring.left[i] * wiring.left[i] + wiring.right[i] * wiring.right[i];
    return std::sqrt(sum / (2.0 * static_cast<double>(wiring.frames())));
}

void scale(Wiring& wiring, double by) {
    for (std::size_t i = 0; i < wiring.frames(); ++i) {
        wiring.left[i] *= by;
        wiring.right[i] *= by;
    }
}

Wiring silence(const DeckModel& model) {
    Wiring wiring;
    wiring.rateHz = model.rateHz;
    wiring.left.resize(static_cast<std::size_t>(model.rateHz * model.seconds));
    wiring.right = wiring.left;
    return wiring;
}

/** Bursts of noise with a colour, a length and a place each, and bass notes. */
void addBursts(Wiring& wiring, const DeckModel& model, std::mt19937_64& random) {
    std::uniform_real_distribution<double> even(0.0, 1.0);
    Noise noise(model.seed + 7);
    const double rate = model.rateHz;
    const double slow = std::exp(-twoPi * 60.0 / rate);
    for (double start = 0.05; start < model.seconds; start += 0.03 + 0.12 * even(random)) {
        const double decay = 0.03 + 0.25 * even(random), level = factor(-20.0 * even(random));
        const double pole = std::exp(-twoPi * 150.0 * std::exp2(3.0 * even(random)) / rate);
        const double place = model.isMonoRecord ? 0.0 : std::clamp(model.pan + 0.8 * (even(random) - 0.5), -1.0, 1.0);
        const double apart = model.isMonoRecord ? 0.0 : place * model.side;
        double state = 0.0, lower = 0.0, lowest = 0.0; // nothing below 60 Hz: a record has rumble there, no music
        const auto from = static_cast<std::size_t>(start * rate);
        const auto to = std::min(wiring.frames(), from + static_cast<std::size_t>(5.0 * decay * rate));
        for (std::size_t i = from; i < to; ++i) {
            const double t = static_cast<double>(i - from) / rate;
            state = pole * state + (1.0 - pole) * noise() * std::sqrt(rate / 48000.0);
            lower = slow * lower + (1.0 - slow) * state;
            lowest = slow * lowest + (1.0 - slow) * (state - lower);
            const double value = level * (state - lower - lowest) * std::exp(-t / decay) * std::min(1.0, t / 0.002);
            wiring.left[i] += value * (1.0 - apart);
            wiring.right[i] += value * (1.0 + apart);
        }
    }
    for (double start = 0.1; start < model.seconds; start += 0.5) {
        const double hz = 62.0 + 90.0 * even(random);
        const auto from = static_cast<std::size_t>(start * rate);
        const auto to = std::min(wiring.frames(), from + static_cast<std::size_t>(0.5 * rate));
        for (std::size_t i = from; i < to; ++i) {
            const double t = static_cast<double>(i - from) / rate;
            const double value = 0.5 * std::sin(twoPi * hz * t) * std::exp(-t / 0.15) * std::min(1.0, t / 0.005);
            wiring.left[i] += value * (1.0 - model.bassPan);
            wiring.right[i] += value * (1.0 + model.bassPan);
        }
    }
}

/** As some electronic music has them: notes below what one hears, of any pitch, length and place. */
void addDeepNotes(Wiring& wiring, const DeckModel& model) {
    std::mt19937_64 random(model.seed + 40);
    std::uniform_real_distribution<double> even(0.0, 1.0);
    for (double start = 0.0; start < model.seconds; start += 0.1 + 0.4 * even(random)) {
        const double hz = 3.0 + 12.0 * even(random), decay = 0.1 + 0.5 * even(random), phase = twoPi * even(random);
        const double apart = model.isMonoRecord ? 0.0 : 1.6 * (even(random) - 0.5);
        const auto from = static_cast<std::size_t>(start * model.rateHz);
        const auto to = std::min(wiring.frames(), from + static_cast<std::size_t>(5.0 * decay * model.rateHz));
        for (std::size_t i = from; i < to; ++i) {
            const double t = static_cast<double>(i - from) / model.rateHz;
            const double value = model.deepBass * std::sin(twoPi * hz * t + phase) * std::exp(-t / decay);
            wiring.left[i] += value * (1.0 - apart) * std::min(1.0, t / 0.02);
            wiring.right[i] += value * (1.0 + apart) * std::min(1.0, t / 0.02);
        }
    }
}

Wiring programme(const DeckModel& model) {
    auto wiring = silence(model);
    std::mt19937_64 random(model.seed);
    addBursts(wiring, model, random);
    if (model.deepBass > 0.0) addDeepNotes(wiring, model);
    wiring.forEach([&](double t, double& left, double& right) {
        if (t >= model.quietFrom && t < model.quietTo) left = right = 0.0;
        if (model.beatSeconds <= 0.0) return;
        const double in = std::fmod(t, model.beatSeconds);
        const double beat = 1.5 * std::sin(twoPi * 9.0 * in) * std::exp(-in / 0.08);
        left += beat;
        right += beat;
    });
    return wiring;
}

/** One way through (1 + s 3180 us)(1 + s 75 us) / (1 + s 318 us), poles and zeros in their places; or back. */
class RiaaFilter {
public:
    RiaaFilter(double rateHz, bool isInverse) : isInverse_(isInverse) {
        const auto place = [rateHz](double seconds) { return std::exp(-1.0 / (rateHz * seconds)); };
        first_ = place(3180e-6);
        second_ = place(75e-6);
        middle_ = place(318e-6);
        const auto z = std::polar(1.0, -twoPi * 1000.0 / rateHz);
        gain_ = 1.0 / std::abs((1.0 - first_ * z) * (1.0 - second_ * z) / (1.0 - middle_ * z));
        if (!isInverse_) gain_ = 1.0 / gain_;
    }
    double process(double x) {
        if (isInverse_) {
            const double y = x - (first_ + second_) * x1_ + first_ * second_ * x2_ + middle_ * y1_;
            x2_ = x1_;
            x1_ = x;
            y1_ = y;
            return gain_ * y;
        }
        const double y = x - middle_ * x1_ + (first_ + second_) * y1_ - first_ * second_ * y2_;
        x1_ = x;
        y2_ = y1_;
        y1_ = y;
        return gain_ * y;
    }

private:
    bool isInverse_;
    double first_ = 0.0, second_ = 0.0, middle_ = 0.0, gain_ = 1.0;
    double x1_ = 0.0, x2_ = 0.0, y1_ = 0.0, y2_ = 0.0;
};

void filter(Wiring& wiring, bool isInverse) {
    for (auto* channel : {&wiring.left, &wiring.right}) {
        RiaaFilter riaa(wiring.rateHz, isInverse);
        for (auto& value : *channel)
            value = riaa.process(value);
    }
}

/** What repeats with each turn: lines around the arm's resonance, of random phase and size. */
class Turning {
public:
    Turning(double turnSeconds, std::uint64_t seed) : turnSeconds_(turnSeconds) {
        std::mt19937_64 random(seed);
        std::uniform_real_distribution<double> even(0.0, 1.0);
        double power = 0.0;
        for (std::size_t k = 0; k < lines_.size(); ++k) {
            const double hz = static_cast<double>(k + 1) / turnSeconds;
            const double x = hz / 9.0;
            const double size = x * x / std::hypot(1.0 - x * x, 0.35 * x) / hz * (0.3 + even(random));
            lines_[k] = std::polar(size, twoPi * even(random));
            power += 0.5 * size * size;
        }
        for (auto& line : lines_)
            line /= std::sqrt(power);
    }
    [[nodiscard]] double at(double seconds) const {
        double sum = 0.0;
        for (std::size_t k = 0; k < lines_.size(); ++k)
            sum += std::real(lines_[k] * std::polar(1.0, twoPi * static_cast<double>(k + 1) * seconds / turnSeconds_));
        return sum;
    }

private:
    double turnSeconds_;
    std::array<std::complex<double>, 24> lines_{};
};

void addRumble(Wiring& wiring, const DeckModel& model) {
    const Turning vertical(model.turnSeconds, model.seed + 100), lateral(model.turnSeconds, model.seed + 200);
    const double size = factor(model.rumbleDb) * model.cartridgeVolts;
    // 400 values a second are enough for 20 Hz.
    const double step = 1.0 / 400.0;
    std::vector<double> up, across;
    for (double t = 0.0; t < model.seconds + 2.0 * step; t += step) {
        up.push_back(size * vertical.at(t));
        across.push_back(0.5 * size * lateral.at(t));
    }
    wiring.forEach([&](double t, double& left, double& right) {
        const auto i = static_cast<std::size_t>(t / step);
        const double part = t / step - static_cast<double>(i);
        const auto between = [&](const std::vector<double>& list) { return list[i] + part * (list[i + 1] - list[i]); };
        left += between(across) + between(up);
        right += between(across) - between(up);
    });
}

} // namespace

void Wiring::forEach(const std::function<void(double, double&, double&)>& change) {
    for (std::size_t i = 0; i < frames(); ++i)
        change(static_cast<double>(i) / rateHz, left[i], right[i]);
}

void Wiring::addNoise(double rms, std::uint64_t seed) {
    Noise noise(seed);
    for (auto* channel : {&left, &right})
        for (auto& value : *channel)
            value += rms * noise();
}

Wiring playedRecord(const DeckModel& model) {
    auto wiring = model.hasMusic ? programme(model) : silence(model);
    if (model.hasMusic) {
        scale(wiring, factor(-6.0) * model.cartridgeVolts / rmsOf(wiring));
        filter(wiring, true);
        wiring.forEach([&](double, double& left, double& right) {
            const double l = left;
            left += model.leak * right;
            right += model.leak * l;
        });
    }
    // Pink before the inverse of RIAA is nearly white behind it.
    wiring.addNoise(factor(model.grooveDb) * model.cartridgeVolts * std::sqrt(model.rateHz / 48000.0),
                    model.seed + 300);
    addRumble(wiring, model);
    return wiring;
}

Wiring lineProgramme(const DeckModel& model, double rmsVolts) {
    auto wiring = programme(model);
    scale(wiring, rmsVolts / rmsOf(wiring));
    return wiring;
}

void equalise(Wiring& wiring, double gainDb) {
    filter(wiring, false);
    scale(wiring, factor(gainDb));
}

Wiring recorded(Wiring wiring, double fullScaleDbv) {
    wiring.addNoise(factor(-103.0) * std::sqrt(wiring.rateHz / 48000.0), 12345);
    scale(wiring, 1.0 / (std::numbers::sqrt2 * factor(fullScaleDbv)));
    wiring.forEach([](double, double& left, double& right) {
        left = std::clamp(left, -1.0, 1.0);
        right = std::clamp(right, -1.0, 1.0);
    });
    return wiring;
}

} // namespace phonostage::tests
