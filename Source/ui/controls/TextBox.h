// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Style.h"

#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>

namespace phonostage::ui {

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
