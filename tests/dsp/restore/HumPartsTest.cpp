// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the hum remover against closed forms.
#include "dsp/restore/HumBank.h"
#include "dsp/restore/HumDecimator.h"
#include "dsp/restore/HumVoice.h"
#include "support/Catch.h"

#include <cmath>
#include <numbers>
#include <vector>

using namespace phonostage::dsp;

namespace {

constexpr double pi = std::numbers::pi;

/** Amplitude and phase of a sine in low samples, where a sine of 1 at phase 0 goes in. */
std::complex<double> throughDecimator(double rateHz, double frequencyHz) {
    HumDecimator decimator;
    decimator.prepare(rateHz);
    std::complex<double> sum = 0.0;
    int count = 0, low = 0;
    const int frames = static_cast<int>(rateHz), settled = frames / 4;
    for (int i = 0; i < frames; ++i) {
        if (!decimator.push(StereoDouble(std::sin(2.0 * pi * frequencyHz * i / rateHz), 0.0))) continue;
        const double at = decimator.firstFrame() + low++ * decimator.factor();
        if (i < settled) continue;
        sum += decimator.sample().left() * std::polar(2.0, -2.0 * pi * frequencyHz * at / rateHz);
        ++count;
    }
    return sum / static_cast<double>(count);
}

} // namespace

TEST_CASE("The low rate is 6 to 12 kHz, its gain known, and its time", "[dsp][restore]") {
    for (const double rate : {8000.0, 11999.0, 44100.0, 48000.0, 96000.0, 768000.0}) {
        CAPTURE(rate);
        HumDecimator decimator;
        decimator.prepare(rate);
        CHECK(decimator.rateHz() >= 6000.0);
        CHECK(decimator.rateHz() < 12000.0);
        CHECK(std::abs(decimator.rateHz() * decimator.factor() - rate) < 1e-6);
        for (const double hz : {50.0, 600.0, 2000.0, 2400.0}) {
            // A sine of 1 is -j in front of exp(j phase).
            const auto measured = throughDecimator(rate, hz) * std::complex<double>(0.0, 1.0);
            CHECK(std::abs(measured - decimator.gainAt(hz)) < 2e-3);
        }
        CHECK(decimator.gainAt(2400.0) > 0.5);
        // What would fold onto 2 kHz and below.
        if (decimator.factor() > 1) CHECK(std::abs(decimator.gainAt(decimator.rateHz() - 2000.0)) < 3e-3);
    }
}

TEST_CASE("A phasor of the bank is a line's amplitude, by the gain that is known", "[dsp][restore]") {
    for (const double mains : {50.0, 60.0})
        for (const double offset : {0.0, 0.13, -0.4}) {
            constexpr double rate = 6000.0;
            HumBank bank;
            bank.prepare(rate, mains, 1.0);
            const std::complex<double> left = std::polar(0.3, 1.0), right = std::polar(0.01, -2.0);
            constexpr int harmonic = 7;
            const double hz = harmonic * (mains + offset);
            for (int i = 0; i < 3000; ++i) {
                const auto turn = std::polar(2.0, 2.0 * pi * hz * i / rate);
                if (!bank.push(StereoDouble((left * turn).real(), (right * turn).real()))) continue;
                const auto hop = bank.hops() - 1;
                if (hop < 2) continue;
                CHECK(bank.set(hop).size() == HumBank::lines);
                // Against the nominal phase a line turns by its offset.
                const auto since = std::polar(1.0, 2.0 * pi * harmonic * offset * bank.middleOf(hop) / rate);
                const double gain = bank.gainAt(harmonic * offset);
                const auto& set = bank.set(hop);
                CHECK(std::abs(set[harmonic - 1] - gain * left * since) < 6e-3 * std::abs(left));
                CHECK(std::abs(set[HumBank::harmonics + harmonic - 1] - gain * right * since) < 6e-3 * std::abs(right));
                // Others hear nothing of it.
                CHECK(std::abs(set[harmonic]) < 0.04 * std::abs(left));
            }
        }
}

TEST_CASE("The voice plays the sum of its lines, and fades from one to the next", "[dsp][restore]") {
    HumVoice voice;
    voice.prepare();
    CHECK_FALSE(voice.isOn());
    HumBank::Set amplitude{};
    amplitude[0] = std::polar(0.5, 0.3);
    amplitude[4] = std::polar(0.1, -1.0);
    amplitude[HumBank::harmonics + 2] = std::polar(0.2, 2.0);
    const auto expected = [&](double phase) {
        const auto line = [&](std::size_t at, int h) {
            return 2.0 * (amplitude[at] * std::polar(1.0, 2.0 * pi * h * phase)).real();
        };
        return std::pair(line(0, 1) + line(4, 5), line(HumBank::harmonics + 2, 3));
    };
    const auto make = [&] {
        int steps = 1;
        while (!voice.step())
            ++steps;
        CHECK(steps <= 400); // of the 800 low samples that a round has
    };
    voice.begin(amplitude);
    make();
    constexpr double step = 50.1 / 48000.0;
    voice.fadeTo(0.25, step, 1000);
    CHECK(voice.isOn());
    for (int i = 0; i < 3000; ++i) {
        const auto [left, right] = expected(0.25 + step * i);
        const double fade = std::min(1.0, i / 1000.0);
        const auto value = voice.value(0.0);
        CHECK(std::abs(value.left() - fade * left) < 2e-4);
        CHECK(std::abs(value.right() - fade * right) < 2e-4);
        for (const double ahead : {2352.0, -77.0})
            CHECK(std::abs(voice.value(ahead).left() - fade * expected(0.25 + step * (i + ahead)).first) < 2e-4);
        voice.advance();
    }
    // To nothing, and then it is off.
    voice.begin(HumBank::Set());
    make();
    voice.fadeTo(0.25 + step * 3000, step, 500);
    for (int i = 0; i < 499; ++i) {
        REQUIRE(voice.isOn());
        const auto [left, right] = expected(0.25 + step * (3000 + i));
        CHECK(std::abs(voice.value(0.0).left() - std::max(0.0, 1.0 - i / 500.0) * left) < 4e-4);
        voice.advance();
    }
    voice.advance();
    voice.advance();
    CHECK_FALSE(voice.isOn());
}
