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
    /** True where the keyboard, not the mouse, brought the focus. */
    [[nodiscard]] bool showsFocus() const { return keyboardFocus_; }
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

/** A number: dragged, turned with the wheel, stepped with arrow keys, typed with its unit. Double-click is the default
    value, shift is fine. */
class NumberControl : public ParameterControl {
public:
    NumberControl(plugin::Processor& processor, params::Id id, const juce::String& name = {});

    void nudge(int steps, bool fine) override;
    void poll(const Tick& tick) override;

    void mouseDown(const juce::MouseEvent& event) override;
    void mouseDrag(const juce::MouseEvent& event) override;
    void mouseUp(const juce::MouseEvent& event) override;
    void mouseDoubleClick(const juce::MouseEvent& event) override;
    bool keyPressed(const juce::KeyPress& key) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

    /** Opens the text field; initial replaces the value's text. */
    void openTypeIn(const juce::String& initial = {});
    /** The open text field, else null. */
    [[nodiscard]] juce::TextEditor* typeIn();

protected:
    /** Where the value stands as text, and where it is typed. */
    [[nodiscard]] virtual juce::Rectangle<int> valueArea() const = 0;
    /** Whether a click there opens the text field. */
    [[nodiscard]] virtual bool opensTypeInAt(juce::Point<int> position) const { return valueArea().contains(position); }
    void addToContextMenu(juce::PopupMenu& menu) override;

private:
    /** The text field: enter takes the value, escape leaves the old one. It stays for the next time, hidden. */
    class TypeIn final : public juce::TextEditor {
    public:
        explicit TypeIn(NumberControl& control);
        bool keyPressed(const juce::KeyPress& key) override;
        void insertTextAtCaret(const juce::String& text) override;
        void focusLost(FocusChangeType cause) override;
        void mark(bool wrong);

    private:
        NumberControl& control_;
    };

    void commitTypeIn();
    void leaveTypeIn();
    void closeTypeIn();

    std::unique_ptr<TypeIn> typeIn_;
    double dragProportion_ = 0.0;
    juce::Point<float> lastDrag_;
    bool dragged_ = false;
    double secondsUntilTypeIn_ = -1.0; ///< below 0: no click waits to be one and not two

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(NumberControl)
};

} // namespace phonostage::ui
