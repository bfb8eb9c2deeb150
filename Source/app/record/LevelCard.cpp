// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/record/LevelCard.h"

#include "app/record/RecordModel.h"
#include "app/record/RecordText.h"

#include "media/record/LevelCheck.h"
#include "ui/controls/Form.h"
#include "ui/meters/MeterBar.h"
#include "ui/text/ScreenNumbers.h"
#include "ui/text/Utf8.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

constexpr double lowestDbfs = -60.0;

using ui::fromUtf8;

} // namespace

LevelCard::View LevelCard::viewOf(const RecordModel& model) {
    const auto& status = model.status();
    View view;
    bool hasOverload = false, areClicks = true;
    for (const auto& level : status.level) {
        if (level.musicPeakDbfs)
            view.musicPeakDbfs = std::max(view.musicPeakDbfs.value_or(-200.0), *level.musicPeakDbfs);
        hasOverload = hasOverload || level.overloads > 0;
        areClicks = areClicks && (level.overloads == 0 || level.areClicksOnly);
    }
    const bool isOpen = model.isBusy();
    const auto next = fromUtf8(sideText(static_cast<char>(model.side() + (isOpen ? 1 : 0))));
    if (!view.musicPeakDbfs) {
        view.atRight = "not checked yet";
        view.headline = status.hasDevice        ? "Play the loudest passage for a while"
                        : status.goesOnWhenBack ? "The interface is gone"
                                                : "The input is off";
        view.advice = "It then says by how many dB to turn the interface up or down.";
        return view;
    }
    view.atRight =
        isOpen ? fromUtf8(sideText(model.recordedSide())) + " so far" : juce::String("of what was played last");
    view.headline = "Peaks " + ui::fixedText(-*view.musicPeakDbfs, 1) + " dB under full scale";
    const juce::String when = isOpen ? "before " + next : juce::String("before you record");
    if (status.turnUpDb) {
        const double turn = *status.turnUpDb;
        view.figure = ui::signedText(turn, 0) + " dB";
        view.advice = turn > 0.0 ? "to spare: turn the interface up " + when + "."
                                 : "too much: turn the interface down " + when + ".";
    } else {
        view.advice = "Nothing to turn: loud records have room, and the noise is low.";
    }
    if (isOpen && status.turnUpDb)
        view.note = "Leave it alone now: " + fromUtf8(sideText(model.recordedSide())) +
                    " keeps one level and one calibration from end to end.";
    else if (hasOverload && areClicks)
        view.note = "Overloads so far were clicks: there is nothing to turn down for them.";
    return view;
}

void LevelCard::show(const RecordModel& model) {
    auto view = viewOf(model);
    if (view == view_) return;
    view_ = std::move(view);
    setHeading("Level", {}, view_.atRight);
    setDescription(view_.headline + ". " + view_.figure + " " + view_.advice + " " + view_.note);
    repaint();
}

void LevelCard::paintScale(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> bar) const {
    const auto& c = style.colours();
    const auto x = [&](double dbfs) {
        return bar.getX() +
               static_cast<int>(std::lround(bar.getWidth() * std::clamp(1.0 - dbfs / lowestDbfs, 0.0, 1.0)));
    };
    // A little room behind full scale.
    bar = bar.withTrimmedRight(8);
    const int fullScale = x(0.0);
    g.setColour(c.well);
    g.fillRect(bar.withTrimmedRight(-8));
    const int from = x(media::LevelCheck::lowestGoodDbfs), to = x(media::LevelCheck::highestGoodDbfs);
    g.setColour(c.levelFaint);
    g.fillRect(from, bar.getY(), to - from, bar.getHeight());
    const auto small = style.font(ui::Face::regular, metrics::tickSize);
    if (view_.musicPeakDbfs) {
        const int now = x(*view_.musicPeakDbfs);
        g.setColour(c.level);
        g.fillRect(bar.withRight(now));
        g.setColour(c.peak);
        g.fillRect(now - 1, bar.getY() - 3, 2, bar.getHeight() + 6);
        // Beside the words of the zone, never in them.
        const int label = std::min(now, bar.getRight() + 8 - 92 - 24);
        ui::drawText(g, small, c.text, "now", {label - 30, bar.getBottom() + 4, 60, 16}, juce::Justification::centred);
    }
    g.setColour(c.overload);
    const std::array<float, 2> dashes{3.0F, 2.0F};
    g.drawDashedLine({static_cast<float>(fullScale), static_cast<float>(bar.getY()) - 3.0F,
                      static_cast<float>(fullScale), static_cast<float>(bar.getBottom()) + 3.0F},
                     dashes.data(), 2, 1.0F);
    ui::drawText(g, small, c.textMuted, "good: 8 to 14 dB", {bar.getRight() - 112, bar.getBottom() + 4, 120, 16},
                 juce::Justification::centredRight);
}

void LevelCard::paintCard(juce::Graphics& g, const ui::Style& style) {
    const auto& c = style.colours();
    auto area = getLocalBounds().reduced(metrics::cardPadding, 0).withTrimmedTop(44);
    ui::drawText(g, style.font(ui::Face::medium, metrics::bodySize), c.text, view_.headline, area.removeFromTop(18),
                 juce::Justification::centredLeft);
    area.removeFromTop(8);
    paintScale(g, style, area.removeFromTop(9));
    area.removeFromTop(30);
    auto row = area.removeFromTop(36);
    if (view_.figure.isNotEmpty())
        ui::drawText(g, style.font(ui::Face::mono, metrics::largeReadingSize), c.text, view_.figure,
                     row.removeFromLeft(76), juce::Justification::centredLeft);
    ui::drawParagraph(
        g, style.font(view_.figure.isNotEmpty() ? ui::Face::medium : ui::Face::regular, metrics::captionSize),
        view_.figure.isNotEmpty() ? c.text : c.textMuted, view_.advice, row.translated(0, 2));
    area.removeFromTop(4);
    ui::drawParagraph(g, style.font(ui::Face::regular, metrics::captionSize), c.textMuted, view_.note, area);
}

} // namespace phonostage::app
