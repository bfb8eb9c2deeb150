// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Style.h"

#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>

namespace phonostage::ui {

/** One of a few, side by side: for what belongs to the screen or to a dialogue, not to the stage. Arrow keys move. */
class Segments final : public juce::Component, public juce::SettableTooltipClient {
public:
    Segments(const juce::String& id, const juce::String& title, juce::StringArray names, const juce::String& help = {});

    std::function<void(int chosen)> onChange;

    void show(int chosen);
    /** Other names, at least one; nothing is chosen anew. */
    void rename(const juce::StringArray& names);
    [[nodiscard]] int chosen() const { return chosen_; }
    void choose(int index); ///< as by hand

    void paint(juce::Graphics& g) override;
    void mouseDown(const juce::MouseEvent& event) override;
    bool keyPressed(const juce::KeyPress& key) override;
    void focusGained(FocusChangeType cause) override;
    void focusLost(FocusChangeType cause) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

private:
    [[nodiscard]] juce::Rectangle<int> partArea(int index) const;

    juce::StringArray names_;
    int chosen_ = 0;
    bool keyboardFocus_ = false;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(Segments)
};

/** A choice of a few side by side: its box and parts, which lie in it. */
void drawSegments(juce::Graphics& g, const Style& style, juce::Rectangle<int> area, const juce::StringArray& names,
                  const std::function<juce::Rectangle<int>(int)>& partArea, int chosen, bool isEnabled = true);

} // namespace phonostage::ui
