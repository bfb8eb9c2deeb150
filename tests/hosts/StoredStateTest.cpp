// SPDX-License-Identifier: GPL-3.0-or-later
// States as hosts have stored them, wrapper's bytes and all, in the built plugins: sessions of any age open, and what
// is no state of ours changes nothing. `test_host_states "[state-write]"` writes the present ones beside the program.
#include "hosts/HostSupport.h"
#include "hosts/Lv2Host.h"
#include "hosts/Vst3Host.h"

#include "params/State.h"
#include "support/Catch.h"

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

std::string fileBytes(const std::string& name) {
    std::ifstream file(PHONOSTAGE_TEST_DATA "/" + name, std::ios::binary);
    REQUIRE(file.is_open());
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<char> bytesOf(const std::string& text) { return {text.begin(), text.end()}; }

std::string textOf(const std::vector<char>& bytes) { return {bytes.begin(), bytes.end()}; }

params::Snapshot stageOf(const std::string& json) {
    const auto read = params::readState(json);
    REQUIRE(std::holds_alternative<params::Snapshot>(read));
    return std::get<params::Snapshot>(read);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

/** The state of release 2, as it is now written. */
std::string json() {
    const auto stage = stageOf(fileBytes("state-v2.json"));
    return params::writeState(stage.values, stage.texts);
}

/** What no plugin of ours has written, or what was spoilt on the way. */
std::vector<std::string> badStates(const std::string& good) {
    return {good.substr(0, good.size() / 2),
            std::string(70000, 'x'),
            replaced(good, "\"gain\": 36.75", "\"gain\": NaN"),
            replaced(good, "\"gain\": 36.75", "\"gain\": \"loud\""),
            replaced(good, "\"schema\": 1", "\"schema\": 2"),
            std::string(1, '\0') + good};
}

} // namespace

TEST_CASE("Write the present stored states", "[.][state-write]") {
    const Vst3Module module(PHONOSTAGE_VST3_BUNDLE);
    const Vst3Instance vst3(module);
    REQUIRE(vst3.restoreState(bytesOf(json())));
    const auto state = vst3.saveState();
    std::ofstream("vst3-state.bin", std::ios::binary).write(state.data(), static_cast<std::streamsize>(state.size()));
    const Lv2World world(PHONOSTAGE_LV2_BUNDLE);
    Lv2Instance lv2(world, 48000.0, 512);
    lv2.setParameter("gain", 36.75F);
    Signal<float> silence(2, std::vector<float>(512));
    lv2.run(silence, 0, 512);
    std::ofstream("lv2-state.ttl", std::ios::binary) << lv2.saveState();
}

TEST_CASE("A session's VST3 state of release 2 loads forever", "[hosts]") {
    const Vst3Module module(PHONOSTAGE_VST3_BUNDLE);
    const Vst3Instance instance(module);
    CHECK(textOf(instance.saveState()).find(json()) == std::string::npos);
    REQUIRE(instance.restoreState(bytesOf(fileBytes("vst3-state-v2.bin"))));
    CHECK(textOf(instance.saveState()).find(json()) != std::string::npos);
}

TEST_CASE("A VST3 state that is none of ours, or no more, changes nothing", "[hosts]") {
    const Vst3Module module(PHONOSTAGE_VST3_BUNDLE);
    const Vst3Instance instance(module);
    REQUIRE(instance.restoreState(bytesOf(json())));
    const auto before = instance.saveState();
    auto bad = badStates(json());
    bad.push_back(fileBytes("lv2-state-v2.ttl")); // another format's
    const auto stored = textOf(before);
    bad.push_back(replaced(stored, "\"gain\": 36.75", "\"gain\": 1e999"));
    for (const auto& state : bad) {
        CAPTURE(state.substr(0, 60), state.size());
        (void)instance.restoreState(bytesOf(state));
        CHECK(instance.saveState() == before);
    }
}

TEST_CASE("A session's LV2 state of release 2 loads forever", "[hosts]") {
    const Lv2World world(PHONOSTAGE_LV2_BUNDLE);
    Lv2Instance instance(world, 48000.0, 512);
    instance.restoreState(fileBytes("lv2-state-v2.ttl"));
    params::Values values;
    values.set(params::Id::gain, 36.75);
    auto signal = noise<float>(0.01, 20000, 4);
    const auto expected = engineOutput(values, signal, 48000.0);
    instance.runAll(signal, 0, 20000, 512);
    CHECK(signal == expected);
}

TEST_CASE("An LV2 state that is spoilt changes nothing", "[hosts]") {
    const Lv2World world(PHONOSTAGE_LV2_BUNDLE);
    Lv2Instance instance(world, 48000.0, 512);
    const auto stored = fileBytes("lv2-state-v2.ttl");
    instance.restoreState(stored);
    const auto before = instance.saveState();
    // JUCE's own spelling of bytes: how many, a full stop, six bits a character.
    const auto start = stored.find("StateString> \"") + 14, end = stored.find('"', start);
    REQUIRE(end != std::string::npos);
    const auto size = end - start;
    for (const auto& bytes :
         {std::string(), std::string("12.abc"), std::string("nothing"), stored.substr(start, size / 2),
          "99999999" + stored.substr(start, size), "70000." + std::string(93400, 'x')}) {
        CAPTURE(bytes.substr(0, 40), bytes.size());
        auto spoilt = stored;
        spoilt.replace(start, size, bytes);
        instance.restoreState(spoilt);
        CHECK(instance.saveState() == before);
    }
}
