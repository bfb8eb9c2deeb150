// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/NumberControl.h"

namespace phonostage::ui {

/** A number as a slider with its value to the right. The knob goes to where the line is pressed; the value is typed,
   and all else is as with other numbers. */
class LineSlider final : public NumberControl {
public:
    LineSlider(plugin::Processor& processor, params::Id id, const juce::String& name = {});

    void paint(juce::Graphics& g) override;
    void mouseDown(const juce::MouseEvent& event) override;
    void mouseDrag(const juce::MouseEvent& event) override;
    void mouseUp(const juce::MouseEvent& event) override;

protected:
    juce::Rectangle<int> valueArea() const override;

private:
    [[nodiscard]] juce::Rectangle<float> lineArea() const;
    void moveTo(const juce::MouseEvent& event);

    bool isSliding_ = false;
    double proportion_ = 0.0; ///< while it slides
    float lastX_ = 0.0f;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(LineSlider)
};

} // namespace phonostage::ui
