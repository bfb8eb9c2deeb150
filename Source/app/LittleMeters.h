// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/record/SideHistory.h"
#include "ui/look/Style.h"

#include <array>

namespace phonostage::app {

/** Two thin bars: the level of the input on whatever page, full scale marked. */
class LittleMeters final : public juce::Component, public juce::SettableTooltipClient {
public:
    LittleMeters();

    /** The newest of what was heard; repaints where that shows. */
    void show(const SideHistory& history, bool isOn);

    static constexpr int width = 128;
    static constexpr double bottomDbfs = -60.0, topDbfs = 3.0;

private:
    void paint(juce::Graphics& g) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

    struct Bar {
        int rms = 0, peak = 0; ///< of the bar's width
        bool isOver = false;
        bool operator==(const Bar&) const = default;
    };
    std::array<Bar, 2> bars_{};
    std::array<double, 2> peaks_{};
    bool isOn_ = false;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(LittleMeters)
};

} // namespace phonostage::app
