// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Backdrop.h"
#include "LevelText.h"
#include "Style.h"

#include <functional>

namespace phonostage::ui {

/** What is wrong, in words: input overload with a latched lamp a channel to the left, output clipping, another thing
   and another shape, to the right. */
class OverloadBanner final : public Panel {
public:
    explicit OverloadBanner(std::function<void()> onClear);

    void show(const OverloadView& view);
    [[nodiscard]] const BannerText& inputText() const { return input_; }
    [[nodiscard]] const BannerText& outputText() const { return output_; }

    void paintStatic(juce::Graphics& g) override;
    void paint(juce::Graphics& g) override;
    void resized() override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

private:
    void paintLamp(juce::Graphics& g, juce::Rectangle<float> area, const juce::String& letter, bool lit) const;
    void paintTriangle(juce::Graphics& g, juce::Rectangle<float> area, bool lit) const;

    BannerText input_, output_;
    std::array<bool, 2> lit_{};
    bool mono_ = false;
    juce::TextButton clear_{"Clear"};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(OverloadBanner)
};

} // namespace phonostage::ui
