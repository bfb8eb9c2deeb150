// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/PlayedDisc.h"

#include "support/UniformNoise.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace phonostage::tests {
namespace {

constexpr double twoPi = 2.0 * std::numbers::pi;
constexpr double turnHz = 100.0 / 3.0 / 60.0, flutterHz = 6.0;
constexpr double edgeSeconds = 0.01;

double voltsOf(double peakCmPerS) {
    // A peak of 5 sqrt 2 cm/s gives a peak of cartridgeVolts sqrt 2.
    return PlayedDisc::cartridgeVolts * peakCmPerS / 5.0;
}

/** Recorded velocity of RIAA, 1 at 1 kHz. */
double riaaVelocity(double hz) {
    const auto at = [](double f) {
        const std::complex<double> s(0.0, twoPi * f);
        return std::abs((1.0 + s * 3180e-6) * (1.0 + s * 75e-6) / (1.0 + s * 318e-6));
    };
    return at(hz) / at(1000.0);
}

} // namespace

/** The integral of the speed. */
double PlayedDisc::onRecord(double seconds) const {
    return deck_.speed * (seconds + deck_.holePart / (twoPi * turnHz) * std::sin(twoPi * turnHz * seconds) +
                          deck_.flutterPart / (twoPi * flutterHz) * std::sin(twoPi * flutterHz * seconds));
}

void PlayedDisc::stretch(double seconds, bool hasGroove) {
    const auto count = static_cast<std::size_t>(seconds * deck_.rateHz);
    left_.resize(left_.size() + count, 0.0);
    right_.resize(right_.size() + count, 0.0);
    hasGroove_.resize(hasGroove_.size() + count, hasGroove);
}

void PlayedDisc::groove(double seconds) { stretch(seconds, true); }
void PlayedDisc::lifted(double seconds) { stretch(seconds, false); }

template <typename Value> void PlayedDisc::band(Side side, double seconds, const Value& value) {
    const auto from = left_.size();
    groove(seconds / deck_.speed);
    const auto count = left_.size() - from;
    const double start = onRecord(0.0);
    for (std::size_t i = 0; i < count; ++i) {
        const double t = static_cast<double>(i) / deck_.rateHz;
        const double left = static_cast<double>(count) / deck_.rateHz - t;
        const double edge = std::clamp(std::min(t, left) / edgeSeconds, 0.0, 1.0);
        const double own = edge * value(onRecord(t) - start);
        const double inLeft = side == Side::right ? 0.0 : own;
        const double inRight = side == Side::left ? 0.0 : own * deck_.rightGain;
        left_[from + i] += inLeft + (side == Side::right ? deck_.rightLeak * own * deck_.rightGain : 0.0);
        right_[from + i] += inRight + (side == Side::left ? deck_.leftLeak * own : 0.0);
    }
}

void PlayedDisc::tone(Side side, double hz, double seconds, double peakCmPerS) {
    const double size = voltsOf(peakCmPerS);
    band(side, seconds, [&](double t) { return size * std::sin(twoPi * hz * t); });
}

void PlayedDisc::sweep(Side side, double seconds, double pilotSeconds, double fromHz, double toHz) {
    if (pilotSeconds > 0.0) {
        tone(side, 1000.0, pilotSeconds, 2.5);
        groove(1.2);
    }
    const double size = voltsOf(2.5), rate = std::log(toHz / fromHz) / seconds;
    band(side, seconds, [&](double t) {
        const double hz = fromHz * std::exp(rate * t);
        return size * riaaVelocity(hz) * std::sin(twoPi * fromHz / rate * (std::exp(rate * t) - 1.0));
    });
}

void PlayedDisc::bassSweep(double fromHz, double toHz, double seconds, bool isVertical) {
    const double size = voltsOf(0.5), rate = std::log(toHz / fromHz) / seconds;
    const auto from = left_.size();
    band(Side::both, seconds, [&](double t) {
        const double hz = fromHz * std::exp(rate * t);
        const std::complex<double> s(0.0, hz), own(deck_.armHz, 0.0);
        const auto arm = s * s / (s * s + s * own / deck_.armQ + own * own);
        const double phase = twoPi * fromHz / rate * (std::exp(rate * t) - 1.0);
        return size * hz / 10.0 * std::abs(arm) * std::sin(phase + std::arg(arm));
    });
    if (isVertical)
        for (std::size_t i = from; i < right_.size(); ++i)
            right_[i] = -right_[i];
}

void PlayedDisc::music(double seconds) {
    DeckModel model;
    model.rateHz = deck_.rateHz;
    model.seconds = seconds;
    model.seed = deck_.seed + 5;
    const auto wiring = playedRecord(model);
    const auto from = left_.size();
    stretch(seconds, false); // its own groove comes with it
    for (std::size_t i = 0; i < std::min(wiring.frames(), left_.size() - from); ++i) {
        left_[from + i] = wiring.left[i];
        right_[from + i] = wiring.right[i];
    }
}

void PlayedDisc::organ(double hz, double seconds) {
    const double size = voltsOf(3.0);
    band(Side::both, seconds, [&](double t) {
        const double tremolo = 1.0 + 0.25 * std::sin(twoPi * 5.5 * t);
        double sum = 0.0;
        for (int k = 1; k <= 6; ++k)
            sum += std::sin(twoPi * hz * k * t) / k * riaaVelocity(hz * k) / riaaVelocity(hz);
        return size * tremolo * sum;
    });
}

void PlayedDisc::hum(double seconds, double volts) {
    const auto from = left_.size();
    lifted(seconds);
    for (std::size_t i = from; i < left_.size(); ++i) {
        const double t = static_cast<double>(i) / deck_.rateHz;
        double sum = 0.0;
        for (const int k : {1, 2, 3, 5, 7})
            sum += std::sin(twoPi * 50.0 * k * t) / k;
        left_[i] += volts * sum;
        right_[i] += 0.9 * volts * sum;
    }
}

Wiring PlayedDisc::played() const {
    DeckModel model;
    model.rateHz = deck_.rateHz;
    model.seconds = seconds();
    model.seed = deck_.seed;
    model.hasMusic = false;
    auto wiring = playedRecord(model);
    wiring.left.resize(left_.size(), 0.0);
    wiring.right.resize(left_.size(), 0.0);
    for (std::size_t i = 0; i < left_.size(); ++i) {
        wiring.left[i] = left_[i] + (hasGroove_[i] ? wiring.left[i] : 0.0);
        wiring.right[i] = right_[i] + (hasGroove_[i] ? wiring.right[i] : 0.0);
    }
    UniformNoise random(deck_.seed + 11);
    if (deck_.clicksPerSecond > 0.0)
        for (double t = 0.3; t + 0.1 < seconds(); t += (1.0 + 0.8 * random()) / deck_.clicksPerSecond) {
            const auto at = static_cast<std::size_t>(t * deck_.rateHz);
            if (!hasGroove_[at]) continue;
            const double size = voltsOf(8.0) * (1.0 + 0.5 * random());
            const auto length = static_cast<std::size_t>(0.0006 * deck_.rateHz);
            for (std::size_t i = 0; i < length && at + i < wiring.frames(); ++i) {
                const double fall = std::exp(-6.0 * static_cast<double>(i) / static_cast<double>(length));
                wiring.left[at + i] += size * fall * random();
                wiring.right[at + i] += size * fall * random();
            }
        }
    return recorded(std::move(wiring), fullScaleDbv);
}

} // namespace phonostage::tests
