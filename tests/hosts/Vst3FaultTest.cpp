// SPDX-License-Identifier: GPL-3.0-or-later
// The built VST3 plugin in the hands of a host that does not keep to the rules.
#include "hosts/HostSupport.h"
#include "hosts/Vst3Host.h"
#include "support/Catch.h"

#include <atomic>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>
#include <thread>

using namespace phonostage;
using namespace phonostage::tests;
using namespace Steinberg;

namespace {

std::string bundle() {
    const char* fromEnvironment = std::getenv("PHONOSTAGE_VST3_BUNDLE");
    return fromEnvironment != nullptr ? fromEnvironment : PHONOSTAGE_VST3_BUNDLE;
}

template <typename Sample> bool isFinite(const Signal<Sample>& signal) {
    for (const auto& channel : signal)
        if (!std::all_of(channel.begin(), channel.end(), [](Sample x) { return std::isfinite(x); })) return false;
    return true;
}

template <typename Sample> constexpr int sampleSize = sizeof(Sample) == 4 ? Vst::kSample32 : Vst::kSample64;

/** Blocks of 0, 1, 17 and 982 frames. */
template <typename Sample> void runOddBlocks(Vst3Instance& instance, Signal<Sample>& signal) {
    instance.run(signal, 0, 0);
    instance.run(signal, 0, 1);
    instance.run(signal, 1, 18);
    instance.run(signal, 18, 1000);
}

/** Whether the plugin, prepared a moment ago, is the engine with these settings. */
template <typename Sample> bool isEngine(Vst3Instance& instance, const params::Values& values, double rateHz) {
    auto signal = noise<Sample>(0.01, 5000, 55);
    const auto expected = engineOutput(values, signal, rateHz);
    for (std::size_t at = 0; at < 5000; at += 500)
        instance.run(signal, at, at + 500);
    return signal == expected;
}

std::vector<Vst::ParamID> allParameters(const Vst3Instance& instance) {
    std::vector<Vst::ParamID> ids;
    for (int32 i = 0; i < instance.controller().getParameterCount(); ++i) {
        Vst::ParameterInfo info{};
        if (instance.controller().getParameterInfo(i, info) == kResultOk) ids.push_back(info.id);
    }
    return ids;
}

} // namespace

TEST_CASE("Automation beyond 0 to 1 stays inside the range, and what is no number changes nothing", "[hosts]") {
    const Vst3Module module(bundle());
    Vst3Instance instance(module);
    instance.start(48000.0, 512, Vst::kSample32);
    const auto ids = allParameters(instance);
    REQUIRE(ids.size() > 20);
    auto signal = noise<float>(0.01, 512, 51);
    instance.run(signal, 0, 512);
    const auto before = instance.saveState();
    for (const double value : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
                               -std::numeric_limits<double>::infinity()}) {
        std::vector<std::pair<Vst::ParamID, double>> changes;
        for (const auto id : ids)
            changes.emplace_back(id, value);
        instance.run(signal, 0, 512, changes);
        CHECK(instance.saveState() == before);
    }
    for (const auto& [wild, legal] : {std::pair{-5.0, 0.0}, {7.0, 1.0}, {1e300, 1.0}}) {
        std::vector<std::pair<Vst::ParamID, double>> changes, inside;
        for (const auto id : ids) {
            changes.emplace_back(id, wild);
            inside.emplace_back(id, legal);
        }
        instance.run(signal, 0, 512, changes);
        const auto state = instance.saveState();
        instance.run(signal, 0, 512, inside);
        CHECK(instance.saveState() == state);
        CHECK(isFinite(signal));
    }
    // A parameter that there is not.
    instance.run(signal, 0, 512, {{12345U, 0.5}});
    CHECK(isFinite(signal));
}

TEST_CASE("A VST3 host that processes too early, too late or nothing gets no rubbish", "[hosts]") {
    const Vst3Module module(bundle());
    Vst3Instance instance(module);
    auto signal = noise<float>(0.01, 1000, 52);
    instance.start(48000.0, 512, Vst::kSample32);
    instance.stop();
    for (int i = 0; i < 3; ++i) {
        instance.start(i == 1 ? 8000.0 : 768000.0, 512, Vst::kSample32);
        instance.run(signal, 0, 0);
        instance.run(signal, 0, 1);
        instance.run(signal, 1, 18);
        instance.run(signal, 18, 500);
        CHECK(isFinite(signal));
        instance.stop();
        instance.run(signal, 500, 1000); // it has been released
        CHECK(isFinite(signal));
    }
}

TEST_CASE("A VST3 that was never prepared works with defaults, and is the engine as soon as it is", "[hosts]") {
    const Vst3Module module(bundle());
    const auto input = noise<float>(0.01, 1000, 56);

    // No bus is active: what is in the host's buffers stays.
    Vst3Instance unconnected(module);
    auto signal = input;
    runOddBlocks(unconnected, signal);
    unconnected.processor().setProcessing(true);
    runOddBlocks(unconnected, signal);
    CHECK((signal == input));

    // Nobody has told a rate: the stage works with 48 kHz.
    Vst3Instance instance(module);
    instance.component().activateBus(Vst::kAudio, Vst::kInput, 0, true);
    instance.component().activateBus(Vst::kAudio, Vst::kOutput, 0, true);
    runOddBlocks(instance, signal);
    CHECK((signal == engineOutput(params::Values(), input, 48000.0)));
    // Settings are taken all the same.
    instance.run(signal, 0, 0, {{instance.findParameter("Gain").id, 0.25}});
    instance.component().setActive(false);
    instance.processor().setProcessing(false);

    // Set up, but not active.
    Vst::ProcessSetup setup{Vst::kRealtime, Vst::kSample32, 512, 96000.0};
    REQUIRE(instance.processor().setupProcessing(setup) == kResultOk);
    instance.processor().setProcessing(true);
    signal = input;
    runOddBlocks(instance, signal);
    CHECK(isFinite(signal));

    params::Values values;
    values.set(params::Id::gain, 20.0);
    instance.start(96000.0, 512, Vst::kSample32);
    CHECK(isEngine<float>(instance, values, 96000.0));
}

TEMPLATE_TEST_CASE("Starts and stops of a VST3, twice and in any order, leave the engine as it is", "[hosts]", float,
                   double) {
    const Vst3Module module(bundle());
    Vst3Instance instance(module);
    const params::Values values;
    const auto played = [&] { return isEngine<TestType>(instance, values, 48000.0); };
    instance.start(48000.0, 512, sampleSize<TestType>);
    CHECK(played());
    instance.start(48000.0, 512, sampleSize<TestType>); // without a stop
    CHECK(played());
    instance.component().setActive(true);
    instance.component().setActive(true);
    CHECK(played());
    instance.processor().setProcessing(false);
    instance.processor().setProcessing(false);
    instance.processor().setProcessing(true);
    CHECK(played());

    for (int i = 0; i < 2; ++i) {
        instance.processor().setProcessing(false);
        instance.component().setActive(false);
        instance.component().setActive(false);
        auto late = noise<TestType>(0.01, 1000, 57);
        runOddBlocks(instance, late);
        CHECK(isFinite(late));
        instance.processor().setProcessing(true); // too early
        runOddBlocks(instance, late);
        CHECK(isFinite(late));
        instance.start(48000.0, 512, sampleSize<TestType>);
        CHECK(played());
    }
}

TEST_CASE("States are whole, whichever threads write and read them while audio runs", "[hosts]") {
    const Vst3Module module(bundle());
    Vst3Instance instance(module);
    instance.start(48000.0, 512, Vst::kSample32);
    auto signal = noise<float>(0.01, 512, 53);
    // Two states that differ in every parameter.
    std::vector<std::vector<char>> states;
    for (const double position : {0.125, 0.875}) {
        std::vector<std::pair<Vst::ParamID, double>> changes;
        for (const auto id : allParameters(instance))
            changes.emplace_back(id, position);
        instance.run(signal, 0, 512, changes);
        states.push_back(instance.saveState());
    }
    REQUIRE(states[0] != states[1]);
    std::atomic<bool> stop{false};
    std::atomic<int> torn{0}, restored{0}, read{0};
    std::thread audio([&] {
        auto block = noise<float>(0.01, 512, 54);
        while (!stop) {
            instance.run(block, 0, 512);
            std::this_thread::yield();
        }
    });
    std::thread writer([&] {
        for (std::size_t i = 0; i < 200; ++i)
            restored += instance.restoreState(states[i % 2]) ? 1 : 0;
        stop = true;
    });
    std::thread reader([&] {
        while (!stop) {
            const auto state = instance.saveState();
            torn += state == states[0] || state == states[1] ? 0 : 1;
            ++read;
        }
    });
    writer.join();
    reader.join();
    audio.join();
    CHECK(restored == 200);
    CHECK(read > 0);
    CHECK(torn == 0);
    CHECK(instance.saveState() == states[1]);
}
