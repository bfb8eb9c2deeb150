// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/meters/MeterBar.h"

namespace phonostage::ui {

/** The highest peak since it was last reset; a click, or the return key, resets it. At full scale and above it stands
    in a box: filled at the input, hollow at the output. */
class PeakNumber final : public juce::Button {
public:
    PeakNumber(MeterEnd end, const juce::String& id, const juce::String& name);

    void show(const juce::String& text, bool isOver);
    [[nodiscard]] const juce::String& text() const { return text_; }

    void paintButton(juce::Graphics& g, bool highlighted, bool down) override;

private:
    MeterEnd end_;
    juce::String text_;
    bool isOver_ = false;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(PeakNumber)
};

} // namespace phonostage::ui
