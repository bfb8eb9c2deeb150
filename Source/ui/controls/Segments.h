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

/** A text field that reports when its text is complete: on enter, or when it loses the focus. Escape restores the old
 * text. */
class TextBox final : public juce::TextEditor {
public:
    TextBox(const juce::String& id, const juce::String& title, const juce::String& help);

    /** Returns why the text will not do, or nothing. */
    std::function<juce::String(const juce::String&)> onCommit;

    void show(const juce::String& text); ///< unless it is being typed in
    /** What an empty field is for, in it. */
    void setHint(const juce::String& hint) { hint_ = hint; }
    void commit();

    bool keyPressed(const juce::KeyPress& key) override;
    void focusLost(FocusChangeType cause) override;
    void lookAndFeelChanged() override;
    void parentHierarchyChanged() override;
    void paintOverChildren(juce::Graphics& g) override;

private:
    void mark(bool wrong);

    juce::String help_;
    juce::String hint_;
    juce::String shown_;
    bool wrong_ = false;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(TextBox)
};

} // namespace phonostage::ui
