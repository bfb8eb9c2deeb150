// SPDX-License-Identifier: GPL-3.0-or-later
// The built VST3 plugin in a host of its own: PHONOSTAGE_VST3_BUNDLE names the bundle.
#include "hosts/Vst3Host.h"
#include "hosts/HostSupport.h"
#include "params/Presets.h"
#include "params/State.h"
#include "support/Catch.h"
#include "support/TestDelayInEnvironment.h"

#include <pluginterfaces/vst/vstspeaker.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
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

std::string textOf(const Vst::String128& text) {
    std::string result;
    for (const auto* c = text; *c != 0; ++c)
        result += static_cast<char>(*c);
    return result;
}

template <typename Sample> constexpr int sampleSize = sizeof(Sample) == 4 ? Vst::kSample32 : Vst::kSample64;

} // namespace

TEST_CASE("The VST3 factory names maker, kind and version", "[hosts]") {
    const Vst3Module module(bundle());
    const auto effect = module.find("Audio Module Class");
    REQUIRE(effect.index >= 0);
    CHECK(std::string(effect.info.name) == "Phonostage");
    CHECK(std::string(effect.info.vendor) == "Phonostage");
    CHECK(std::string(effect.info.subCategories) == "Fx|EQ|Restoration");
    CHECK(module.find("Component Controller Class").index >= 0);
}

TEST_CASE("The VST3 plugin offers mono and stereo, both precisions, its tail and no latency", "[hosts]") {
    const Vst3Module module(bundle());
    Vst3Instance instance(module);
    auto& component = instance.component();
    CHECK(component.getBusCount(Vst::kAudio, Vst::kInput) == 1);
    CHECK(component.getBusCount(Vst::kAudio, Vst::kOutput) == 1);
    CHECK(component.getBusCount(Vst::kEvent, Vst::kInput) == 0);
    CHECK(component.getBusCount(Vst::kEvent, Vst::kOutput) == 0);

    const auto takes = [&](Vst::SpeakerArrangement in, Vst::SpeakerArrangement out) {
        return instance.processor().setBusArrangements(&in, 1, &out, 1) == kResultTrue;
    };
    CHECK(takes(Vst::SpeakerArr::kMono, Vst::SpeakerArr::kMono));
    CHECK_FALSE(takes(Vst::SpeakerArr::kMono, Vst::SpeakerArr::kStereo));
    CHECK_FALSE(takes(Vst::SpeakerArr::k51, Vst::SpeakerArr::k51));
    CHECK(takes(Vst::SpeakerArr::kStereo, Vst::SpeakerArr::kStereo));

    CHECK(instance.processor().canProcessSampleSize(Vst::kSample32) == kResultTrue);
    CHECK(instance.processor().canProcessSampleSize(Vst::kSample64) == kResultTrue);
    instance.start(96000.0, 512, Vst::kSample32);
    CHECK(instance.processor().getLatencySamples() == 0);
    // exp(-2 pi 0.7071 t) = 1e-5
    CHECK_THAT(static_cast<double>(instance.processor().getTailSamples()), WithinAbs(2.5913 * 96000.0, 20.0));
}

TEST_CASE("The VST3 parameters are the table's, and behind them the program", "[hosts]") {
    const Vst3Module module(bundle());
    Vst3Instance instance(module);
    auto& controller = instance.controller();
    int hostParameters = 0;
    for (const auto& entry : params::table()) {
        if (entry.kind != params::Kind::host) continue;
        CAPTURE(entry.key);
        Vst::ParameterInfo info{};
        REQUIRE(controller.getParameterInfo(hostParameters, info) == kResultOk);
        ++hostParameters;
        CHECK(instance.findParameter(entry.name).id == info.id);
        CHECK((info.flags & Vst::ParameterInfo::kCanAutomate) != 0);
        CHECK(((info.flags & Vst::ParameterInfo::kIsBypass) != 0) == (entry.id == params::Id::bypass));
        const int steps = entry.type == params::Type::number ? 0 : static_cast<int>(entry.maximum - entry.minimum);
        CHECK(info.stepCount == steps);
        CHECK(controller.getParamNormalized(info.id) == info.defaultNormalizedValue);
    }
    REQUIRE(controller.getParameterCount() == hostParameters + 1);
    Vst::ParameterInfo program{};
    REQUIRE(controller.getParameterInfo(hostParameters, program) == kResultOk);
    CHECK((program.flags & Vst::ParameterInfo::kIsProgramChange) != 0);
    CHECK(program.stepCount == static_cast<int>(params::factoryPresets().size()));
}

TEST_CASE("The VST3 programs are the factory's presets", "[hosts]") {
    const Vst3Module module(bundle());
    const Vst3Instance instance(module);
    const auto units = instance.units();
    REQUIRE(units);
    REQUIRE(units->getProgramListCount() == 1);
    Vst::ProgramListInfo list{};
    REQUIRE(units->getProgramListInfo(0, list) == kResultOk);
    const auto presets = params::factoryPresets();
    REQUIRE(list.programCount == static_cast<int>(presets.size()) + 1);
    for (std::size_t i = 0; i < presets.size(); ++i) {
        Vst::String128 name{};
        REQUIRE(units->getProgramName(list.id, static_cast<int>(i) + 1, name) == kResultOk);
        CHECK(textOf(name) == presets[i].title);
    }

    // A program a plugin: after each, JUCE's message thread tells the host the program that it saw last, and could set
    // that one again if this thread had gone on to the next.
    std::vector<char> last;
    for (std::size_t i = 0; i < presets.size(); ++i) {
        CAPTURE(presets[i].id);
        const Vst3Instance chosen(module);
        const auto id = chosen.findParameter("Program").id;
        chosen.controller().setParamNormalized(
            id, chosen.controller().plainParamToNormalized(id, static_cast<double>(i) + 1.0));
        const auto stage = std::get<params::Snapshot>(params::applyPreset(presets[i], params::Snapshot{}));
        last = chosen.saveState();
        CHECK(std::string(last.begin(), last.end()).find(params::writeState(stage.values, stage.texts)) !=
              std::string::npos);
    }

    // A host that restores a project and then sets the program that it knows, the first.
    const Vst3Instance other(module);
    REQUIRE(other.restoreState(last));
    other.showState(last);
    const auto id = other.findParameter("Program").id;
    CHECK_THAT(other.controller().getParamNormalized(id), WithinAbs(1.0, 1e-9));
    other.controller().setParamNormalized(id, 0.0);
    CHECK(other.saveState() == last);
}

TEMPLATE_TEST_CASE("The VST3 plugin is the engine sample for sample", "[hosts]", float, double) {
    const Vst3Module module(bundle());
    for (const double rateHz : {44100.0, 192000.0}) {
        Vst3Instance instance(module);
        instance.start(rateHz, 512, sampleSize<TestType>);
        auto signal = noise<TestType>(0.01, 20000, 1);
        const auto expected = engineOutput(params::Values(), signal, rateHz);
        for (std::size_t at = 0; at < 20000; at += 500)
            instance.run(signal, at, at + 500);
        CHECK(signal == expected);
    }
}

TEMPLATE_TEST_CASE("The VST3 bypass goes on and off without a click and is bit-exact", "[hosts]", float, double) {
    constexpr std::size_t on = 38640, off = 57840, end = 96000; // crests of 50 Hz at 48 kHz
    constexpr std::size_t fadeFrames = 960;
    const Vst3Module module(bundle());
    Vst3Instance instance(module);
    instance.start(48000.0, 512, sampleSize<TestType>);
    const auto bypass = instance.findParameter("Bypass").id;
    auto signal = sine<TestType>(50.0, 0.003, 48000.0, end);
    const auto input = signal;
    for (std::size_t at = 0; at < end; at += 120) {
        if (at == on)
            instance.run(signal, at, at + 120, {{bypass, 1.0}});
        else if (at == off)
            instance.run(signal, at, at + 120, {{bypass, 0.0}});
        else
            instance.run(signal, at, at + 120);
    }
    const double amplitude = peak(signal[1], 28800, on);
    CHECK(amplitude > 1.0);
    CHECK(sameFrom(signal[1], input[1], on + fadeFrames, off));
    CHECK(roughness(signal[1], on - 10, on + 2 * fadeFrames) < 0.005 * amplitude);
    CHECK(roughness(signal[1], off - 10, off + 2 * fadeFrames) < 0.005 * amplitude);
    CHECK_THAT(peak(signal[1], end - 9600, end), WithinRel(amplitude, 0.01));
}

#if PHONOSTAGE_TEST_DELAY
TEMPLATE_TEST_CASE("A VST3 that looks ahead says by how much, and is the engine so much later", "[hosts]", float,
                   double) {
    constexpr std::size_t latency = 480 + 100, frames = 24000;
    const TestDelayInEnvironment delay("480:100");
    const Vst3Module module(bundle());
    Vst3Instance instance(module);
    instance.start(48000.0, 512, sampleSize<TestType>);
    CHECK(instance.processor().getLatencySamples() == latency);
    CHECK_THAT(static_cast<double>(instance.processor().getTailSamples()), WithinAbs(2.5913 * 48000.0 + latency, 20.0));
    const auto input = noise<TestType>(0.01, frames, 1);
    auto signal = input;
    const auto expected = engineOutput(params::Values(), input, 48000.0);
    const auto bypass = instance.findParameter("Bypass").id;
    for (std::size_t at = 0; at < frames; at += 480) {
        if (at == 9600)
            instance.run(signal, at, at + 480, {{bypass, 1.0}});
        else if (at == 14400)
            instance.run(signal, at, at + 480, {{bypass, 0.0}});
        else
            instance.run(signal, at, at + 480);
    }
    for (std::size_t c = 0; c < 2; ++c) {
        const auto isLate = [&](const std::vector<TestType>& x, std::size_t from, std::size_t to) {
            return std::equal(signal[c].begin() + static_cast<std::ptrdiff_t>(from),
                              signal[c].begin() + static_cast<std::ptrdiff_t>(to),
                              x.begin() + static_cast<std::ptrdiff_t>(from - latency));
        };
        CHECK(peak(signal[c], 0, latency) == 0.0);
        CHECK(isLate(expected[c], latency, 9600));
        CHECK(isLate(input[c], 9600 + 960, 14400));
        CHECK(isLate(expected[c], 14400 + 960, frames));
    }
}

TEST_CASE("A VST3 host is told of another latency while it plays", "[hosts]") {
    const TestDelayInEnvironment delay("480:100:subsonic_on");
    const Vst3Module module(bundle());
    Vst3Instance instance(module);
    instance.start(48000.0, 512, Vst::kSample32);
    CHECK(instance.processor().getLatencySamples() == 0);
    auto signal = noise<float>(0.01, 480, 1);
    const auto subsonic = instance.findParameter("Subsonic filter").id;
    instance.run(signal, 0, 480, {{subsonic, 1.0}});
    for (int i = 0; i < 6000 && instance.latencyChanges() == 0; ++i) {
        instance.run(signal, 0, 480);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    CHECK(instance.latencyChanges() == 1);
    CHECK(instance.processor().getLatencySamples() == 580);
}
#endif

TEST_CASE("A VST3 state comes back in another instance with the same bytes", "[hosts]") {
    const Vst3Module module(bundle());
    Vst3Instance first(module);
    first.start(48000.0, 512, Vst::kSample32);
    Signal<float> silence(2, std::vector<float>(480));
    first.run(silence, 0, 480, {{first.findParameter("Gain").id, 0.25}, {first.findParameter("Curve").id, 1.0 / 63.0}});
    const auto state = first.saveState();

    Vst3Instance second(module);
    REQUIRE(second.restoreState(state));
    CHECK(second.saveState() == state);
    CHECK_FALSE(second.saveState().empty());
    second.start(48000.0, 512, Vst::kSample32);
    params::Values values;
    values.set(params::Id::gain, 20.0);
    values.set(params::Id::curve, 1.0);
    auto signal = noise<float>(0.01, 9600, 2);
    const auto expected = engineOutput(values, signal, 48000.0);
    for (std::size_t at = 0; at < 9600; at += 480)
        second.run(signal, at, at + 480);
    CHECK(signal == expected);

    // Rubbish changes nothing.
    (void)second.restoreState(std::vector<char>(1000, 'x'));
    CHECK(second.saveState() == state);
}
