// SPDX-License-Identifier: GPL-3.0-or-later
// Rumble, groove noise and hum against closed forms: sines through RIAA and the weightings, and noise of known power.
#include "dsp/measure/testrecord/RumbleMeter.h"
#include "dsp/design/Curve.h"
#include "support/Catch.h"
#include "support/UniformNoise.h"

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

constexpr double twoPi = 2.0 * std::numbers::pi;

double db(double power) { return 10.0 * std::log10(power); }

std::vector<double> sine(double rateHz, double seconds, double hz, double amplitude) {
    std::vector<double> samples(static_cast<std::size_t>(rateHz * seconds));
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = amplitude * std::sin(twoPi * hz * static_cast<double>(i) / rateHz);
    return samples;
}

NoiseMeasurement measured(double rateHz, const std::vector<double>& left, const std::vector<double>& right) {
    RumbleMeter meter(rateHz, right.empty() ? 1 : 2);
    for (std::size_t done = 0, block = 1; done < left.size(); done += block, block = block * 3 % 30011 + 1) {
        block = std::min(block, left.size() - done);
        meter.add(std::span(left).subspan(done, block),
                  right.empty() ? std::span<const double>() : std::span(right).subspan(done, block));
    }
    return meter.finish();
}

double riaaPower(double hz) { return std::norm(analogueResponse(Curve{}, hz)); }

} // namespace

TEST_CASE("a sine has the power of RIAA and weighting, at any rate") {
    const double rateHz = GENERATE(44100.0, 48000.0, 96000.0);
    const double hz = GENERATE(17.0, 110.0, 315.0);
    const auto tone = sine(rateHz, 8.0, hz, 0.01);
    const auto noise = measured(rateHz, tone, tone);
    const double power = 0.5e-4 * riaaPower(hz);
    CHECK_THAT(db(noise.rumbleUnweighted), WithinAbs(db(power * unweightedRumble(hz)), 0.02));
    CHECK_THAT(db(noise.rumbleWeighted), WithinAbs(db(power * weightedRumble(hz)), 0.02));
    CHECK_THAT(db(noise.lateralRumble), WithinAbs(db(power * unweightedRumble(hz)), 0.02));
    CHECK(noise.verticalRumble < 1e-12);
    CHECK_THAT(noise.seconds, WithinAbs(8.0, 1e-9));
}

TEST_CASE("what moves up and down is vertical, and mono has no sides") {
    const auto tone = sine(48000.0, 7.0, 20.0, 0.01);
    auto reversed = tone;
    for (auto& sample : reversed)
        sample = -sample;
    const auto vertical = measured(48000.0, tone, reversed);
    CHECK(vertical.lateralRumble < 1e-12);
    CHECK_THAT(db(vertical.verticalRumble), WithinAbs(db(vertical.rumbleUnweighted), 1e-6));
    const auto mono = measured(48000.0, tone, {});
    CHECK_THAT(db(mono.rumbleUnweighted), WithinAbs(db(vertical.rumbleUnweighted), 1e-6));
    CHECK(mono.lateralRumble == 0.0);
}

TEST_CASE("white noise has the power of its spectrum, clicks or not") {
    constexpr double rateHz = 48000.0;
    UniformNoise random(3);
    std::vector<double> left(48000 * 20), right(left.size());
    for (std::size_t i = 0; i < left.size(); ++i) {
        left[i] = 0.001 * random();
        right[i] = 0.001 * random();
    }
    // The spectrum of white noise is level: the sums are integrals of RIAA and weighting.
    double rumble = 0.0, hiss = 0.0;
    for (double hz = 2.25; hz < 20000.0; hz += 0.5) {
        const double density = 1e-6 / 3.0 / (0.5 * rateHz) * 0.5;
        rumble += density * riaaPower(hz) * unweightedRumble(hz);
        hiss += density * riaaPower(hz) * aWeighting(hz);
    }
    const auto clean = measured(rateHz, left, right);
    CHECK_THAT(db(clean.rumbleUnweighted), WithinAbs(db(rumble), 0.5));
    CHECK_THAT(db(clean.grooveNoise), WithinAbs(db(hiss), 0.1));
    CHECK(clean.hum.empty());
    CHECK(clean.mainsHz == 0.0);
    // Two clicks 40 dB above the noise: in four of 27 pieces; a mean would rise by 10 dB and more.
    for (const std::size_t at : {200000U, 700000U})
        for (std::size_t i = 0; i < 40; ++i)
            left[at + i] += 0.1 * random();
    CHECK_THAT(db(measured(rateHz, left, right).grooveNoise), WithinAbs(db(hiss), 0.6));
}

TEST_CASE("hum is found at its level, and whose mains it is") {
    const double mains = GENERATE(50.0, 60.0);
    auto left = sine(48000.0, 8.0, mains, 1e-3), right = sine(48000.0, 8.0, 3.0 * mains, 4e-4);
    UniformNoise random(5);
    for (std::size_t i = 0; i < left.size(); ++i) {
        left[i] += 1e-3 * random();
        right[i] += 1e-3 * random();
    }
    const auto noise = measured(48000.0, left, right);
    CHECK(noise.mainsHz == mains);
    REQUIRE(noise.hum.size() >= 2);
    CHECK(noise.hum[0].frequencyHz == mains);
    CHECK_THAT(20.0 * std::log10(noise.hum[0].level), WithinAbs(20.0 * std::log10(1e-3 / std::sqrt(2.0)), 0.2));
    CHECK(noise.hum[1].frequencyHz == 3.0 * mains);
    CHECK_THAT(20.0 * std::log10(noise.hum[1].level), WithinAbs(20.0 * std::log10(4e-4 / std::sqrt(2.0)), 0.4));
}

TEST_CASE("the weightings of rumble and hiss have their corners and slopes") {
    CHECK_THAT(db(unweightedRumble(10.0)), WithinAbs(-3.01, 0.01));
    CHECK_THAT(db(unweightedRumble(315.0)), WithinAbs(-3.01, 0.01));
    CHECK_THAT(db(unweightedRumble(1.0)) - db(unweightedRumble(2.0)), WithinAbs(-5.9, 0.1));
    CHECK_THAT(db(weightedRumble(315.0)), WithinAbs(0.0, 1e-9));
    CHECK_THAT(db(weightedRumble(20.0)) - db(weightedRumble(40.0)), WithinAbs(-12.04, 0.01));
    // IEC 61672, table of A: 31.5 Hz -39.4, 100 Hz -19.1, 1 kHz 0, 10 kHz -2.5 dB.
    CHECK_THAT(db(aWeighting(31.62)), WithinAbs(-39.4, 0.1));
    CHECK_THAT(db(aWeighting(100.0)), WithinAbs(-19.1, 0.1));
    CHECK_THAT(db(aWeighting(1000.0)), WithinAbs(0.0, 1e-9));
    CHECK_THAT(db(aWeighting(10000.0)), WithinAbs(-2.5, 0.1));
}
