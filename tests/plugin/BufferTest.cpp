// SPDX-License-Identifier: GPL-3.0-or-later
// Layouts, blocks, rates and the order of calls that hosts get up to.
#include "params/StageValues.h"
#include "plugin/PluginSupport.h"
#include "support/Catch.h"

#include <limits>

using namespace phonostage;
using namespace phonostage::tests;
using params::Id;

namespace {

using Set = juce::AudioChannelSet;

bool takes(Processor& processor, const Set& input, const Set& output) {
    return processor.checkBusesLayoutSupported({{input}, {output}});
}

/** What the engine alone makes of a signal, with the processor's settings. */
template <typename Sample>
Signal<Sample> engineOutput(const Processor& processor, const Signal<Sample>& input, double rateHz) {
    const auto values = processor.values();
    dsp::Engine engine;
    engine.prepare(dsp::designStage(params::filterSettings(values), rateHz));
    engine.setLevels(params::levelSettings(values));
    Signal<Sample> output = input;
    std::vector<const Sample*> in;
    std::vector<Sample*> out;
    for (std::size_t c = 0; c < input.size(); ++c) {
        in.push_back(input[c].data());
        out.push_back(output[c].data());
    }
    engine.process(in.data(), out.data(), static_cast<int>(input.size()), static_cast<int>(input[0].size()));
    return output;
}

} // namespace

TEST_CASE("Mono and stereo are offered, and nothing else", "[plugin]") {
    Processor processor;
    CHECK(takes(processor, Set::mono(), Set::mono()));
    CHECK(takes(processor, Set::stereo(), Set::stereo()));
    CHECK_FALSE(takes(processor, Set::mono(), Set::stereo()));
    CHECK_FALSE(takes(processor, Set::stereo(), Set::mono()));
    CHECK_FALSE(takes(processor, Set::disabled(), Set::disabled()));
    CHECK_FALSE(takes(processor, Set::disabled(), Set::stereo()));
    CHECK_FALSE(takes(processor, Set::stereo(), Set::disabled()));
    CHECK_FALSE(takes(processor, Set::quadraphonic(), Set::quadraphonic()));
    CHECK_FALSE(takes(processor, Set::discreteChannels(2), Set::discreteChannels(2)));
    CHECK_FALSE(processor.checkBusesLayoutSupported({{Set::stereo(), Set::stereo()}, {Set::stereo()}}));
}

TEST_CASE("What a host asks about the plugin", "[plugin]") {
    Processor processor;
    CHECK(processor.getName() == "Phonostage");
    CHECK(processor.supportsDoublePrecisionProcessing());
    CHECK_FALSE(processor.acceptsMidi());
    CHECK_FALSE(processor.producesMidi());
    CHECK_FALSE(processor.isMidiEffect());
    CHECK(processor.hasEditor());
    CHECK(processor.getBypassParameter() == processor.parameter(Id::bypass));
    CHECK(processor.getLatencySamples() == 0);
    // exp(-2 pi 0.7071 t) = 1e-5
    CHECK_THAT(processor.getTailLengthSeconds(), WithinAbs(2.5913, 0.0001));
}

TEST_CASE("The tail is long enough for every curve's decay to -100 dB", "[plugin]") {
    Processor processor;
    for (const double slot : {0.0, 63.0}) {
        setHost(processor, Id::curve, slot);
        setHost(processor, Id::customShelfOn, 0.0);
        setHost(processor, Id::customTurnover, 2000.0);
        processor.prepareToPlay(48000.0, 512);
        const auto tail = static_cast<std::size_t>(48000.0 * processor.getTailLengthSeconds());
        // Long after the start, when the corner of the DC removal has come down: an impulse of low frequencies.
        constexpr std::size_t start = 96000, length = 24000;
        auto signal = silentSignal<double>(start + length + tail + 4800);
        for (auto& channel : signal)
            for (std::size_t i = 0; i < length; ++i)
                channel[start + i] = 0.001 * std::sin(2.0 * std::numbers::pi * 10.0 * static_cast<double>(i) / 48000.0);
        processAll(processor, signal);
        const double loud = peakOf(signal, start);
        CHECK(peakOf(signal, start + length + tail) < 1e-5 * loud);
    }
}

TEMPLATE_TEST_CASE("Settled, the plugin is the engine sample for sample at any block size", "[plugin]", float, double) {
    const int channels = GENERATE(1, 2);
    const auto blockFrames = GENERATE(std::size_t(1), std::size_t(17), std::size_t(64), std::size_t(8192));
    Processor processor;
    const auto set = channels == 1 ? Set::mono() : Set::stereo();
    REQUIRE(processor.setBusesLayout({{set}, {set}}));
    setHost(processor, Id::gain, 52.5);
    setHost(processor, Id::balance, -1.5);
    setHost(processor, Id::curve, 3.0);
    setHost(processor, Id::subsonicOn, 1.0);
    processor.setSetting(Id::inputDbv, 11.0);
    // 64 announced: 8192 is an oversized block.
    processor.prepareToPlay(96000.0, 64);
    auto signal = noiseSignal<TestType>(0.01, 20000, 5, channels);
    const auto expected = engineOutput(processor, signal, 96000.0);
    processAll(processor, signal, blockFrames);
    CHECK(signal == expected);
}

TEST_CASE("Empty blocks and buffers change nothing", "[plugin]") {
    Processor processor;
    processor.prepareToPlay(48000.0, 64);
    auto signal = noiseSignal<float>(0.01, 2000, 6);
    const auto expected = engineOutput(processor, signal, 48000.0);
    juce::AudioBuffer<float> nothing;
    juce::AudioBuffer<float> noFrames(2, 0);
    juce::AudioBuffer<double> noFramesDouble(2, 0);
    juce::MidiBuffer midi;
    for (std::size_t at = 0; at < 2000; at += 100) {
        processor.processBlock(nothing, midi);
        processor.processBlock(noFrames, midi);
        processor.processBlockBypassed(noFramesDouble, midi);
        processBlock(processor, signal, at, at + 100);
    }
    CHECK(signal == expected);
}

TEST_CASE("Channels beyond the layout are cleared", "[plugin]") {
    const bool bypassed = GENERATE(false, true);
    Processor processor;
    processor.prepareToPlay(48000.0, 512);
    auto signal = noiseSignal<float>(0.5, 2000, 7, 4);
    processAll(processor, signal, 512, bypassed);
    CHECK(peakOf(Signal<float>{signal[1]}) > 0.0);
    CHECK(peakOf(Signal<float>{signal[2], signal[3]}) == 0.0);
    // Fewer channels than the layout has: no crash, and finite.
    auto one = noiseSignal<float>(0.01, 2000, 8, 1);
    processAll(processor, one, 512, bypassed);
    CHECK(std::isfinite(peakOf(one)));
}

TEST_CASE("Only rates from 8 to 768 kHz are taken, else the last one stays", "[plugin]") {
    Processor processor;
    CHECK(processor.rateHz() == 48000.0);
    for (const double rubbish : {0.0, -44100.0, 7999.0, 768001.0, std::numeric_limits<double>::quiet_NaN(),
                                 std::numeric_limits<double>::infinity()}) {
        processor.prepareToPlay(rubbish, 512);
        CHECK(processor.rateHz() == 48000.0);
    }
    for (const double rate : {8000.0, 44100.0, 100003.0, 192000.0, 768000.0}) {
        processor.prepareToPlay(rate, 512);
        CHECK(processor.rateHz() == rate);
        auto signal = noiseSignal<double>(0.01, 4000, 9);
        const auto expected = engineOutput(processor, signal, rate);
        processAll(processor, signal);
        CHECK(signal == expected);
    }
    processor.prepareToPlay(0.0, 0);
    CHECK(processor.rateHz() == 768000.0);
}

TEST_CASE("Calls in any order work", "[plugin]") {
    Processor processor;
    CHECK_FALSE(processor.isPrepared());
    processor.reset();
    processor.releaseResources();
    auto before = noiseSignal<float>(0.01, 3000, 10);
    const auto expected = engineOutput(processor, before, 48000.0);
    processAll(processor, before);
    CHECK(before == expected);

    processor.prepareToPlay(96000.0, 512);
    processor.prepareToPlay(48000.0, 512);
    CHECK(processor.isPrepared());
    auto twice = noiseSignal<float>(0.01, 3000, 10);
    processAll(processor, twice);
    CHECK(twice == expected);

    processor.releaseResources();
    CHECK_FALSE(processor.isPrepared());
    auto after = noiseSignal<float>(0.01, 3000, 10);
    processAll(processor, after);
    CHECK(std::isfinite(peakOf(after)));
    CHECK(peakOf(after) > 0.0);

    processor.prepareToPlay(48000.0, 512);
    auto again = noiseSignal<float>(0.01, 3000, 10);
    processAll(processor, again);
    CHECK(again == expected);
}

TEST_CASE("After a reset, silence gives exact zeros", "[plugin]") {
    Processor processor;
    processor.prepareToPlay(48000.0, 512);
    auto noise = noiseSignal<double>(0.9, 30000, 11);
    processAll(processor, noise);
    processor.reset();
    auto silence = silentSignal<double>(30000);
    processAll(processor, silence);
    CHECK(peakOf(silence) == 0.0);

    // And what follows is what a new instance gives.
    processor.reset();
    auto signal = noiseSignal<double>(0.01, 5000, 12);
    const auto expected = engineOutput(processor, signal, 48000.0);
    processAll(processor, signal);
    CHECK(signal == expected);
}

TEMPLATE_TEST_CASE("Any input gives finite output, and the stage recovers", "[plugin]", float, double) {
    Processor processor;
    setHost(processor, Id::gain, 80.0);
    processor.prepareToPlay(48000.0, 512);
    auto signal = noiseSignal<TestType>(0.001, 48000, 13);
    using Limits = std::numeric_limits<TestType>;
    const TestType bad[] = {Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity(), Limits::max(),
                            -Limits::max(),      TestType(1e38),     Limits::denorm_min()};
    for (std::size_t i = 0; i < 4000; ++i)
        signal[i % 2][i] = bad[i % std::size(bad)];
    processAll(processor, signal);
    for (const auto& channel : signal)
        for (const auto sample : channel)
            REQUIRE(std::isfinite(sample));
    CHECK(processor.meters().badSamples.load() > 0);
    CHECK(peakOf(signal, 40000) > 0.0);
}

TEST_CASE("Two instances at different rates do not know of each other", "[plugin]") {
    Processor slow;
    Processor fast;
    slow.prepareToPlay(44100.0, 512);
    fast.prepareToPlay(192000.0, 512);
    auto slowSignal = noiseSignal<double>(0.01, 9600, 14);
    auto fastSignal = noiseSignal<double>(0.01, 9600, 15);
    const auto slowExpected = engineOutput(slow, slowSignal, 44100.0);
    const auto fastExpected = engineOutput(fast, fastSignal, 192000.0);
    for (std::size_t at = 0; at < 9600; at += 96) {
        processBlock(slow, slowSignal, at, at + 96);
        processBlock(fast, fastSignal, at, at + 96);
    }
    CHECK(slowSignal == slowExpected);
    CHECK(fastSignal == fastExpected);
}

TEST_CASE("What is latched stays through reset and prepare, until the user or another rate clears it", "[plugin]") {
    Processor processor;
    processor.prepareToPlay(48000.0, 512);
    const auto clip = [&] {
        auto signal = noiseSignal<float>(0.005, 4096, 70);
        for (std::size_t i = 2000; i < 2014; ++i)
            signal[0][i] = 1.0F;
        processAll(processor, signal);
    };
    const auto& meters = processor.meters();
    const auto& left = meters.overload[0];
    clip();
    CHECK(left.events == 1);
    CHECK(left.lastStart == 2000);
    const double held = meters.input[0].peakHoldVolts;
    CHECK(held > 1.0);

    processor.reset();
    processor.releaseResources();
    processor.prepareToPlay(48000.0, 64); // the transport starts again
    CHECK(left.events == 1);
    CHECK(meters.input[0].peakHoldVolts == held);
    clip();
    CHECK(left.events == 2);
    CHECK(left.longest == 14);
    CHECK(left.firstStart == 2000);
    CHECK(left.lastStart == 4096 + 2000); // on the same count of frames
    CHECK(meters.frames == 2 * 4096);

    processor.resetHolds();
    auto quiet = noiseSignal<float>(0.005, 4096, 71); // below what is looked at for crowds, which would take time
    processAll(processor, quiet);
    CHECK(left.events == 0);
    clip();
    CHECK(left.events == 1);
    processor.prepareToPlay(96000.0, 512);
    CHECK(left.events == 0);
    CHECK(meters.frames == 0);
}

TEST_CASE("Hum that is known stays known when a host prepares again, at the same rate and level", "[plugin]") {
    constexpr double rateHz = 8000.0;
    Processor processor;
    setHost(processor, Id::dehum, 1.0);
    const auto& hum = processor.meters().hum;
    const auto playSeconds = [&](double seconds) {
        auto signal = noiseSignal<double>(1e-4, static_cast<std::size_t>(seconds * rateHz), 74);
        for (const double hz : {50.0, 100.0, 150.0}) {
            const auto line = sineSignal<double>(hz, 0.2 / hz, rateHz, signal[0].size());
            for (std::size_t c = 0; c < 2; ++c)
                for (std::size_t i = 0; i < signal[c].size(); ++i)
                    signal[c][i] += line[c][i];
        }
        processAll(processor, signal);
    };
    processor.prepareToPlay(rateHz, 256);
    playSeconds(3.0);
    CHECK(hum.lines == 0);
    playSeconds(11.0);
    REQUIRE(hum.lines == 3);

    processor.reset();
    processor.releaseResources();
    processor.prepareToPlay(rateHz, 512); // the transport starts again
    playSeconds(3.0);
    CHECK(hum.lines == 3);

    processor.setNonRealtime(true); // a bounce gives the same bits each time
    processor.prepareToPlay(rateHz, 512);
    playSeconds(3.0);
    CHECK(hum.lines == 0);
    playSeconds(11.0);
    REQUIRE(hum.lines == 3);
    processor.setNonRealtime(false);
    processor.setSetting(Id::inputDbv, 0.0); // its volts are others
    processor.prepareToPlay(rateHz, 512);
    playSeconds(3.0);
    CHECK(hum.lines == 0);
}

TEST_CASE("A second prepare at the same rate sounds like the first, with other settings too", "[plugin]") {
    Processor once, twice;
    once.prepareToPlay(48000.0, 512);
    twice.prepareToPlay(48000.0, 512);
    auto noise = noiseSignal<double>(0.3, 3000, 72);
    processAll(twice, noise);
    for (const double curve : {0.0, 8.0}) {
        setHost(once, params::Id::curve, curve);
        setHost(twice, params::Id::curve, curve);
        once.prepareToPlay(48000.0, 512);
        twice.prepareToPlay(48000.0, 512);
        auto expected = noiseSignal<double>(0.01, 4000, 73);
        auto signal = expected;
        processAll(once, expected);
        processAll(twice, signal);
        CHECK(signal == expected);
        // Cut off in the middle of a cross-fade.
        setHost(twice, params::Id::curve, 9.0);
        twice.setNonRealtime(true);
        auto fading = noiseSignal<double>(0.3, 100, 74);
        processAll(twice, fading);
        twice.setNonRealtime(false);
    }
}
