// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/CleanTrace.h"
#include "ui/look/FrameClock.h"
#include "ui/look/Style.h"

#include <array>
#include <vector>

namespace phonostage::ui {

/** The last seconds of sound, and below it of what was taken out of it, both on one scale: the newest at the right. */
class CleanStrip final : public juce::Component, public juce::SettableTooltipClient {
public:
    CleanStrip();

    /** Takes what is new; paints where it looks otherwise than before. */
    void poll(const dsp::CleanTrace& trace, const juce::String& spoken);

    void paint(juce::Graphics& g) override;
    void resized() override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

    /** Of the two lanes: sound 0, removed 1. */
    [[nodiscard]] juce::Rectangle<int> lane(int index) const;
    /** Volts at the edge of a lane. */
    [[nodiscard]] float scaleVolts() const { return scaleVolts_; }

private:
    /** Half the lane's height is 1. */
    struct Lane {
        std::vector<float> low, high;
        bool operator==(const Lane&) const = default;
    };

    void follow(std::size_t count);
    [[nodiscard]] juce::Path pathOf(const Lane& lane, juce::Rectangle<float> area) const;

    dsp::CleanTrace::Columns columns_;
    std::uint64_t number_ = 0;
    float scaleVolts_ = 0.0f;
    Lane sound_, removed_;
    juce::String spoken_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(CleanStrip)
};

} // namespace phonostage::ui
