// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/HostParameter.h"

#include "params/ParameterText.h"
#include "plugin/ParameterScale.h"

#include <cmath>
#include <string>

namespace phonostage::plugin {
namespace {

float normalise(const params::Entry& entry, double value) { return static_cast<float>(toNormalised(entry, value)); }

// The range is what hosts and JUCE's wrappers convert with, in floats: it must agree with getValue and setValue in
// every bit. A float is taken for the decimal value next to it.
juce::NormalisableRange<float> makeRange(const params::Entry& entry) {
    const auto nearest = [&entry](float value) {
        return fromNormalised(entry, toNormalised(entry, static_cast<double>(value)));
    };
    const auto plain = [&entry](float, float, float normalised) {
        return static_cast<float>(fromNormalised(entry, static_cast<double>(normalised)));
    };
    const auto normalised = [&entry, nearest](float, float, float value) { return normalise(entry, nearest(value)); };
    const auto snap = [nearest](float, float, float value) { return static_cast<float>(nearest(value)); };
    return {static_cast<float>(entry.minimum), static_cast<float>(entry.maximum), plain, normalised, snap};
}

} // namespace

HostParameter::HostParameter(const params::Entry& entry, ValueStore& store)
    : RangedAudioParameter(
          juce::ParameterID(entry.key, entry.sinceVersion), juce::String::fromUTF8(entry.name),
          juce::AudioProcessorParameterWithIDAttributes().withLabel(juce::String::fromUTF8(entry.unit))),
      entry_(entry), store_(store), range_(makeRange(entry)) {}

double HostParameter::plainValue() const { return store_.get(entry_.id); }

float HostParameter::getValue() const { return normalise(entry_, plainValue()); }

void HostParameter::setValue(float newValue) {
    if (!std::isfinite(newValue)) return;
    // A host that echoes what it has read must not round a value that was typed in, or restored, between two steps.
    if (newValue == getValue()) return;
    store_.set(entry_.id, fromNormalised(entry_, static_cast<double>(newValue)));
}

float HostParameter::getDefaultValue() const { return normalise(entry_, entry_.defaultValue); }

const juce::NormalisableRange<float>& HostParameter::getNormalisableRange() const { return range_; }

int HostParameter::getNumSteps() const {
    if (!isDiscrete()) return juce::AudioProcessor::getDefaultNumParameterSteps();
    return static_cast<int>(std::lround(entry_.maximum - entry_.minimum)) + 1;
}

bool HostParameter::isDiscrete() const { return entry_.type != params::Type::number; }

bool HostParameter::isBoolean() const { return entry_.type == params::Type::toggle; }

juce::String HostParameter::getName(int maximumStringLength) const { return name.substring(0, maximumStringLength); }

juce::String HostParameter::getText(float normalisedValue, int maximumStringLength) const {
    std::string text = params::toText(entry_.id, fromNormalised(entry_, static_cast<double>(normalisedValue)));
    const std::string unit = std::string(" ") + entry_.unit;
    if (unit.size() > 1 && text.size() > unit.size() && text.ends_with(unit)) text.resize(text.size() - unit.size());
    const auto result = juce::String::fromUTF8(text.c_str());
    return maximumStringLength > 0 ? result.substring(0, maximumStringLength) : result;
}

float HostParameter::getValueForText(const juce::String& text) const {
    const auto value = params::fromText(entry_.id, text.toStdString());
    return value ? normalise(entry_, *value) : getValue();
}

juce::StringArray HostParameter::getAllValueStrings() const {
    juce::StringArray strings;
    if (!isDiscrete()) return strings;
    const int steps = getNumSteps();
    for (int step = 0; step < steps; ++step)
        strings.add(getText(normalise(entry_, entry_.minimum + step), 0));
    return strings;
}

} // namespace phonostage::plugin
