// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Card.h"

#include "Compat.h"

#include <cmath>

namespace phonostage::app {

namespace metrics = ui::metrics;

Card::Card(const juce::String& title) : title_(title) {
    setName(title);
    setTitle(title);
    setMouseClickGrabsKeyboardFocus(false);
}

void Card::setHeading(const juce::String& title, const juce::String& remark, const juce::String& atRight) {
    if (title == title_ && remark == remark_ && atRight == atRight_) return;
    title_ = title;
    remark_ = remark;
    atRight_ = atRight;
    setTitle(title);
    repaint(getLocalBounds().removeFromTop(headingHeight));
}

void Card::paint(juce::Graphics& g) {
    const auto& style = ui::Style::of(*this);
    const auto& c = style.colours();
    g.setColour(c.card);
    g.fillRoundedRectangle(getLocalBounds().toFloat(), metrics::cardRadius);
    auto row = juce::Rectangle<int>(metrics::cardPadding, 14, getWidth() - 2 * metrics::cardPadding, 22);
    const auto font = style.font(ui::Face::semibold, metrics::headingSize);
    const auto small = style.font(ui::Face::regular, metrics::captionSize);
    ui::drawText(g, font, c.text, title_, row, juce::Justification::centredLeft);
    const int titleWidth = static_cast<int>(std::ceil(compat::textWidth(font, title_))) + 10;
    headingRight_ = row.getX() + titleWidth;
    const int remarkWidth = remark_.isEmpty() ? 0 : static_cast<int>(std::ceil(compat::textWidth(small, remark_))) + 2;
    ui::drawText(g, small, c.textMuted, atRight_, row.withLeft(headingRight_ + remarkWidth + 12),
                 juce::Justification::centredRight);
    if (remarkWidth > 0) {
        // On the title's own line of writing.
        ui::drawText(g, small, c.textMuted, remark_, row.withLeft(headingRight_).translated(0, 1),
                     juce::Justification::centredLeft);
        headingRight_ += remarkWidth;
    }
    paintCard(g, style);
}

void drawSign(juce::Graphics& g, const ui::Palette& colours, juce::Point<float> centre, float size, bool isGood) {
    const auto circle = juce::Rectangle<float>(size, size).withCentre(centre);
    g.setColour(isGood ? colours.levelFaint : colours.card.overlaidWith(colours.line.withAlpha(0.3F)));
    g.fillEllipse(circle);
    g.setColour(isGood ? colours.text : colours.accent);
    const float unit = size / 16.0F;
    juce::Path path;
    if (isGood) {
        path.startNewSubPath(centre.translated(-3.5F * unit, 0.2F * unit));
        path.lineTo(centre.translated(-1.0F * unit, 2.8F * unit));
        path.lineTo(centre.translated(3.6F * unit, -2.6F * unit));
        g.strokePath(path,
                     juce::PathStrokeType(1.6F * unit, juce::PathStrokeType::mitered, juce::PathStrokeType::rounded));
        return;
    }
    g.fillRoundedRectangle(
        juce::Rectangle<float>(1.8F * unit, 5.2F * unit).withCentre(centre.translated(0, -1.8F * unit)), 0.9F * unit);
    g.fillEllipse(juce::Rectangle<float>(2.2F * unit, 2.2F * unit).withCentre(centre.translated(0, 3.6F * unit)));
}

void drawChosenRow(juce::Graphics& g, const ui::Palette& colours, juce::Rectangle<int> row) {
    const auto box = row.toFloat().reduced(1.0F);
    g.setColour(colours.raised);
    g.fillRoundedRectangle(box, ui::metrics::fieldRadius);
    g.setColour(colours.line);
    g.drawRoundedRectangle(box, ui::metrics::fieldRadius, 1.5F);
}

} // namespace phonostage::app
