// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/State.h"
#include "plugin/PluginSupport.h"
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

/** One line that tells that, and why, a state was not taken. */
bool isOneRefusal(const juce::StringArray& messages) {
    const juce::String start = "Phonostage: state not taken: ";
    return messages.size() == 1 && messages[0].startsWith(start) && messages[0].length() > start.length() &&
           messages[0].length() < 400 && !messages[0].containsAnyOf("\r\n");
}

/** Where the value of a key stands in a state: begin and length. */
std::pair<std::size_t, std::size_t> placeOf(const std::string& state, const std::string& key) {
    const auto line = state.find("\n  \"" + key + "\": ");
    REQUIRE(line != std::string::npos);
    const auto begin = line + key.size() + 7;
    auto end = state.find('\n', begin);
    if (state[end - 1] == ',') --end;
    return {begin, end - begin};
}

std::string withValue(std::string state, const std::string& key, const std::string& value) {
    const auto [begin, length] = placeOf(state, key);
    return state.replace(begin, length, value);
}

std::string withSwapped(const std::string& state, const std::string& a, const std::string& b) {
    const auto [beginA, lengthA] = placeOf(state, a);
    const auto [beginB, lengthB] = placeOf(state, b);
    return withValue(withValue(state, a, state.substr(beginB, lengthB)), b, state.substr(beginA, lengthA));
}

class HostListener final : public juce::AudioProcessorListener {
public:
    int parameterInfo = 0, stateDirty = 0, values = 0;

    void audioProcessorParameterChanged(juce::AudioProcessor*, int, float) override { ++values; }

    void audioProcessorChanged(juce::AudioProcessor*, const ChangeDetails& details) override {
        parameterInfo += details.parameterInfoChanged ? 1 : 0;
        stateDirty += details.nonParameterStateChanged ? 1 : 0;
    }
};

/** Each with what the log has to say. */
std::vector<std::pair<std::string, std::vector<const char*>>> refusedStates(const std::string& good) {
    const auto nan = [&](const char* key, const char* value) { return withValue(good, key, value); };
    return {
        // cut short, and no JSON at all
        {"", {"truncated or not valid JSON"}},
        {"{", {"truncated or not valid JSON at byte"}},
        {good.substr(0, good.size() / 2), {"truncated or not valid JSON at byte"}},
        {good.substr(0, good.size() - 3), {"truncated or not valid JSON at byte"}},
        {std::string("\xff\xfe\x00\x01", 4), {"not valid JSON"}},
        {std::string(5000, 'x'), {"not valid JSON"}},
        {std::string(50000, '['), {"nesting is too deep"}},
        {"null", {"must be one JSON object"}},
        {"[]", {"must be one JSON object"}},
        // huge
        {std::string(200000, ' ') + good, {"larger than 65536 bytes", "not a Phonostage state"}},
        {std::string(100000, '['), {"larger than 65536 bytes"}},
        // of another program, or of a later version of this one
        {"{}", {"'schema'", "is missing", "right file"}},
        {withValue(good, "schema", "2"), {"'schema'", "is 2, newer than 1", "update Phonostage"}},
        {R"({"schema": 999, "gain": 40})", {"'schema'", "is 999, newer than 1", "update Phonostage"}},
        {withValue(good, "schema", "1.5"), {"'schema'", "whole number from 1"}},
        // no numbers
        {nan("gain", "NaN"), {"'gain'", "not valid JSON at byte"}},
        {nan("balance", "-Infinity"), {"'balance'", "not valid JSON at byte"}},
        {nan("speed_ratio", "1e999"), {"'speed_ratio'", "too large"}},
        {nan("speed_ratio", "null"), {"'speed_ratio'", "must be a number"}},
        {nan("curve", R"({"name": "aes_1951", "shelf_us": null, "turnover_us": nan, "rolloff_us": 1})"),
         {"'curve.turnover_us'", "not valid JSON at byte"}},
        // the values of two fields in each other's place
        {withSwapped(good, "bypass", "gain"), {"'bypass'", "must be true or false"}},
        {withSwapped(good, "gain", "undo_riaa"), {"'gain'", "must be a number"}},
        {withSwapped(good, "subsonic_corner", "subsonic_slope"), {"'subsonic_corner'", "must be a number"}},
        {withSwapped(good, "dc_removal", "channel_mode"), {"'dc_removal'", "must be true or false"}},
        {withSwapped(good, "channel_mode", "curve"),
         {"'channel_mode'", "must be one of its choices, such as \"stereo\""}},
        {withSwapped(good, "custom_shelf", "custom_rolloff"), {"'custom_shelf'", "must be a number, 500 to 32000 us"}},
        {withSwapped(good, "custom_name", "load_r"), {"'load_r'", "must be a number"}},
        // out of their range, and of the wrong kind
        {R"({"schema": 1, "gain": 80.5})", {"'gain'", "must be a number, 0 to 80 dB"}},
        {R"({"schema": 1, "gain": 1e99})", {"'gain'", "must be a number, 0 to 80 dB"}},
        {R"({"schema": 1, "gain": "loud"})", {"'gain'", "must be a number"}},
        {R"({"schema": 1, "gain": 50, "dc_removal": 17})", {"'dc_removal'", "must be true or false"}},
        {R"({"schema": 1, "gain": 50, "curve": {"name": 3}})", {"'curve.name'", "must be a string"}},
        {R"({"schema": 1, "curve": {"name": "nobody"}})", {"'curve.name'", "choose another name"}},
        {withValue(good, "custom_name", std::string(101, 'x').insert(0, 1, '"') + '"'),
         {"'custom_name'", "at most 100 bytes"}},
    };
}

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

TEST_CASE("A state that cannot be taken changes nothing, and the log names field, fault and remedy", "[plugin]") {
    Processor processor;
    processor.setText(params::TextId::customName, "mine");
    auto mine = randomValues(77);
    mine.set(Id::curve, 6.0);
    restore(processor, params::writeState(mine, processor.stage().texts));
    const auto good = stateOf(processor);
    for (const auto& [text, parts] : refusedStates(good)) {
        LogCatcher log;
        CAPTURE(text.substr(0, 60));
        restore(processor, text);
        CHECK((stateOf(processor) == good));
        CHECK(isOneRefusal(log.messages));
        CAPTURE(log.messages[0]);
        for (const char* part : parts)
            CHECK(log.messages[0].contains(part));
    }
    LogCatcher log;
    processor.setStateInformation(nullptr, 0);
    processor.setStateInformation(nullptr, 100);
    processor.setStateInformation(good.data(), -5);
    CHECK((stateOf(processor) == good));
    CHECK(log.messages.size() == 3);
    for (const auto& message : log.messages)
        CHECK(message.contains("truncated or not valid JSON"));

    // A host that keeps text may hand the terminator back.
    restore(processor, good + std::string(2, '\0'));
    CHECK(log.messages.size() == 3);
}

TEST_CASE("Random bytes, alone or in a state, change nothing or make a legal state", "[plugin]") {
    std::mt19937 random(91);
    std::uniform_int_distribution<int> byte(0, 255);
    Processor processor;
    restore(processor, params::writeState(randomValues(78)));
    const auto good = stateOf(processor);
    for (std::size_t i = 0; i < 1000; ++i) {
        std::string text(i % 300, ' ');
        for (char& c : text)
            c = static_cast<char>(byte(random));
        LogCatcher log;
        CAPTURE(i);
        restore(processor, text);
        REQUIRE((stateOf(processor) == good));
        REQUIRE(isOneRefusal(log.messages));
    }
    int taken = 0;
    for (int i = 0; i < 1000; ++i) {
        std::string text = good;
        text[std::uniform_int_distribution<std::size_t>(0, text.size() - 1)(random)] = static_cast<char>(byte(random));
        LogCatcher log;
        restore(processor, text);
        CAPTURE(i);
        if (log.messages.isEmpty()) {
            // A digit for another, or in a key that is not known then: what it made is legal, and reads as itself.
            ++taken;
            const auto state = stateOf(processor);
            restore(processor, state);
            REQUIRE((stateOf(processor) == state));
            REQUIRE(log.messages.isEmpty());
            restore(processor, good);
        } else {
            REQUIRE(isOneRefusal(log.messages));
        }
        REQUIRE((stateOf(processor) == good));
    }
    CHECK(taken < 500);
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
