// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/HighPass.h"
#include "support/Catch.h"

#include <cmath>
#include <numbers>
#include <random>

using namespace phonostage;

namespace {

constexpr double butterworth = 1.0 / std::numbers::sqrt2;

double decibels(std::complex<double> h) { return 20.0 * std::log10(std::abs(h)); }
double degrees(std::complex<double> h) { return std::arg(h) * 180.0 / std::numbers::pi; }

// s^2 / (s^2 + s/q + 1) in units of the corner.
std::complex<double> analogue(double hz, double corner, double q) {
    const std::complex<double> s(0.0, hz / corner);
    return s * s / (s * s + s / q + 1.0);
}

template <typename Number> struct Runner {
    dsp::HighPass2 f;
    Number band{}, low{};

    Number process(Number x) {
        const Number high = x - low - Number(f.c1) * band;
        low += Number(f.c2) * band;
        band += high;
        return high * Number(f.scale);
    }
};

} // namespace

TEST_CASE("The DC removal has its closed-form response", "[dsp][highpass]") {
    for (const double rate : {8000.0, 44100.0, 192000.0, 768000.0}) {
        const auto f = dsp::designHighPass2(dsp::dcCornerHz, butterworth, rate);
        const auto at20 = dsp::response(f, 20.0, rate);
        INFO("rate " << rate);
        // |H|^2 = 1 / (1 + (1/20)^4); phase = atan2(sqrt(2)/20, 1 - 1/400).
        CHECK_THAT(decibels(at20), WithinAbs(-10.0 * std::log10(1.0 + std::pow(20.0, -4.0)), 3e-8));
        CHECK_THAT(decibels(at20), WithinAbs(-0.0000271, 1e-6));
        CHECK_THAT(degrees(at20), WithinAbs(4.055, 0.001));
        CHECK_THAT(decibels(dsp::response(f, 1.0, rate)), WithinAbs(-10.0 * std::log10(2.0), 1e-9));
        CHECK(dsp::response(f, 0.0, rate) == std::complex<double>(0.0, 0.0));
        CHECK_THAT(std::abs(dsp::response(f, 0.5 * rate, rate)), WithinAbs(1.0, 1e-12));
    }
}

TEST_CASE("High-passes are the bilinear transform of the analogue ones", "[dsp][highpass]") {
    constexpr double rate = 48000.0;
    const auto warped = [](double hz) { return std::tan(std::numbers::pi * hz / rate); };
    for (const double corner : {1.0, 20.0, 100.0, 5000.0})
        for (const double q : {0.5, butterworth, 1.0, 1.3})
            for (const double hz : {0.1, 1.0, 15.0, 20.0, 440.0, 4999.0, 20000.0}) {
                const auto f = dsp::designHighPass2(corner, q, rate);
                const auto want = analogue(warped(hz), warped(corner), q);
                CHECK(std::abs(dsp::response(f, hz, rate) - want) < 2e-12 * std::abs(want));
                const auto first = dsp::designHighPass1(corner, rate);
                const std::complex<double> s(0.0, warped(hz) / warped(corner));
                CHECK(std::abs(dsp::response(first, hz, rate) - s / (1.0 + s)) < 1e-12 * std::abs(s / (1.0 + s)));
            }
}

TEST_CASE("The integral is the high-pass over 1 - 1/z", "[dsp][highpass]") {
    const auto f = dsp::designHighPass2(dsp::dcCornerHz, butterworth, 96000.0);
    for (const double hz : {0.01, 1.0, 20.0, 1000.0, 48000.0}) {
        const auto difference = 1.0 - std::polar(1.0, -2.0 * std::numbers::pi * hz / 96000.0);
        const auto product = dsp::integralResponse(f, hz, 96000.0) * difference;
        CHECK(std::abs(product - dsp::response(f, hz, 96000.0)) < 1e-9 * std::abs(product));
    }
    CHECK(dsp::integralResponse(f, 0.0, 96000.0) == std::complex<double>(0.0, 0.0));
}

TEST_CASE("A running high-pass keeps its precision at 768 kHz", "[dsp][highpass]") {
    constexpr double rate = 768000.0;
    const auto f = dsp::designHighPass2(dsp::dcCornerHz, butterworth, rate);
    // The poles' defining products survive: (1 - p1)(1 - p2) = 4 g^2 / n to the last digits, 6.7e-11 though it is.
    const double g = std::tan(std::numbers::pi / rate);
    CHECK_THAT(f.c2, WithinRel(4.0 * g * g / (1.0 + g * std::numbers::sqrt2 + g * g), 1e-14));

    // A unit step: h(t) = exp(-a) (cos a - sin a), a = 2 pi t / sqrt(2).
    Runner<double> step{f};
    double worst = 0.0;
    for (int i = 0; i < 768000; ++i) {
        const double y = step.process(1.0);
        const double a = 2.0 * std::numbers::pi * butterworth * (i + 0.5) / rate;
        worst = std::max(worst, std::abs(y - std::exp(-a) * (std::cos(a) - std::sin(a))));
    }
    CHECK(worst < 1e-5);

    // Against the same section in long double: white noise and an offset.
    Runner<double> rough{f};
    Runner<long double> fine{f};
    std::mt19937 random(3);
    std::uniform_real_distribution<double> white(-0.5, 0.5);
    long double signal = 0.0L;
    long double noise = 0.0L;
    for (int i = 0; i < 768000; ++i) {
        const double x = 0.25 + white(random);
        const long double exact = fine.process(static_cast<long double>(x));
        const long double error = static_cast<long double>(rough.process(x)) - exact;
        signal += exact * exact;
        noise += error * error;
    }
    CHECK(noise < 1e-25L * signal);
}

TEST_CASE("A constant input dies away to nothing", "[dsp][highpass]") {
    Runner<double> runner{dsp::designHighPass2(dsp::dcCornerHz, butterworth, 8000.0)};
    double y = 0.0;
    for (int i = 0; i < 8000 * 12; ++i)
        y = runner.process(0.7);
    CHECK(std::abs(y) < 1e-15);
}
