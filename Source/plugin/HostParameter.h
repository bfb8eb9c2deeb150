// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugin/ValueStore.h"

#include "params/ParameterTable.h"

#include <juce_audio_processors/juce_audio_processors.h>

namespace phonostage::plugin {

/** One host parameter, made from its entry in the table; its value lives in the store, in its own unit.

    Whatever the host sets is snapped at once (JUCE's own toggle returns 0.385 when set to it), so that what is read
   back is what the stage runs with, and what a state restores. */
class HostParameter final : public juce::RangedAudioParameter {
public:
    HostParameter(const params::Entry& entry, ValueStore& store);

    /** In the parameter's own unit. Any thread. */
    [[nodiscard]] double plainValue() const;

    // ---- 0 to 1, any thread
    float getValue() const override;
    void setValue(float newValue) override;
    float getDefaultValue() const override;

    const juce::NormalisableRange<float>& getNormalisableRange() const override;
    int getNumSteps() const override;
    bool isDiscrete() const override;
    bool isBoolean() const override;
    juce::String getName(int maximumStringLength) const override;

    /** Without the unit where that is the label. */
    juce::String getText(float normalisedValue, int maximumStringLength) const override;
    /** Text that says nothing leaves the present value. */
    float getValueForText(const juce::String& text) const override;
    /** Discrete ones: one string a step, reserved slots included. */
    juce::StringArray getAllValueStrings() const override;

private:
    const params::Entry& entry_;
    ValueStore& store_;
    juce::NormalisableRange<float> range_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(HostParameter)
};

} // namespace phonostage::plugin
