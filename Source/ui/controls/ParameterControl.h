// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/ParameterLink.h"
#include "ui/look/FrameClock.h"
#include "ui/look/Style.h"

#include <juce_gui_basics/juce_gui_basics.h>

#include <memory>

namespace phonostage::ui {

/** A control of one entry of the table: polls its value, takes wheel and arrow keys in steps, opens the host's menu,
   and describes itself to assistive technology. Knobs, fields, switches and choices draw and refine it. */
class ParameterControl : public juce::Component, public juce::SettableTooltipClient, public Polled {
public:
    /** name: as read out and shown; the table's where empty. */
    ParameterControl(plugin::Processor& processor, params::Id id, const juce::String& name = {});

    void poll(const Tick& tick) override;

    [[nodiscard]] const ParameterLink& link() const { return link_; }
    [[nodiscard]] ParameterLink& link() { return link_; }
    /** The value that is on the screen. */
    [[nodiscard]] double shownValue() const { return shown_; }
    /** Back to the default, as one gesture. */
    void reset();
    /** One notch or arrow key up (positive) or down. */
    virtual void nudge(int steps, bool fine) = 0;

    bool keyPressed(const juce::KeyPress& key) override;
    void mouseWheelMove(const juce::MouseEvent& event, const juce::MouseWheelDetails& wheel) override;
    void mouseEnter(const juce::MouseEvent& event) override;
    void mouseExit(const juce::MouseEvent& event) override;
    void focusGained(FocusChangeType cause) override;
    void focusLost(FocusChangeType cause) override;
    void enablementChanged() override { repaint(); }

    /** The menu of the right button: what can be done here, and what the host offers for this parameter. */
    void showContextMenu();

protected:
    [[nodiscard]] const Style& style() const { return Style::of(*this); }
    [[nodiscard]] const Palette& colours() const { return style().colours(); }
    /** True where the keyboard, not the mouse, brought the focus: then a space is a press. */
    [[nodiscard]] bool isFocusByKeyboard() const { return keyboardFocus_; }
    /** Whether a ring is drawn: a host's window may take the keyboard away without a word. */
    [[nodiscard]] bool showsFocus() const { return keyboardFocus_ && hasKeyboardFocus(false); }
    [[nodiscard]] bool isHovered() const { return hovered_; }
    /** More lines of the context menu, above the rest. */
    virtual void addToContextMenu(juce::PopupMenu&) {}
    /** A right-click or its equivalent: true, and the menu is opened. */
    bool opensContextMenu(const juce::MouseEvent& event);

private:
    ParameterLink link_;
    double shown_;
    float wheelTravel_ = 0.0f;
    bool keyboardFocus_ = false;
    bool hovered_ = false;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(ParameterControl)
};

} // namespace phonostage::ui
