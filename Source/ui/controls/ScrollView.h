// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Style.h"

#include <juce_gui_basics/juce_gui_basics.h>

namespace phonostage::ui {

/** What does not fit, to be scrolled up and down: by wheel, finger, bar, and by the keyboard, whose control comes into
    sight. The content is somebody else's. */
class ScrollView final : public juce::Viewport {
public:
    static constexpr int barWidth = 8;

    explicit ScrollView(juce::Component& content);

    /** Whether there is more than can be seen. */
    [[nodiscard]] bool canScroll() const;
    /** Scrolls a part of the content into sight. */
    void reveal(const juce::Component& part);
    /** At each beat: brings into sight what the keyboard has reached since the last one. */
    void followFocus();
    void themeChanged();

    /** Whether the wheel over a component scrolls what it lies in. A control that has the keyboard keeps its wheel. */
    [[nodiscard]] static bool takesWheelOf(const juce::Component& control);

private:
    void parentHierarchyChanged() override { themeChanged(); }
    bool keyPressed(const juce::KeyPress&) override { return false; } ///< arrows are the controls'

    juce::Component::SafePointer<juce::Component> focused_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(ScrollView)
};

} // namespace phonostage::ui
