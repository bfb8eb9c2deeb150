// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

namespace phonostage::ui {

/** Opens Clean in the plot's place, and closes it: it says how much is taken out. */
class CleanButton final : public juce::Button {
public:
    CleanButton();

    void show(const juce::String& text);
    void setOpen(bool isOpen) { setToggleState(isOpen, juce::dontSendNotification); }
    [[nodiscard]] const juce::String& text() const { return text_; }

    void paintButton(juce::Graphics& g, bool highlighted, bool down) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

private:
    juce::String text_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(CleanButton)
};

} // namespace phonostage::ui
