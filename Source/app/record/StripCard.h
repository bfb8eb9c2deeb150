// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Card.h"
#include "app/record/SideHistory.h"

#include <optional>

namespace phonostage::app {

/** The last half minute, both channels round their middle on a scale of decibels, with full scale drawn: a linear
    picture of a flat signal looks empty, and makes people turn it up too far. New columns are added to an image. */
class StripCard final : public Card {
public:
    StripCard();

    void show(const SideHistory& history, double fullScaleDbv, bool isOn);
    /** The seconds before now that an armed recorder will keep; 0: none is armed. */
    void setKept(double seconds);
    void setPixelsPerUnit(double pixels);
    void lookAndFeelChanged() override;

    static constexpr double bottomDbfs = -60.0;

private:
    void paintCard(juce::Graphics& g, const ui::Style& style) override;
    void resized() override;
    void paintLegend(juce::Graphics& g, const ui::Style& style) const;
    void paintKept(juce::Graphics& g, const ui::Style& style) const;
    [[nodiscard]] juce::Rectangle<int> band(std::size_t channel) const;
    void drawColumn(juce::Graphics& g, const media::LevelColumn& column, float left, float right) const;
    void redraw(const SideHistory& history);
    void append(const SideHistory& history);
    void drawNewest(juce::Graphics& g, const SideHistory& history, std::int64_t count) const;
    [[nodiscard]] std::int64_t pixelOf(std::int64_t column) const;
    void clearImage();

    juce::Rectangle<int> wave_;
    juce::Image image_; ///< of the wells, in pixels of the screen
    double pixels_ = 1.0;
    std::int64_t drawn_ = 0; ///< history's count at the last look
    bool isStale_ = true;
    double fullScaleDbv_ = 0.0;
    double kept_ = 0.0;
    float loudestDbfs_ = -200.0F;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(StripCard)
};

} // namespace phonostage::app
