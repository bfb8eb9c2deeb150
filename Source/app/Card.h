// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Style.h"

namespace phonostage::app {

/** A card of a page: its ground, a heading, a quiet remark behind it and one at the right. */
class Card : public juce::Component {
public:
    explicit Card(const juce::String& title);

    /** Repaints where something is new. */
    void setHeading(const juce::String& title, const juce::String& remark = {}, const juce::String& atRight = {});
    [[nodiscard]] const juce::String& heading() const { return title_; }
    [[nodiscard]] const juce::String& remark() const { return remark_; }

    void paint(juce::Graphics& g) override;

protected:
    static constexpr int headingHeight = 48;

    virtual void paintCard(juce::Graphics& g, const ui::Style& style) = 0;
    /** Right edge of what the heading has drawn. */
    [[nodiscard]] int headingRight() const { return headingRight_; }

private:
    juce::String title_, remark_, atRight_;
    int headingRight_ = 0;
};

/** A tick in a round ground: green with a text-coloured tick, or amber with an exclamation mark. */
void drawSign(juce::Graphics& g, const ui::Palette& colours, juce::Point<float> centre, float size, bool isGood);

/** The ground of the row of a list that is chosen. */
void drawChosenRow(juce::Graphics& g, const ui::Palette& colours, juce::Rectangle<int> row);

} // namespace phonostage::app
