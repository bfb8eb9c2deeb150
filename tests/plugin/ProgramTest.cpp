// SPDX-License-Identifier: GPL-3.0-or-later
// The factory's presets in the host's own menu.
#include "params/Presets.h"
#include "params/State.h"
#include "plugin/PluginSupport.h"
#include "support/Catch.h"

#include <set>
#include <thread>

using namespace phonostage;
using namespace phonostage::tests;
using params::Id;

namespace {

/** A stage that no preset is, with the bypass on. */
params::Snapshot ownStage() {
    params::Snapshot stage;
    stage.values.set(Id::gain, 41.25);
    stage.values.set(Id::balance, 1.5);
    stage.values.set(Id::bypass, 1.0);
    stage.values.set(Id::nominalDbv, -7.0);
    stage.texts.set(params::TextId::cartridgeId, "my_own");
    return stage;
}

void restore(Processor& processor, const params::Snapshot& stage) {
    const auto state = params::writeState(stage.values, stage.texts);
    processor.setStateInformation(state.data(), static_cast<int>(state.size()));
}

int numberOf(const char* id) {
    const auto presets = params::factoryPresets();
    for (std::size_t i = 0; i < presets.size(); ++i)
        if (presets[i].id == id) return static_cast<int>(i) + 1;
    return -1;
}

/** Which parameters a host has heard of. */
class Heard final : private juce::AudioProcessorParameter::Listener {
public:
    explicit Heard(Processor& processor) {
        for (auto* parameter : processor.getParameters())
            parameter->addListener(this);
    }

    std::set<int> values, gestures;

private:
    void parameterValueChanged(int index, float) override { values.insert(index); }
    void parameterGestureChanged(int index, bool) override { gestures.insert(index); }
};

} // namespace

TEST_CASE("The programs are the factory's presets, behind one that is none", "[plugin]") {
    Processor processor;
    const auto presets = params::factoryPresets();
    REQUIRE(processor.getNumPrograms() == static_cast<int>(presets.size()) + 1);
    CHECK(processor.getProgramName(0) == "No preset");
    for (std::size_t i = 0; i < presets.size(); ++i)
        CHECK(processor.getProgramName(static_cast<int>(i) + 1).toStdString() == presets[i].title);
    for (const int none : {-1, processor.getNumPrograms(), 100000})
        CHECK(processor.getProgramName(none).isEmpty());
    CHECK(processor.getCurrentProgram() == 0);
}

TEST_CASE("A program is its preset: what it does not name stays", "[plugin]") {
    Processor processor;
    restore(processor, ownStage());
    processor.setCurrentProgram(numberOf("mm-scarlett-line"));
    CHECK(processor.getCurrentProgram() == numberOf("mm-scarlett-line"));
    // As Resources/presets/factory.json has it.
    CHECK_THAT(processor.value(Id::gain), WithinAbs(36.0, 1e-9));
    CHECK_THAT(processor.value(Id::inputDbv), WithinAbs(-19.22, 1e-9));
    CHECK_THAT(processor.value(Id::loadOhm), WithinAbs(60000.0, 1e-9));
    CHECK(processor.text(params::TextId::interfaceId) == "focusrite_scarlett_2i2_4th");
    CHECK(processor.text(params::TextId::presetName) == "MM into a Scarlett line input");
    CHECK_THAT(processor.value(Id::balance), WithinAbs(1.5, 1e-9));
    CHECK_THAT(processor.value(Id::nominalDbv), WithinAbs(-7.0, 1e-9));
    CHECK(processor.value(Id::bypass) > 0.5);

    for (int program = 1; program < processor.getNumPrograms(); ++program) {
        restore(processor, ownStage());
        processor.setCurrentProgram(program);
        const auto expected =
            params::applyPreset(params::factoryPresets()[static_cast<std::size_t>(program - 1)], ownStage());
        CAPTURE(program);
        CHECK(processor.stage() == std::get<params::Snapshot>(expected));
        CHECK(processor.getCurrentProgram() == program);
    }
}

TEST_CASE("A preset that is chosen once more is as at first", "[plugin]") {
    Processor processor;
    const int program = numberOf("mm-scarlett-line");
    processor.setCurrentProgram(program);
    const auto first = processor.stage();
    processor.parameter(Id::gain)->setValueNotifyingHost(0.2f);
    CHECK(processor.getCurrentProgram() == program); // it is what the stage began with
    processor.setCurrentProgram(program);
    CHECK(processor.stage() == first);
}

TEST_CASE("A host that sets program 0, or none, leaves what it has restored", "[plugin]") {
    Processor processor;
    auto stage = ownStage();
    stage.texts.set(params::TextId::presetName, "MM into a Scarlett line input");
    restore(processor, stage);
    CHECK(processor.getCurrentProgram() == numberOf("mm-scarlett-line"));
    juce::MemoryBlock before, after;
    processor.getStateInformation(before);
    for (const int program : {0, -1, processor.getNumPrograms(), 100000})
        processor.setCurrentProgram(program);
    processor.getStateInformation(after);
    CHECK(before == after);

    stage.texts.set(params::TextId::presetName, "a preset of my own");
    restore(processor, stage);
    CHECK(processor.getCurrentProgram() == 0);
}

TEST_CASE("The host hears of each parameter that a program changes, and of no other", "[plugin]") {
    for (const bool onMessageThread : {true, false}) {
        CAPTURE(onMessageThread);
        Processor processor;
        const auto before = processor.values();
        Heard heard(processor);
        const int program = numberOf("shellac-mono");
        REQUIRE(program > 0);
        if (onMessageThread)
            processor.setCurrentProgram(program);
        else
            std::thread([&] { processor.setCurrentProgram(program); }).join();
        processor.handleUpdateNowIfNeeded();
        const auto after = processor.values();
        std::set<int> changed;
        for (const auto& entry : params::table())
            if (entry.kind == params::Kind::host && std::abs(before.get(entry.id) - after.get(entry.id)) > 0.0)
                changed.insert(processor.parameter(entry.id)->getParameterIndex());
        CHECK_FALSE(changed.empty());
        CHECK(heard.values == changed);
        CHECK(heard.gestures == changed);
    }
}
