// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/NumberControl.h"

namespace phonostage::ui {

/** The turntable's speed over the record's: a click offers the usual pairs, a ratio can be typed ("45 at 33 1/3",
    "0.7407"). */
class SpeedField final : public NumberControl {
public:
    explicit SpeedField(plugin::Processor& processor);

    void openMenu();

    void nudge(int steps, bool fine) override; ///< to the next of the usual ones; with shift by a thousandth
    void paint(juce::Graphics& g) override;
    void mouseUp(const juce::MouseEvent& event) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

protected:
    juce::Rectangle<int> valueArea() const override { return getLocalBounds(); }
    bool opensTypeInAt(juce::Point<int>) const override { return false; }

private:
    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(SpeedField)
};

/** "45 at 33⅓", "correct speed"; a ratio that has no name is "0.9500 × speed". */
[[nodiscard]] juce::String speedText(double ratio);

} // namespace phonostage::ui
