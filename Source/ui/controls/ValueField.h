// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/NumberControl.h"

namespace phonostage::ui {

/** A number as a text field with its unit. */
class ValueField final : public NumberControl {
public:
    ValueField(plugin::Processor& processor, params::Id id, const juce::String& name = {});

    void paint(juce::Graphics& g) override;

protected:
    juce::Rectangle<int> valueArea() const override { return getLocalBounds(); }

private:
    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(ValueField)
};

/** The box around fields and choices. */
void drawField(juce::Graphics& g, const Palette& colours, juce::Rectangle<int> area, bool hovered, bool focused,
               bool enabled);

} // namespace phonostage::ui
