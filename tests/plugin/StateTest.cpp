// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/State.h"
#include "PluginSupport.h"
#include "support/Catch.h"

#include <atomic>
#include <limits>
#include <thread>

using namespace phonostage;
using namespace phonostage::tests;
using params::Id;

namespace {

/** Keeps what is logged while it lives. */
class LogCatcher final : public juce::Logger {
public:
    LogCatcher() { setCurrentLogger(this); }

    ~LogCatcher() override { setCurrentLogger(nullptr); }

    LogCatcher(const LogCatcher&) = delete;
    LogCatcher& operator=(const LogCatcher&) = delete;

    juce::StringArray messages;

private:
    void logMessage(const juce::String& message) override { messages.add(message); }
};

class HostListener final : public juce::AudioProcessorListener {
public:
    int parameterInfo = 0, stateDirty = 0, values = 0;

    void audioProcessorParameterChanged(juce::AudioProcessor*, int, float) override { ++values; }

    void audioProcessorChanged(juce::AudioProcessor*, const ChangeDetails& details) override {
        parameterInfo += details.parameterInfoChanged ? 1 : 0;
        stateDirty += details.nonParameterStateChanged ? 1 : 0;
    }
};

} // namespace

TEST_CASE("Two hundred states come back exactly, saved and restored by two threads", "[plugin]") {
    Processor source;
    Processor target;
    source.prepareToPlay(48000.0, 512);
    target.prepareToPlay(96000.0, 512);
    std::atomic<int> wrong{0};
    const auto roundTrips = [&](Processor& from, Processor& to, unsigned seed) {
        for (unsigned i = 0; i < 100; ++i) {
            const auto values = randomValues(seed + i);
            restore(from, params::writeState(values));
            const auto state = stateOf(from);
            restore(to, state);
            if (!(to.values() == values) || stateOf(to) != state) ++wrong;
        }
    };
    // Each thread has a pair of its own to compare exactly, ...
    Processor otherSource;
    Processor otherTarget;
    std::thread first([&] { roundTrips(source, target, 1000); });
    std::thread second([&] { roundTrips(otherSource, otherTarget, 2000); });
    first.join();
    second.join();
    CHECK(wrong == 0);

    // ... and then both restore the same instance: what comes out is one of the states or the other, never a mixture.
    const auto a = randomValues(1);
    const auto b = randomValues(2);
    const auto stateA = params::writeState(a), stateB = params::writeState(b);
    restore(target, stateA);
    std::atomic<bool> done{false};
    std::thread writerA([&] {
        for (int i = 0; i < 200; ++i)
            restore(target, stateA);
    });
    std::thread writerB([&] {
        for (int i = 0; i < 200; ++i)
            restore(target, stateB);
    });
    std::thread reader([&] {
        while (!done) {
            const auto seen = target.values();
            if (!(seen == a) && !(seen == b)) ++wrong;
            const auto state = stateOf(target);
            if (state != stateA && state != stateB) ++wrong;
        }
    });
    writerA.join();
    writerB.join();
    done = true;
    reader.join();
    CHECK(wrong == 0);
}

TEST_CASE("A restored host parameter reads as it did, and every toggle and choice comes back", "[plugin]") {
    Processor processor;
    for (unsigned seed = 0; seed < 200; ++seed) {
        std::mt19937_64 random(seed);
        std::uniform_real_distribution<float> uniform(0.0F, 1.0F);
        std::vector<float> before;
        for (auto* parameter : processor.getParameters()) {
            parameter->setValueNotifyingHost(uniform(random));
            before.push_back(parameter->getValue());
        }
        const auto state = stateOf(processor);
        for (auto* parameter : processor.getParameters())
            parameter->setValueNotifyingHost(uniform(random));
        restore(processor, state);
        for (int i = 0; i < processor.getParameters().size(); ++i)
            REQUIRE(processor.getParameters()[i]->getValue() == before[static_cast<std::size_t>(i)]);
        REQUIRE(stateOf(processor) == state);
    }
}

TEST_CASE("Bypass and settings are in the state", "[plugin]") {
    Processor processor;
    setHost(processor, Id::bypass, 1.0);
    processor.setSetting(Id::outputDbv, -3.25);
    const auto state = stateOf(processor);
    Processor other;
    restore(other, state);
    CHECK(other.value(Id::bypass) == 1.0);
    CHECK(other.value(Id::outputDbv) == -3.25);
}

TEST_CASE("Entries that a state lacks get their default, not their present value", "[plugin]") {
    Processor processor;
    setHost(processor, Id::gain, 70.0);
    setHost(processor, Id::swapChannels, 1.0);
    restore(processor, R"({"schema": 1, "gain": 33.5})");
    params::Values expected;
    expected.set(Id::gain, 33.5);
    CHECK(processor.values() == expected);
}

TEST_CASE("Rubbish changes nothing and is logged", "[plugin]") {
    Processor processor;
    restore(processor, params::writeState(randomValues(77)));
    const auto before = processor.values();
    const auto good = stateOf(processor);
    const std::vector<std::string> rubbish{
        "",
        "{",
        "null",
        "[]",
        "\xff\xfe\x00\x01",
        std::string(5000, 'x'),
        std::string(200000, ' ') + good,
        good.substr(0, good.size() / 2),
        R"({"schema": 999, "gain": 40})",
        R"({"schema": 1, "gain": 1e99})",
        R"({"schema": 1, "gain": "loud"})",
        R"({"schema": 1, "gain": 50, "dc_removal": 17})",
        R"({"schema": 1, "gain": 50, "curve": {"name": 3}})",
        std::string(100000, '['),
    };
    for (const auto& text : rubbish) {
        LogCatcher log;
        CAPTURE(text.substr(0, 60));
        restore(processor, text);
        CHECK(processor.values() == before);
        CHECK(log.messages.size() == 1);
    }
    LogCatcher log;
    processor.setStateInformation(nullptr, 0);
    processor.setStateInformation(nullptr, 100);
    processor.setStateInformation(good.data(), -5);
    CHECK(processor.values() == before);
    CHECK(log.messages.size() == 3);

    // A host that keeps text may hand the terminator back.
    restore(processor, good + std::string(2, '\0'));
    CHECK(log.messages.size() == 3);
}

TEST_CASE("The host hears of a restored state and of a changed setting on the message thread", "[plugin]") {
    Processor processor;
    HostListener listener;
    processor.addListener(&listener);
    const auto state = params::writeState(randomValues(5));
    std::thread([&] { restore(processor, state); }).join();
    CHECK(listener.values + listener.parameterInfo + listener.stateDirty == 0);
    processor.handleUpdateNowIfNeeded();
    CHECK(listener.values == processor.getParameters().size());
    CHECK(listener.parameterInfo == 1);
    CHECK(listener.stateDirty == 0);

    processor.setSetting(Id::inputDbv, 3.0);
    CHECK(listener.stateDirty == 0);
    processor.handleUpdateNowIfNeeded();
    CHECK(listener.stateDirty == 1);
    CHECK(listener.parameterInfo == 1);
    processor.removeListener(&listener);
}

TEST_CASE("A state restored between prepare and the first block sounds from the first sample", "[plugin]") {
    const auto values = randomValues(21);
    auto bypassOff = values;
    bypassOff.set(Id::bypass, 0.0);
    const auto state = params::writeState(bypassOff);
    Processor early;
    restore(early, state);
    early.prepareToPlay(48000.0, 512);
    Processor late;
    late.prepareToPlay(48000.0, 512);
    restore(late, state);
    auto expected = noiseSignal<double>(0.01, 4000, 22);
    auto signal = expected;
    processAll(early, expected);
    processAll(late, signal);
    CHECK(signal == expected);
}

TEST_CASE("A state restored in silence sounds from the next sample, without a ramp", "[plugin]") {
    params::Values values;
    values.set(Id::gain, 63.0);
    values.set(Id::curve, 1.0);
    values.set(Id::subsonicOn, 1.0);
    Processor fresh;
    restore(fresh, params::writeState(values));
    fresh.prepareToPlay(48000.0, 512);

    Processor processor;
    processor.prepareToPlay(48000.0, 512);
    auto noise = noiseSignal<double>(0.01, 4800, 23);
    processAll(processor, noise);
    auto silence = silentSignal<double>(4 * 48000);
    processAll(processor, silence);
    restore(processor, params::writeState(values));

    auto expected = noiseSignal<double>(0.01, 4000, 24);
    auto signal = expected;
    processAll(fresh, expected);
    processAll(processor, signal);
    CHECK(signal == expected);
}

TEST_CASE("A state restored while music plays is taken without a click", "[plugin]") {
    params::Values values;
    values.set(Id::gain, 20.0);
    values.set(Id::curve, 1.0);
    Processor processor;
    processor.prepareToPlay(48000.0, 512);
    auto signal = sineSignal<double>(50.0, 0.003, 48000.0, 96000);
    constexpr std::size_t crest = 38640;
    for (std::size_t at = 0; at < 96000; at += 120) {
        if (at == crest) restore(processor, params::writeState(values));
        processBlock(processor, signal, at, at + 120);
    }
    const double amplitude = peakOf(signal, 28800);
    CHECK(amplitude > 1.0);
    // A hard change would step by more than the half of it.
    CHECK(roughness(signal, crest - 10, 96000) < 0.01 * amplitude);
    CHECK_THAT(peakOf(signal, 90000), WithinRel(0.03, 0.01));
}
