// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Style.h"

namespace phonostage::app {

/** A field with two lines and a chevron: what is chosen, and what that means; opens something. */
class FieldButton final : public juce::Button {
public:
    FieldButton(const juce::String& id, const juce::String& title);

    void show(const juce::String& line, const juce::String& detail);
    [[nodiscard]] const juce::String& line() const { return line_; }
    [[nodiscard]] const juce::String& detail() const { return detail_; }

private:
    void paintButton(juce::Graphics& g, bool highlighted, bool down) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

    juce::String line_, detail_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(FieldButton)
};

} // namespace phonostage::app
