// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/ToneMeter.h"
#include "dsp/measure/Fourier.h"
#include "support/Catch.h"
#include "support/Says.h"
#include "support/ToneSignals.h"

#include <algorithm>
#include <limits>

using namespace phonostage;
using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

double levelErrorDb(const ToneMeasurement& m, std::size_t channel, double amplitude) {
    return m.channel[channel].dbfs() - 20.0 * std::log10(amplitude);
}

} // namespace

TEST_CASE("A clean tone is measured exactly at any rate") {
    const double rateHz = GENERATE(8000.0, 44100.0, 96000.0, 192000.0, 768000.0);
    const double frequencyHz = GENERATE(20.7, 315.0, 1000.0, 997.3, 3149.9);
    INFO(rateHz << " Hz, tone " << frequencyHz << " Hz");
    const auto left = sine(rateHz, 2.6, frequencyHz, 0.25, 0.3);
    const auto right = sine(rateHz, 2.6, frequencyHz, 0.2, 0.3 + 0.5);
    const auto m = measureTone(left, right, rateHz);
    REQUIRE(whyRefused(m, knownVoltsLimits(), ToneSide::both).empty());
    CHECK(m.reference == 0);
    CHECK_THAT(m.frequencyHz, WithinRel(frequencyHz, 1e-6));
    CHECK_THAT(levelErrorDb(m, 0, 0.25), WithinAbs(0.0, 0.0003));
    CHECK_THAT(levelErrorDb(m, 1, 0.2), WithinAbs(0.0, 0.0003));
    CHECK_THAT(m.channel[0].rms(), WithinRel(0.25 / std::sqrt(2.0), 1e-4));
    CHECK_THAT(m.otherOver(0).real(), WithinAbs(0.8 * std::cos(0.5), 1e-4));
    CHECK_THAT(m.otherOver(0).imag(), WithinAbs(0.8 * std::sin(0.5), 1e-4));
    CHECK(m.channel[0].thdPercent.value_or(0.0) < 0.01);
    CHECK(m.frequencySpreadPercent < 1e-3);
    CHECK(std::abs(m.frequencyDriftPercent) < 1e-3);
    CHECK(m.channel[0].levelChangeDb < 0.002);
    CHECK(m.noiseDb < -85.0);
    CHECK(m.channel[0].clippedSamples == 0);
}

TEST_CASE("A tone near the top of the band has no harmonics to tell") {
    const auto left = sine(44100.0, 1.0, 19000.0, 0.1);
    const auto m = measureTone(left, {}, 44100.0);
    CHECK(m.channels == 1);
    CHECK_THAT(m.frequencyHz, WithinRel(19000.0, 1e-6));
    CHECK_THAT(levelErrorDb(m, 0, 0.1), WithinAbs(0.0, 0.001));
    CHECK_FALSE(m.channel[0].thdPercent);
    CHECK(whyRefused(m, knownVoltsLimits(), ToneSide::both).empty());
}

TEST_CASE("Rumble, hiss, hum, offset and clicks of a record do not reach the tone's figures") {
    const double rateHz = GENERATE(44100.0, 96000.0, 192000.0);
    constexpr double seconds = 4.0;
    const double amplitude = peakAt(-40.0);
    const auto dirt = [&](std::uint64_t seed) {
        return hiss(rateHz, seconds, amplitude * peakAt(-40.0) / std::sqrt(2.0), seed) +
               sine(rateHz, seconds, 10.0, 0.1 * amplitude, 1.1) + sine(rateHz, seconds, 0.556, 0.5 * amplitude) +
               sine(rateHz, seconds, 50.0, 0.02 * amplitude, 0.2) +
               sampled(rateHz, seconds, [](double) { return 0.01; });
    };
    auto left = sine(rateHz, seconds, 1000.0, amplitude) + dirt(1);
    const auto right = sine(rateHz, seconds, 1000.0, 0.9 * amplitude) + dirt(2);
    for (const double at : {0.71, 1.9, 3.33})
        for (std::size_t i = 0; i < 20; ++i)
            left[static_cast<std::size_t>(at * rateHz) + i] += 8.0 * amplitude;
    const auto m = measureTone(left, right, rateHz);
    CHECK(whyRefused(m, recordLimits(), ToneSide::both).empty());
    CHECK_THAT(m.frequencyHz, WithinRel(1000.0, 2e-6));
    CHECK_THAT(levelErrorDb(m, 0, amplitude), WithinAbs(0.0, 0.005));
    CHECK_THAT(levelErrorDb(m, 1, 0.9 * amplitude), WithinAbs(0.0, 0.002));
    CHECK_THAT(m.otherOver(0).imag(), WithinAbs(0.0, 0.001));
    CHECK(m.channel[1].levelChangeDb < 0.03);
    CHECK(*m.channel[1].thdPercent < 0.05);
}

TEST_CASE("Noise is the power beside the tone in the band that is told") {
    constexpr double rateHz = 96000.0;
    // White, so that the band from 100 Hz to 20 kHz has its share of 0 to 48 kHz.
    const double rms = 0.5 / std::sqrt(2.0) * peakAt(-40.0) / std::sqrt(19900.0 / 48000.0);
    const auto m = measureTone(sine(rateHz, 6.0, 1000.0, 0.5) + hiss(rateHz, 6.0, rms, 3), {}, rateHz);
    CHECK(m.noiseLowHz == 100.0);
    CHECK(m.noiseHighHz == 20000.0);
    CHECK_THAT(m.noiseDb, WithinAbs(-40.0, 0.15));
    CHECK(measureTone(sine(8000.0, 1.0, 500.0, 0.5), {}, 8000.0).noiseHighHz == 3600.0);
}

TEST_CASE("Distortion is the root of the harmonics' powers") {
    const double rateHz = GENERATE(44100.0, 96000.0);
    const auto left = sine(rateHz, 2.0, 1000.0, 0.1) + sine(rateHz, 2.0, 2000.0, 0.003, 1.0) +
                      sine(rateHz, 2.0, 3000.0, 0.004, 2.0) + hiss(rateHz, 2.0, 0.0003, 5);
    const auto right = sine(rateHz, 2.0, 1000.0, 0.1) + sine(rateHz, 2.0, 10000.0, 0.02, 2.0);
    const auto m = measureTone(left, right, rateHz);
    CHECK_THAT(*m.channel[0].thdPercent, WithinAbs(5.0, 0.02));
    CHECK_THAT(*m.channel[1].thdPercent, WithinAbs(20.0, 0.01));
    CHECK_THAT(levelErrorDb(m, 0, 0.1), WithinAbs(0.0, 0.001));
    CHECK_THAT(whyRefused(m, recordLimits(), ToneSide::both), says("distorted: 20.0 % on the right channel"));
}

TEST_CASE("An eccentric record is measured: wow is told, the level stays") {
    constexpr double rateHz = 96000.0, wowHz = 0.556, swing = 0.004;
    const auto phase = [&](double t) {
        return twoPi * 1000.0 * (t - swing / (twoPi * wowHz) * std::cos(twoPi * wowHz * t));
    };
    const auto left = sampled(rateHz, 7.2, [&](double t) {
        return 0.01 * std::sin(phase(t)) + 0.0002 * std::sin(2.0 * phase(t)) + 0.0001 * std::sin(9.0 * phase(t));
    });
    const auto m = measureTone(left, left, rateHz);
    CHECK_THAT(m.frequencyHz, WithinRel(1000.0, 1e-3));
    CHECK_THAT(m.frequencySpreadPercent, WithinAbs(0.4, 0.01));
    CHECK_THAT(levelErrorDb(m, 0, 0.01), WithinAbs(0.0, 0.001));
    CHECK_THAT(*m.channel[0].thdPercent, WithinAbs(2.236, 0.01));
    CHECK(m.noiseDb < -60.0);
    CHECK(whyRefused(m, recordLimits(), ToneSide::both).empty());
}

TEST_CASE("A frequency that glides is told as drift") {
    const auto left =
        sampled(48000.0, 4.0, [](double t) { return 0.1 * std::sin(twoPi * (1000.0 * t + 0.5 * 7.5 * t * t)); });
    const auto m = measureTone(left, left, 48000.0);
    CHECK_THAT(m.frequencyHz, WithinAbs(1015.0, 0.1));
    CHECK_THAT(m.frequencyDriftPercent, WithinAbs(100.0 * 30.0 / 1015.0, 0.05));
    CHECK_THAT(whyRefused(m, recordLimits(), ToneSide::both), says("frequency is unsteady"));
}

TEST_CASE("What cannot be calibrated by is refused in words") {
    constexpr double rateHz = 48000.0;
    const auto good = sine(rateHz, 1.0, 1000.0, 0.1);
    const std::vector<double> nothing(48000, 0.0);
    const auto verdict = [&](const std::vector<double>& left, const std::vector<double>& right,
                             ToneSide side = ToneSide::both) {
        return whyRefused(measureTone(left, right, rateHz), recordLimits(), side);
    };
    CHECK(verdict(good, good).empty());
    CHECK_THAT(verdict(nothing, nothing), says("no signal"));
    CHECK_THAT(verdict(std::vector<double>(48000, 0.1), nothing), says("no signal"));
    CHECK_THAT(verdict(hiss(rateHz, 1.0, 0.1, 1), hiss(rateHz, 1.0, 0.1, 2)), says("no clear tone"));
    CHECK_THAT(verdict(good + sine(rateHz, 1.0, 440.0, 0.05), good), says("no clear tone"));
    CHECK_THAT(verdict(sine(rateHz, 0.2, 1000.0, 0.1), sine(rateHz, 0.2, 1000.0, 0.1)), says("0.20 s"));
    CHECK_THAT(verdict(sine(rateHz, 1.0, 20.0, 0.1), {}), says("needed"));
    CHECK_THAT(verdict(peakAt(-71.0) * good, peakAt(-71.0) * good), says("too weak") && says("-91.0 dBFS"));
    CHECK_THAT(verdict(good, 0.01 * good), says("Only the left channel") && says("40.0 dB lower"));
    CHECK_THAT(verdict(nothing, good), says("Only the right channel"));
    CHECK_THAT(verdict(good, good, ToneSide::left), says("on the left channel only"));
    CHECK_THAT(verdict(0.1 * good, good, ToneSide::left), says("swapped"));
    CHECK(verdict(0.1 * good, good, ToneSide::right).empty());
    CHECK_THAT(verdict(good, {}, ToneSide::right), says("mono"));
    auto stepped = good;
    for (std::size_t i = stepped.size() / 2; i < stepped.size(); ++i)
        stepped[i] *= peakAt(1.5);
    CHECK_THAT(verdict(good, stepped), says("level is unsteady") && says("1.50 dB on the right channel"));
    auto flat = 12.0 * good;
    for (auto& sample : flat)
        sample = std::clamp(sample, -1.0, 1.0 - 1.0 / 32768.0);
    CHECK_THAT(verdict(good, flat), says("right channel clips") && says("turn the interface's gain down"));
    CHECK_THAT(verdict(0.4 * flat, good), says("left channel clips"));
}

TEST_CASE("Samples that are none count as silence, and float is double") {
    auto left = sine(48000.0, 1.0, 1000.0, 0.1);
    left[4000] = std::numeric_limits<double>::quiet_NaN();
    left[9000] = std::numeric_limits<double>::infinity();
    left[9001] = -1e300;
    const auto m = measureTone(left, left, 48000.0);
    CHECK_THAT(levelErrorDb(m, 0, 0.1), WithinAbs(0.0, 0.001));
    const auto clean = sine(48000.0, 1.0, 1000.0, 0.1);
    const std::vector<float> narrow(clean.begin(), clean.end());
    const auto n = measureTone(narrow, narrow, 48000.0);
    CHECK_THAT(levelErrorDb(n, 1, 0.1), WithinAbs(0.0, 0.0003));
}

TEST_CASE("A transform is the sum that defines it") {
    constexpr std::size_t size = 64;
    std::vector<std::complex<double>> values(size);
    std::mt19937_64 random(9);
    std::uniform_real_distribution<double> uniform(-1.0, 1.0);
    for (auto& value : values)
        value = {uniform(random), uniform(random)};
    auto turned = values;
    Fourier(size).forward(turned);
    for (std::size_t k = 0; k < size; ++k) {
        std::complex<double> sum;
        for (std::size_t i = 0; i < size; ++i)
            sum += values[i] * std::polar(1.0, -twoPi * static_cast<double>(i * k % size) / size);
        REQUIRE(std::abs(turned[k] - sum) < 1e-12);
    }
}

TEST_CASE("A spectrum keeps the channels apart and gives a sine its power") {
    const auto spectra = powerSpectra(sine(48000.0, 0.5, 1000.3, 0.5), sine(48000.0, 0.5, 5000.2, 0.01), 48000.0, 8192);
    const auto power = [&](const std::vector<double>& side, double hz) {
        const auto bin = static_cast<std::size_t>(std::lround(hz / spectra.binHz));
        double sum = 0.0;
        for (std::size_t k = bin - 4; k <= bin + 4; ++k)
            sum += side[k];
        return sum;
    };
    CHECK_THAT(power(spectra.left, 1000.0), WithinRel(0.125, 1e-4));
    CHECK_THAT(power(spectra.right, 5000.0), WithinRel(0.00005, 1e-4));
    CHECK(power(spectra.left, 5000.0) < 1e-10);
    CHECK(power(spectra.right, 1000.0) < 1e-10);
    const auto bin = static_cast<std::size_t>(std::lround(1000.3 / spectra.binHz));
    CHECK_THAT(topOfLobe(spectra.left, bin) * spectra.binHz, WithinAbs(1000.3, 0.2));
}
