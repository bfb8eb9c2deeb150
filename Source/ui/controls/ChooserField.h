// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/Chooser.h"

#include <functional>

namespace phonostage::ui {

/** A field that opens a chooser: it shows what is chosen. */
class ChooserField final : public juce::Component, public juce::SettableTooltipClient {
public:
    ChooserField(const juce::String& id, const juce::String& title, const juce::String& help);

    std::function<Chooser::Question()> onAsk;

    void setText(const juce::String& text, bool isPlaceholder);
    [[nodiscard]] const juce::String& text() const { return text_; }
    void ask(const juce::String& initial = {});

    void paint(juce::Graphics& g) override;
    void mouseDown(const juce::MouseEvent& event) override;
    void mouseEnter(const juce::MouseEvent&) override { setHovered(true); }
    void mouseExit(const juce::MouseEvent&) override { setHovered(false); }
    bool keyPressed(const juce::KeyPress& key) override;
    void focusGained(FocusChangeType cause) override;
    void focusLost(FocusChangeType cause) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

private:
    void setHovered(bool hovered);

    juce::String text_;
    bool isPlaceholder_ = true;
    bool hovered_ = false;
    bool keyboardFocus_ = false;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(ChooserField)
};

} // namespace phonostage::ui
