// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/PluginSupport.h"
#include "support/Catch.h"

#include <limits>

using namespace phonostage;
using namespace phonostage::tests;
using params::Id;

namespace {

constexpr double rateHz = 48000.0;
constexpr std::size_t fadeFrames = 960; // 20 ms

enum class By { parameter, host };

template <typename Sample>
void runBypassed(Processor& processor, Signal<Sample>& signal, std::size_t from, std::size_t to, By by, bool on) {
    setHost(processor, Id::bypass, by == By::parameter && on ? 1.0 : 0.0);
    for (std::size_t at = from; at < to; at += 100)
        processBlock(processor, signal, at, std::min(at + 100, to), by == By::host && on);
}

} // namespace

TEMPLATE_TEST_CASE("A settled bypass gives the input bit for bit", "[plugin]", float, double) {
    const auto by = GENERATE(By::parameter, By::host);
    const int channels = GENERATE(1, 2);
    Processor processor;
    const auto set = channels == 1 ? juce::AudioChannelSet::mono() : juce::AudioChannelSet::stereo();
    REQUIRE(processor.setBusesLayout({{set}, {set}}));
    processor.prepareToPlay(rateHz, 512);

    // Doubles that no float can hold, and values that no stage passes.
    auto signal = noiseSignal<TestType>(1.0, 8000, 1, channels);
    const auto tiny = std::numeric_limits<TestType>::denorm_min();
    for (auto& channel : signal) {
        channel[4000] = std::numeric_limits<TestType>::infinity();
        channel[4001] = tiny;
        channel[4002] = std::numeric_limits<TestType>::max();
        channel[4003] = -TestType(0);
        channel[4004] = TestType(1) + std::numeric_limits<TestType>::epsilon();
    }
    const auto input = signal;
    runBypassed(processor, signal, 0, 2000, by, false);
    runBypassed(processor, signal, 2000, 8000, by, true);

    CHECK(signal[0][1000] != input[0][1000]);
    for (std::size_t c = 0; c < signal.size(); ++c) {
        const auto settled = static_cast<std::ptrdiff_t>(2000 + fadeFrames);
        CHECK(std::equal(signal[c].begin() + settled, signal[c].end(), input[c].begin() + settled));
        CHECK(std::signbit(signal[c][4003]));
    }
}

TEMPLATE_TEST_CASE("A bypass that is on from the start is the input from the first sample", "[plugin]", float, double) {
    const auto by = GENERATE(By::parameter, By::host);
    Processor processor;
    setHost(processor, Id::bypass, by == By::parameter ? 1.0 : 0.0);
    processor.prepareToPlay(rateHz, 512);
    auto signal = noiseSignal<TestType>(1.0, 3000, 2);
    const auto input = signal;
    runBypassed(processor, signal, 0, 3000, by, true);
    CHECK(signal == input);
}

TEMPLATE_TEST_CASE("Bypass goes on and off without a click", "[plugin]", float, double) {
    // A slow sine whose second difference is tiny; each switch falls on a crest of the sine, where a hard one would
    // step by the difference of the amplitudes (1 and 0.01).
    const auto by = GENERATE(By::parameter, By::host);
    Processor processor;
    processor.prepareToPlay(rateHz, 512);
    auto signal = sineSignal<TestType>(50.0, 0.003, rateHz, 96000);
    constexpr std::size_t crest = 240; // a quarter period of 50 Hz
    constexpr std::size_t on = 38400 + crest, off = 57600 + crest;
    runBypassed(processor, signal, 0, on, by, false);
    runBypassed(processor, signal, on, off, by, true);
    runBypassed(processor, signal, off, 96000, by, false);

    const double steady = roughness(signal, 28800, on);
    const double amplitude = peakOf(signal, 28800);
    CHECK(amplitude > 1.0); // 40 dB and the curve's 17 dB at 50 Hz
    // The curvature of a smooth cross-fade of that height and length, 6 amplitude / fadeFrames^2, and the product of
    // both slopes, 2 * 1.5 amplitude / fadeFrames * slope of the sine.
    const double length = static_cast<double>(fadeFrames);
    const double sineSlope = 2.0 * std::numbers::pi * 50.0 / rateHz;
    const double allowed = steady + amplitude * (6.0 / (length * length) + 3.0 / length * sineSlope);
    CHECK(roughness(signal, on - 10, on + 2 * fadeFrames) < 1.1 * allowed);
    CHECK(roughness(signal, off - 10, off + 2 * fadeFrames) < 1.1 * allowed);
    // The fade really ends: dry is dry, and afterwards the stage is as loud as before.
    CHECK(peakOf(Signal<TestType>{{signal[0].begin() + on + fadeFrames, signal[0].begin() + off}}) <= 0.003001);
    CHECK_THAT(peakOf(signal, off + 4800), WithinRel(amplitude, 0.01));
}

TEST_CASE("The stage runs on while it is bypassed", "[plugin]") {
    // After a bypass the output is what it had been without one: filters, meters and overload watch missed nothing.
    Processor bypassed;
    Processor plain;
    for (auto* processor : {&bypassed, &plain})
        processor->prepareToPlay(rateHz, 512);
    auto signal = noiseSignal<double>(0.01, 40000, 3);
    auto expected = signal;
    processAll(plain, expected);
    runBypassed(bypassed, signal, 0, 10000, By::parameter, false);
    runBypassed(bypassed, signal, 10000, 25000, By::parameter, true);
    runBypassed(bypassed, signal, 25000, 40000, By::parameter, false);
    for (std::size_t i = 25000 + fadeFrames; i < 40000; ++i)
        REQUIRE(signal[0][i] == expected[0][i]);
    CHECK(bypassed.meters().frames.load() == 40000);
    CHECK(bypassed.meters().output[1].peakHoldVolts.load() == plain.meters().output[1].peakHoldVolts.load());
}

TEST_CASE("A fade with values that are no numbers in the input stays finite", "[plugin]") {
    Processor processor;
    processor.prepareToPlay(rateHz, 512);
    auto signal = noiseSignal<float>(0.01, 4000, 4);
    for (std::size_t i = 1000; i < 3000; i += 7)
        signal[0][i] = i % 2 == 0 ? std::numeric_limits<float>::quiet_NaN() : std::numeric_limits<float>::infinity();
    runBypassed(processor, signal, 0, 1000, By::parameter, false);
    runBypassed(processor, signal, 1000, 1000 + fadeFrames - 10, By::parameter, true);
    for (std::size_t i = 0; i < 1000 + fadeFrames - 10; ++i)
        REQUIRE(std::isfinite(signal[0][i]));
}
