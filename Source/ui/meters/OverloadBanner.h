// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Backdrop.h"
#include "ui/look/Style.h"
#include "ui/text/LevelAdvice.h"
#include "ui/text/LevelText.h"

#include <functional>

namespace phonostage::ui {

/** What is wrong, in words: input overload with a latched lamp a channel to the left, output clipping, another thing
    and another shape, to the right. A lamp is full for an overload at full scale, a ring for one below it, and of the
    accent's colour for clicks. Where one step helps, a button takes it: then the words have two lines more, and the
    output only its sign. */
class OverloadBanner final : public Panel, public juce::TooltipClient {
public:
    OverloadBanner(std::function<void()> onClear, std::function<void(const LevelAdvice&)> onStep);

    /** What the equipment leaves above the record, where it is known: the advice follows it. */
    void setMargin(const std::optional<catalogue::OverloadMargin>& margin) { margin_ = margin; }
    /** What to say instead of "no overload", if anything; where the level contradicts what was entered, before all but
        samples that are no numbers. */
    void setAdvice(const LevelAdvice& advice) { advice_ = advice; }
    /** The interface has a gain control, whose new reading may be entered here. */
    void setCanTurn(bool canTurn) { canTurn_ = canTurn; }
    /** What leaves is held at a safe level. */
    void setHeld(bool isHeld) { isHeld_ = isHeld; }
    void show(const OverloadView& view);

    /** Room for the words, in logical units: the longest of them fit (a test measures them). */
    static constexpr int inputTextWidth = 392;
    static constexpr int outputTextWidth = 110;
    /** With a button: one line, and two below it. */
    static constexpr int adviceTextWidth = 294;
    static constexpr int outputSignWidth = 52;
    static constexpr int stepWidth = 172;
    static constexpr int stepTextWidth = stepWidth - 8;
    [[nodiscard]] const BannerText& inputText() const { return input_; }
    [[nodiscard]] const BannerText& outputText() const { return output_; }
    /** What the button does; its text is empty where there is none. */
    [[nodiscard]] const LevelAdvice& step() const { return step_; }

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
    void paintInput(juce::Graphics& g) const;
    void paintOutput(juce::Graphics& g) const;
    [[nodiscard]] BannerText adviceText(const BannerText& overload) const;
    [[nodiscard]] int outputLeft() const;
    void placeStep();

    std::optional<catalogue::OverloadMargin> margin_;
    BannerText input_, output_;
    std::array<Lamp, 2> lamps_{};
    bool mono_ = false;
    LevelAdvice advice_, step_;
    bool canTurn_ = false, isHeld_ = false;
    std::function<void(const LevelAdvice&)> onStep_;
    juce::TextButton take_;
    juce::TextButton clear_{"Clear"};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(OverloadBanner)
};

} // namespace phonostage::ui
