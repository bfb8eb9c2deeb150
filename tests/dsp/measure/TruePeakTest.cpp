// SPDX-License-Identifier: GPL-3.0-or-later
//
// True peak against sines with known peaks between samples, and against a long interpolator.

#include "dsp/measure/TruePeak.h"

#include "support/Catch.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <vector>

using phonostage::dsp::TruePeak;

namespace {

constexpr double pi = 3.14159265358979323846;

double decibels(double factor) { return 20.0 * std::log10(factor); }

double samplePeakOf(const std::vector<double>& x) {
    double peak = 0.0;
    for (const double v : x)
        peak = std::max(peak, std::fabs(v));
    return peak;
}

double truePeakOf(const std::vector<double>& x, double rateHz, const std::function<int()>& blockSize = nullptr) {
    TruePeak meter;
    meter.prepare(rateHz);
    for (std::size_t at = 0; at < x.size();) {
        const std::size_t left = x.size() - at;
        const std::size_t size = blockSize ? std::min(left, static_cast<std::size_t>(blockSize())) : left;
        meter.process(x.data() + at, static_cast<int>(size));
        at += size;
    }
    return meter.maximum();
}

// A sine that swells and fades, so that no onset makes peaks of its own.
std::vector<double> tone(double cyclesPerSample, double phase, int count = 4000) {
    std::vector<double> x(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        const double edge = std::min({1.0, i / 800.0, (count - 1 - i) / 800.0});
        const double weight = std::sin(edge * pi / 2.0);
        x[static_cast<std::size_t>(i)] = weight * weight * std::sin(2.0 * pi * cyclesPerSample * i + phase);
    }
    return x;
}

// The lowest reading over phases.
double worstReadingDb(double cyclesPerSample, double rateHz) {
    double lowest = 100.0;
    for (int step = 0; step < 96; ++step)
        lowest = std::min(lowest, decibels(truePeakOf(tone(cyclesPerSample, 2.0 * pi * step / 96.0), rateHz)));
    return lowest;
}

std::vector<double> bandLimitedNoise(unsigned seed, int count, double highest) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> uniform(0.0, 1.0);
    std::vector<double> x(static_cast<std::size_t>(count), 0.0);
    for (int k = 0; k < 60; ++k) {
        const double frequency = highest * uniform(random), phase = 2.0 * pi * uniform(random), level = uniform(random);
        for (int i = 0; i < count; ++i)
            x[static_cast<std::size_t>(i)] += 0.05 * level * std::sin(2.0 * pi * frequency * i + phase);
    }
    for (int i = 0; i < count; ++i) {
        const double edge = std::min({1.0, i / 200.0, (count - 1 - i) / 200.0});
        x[static_cast<std::size_t>(i)] *= edge;
    }
    return x;
}

// Largest of the band-limited function through the samples, 64 points a sample, by a windowed sinc of 257 taps.
double referencePeak(const std::vector<double>& x) {
    constexpr int points = 64, reach = 128;
    double peak = samplePeakOf(x);
    const int count = static_cast<int>(x.size());
    for (int p = 1; p < points; ++p) {
        std::vector<double> taps;
        for (int k = -reach; k <= reach; ++k) {
            const double t = static_cast<double>(p) / points - k;
            const double window = 0.5 + 0.5 * std::cos(pi * t / (reach + 1));
            taps.push_back(std::sin(pi * t) / (pi * t) * window);
        }
        for (int i = 0; i < count; ++i) {
            double y = 0.0;
            for (int k = std::max(-reach, -i); k <= std::min(reach, count - 1 - i); ++k)
                y += taps.data()[k + reach] * x.data()[i + k];
            peak = std::max(peak, std::fabs(y));
        }
    }
    return peak;
}

} // namespace

TEST_CASE("A sine at a quarter of the rate reads 3 dB above its samples", "[dsp][truepeak]") {
    const auto x = tone(0.25, pi / 4.0);
    CHECK_THAT(decibels(samplePeakOf(x)), WithinAbs(-3.0103, 1e-3));
    CHECK_THAT(decibels(truePeakOf(x, 48000.0)), WithinAbs(0.0, 0.03));
    CHECK_THAT(decibels(truePeakOf(x, 192000.0)), WithinAbs(0.0, 0.03));
    CHECK_THAT(decibels(truePeakOf(x, 384000.0)), WithinAbs(-3.0103, 1e-3));
}

TEST_CASE("Sines are read within the bounds of the oversampling at every phase", "[dsp][truepeak]") {
    struct Case {
        double cyclesPerSample, rateHz, lowestDb;
    };
    // At a phase between two points the grid alone reads 20 log10 cos(pi f / (n fs)), the filter the rest.
    const Case cases[] = {{0.01, 48000.0, -0.001},    {0.1, 48000.0, -0.04},   {0.25, 48000.0, -0.20},
                          {0.4, 44100.0, -0.40},      {0.45, 48000.0, -0.11},  {0.45, 96000.0, -0.11},
                          {0.1, 192000.0, -0.12},     {0.25, 192000.0, -0.72}, {0.25, 100003.0, -0.72},
                          {1.0 / 3.0, 96000.0, -0.36}};
    for (const Case& c : cases) {
        const double worst = worstReadingDb(c.cyclesPerSample, c.rateHz);
        INFO(c.cyclesPerSample << " of " << c.rateHz << " Hz: " << worst << " dB at the worst phase");
        CHECK(worst >= c.lowestDb);
        CHECK(worst <= 0.01);
    }
}

TEST_CASE("No reading is far above the truth", "[dsp][truepeak]") {
    for (double f = 0.005; f < 0.5; f += 0.005) {
        for (const double rate : {48000.0, 192000.0}) {
            for (const double phase : {0.0, 0.4, 1.1}) {
                INFO(f << " of the rate");
                CHECK(decibels(truePeakOf(tone(f, phase), rate)) < 0.08);
            }
        }
    }
}

TEST_CASE("Band-limited noise is read as by an interpolator of 64 points a sample", "[dsp][truepeak]") {
    for (unsigned seed = 1; seed <= 6; ++seed) {
        const auto x = bandLimitedNoise(seed, 1200, 0.4);
        const double truth = referencePeak(x);
        const double four = decibels(truePeakOf(x, 48000.0) / truth), two = decibels(truePeakOf(x, 192000.0) / truth);
        INFO("seed " << seed << ", samples " << decibels(samplePeakOf(x) / truth) << ", 4x " << four << ", 2x " << two);
        CHECK(four < 0.06);
        CHECK(four > -0.25);
        CHECK(two < 0.06);
        CHECK(two > -0.9);
    }
}

TEST_CASE("What is skipped changes no reading, at any cut into blocks", "[dsp][truepeak]") {
    std::mt19937 random(4);
    for (unsigned seed = 1; seed <= 30; ++seed) {
        auto x = bandLimitedNoise(seed + 100, 3000, 0.45);
        for (std::size_t i = 0; i < x.size(); ++i)
            x[i] *= 0.1 + std::fabs(std::sin(static_cast<double>(i) * 0.004 * seed)); // loud and soft passages
        // A short, loud pair whose peak lies between its samples, right at a boundary of pieces.
        const std::size_t boundary = std::size_t{32} * (20 + seed);
        x[boundary - 1] = x[boundary] = 1.2;
        const double whole = truePeakOf(x, 48000.0);
        CHECK(whole > 1.3);
        CHECK(truePeakOf(x, 48000.0, [] { return 1; }) == whole);
        CHECK(truePeakOf(x, 48000.0, [] { return 7; }) == whole);
        CHECK(truePeakOf(x, 48000.0, [] { return 64; }) == whole);
        CHECK(truePeakOf(x, 48000.0, [&] { return 1 + static_cast<int>(random() % 99); }) == whole);

        // Nothing can be skipped where the maximum is taken away before every sample.
        TruePeak meter;
        meter.prepare(48000.0);
        double largest = 0.0;
        for (const double& v : x) {
            meter.process(&v, 1);
            largest = std::max(largest, meter.take());
        }
        CHECK(largest == whole);
    }
}

TEST_CASE("A value between samples that is hardly above the maximum is not skipped", "[dsp][truepeak]") {
    // The most that can lie above the line between two samples, for how much they bend: all second differences alike,
    // their signs as an interpolator weighs them.
    const auto mostBent = [](double before, double behind, double bend, double more) {
        std::vector<double> x(24);
        x[11] = before;
        x[12] = behind;
        for (std::size_t i = 0; i < 11; ++i) {
            const double second = i % 2 == 0 ? -bend : bend;
            x[10 - i] = 2.0 * x[11 - i] - x[12 - i] + second;
            x[13 + i] = 2.0 * x[12 + i] - x[11 + i] + second - (i == 0 ? more : 0.0);
        }
        return x;
    };
    const auto rising = mostBent(0.95, 1.0, 0.1, 0.02);
    const std::vector<double> falling(rising.rbegin(), rising.rend());
    std::vector<double> pair(24, 0.0);
    pair[11] = pair[12] = 1.0;
    for (const auto& pulse : {mostBent(1.0, 1.0, 0.2, 0.0), rising, falling, pair}) {
        for (std::size_t lead = 0; lead < 32; ++lead) {
            std::vector<double> x(lead + 200, 0.0);
            std::copy(pulse.begin(), pulse.end(), x.begin() + 20 + static_cast<std::ptrdiff_t>(lead));
            const double alone = truePeakOf(x, 48000.0);
            REQUIRE(alone > 1.01 * samplePeakOf(x));
            for (std::size_t i = 0; i < pulse.size(); ++i)
                x[lead + 120 + i] = pulse[i];
            for (std::size_t i = 0; i < 100; ++i)
                x[i] *= 0.9999;
            CHECK(truePeakOf(x, 48000.0) == alone);
        }
    }
}

TEST_CASE("Taking starts over, resetting forgets the history too", "[dsp][truepeak]") {
    TruePeak meter;
    meter.prepare(48000.0);
    const std::vector<double> loud = {0.0, 0.8, 0.8}, soft(40, 0.0);
    meter.process(loud.data(), 3);
    CHECK(meter.maximum() == 0.8);
    CHECK(meter.take() == 0.8);
    CHECK(meter.maximum() == 0.0);
    meter.process(soft.data(), 40);
    CHECK(meter.take() > 0.9); // between the two, known only now
    meter.process(soft.data(), 40);
    CHECK(meter.take() == 0.0);
    meter.process(loud.data(), 3);
    meter.reset();
    meter.process(soft.data(), 40);
    CHECK(meter.maximum() == 0.0);
}

TEST_CASE("Samples that are none count as silence", "[dsp][truepeak]") {
    auto x = tone(0.1, 0.3);
    for (double& v : x)
        v *= 0.5;
    auto bad = x, zero = x;
    const double none[] = {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -1e30,
                           1.1e6};
    for (std::size_t i = 0; i < 4; ++i) {
        bad[100 + 37 * i] = none[i];
        zero[100 + 37 * i] = 0.0;
    }
    for (const double rate : {48000.0, 192000.0, 384000.0}) {
        CHECK(truePeakOf(bad, rate) == truePeakOf(zero, rate));
        CHECK(truePeakOf(bad, rate, [] { return 1; }) == truePeakOf(zero, rate));
    }
}
