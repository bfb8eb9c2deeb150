// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/ParameterControl.h"

#include <memory>

namespace phonostage::ui {

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
