// SPDX-License-Identifier: GPL-3.0-or-later
// What a host sees of the parameters: frozen once released.
#include "params/State.h"
#include "plugin/PluginSupport.h"
#include "support/Catch.h"

#include <cmath>
#include <limits>
#include <set>

using namespace phonostage;
using namespace phonostage::tests;
using params::Id;

namespace {

struct Frozen {
    const char* key;
    const char* label;
    float minimum, maximum, defaultValue;
    int steps;          ///< 0: continuous
    float halfwayValue; ///< at 0.5: tells a linear scale from a logarithmic one
    int version = 1;    ///< hint: the release that introduced it
    bool named = false; ///< a choice of two, not a toggle
};

// By hand, not from the table: what hosts have stored in sessions and automation.
constexpr Frozen frozen[] = {
    {"bypass", "", 0, 1, 0, 2, 1},
    {"gain", "dB", 0, 80, 40, 0, 40},
    {"output_trim", "dB", -20, 20, 0, 0, 0},
    {"balance", "dB", -6, 6, 0, 0, 0},
    {"curve", "", 0, 63, 0, 64, 32},
    {"curve_iec", "", 0, 1, 0, 2, 1},
    {"curve_neumann", "", 0, 1, 0, 2, 1},
    {"curve_inverse", "", 0, 1, 0, 2, 1},
    {"custom_shelf_on", "", 0, 1, 1, 2, 1},
    {"custom_shelf", "us", 500, 32000, 3180, 0, 4000},
    {"custom_turnover_on", "", 0, 1, 1, 2, 1},
    {"custom_turnover", "us", 100, 2000, 318, 0, 447.2F},
    {"custom_rolloff_on", "", 0, 1, 1, 2, 1},
    {"custom_rolloff", "us", 0, 300, 75, 0, 150},
    {"dc_removal", "", 0, 1, 1, 2, 1},
    {"subsonic_on", "", 0, 1, 0, 2, 1},
    {"subsonic_corner", "Hz", 5, 40, 20, 0, 14.1F},
    {"subsonic_slope", "", 0, 2, 1, 3, 1},
    {"invert_left", "", 0, 1, 0, 2, 1},
    {"invert_right", "", 0, 1, 0, 2, 1},
    {"swap_channels", "", 0, 1, 0, 2, 1},
    {"channel_mode", "", 0, 4, 0, 5, 2},
    {"load_correction", "", 0, 1, 0, 2, 1, 2},
    {"load_limit", "dB", 0, 40, 36, 0, 20, 2},
    {"undo_riaa", "", 0, 1, 0, 2, 1, 2},
    {"speed_ratio", "", 0.25F, 4, 1, 0, 1, 2},
    {"crosstalk_left_right", "%", -50, 50, 0, 0, 0, 2},
    {"crosstalk_right_left", "%", -50, 50, 0, 0, 0, 2},
    {"mono_bass_on", "", 0, 1, 0, 2, 1, 2},
    {"mono_bass_corner", "Hz", 80, 200, 120, 0, 140, 2},
    {"mono_bass_slope", "", 0, 1, 1, 2, 1, 2, true},
    {"exact_phase", "", 0, 1, 0, 2, 1, 3},
    {"declick", "", 0, 1, 0, 2, 1, 3},
    {"declick_strength", "%", 0, 100, 50, 0, 50, 3},
    {"decrackle", "", 0, 1, 0, 2, 1, 3},
    {"decrackle_strength", "%", 0, 100, 50, 0, 50, 3},
    {"hear", "", 0, 2, 0, 3, 1, 3, true},
    {"dehum", "", 0, 3, 0, 4, 2.0F, 3, true},
    {"dehum_most", "dB", 0, 60, 40, 0, 30, 3},
};

bool isDiscrete(const Frozen& entry) { return entry.steps > 0; }

} // namespace

TEST_CASE("The host sees the frozen parameters in their order", "[plugin]") {
    Processor processor;
    const auto& parameters = processor.getParameters();
    REQUIRE(parameters.size() == static_cast<int>(std::size(frozen)));
    for (int i = 0; i < parameters.size(); ++i) {
        const auto& expected = frozen[i];
        CAPTURE(expected.key);
        auto* parameter = dynamic_cast<juce::RangedAudioParameter*>(parameters[i]);
        REQUIRE(parameter != nullptr);
        CHECK(parameter->paramID == expected.key);
        CHECK(parameter->getLabel() == expected.label);
        CHECK(parameter->getVersionHint() == expected.version);
        CHECK(parameter->isAutomatable());
        CHECK(parameter->isDiscrete() == isDiscrete(expected));
        CHECK(parameter->isBoolean() == (expected.steps == 2 && !expected.named));
        CHECK(parameter->getNumSteps() ==
              (isDiscrete(expected) ? expected.steps : juce::AudioProcessor::getDefaultNumParameterSteps()));
        CHECK(parameter->convertFrom0to1(0.0F) == expected.minimum);
        CHECK(parameter->convertFrom0to1(1.0F) == expected.maximum);
        CHECK(parameter->convertFrom0to1(0.5F) == expected.halfwayValue);
        CHECK(parameter->convertFrom0to1(parameter->getDefaultValue()) == expected.defaultValue);
        CHECK(parameter->getValue() == parameter->getDefaultValue());
        CHECK(parameter->getName(64).length() <= 24);
        CHECK(parameter->getName(3).length() == 3);
    }
    CHECK(processor.parameter(Id::inputDbv) == nullptr);
    CHECK(processor.parameter(Id::gain) == parameters[1]);
}

TEST_CASE("Every value of a discrete parameter has a text of its own that leads back to it", "[plugin]") {
    Processor processor;
    for (const Id id : hostIds()) {
        auto* parameter = processor.parameter(id);
        if (!parameter->isDiscrete()) {
            CHECK(parameter->getAllValueStrings().isEmpty());
            continue;
        }
        CAPTURE(parameter->paramID);
        const auto texts = parameter->getAllValueStrings();
        REQUIRE(texts.size() == parameter->getNumSteps());
        std::set<juce::String> seen;
        for (int step = 0; step < texts.size(); ++step) {
            const float normalised = static_cast<float>(step) / static_cast<float>(texts.size() - 1);
            CHECK(parameter->getText(normalised, 64) == texts[step]);
            CHECK(parameter->getValueForText(texts[step]) == normalised);
            CHECK(seen.insert(texts[step]).second);
        }
    }
}

TEST_CASE("Text of a number leads back to it within half of the shown digit", "[plugin]") {
    Processor processor;
    for (const Id id : hostIds()) {
        auto* parameter = processor.parameter(id);
        if (parameter->isDiscrete()) continue;
        const auto& entry = params::entry(id);
        CAPTURE(entry.key);
        const double shown = 0.5 * std::pow(10.0, -entry.decimals);
        for (int i = 0; i <= 100; ++i) {
            parameter->setValue(static_cast<float>(i) / 100.0F);
            const double value = processor.value(id);
            const auto text = parameter->getCurrentValueAsText();
            if (*entry.unit) CHECK_FALSE(text.contains(entry.unit)); // hosts append the label themselves
            const double back = static_cast<double>(parameter->convertFrom0to1(parameter->getValueForText(text)));
            // Half a digit, and what a float can hold of it.
            CHECK_THAT(back, WithinAbs(value, shown + 1e-6 * std::fabs(value)));
            CHECK(parameter->getValueForText(text + " " + entry.unit) == parameter->getValueForText(text));
        }
        parameter->setValue(0.25F);
        const float before = parameter->getValue();
        CHECK(parameter->getValueForText("rubbish") == before);
        CHECK(parameter->getValueForText("") == before);
        CHECK(parameter->getText(0.25F, 2).length() <= 2);
    }
}

TEST_CASE("Toggles and choices snap when a host sets a value between", "[plugin]") {
    Processor processor;
    auto* toggle = processor.parameter(Id::dcRemoval);
    toggle->setValue(0.385F);
    CHECK(toggle->getValue() == 0.0F);
    toggle->setValue(0.61F);
    CHECK(toggle->getValue() == 1.0F);

    auto* choice = processor.parameter(Id::subsonicSlope);
    choice->setValue(0.7F);
    CHECK(choice->getValue() == 0.5F);
    choice->setValue(0.8F);
    CHECK(choice->getValue() == 1.0F);
    CHECK(processor.value(Id::subsonicSlope) == 2.0);
}

TEST_CASE("Numbers snap to decimal values, and survive a host's echo", "[plugin]") {
    Processor processor;
    setHost(processor, Id::gain, 46.02);
    CHECK(processor.value(Id::gain) == 46.02);
    setHost(processor, Id::customShelf, 3180.0);
    CHECK(processor.value(Id::customShelf) == 3180.0);

    // A value between two steps comes from a state; the host reads it and writes it back.
    auto values = processor.values();
    values.set(Id::customTurnover, 397.887);
    restore(processor, params::writeState(values));
    auto* turnover = processor.parameter(Id::customTurnover);
    turnover->setValue(turnover->getValue());
    CHECK(processor.value(Id::customTurnover) == 397.887);
}

TEST_CASE("Values that no parameter can have change nothing or are clamped", "[plugin]") {
    Processor processor;
    for (const Id id : hostIds()) {
        auto* parameter = processor.parameter(id);
        CAPTURE(parameter->paramID);
        parameter->setValue(parameter->getDefaultValue() > 0.5F ? 0.0F : 1.0F);
        const double before = processor.value(id);
        parameter->setValue(std::numeric_limits<float>::quiet_NaN());
        parameter->setValue(std::numeric_limits<float>::infinity());
        parameter->setValue(-std::numeric_limits<float>::infinity());
        CHECK(processor.value(id) == before);
        parameter->setValue(7.5F);
        CHECK(processor.value(id) == params::entry(id).maximum);
        parameter->setValue(-3.0F);
        CHECK(processor.value(id) == params::entry(id).minimum);
    }
}

TEST_CASE("The range agrees with the parameter in every bit", "[plugin]") {
    // JUCE's wrappers convert with the range: LV2 in real units, the others normalised.
    Processor processor;
    for (const Id id : hostIds()) {
        auto* parameter = processor.parameter(id);
        CAPTURE(parameter->paramID);
        for (int i = 0; i <= 1000; ++i) {
            parameter->setValue(static_cast<float>(i) / 1000.0F);
            const float plain = static_cast<float>(processor.value(id));
            CHECK(parameter->convertFrom0to1(parameter->getValue()) == plain);
            CHECK(parameter->convertTo0to1(plain) == parameter->getValue());
        }
    }
}

TEST_CASE("Settings are no host parameters, and are clamped", "[plugin]") {
    Processor processor;
    processor.setSetting(Id::inputDbv, 12.5);
    CHECK(processor.value(Id::inputDbv) == 12.5);
    processor.setSetting(Id::inputDbv, std::numeric_limits<double>::quiet_NaN());
    CHECK(processor.value(Id::inputDbv) == 12.5);
    processor.setSetting(Id::inputDbv, 1e9);
    CHECK(processor.value(Id::inputDbv) == params::entry(Id::inputDbv).maximum);
    const double gain = processor.value(Id::gain);
    processor.setSetting(Id::gain, 10.0);
    CHECK(processor.value(Id::gain) == gain);
}
