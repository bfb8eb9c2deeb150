// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/ParameterControl.h"

namespace phonostage::ui {

/** One of a few of an entry, all in sight side by side. Arrow keys and wheel move. */
class ChoiceSegments final : public ParameterControl {
public:
    /** names: shown and read out, in the order of the entry's choices. */
    ChoiceSegments(plugin::Processor& processor, params::Id id, juce::StringArray names,
                   const juce::String& title = {});

    void nudge(int steps, bool fine) override;
    void paint(juce::Graphics& g) override;
    void mouseDown(const juce::MouseEvent& event) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

    /** That it needs for its words. */
    [[nodiscard]] int wantedWidth() const;

private:
    [[nodiscard]] juce::Rectangle<int> partArea(int index) const;
    [[nodiscard]] int chosen() const;

    juce::StringArray names_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(ChoiceSegments)
};

} // namespace phonostage::ui
