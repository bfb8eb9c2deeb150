// SPDX-License-Identifier: GPL-3.0-or-later
// A stage that looks ahead, as the host sees it: PHONOSTAGE_TEST_DELAY puts plain delays into it.
#include "params/StageValues.h"
#include "plugin/PluginSupport.h"
#include "support/Catch.h"
#include "support/TestDelayInEnvironment.h"

#include <chrono>
#include <limits>
#include <thread>

#if PHONOSTAGE_TEST_DELAY

using namespace phonostage;
using namespace phonostage::tests;
using params::Id;

namespace {

constexpr double rateHz = 48000.0;
constexpr std::size_t fadeFrames = 960; // 20 ms
constexpr std::size_t latency = 480 + 100;

void prepare(Processor& processor, int channels) {
    const auto set = channels == 1 ? juce::AudioChannelSet::mono() : juce::AudioChannelSet::stereo();
    REQUIRE(processor.setBusesLayout({{set}, {set}}));
    processor.prepareToPlay(rateHz, 512);
}

/** What a plugin without a delay makes of it. */
template <typename Sample> Signal<Sample> withoutDelay(Signal<Sample> signal) {
    Processor processor;
    prepare(processor, static_cast<int>(signal.size()));
    CHECK(processor.getLatencySamples() == 0);
    processAll(processor, signal);
    return signal;
}

/** Frames from..to are those of the other signal, so many frames before. */
template <typename Sample>
bool isShifted(const Signal<Sample>& late, const Signal<Sample>& early, std::size_t frames, std::size_t from,
               std::size_t to) {
    for (std::size_t c = 0; c < late.size(); ++c)
        for (std::size_t i = from; i < to; ++i)
            if (late[c][i] != early[c][i - frames]) return false;
    return true;
}

template <typename Sample>
void runPart(Processor& processor, Signal<Sample>& signal, std::size_t from, std::size_t to, bool bypassed = false) {
    for (std::size_t at = from; at < to; at += 100)
        processBlock(processor, signal, at, std::min(at + 100, to), bypassed);
}

class LatencyListener final : public juce::AudioProcessorListener {
public:
    void audioProcessorParameterChanged(juce::AudioProcessor*, int, float) override {}
    void audioProcessorChanged(juce::AudioProcessor* processor, const ChangeDetails& details) override {
        if (!details.latencyChanged) return;
        CHECK(juce::MessageManager::existsAndIsCurrentThread());
        told.push_back(processor->getLatencySamples());
    }
    std::vector<int> told;
};

/** Messages are delivered until the processor says so, for a minute at most. */
bool comesToLatency(Processor& processor, int frames) {
    for (int i = 0; i < 6000; ++i) {
        processor.handleUpdateNowIfNeeded();
        if (processor.getLatencySamples() == frames) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

} // namespace

TEMPLATE_TEST_CASE("A plugin that looks ahead says so, and is the same so much later", "[plugin]", float, double) {
    const auto blockFrames = GENERATE(std::size_t(1), std::size_t(300), std::size_t(8192));
    const auto input = noiseSignal<TestType>(0.01, 20000, 1);
    const auto expected = withoutDelay(input);
    const TestDelayInEnvironment delay("480:100");
    Processor processor;
    const double tail = processor.getTailLengthSeconds();
    processor.prepareToPlay(rateHz, 512);
    CHECK(processor.getLatencySamples() == static_cast<int>(latency));
    CHECK_THAT(processor.getTailLengthSeconds(), WithinAbs(tail + static_cast<double>(latency) / rateHz, 1e-12));
    for (int round = 0; round < 2; ++round) {
        auto signal = input;
        processAll(processor, signal, blockFrames);
        CHECK(peakOf(Signal<TestType>{{signal[0].begin(), signal[0].begin() + latency}}) == 0.0);
        CHECK(isShifted(signal, expected, latency, latency, 20000));
        processor.reset();
    }
}

TEMPLATE_TEST_CASE("The bypass is as late as the stage, bit for bit once settled", "[plugin]", float, double) {
    const int channels = GENERATE(1, 2);
    auto signal = noiseSignal<TestType>(1.0, 16000, 2, channels);
    using Limits = std::numeric_limits<TestType>;
    const TestType odd[] = {Limits::infinity(), Limits::denorm_min(), Limits::max(), -TestType(0)};
    for (auto& channel : signal)
        std::copy(std::begin(odd), std::end(odd), channel.begin() + 6000);
    const auto input = signal;
    const auto expected = withoutDelay(input);
    const TestDelayInEnvironment delay("480:100");
    Processor processor;
    prepare(processor, channels);
    runPart(processor, signal, 0, 4000, true);
    CHECK(isShifted(signal, input, latency, latency, 4000));
    CHECK(peakOf(Signal<TestType>{{signal[0].begin(), signal[0].begin() + latency}}) == 0.0);
    runPart(processor, signal, 4000, 5000);
    CHECK_FALSE(isShifted(signal, input, latency, 4500, 5000));
    runPart(processor, signal, 5000, 10000, true);
    CHECK(isShifted(signal, input, latency, 5000 + fadeFrames, 10000));
    CHECK(std::signbit(signal[0][6003 + latency]));
    runPart(processor, signal, 10000, 16000);
    CHECK(isShifted(signal, expected, latency, 10000 + fadeFrames, 16000)); // the stage has missed nothing
}

TEST_CASE("A late bypass goes on and off without a click", "[plugin]") {
    constexpr std::size_t crest = 240; // a quarter period of 50 Hz
    constexpr std::size_t on = 38400 + latency + crest, off = 57600 + latency + crest;
    const TestDelayInEnvironment delay("480:100");
    Processor processor;
    processor.prepareToPlay(rateHz, 512);
    auto signal = sineSignal<double>(50.0, 0.003, rateHz, 96000);
    runPart(processor, signal, 0, on);
    runPart(processor, signal, on, off, true);
    runPart(processor, signal, off, 96000);
    const double amplitude = peakOf(signal, 28800);
    CHECK(amplitude > 1.0);
    // Half a percent of the amplitude; a hard switch on the crest steps by nearly all of it.
    CHECK(roughness(signal, on - 10, on + 2 * fadeFrames) < 0.005 * amplitude);
    CHECK(roughness(signal, off - 10, off + 2 * fadeFrames) < 0.005 * amplitude);
}

TEST_CASE("The host is told of another latency while it plays, from the message thread", "[plugin]") {
    const TestDelayInEnvironment delay("480:100:subsonic_on");
    Processor processor;
    processor.prepareToPlay(rateHz, 512);
    CHECK(processor.getLatencySamples() == 0);
    LatencyListener listener;
    processor.addListener(&listener);

    auto signal = sineSignal<double>(50.0, 0.003, rateHz, 96000);
    const auto input = signal;
    runPart(processor, signal, 0, 20000, true);
    CHECK(isShifted(signal, input, 0, 0, 20000));
    SECTION("by a parameter: the design comes from its thread") {
        setHost(processor, Id::subsonicOn, 1.0);
        CHECK(comesToLatency(processor, static_cast<int>(latency)));
    }
    SECTION("by a preset or a state: the design comes with it") {
        auto stage = processor.stage();
        stage.values.set(Id::subsonicOn, 1.0);
        processor.apply(stage);
        processor.handleUpdateNowIfNeeded();
    }
    CHECK(listener.told == std::vector<int>{static_cast<int>(latency)});
    runPart(processor, signal, 20000, 40000, true);
    // The stage settles and fades, then the bypass goes from one delay to the other, by a fade of its own.
    constexpr auto settled = 20000 + 2 * fadeFrames + latency + fadeFrames + 200;
    CHECK(isShifted(signal, input, latency, settled, 40000));
    CHECK(roughness(signal, 20000, 40000) < 5.0 * roughness(input, 20000, 40000));

    setHost(processor, Id::subsonicOn, 0.0);
    CHECK(comesToLatency(processor, 0));
    runPart(processor, signal, 40000, 60000, true);
    CHECK(isShifted(signal, input, 0, 40000 + 3 * fadeFrames + 200, 60000));
    CHECK(listener.told == std::vector<int>{static_cast<int>(latency), 0});
    processor.removeListener(&listener);
}

TEST_CASE("A state that is loaded in a pause cuts nothing off that is still under way", "[plugin]") {
    const TestDelayInEnvironment delay("4800:0");
    Processor processor;
    processor.prepareToPlay(rateHz, 512);
    // 10 ms of sound, then silence: 40 ms later both ends are quiet, and the sound is inside.
    auto signal = silentSignal<double>(24000);
    for (std::size_t i = 9600; i < 10080; ++i)
        signal[0][i] = 0.01;
    runPart(processor, signal, 0, 12000);
    restore(processor, stateOf(processor));
    runPart(processor, signal, 12000, 24000);
    CHECK(peakOf(Signal<double>{{signal[0].begin(), signal[0].begin() + 14400}}) == 0.0);
    CHECK(peakOf(signal, 14400) > 0.1);
}

TEST_CASE("Exact phase reports its latency to the host, and has none from 88.2 kHz on", "[plugin]") {
    for (const auto& [rate, frames] : {std::pair(44100.0, 52), std::pair(48000.0, 34), std::pair(96000.0, 0)}) {
        CAPTURE(rate);
        Processor processor;
        processor.prepareToPlay(rate, 512);
        CHECK(processor.getLatencySamples() == 0);
        LatencyListener listener;
        processor.addListener(&listener);
        auto signal = noiseSignal<double>(0.01, 40000, 5);
        const auto input = signal;
        runPart(processor, signal, 0, 10000, true);
        setHost(processor, Id::exactPhase, 1.0);
        CHECK(comesToLatency(processor, frames));
        CHECK(listener.told == (frames > 0 ? std::vector<int>{frames} : std::vector<int>()));
        runPart(processor, signal, 10000, 40000, true);
        // The bypass is as late as the stage.
        CHECK(isShifted(signal, input, static_cast<std::size_t>(frames), 20000, 40000));
        processor.removeListener(&listener);

        Processor other; // a state that has it on
        restore(other, stateOf(processor));
        other.prepareToPlay(rate, 512);
        CHECK(other.getLatencySamples() == frames);
    }
}

TEST_CASE("Without the variable nothing looks ahead", "[plugin]") {
    {
        const TestDelayInEnvironment delay("480:100");
        Processor processor;
        processor.prepareToPlay(rateHz, 512);
        CHECK(processor.getLatencySamples() == static_cast<int>(latency));
    }
    Processor processor;
    processor.prepareToPlay(rateHz, 512);
    CHECK(processor.getLatencySamples() == 0);
}

#endif
