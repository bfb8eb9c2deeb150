// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Backdrop.h"
#include "ui/look/Style.h"
#include "ui/text/LevelText.h"

#include <functional>

namespace phonostage::ui {

/** What is wrong, in words: input overload with a latched lamp a channel to the left, output clipping, another thing
    and another shape, to the right. A lamp is full for an overload at full scale, a ring for one below it, and of the
    accent's colour for clicks. */
class OverloadBanner final : public Panel, public juce::TooltipClient {
public:
    explicit OverloadBanner(std::function<void()> onClear);

    /** What the equipment leaves above the record, where it is known: the advice follows it. */
    void setMargin(const std::optional<catalogue::OverloadMargin>& margin) { margin_ = margin; }
    void show(const OverloadView& view);

    /** Room for the words, in logical units: the longest of them fit (a test measures them). */
    static constexpr int inputTextWidth = 392;
    static constexpr int outputTextWidth = 110;
    [[nodiscard]] const BannerText& inputText() const { return input_; }
    [[nodiscard]] const BannerText& outputText() const { return output_; }

    void paintStatic(juce::Graphics& g) override;
    void paint(juce::Graphics& g) override;
    void resized() override;
    /** What the words have no room for. */
    juce::String getTooltip() override;
    /** All of it, for those who listen. */
    [[nodiscard]] juce::String spokenText() const;
    [[nodiscard]] Lamp lamp(int channel) const { return lamps_[static_cast<std::size_t>(channel)]; }
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

private:
    void paintLamp(juce::Graphics& g, juce::Rectangle<float> area, const juce::String& letter, Lamp lamp) const;
    void paintTriangle(juce::Graphics& g, juce::Rectangle<float> area, bool lit) const;

    std::optional<catalogue::OverloadMargin> margin_;
    BannerText input_, output_;
    std::array<Lamp, 2> lamps_{};
    bool mono_ = false;
    juce::TextButton clear_{"Clear"};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(OverloadBanner)
};

} // namespace phonostage::ui
