// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/check/TestSpeedCard.h"

#include "app/check/TestBandsCard.h"
#include "app/check/TestRecordModel.h"
#include "plot/Scale.h"
#include "ui/text/LevelText.h"
#include "ui/text/ScreenNumbers.h"

#include "Compat.h"
#include "ui/text/Utf8.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

constexpr int speedPlotLeft = 44;
constexpr double settledSeconds = 2.5; ///< of the filters: see dsp::WowMeter
const juce::String plusMinus = juce::String::fromUTF8("\xc2\xb1");

using ui::fromUtf8;

/** "0.03 % slow". */
juce::String speedWords(double error) {
    const auto text = ui::fixedText(100.0 * std::abs(error), 3);
    if (text == "0.000") return "exactly right";
    return text + " % " + (error < 0.0 ? "slow" : "fast");
}

const media::BandProgress* speedBand(const TestRecordModel& model) {
    for (const auto& band : model.progress().bands)
        if (band.band.purpose == media::BandPurpose::speed) return &band;
    return nullptr;
}

} // namespace

TestSpeedCard::TestSpeedCard() : Card("Speed, wow and flutter") { setComponentID("testrecord_speed"); }

TestSpeedCard::View TestSpeedCard::viewOf(const TestRecordModel& model) {
    View view;
    const auto* band = speedBand(model);
    if (!model.isPossible()) {
        view.hint = "A test record is measured at 44.1 to 192 kHz";
        return view;
    }
    if (band == nullptr) {
        view.hint = "This record has no band for it.";
        return view;
    }
    view.state = band->state;
    view.part = band->part;
    const auto tone = fromUtf8(media::bandName(band->band));
    const auto& found = model.results().wow;
    if (band->seconds > 0.0) view.atRight = ui::fixedText(std::floor(band->seconds), 0) + " s of " + tone;
    if (!found) {
        view.atRight = band->state == media::BandState::hearing ? view.atRight : juce::String("to come");
        view.hint = band->state == media::BandState::hearing ? "Listening: 10 s for a first figure"
                                                             : "Play the " + tone + " band, a minute of it";
        return view;
    }
    const auto& wow = found->wow;
    view.figures.push_back(
        {"Speed", ui::fixedText(wow.rpm * (1.0 + wow.speedError), 2), "rpm", speedWords(wow.speedError)});
    view.figures.push_back({"Wow and flutter", plusMinus + ui::fixedText(100.0 * wow.weightedWithoutHole.twoSigma, 3),
                            "%", "weighted, 2 sigma"});
    const double radius = model.settings().radiusMm;
    if (radius > 0.0)
        view.figures.push_back({"Off centre", ui::fixedText(wow.hole.peak * radius, 2), "mm", "not in the flutter"});
    else
        view.figures.push_back(
            {"Off-centre hole", plusMinus + ui::fixedText(100.0 * wow.hole.peak, 3), "%", "not in the flutter"});
    return view;
}

void TestSpeedCard::show(const TestRecordModel& model) {
    auto view = viewOf(model);
    const auto& wow = model.results().wow;
    if (view == view_ && wow == wow_) return;
    view_ = std::move(view);
    wow_ = wow;
    juce::String description = view_.hint;
    for (const auto& figure : view_.figures)
        description << figure.caption << ": " << figure.value << " " << figure.unit << ", " << figure.detail << ". ";
    setDescription(description);
    repaint();
}

void TestSpeedCard::paintLegend(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> row) const {
    const auto& c = style.colours();
    const auto small = style.font(ui::Face::regular, metrics::tickSize);
    const std::array<const char*, 2> words{"speed", "once a turn: the hole, not the turntable"};
    int x = row.getX();
    const auto y = static_cast<float>(row.getCentreY());
    for (std::size_t i = 0; i < words.size(); ++i) {
        g.setColour(i == 0 ? c.line : c.reference);
        const std::array<float, 2> dashes{5.0F, 3.0F};
        const juce::Line<float> line(static_cast<float>(x), y, static_cast<float>(x) + 18.0F, y);
        i == 0 ? g.drawLine(line, 2.0F) : g.drawDashedLine(line, dashes.data(), 2, 2.0F);
        ui::drawText(g, small, c.textMuted, words[i], row.withLeft(x + 24), juce::Justification::centredLeft);
        x += 24 + static_cast<int>(compat::textWidth(small, words[i])) + 24;
    }
}

/** Whole turns, behind the settling of the filters. */
TestSpeedCard::Stretch TestSpeedCard::stretch() const {
    const auto& wow = wow_->wow;
    const double rate = wow.deviationRateHz, turn = 60.0 / wow.rpm;
    const double all = static_cast<double>(wow.deviation.size()) / rate;
    Stretch shown;
    shown.turns = std::clamp(std::floor((all - settledSeconds) / turn), 1.0, shownTurns);
    shown.first = static_cast<std::size_t>(std::max(0.0, std::min(settledSeconds, all - shown.turns * turn)) * rate);
    shown.last = std::min(wow.deviation.size(), shown.first + static_cast<std::size_t>(shown.turns * turn * rate));
    double most = 1e-5;
    for (std::size_t i = shown.first; i < shown.last; ++i)
        most = std::max(most, std::abs(wow.deviation[i]));
    shown.spanPercent = plot::niceCeiling(100.0 * 1.1 * most);
    return shown;
}

void TestSpeedCard::paintGrid(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> area,
                              const Stretch& shown) const {
    const auto& c = style.colours();
    const auto figures = style.font(ui::Face::mono, metrics::tickSize);
    const double span = shown.spanPercent;
    const auto plot = area.toFloat();
    const auto x = plot::Scale::linear(0.0, shown.turns, plot.getX(), plot.getRight());
    const auto y = plot::Scale::linear(-span, span, plot.getBottom(), plot.getY());
    const double step = plot::niceStep(2.0 * span, area.getHeight() > 110 ? 4 : 2);
    const int decimals = static_cast<int>(std::clamp(std::ceil(-std::log10(step) - 1e-9), 0.0, 4.0));
    for (const double level : plot::multiples(-span, span, step)) {
        const bool isZero = std::abs(level) < 1e-9;
        g.setColour(isZero ? c.outline : c.gridStrong);
        g.fillRect(plot.getX(), y.at(level), plot.getWidth(), 1.0F);
        const auto tick = isZero ? juce::String("0") : ui::signedText(level, decimals);
        ui::drawText(g, figures, c.textMuted, level > span - 0.5 * step ? tick + "%" : tick,
                     {area.getX() - 60, static_cast<int>(y.at(level)) - 8, 54, 16}, juce::Justification::centredRight);
    }
    const auto small = style.font(ui::Face::regular, metrics::tickSize);
    for (int at = 0; at <= static_cast<int>(shown.turns); ++at) {
        g.setColour(c.gridStrong);
        g.fillRect(x.at(at), plot.getY(), 1.0F, plot.getHeight());
        const bool isLast = at == static_cast<int>(shown.turns);
        if (at > 0)
            ui::drawText(g, small, c.textMuted, juce::String(at) + (isLast ? at == 1 ? " turn" : " turns" : ""),
                         {static_cast<int>(x.at(at)) - (isLast ? 60 : 30), area.getBottom() + 3, 60, 14},
                         isLast ? juce::Justification::centredRight : juce::Justification::centred);
    }
}

void TestSpeedCard::paintPlot(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> area) const {
    const auto& c = style.colours();
    g.setColour(c.well);
    g.fillRect(area);
    if (!wow_) {
        ui::drawText(g, style.font(ui::Face::regular, metrics::bodySize), c.textMuted, view_.hint, area,
                     juce::Justification::centred);
        return;
    }
    const auto shown = stretch();
    paintGrid(g, style, area, shown);
    const auto& wow = wow_->wow;
    const auto plot = area.toFloat();
    const auto x = plot::Scale::linear(0.0, shown.turns, plot.getX(), plot.getRight());
    const auto y = plot::Scale::linear(-shown.spanPercent, shown.spanPercent, plot.getBottom(), plot.getY());
    const dsp::LineSamples hole(wow.hole, wow.deviationRateHz, wow.deviation.size());
    juce::Path path, once;
    const std::size_t stride = std::max<std::size_t>(1, (shown.last - shown.first) / 2400);
    for (std::size_t i = shown.first; i < shown.last; i += stride) {
        const double at = static_cast<double>(i - shown.first) / wow.deviationRateHz * wow.rpm / 60.0;
        const juce::Point<float> speed(x.at(at), y.at(100.0 * wow.deviation[i])),
            line(x.at(at), y.at(100.0 * hole.at(i)));
        i == shown.first ? path.startNewSubPath(speed) : path.lineTo(speed);
        i == shown.first ? once.startNewSubPath(line) : once.lineTo(line);
    }
    const juce::Graphics::ScopedSaveState saved(g);
    g.reduceClipRegion(area);
    g.setColour(c.line);
    g.strokePath(path, juce::PathStrokeType(1.1F));
    juce::Path dashed;
    const std::array<float, 2> dashes{5.0F, 3.5F};
    juce::PathStrokeType(1.6F).createDashedStroke(dashed, once, dashes.data(), 2);
    g.setColour(c.reference);
    g.fillPath(dashed);
}

void TestSpeedCard::paintCard(juce::Graphics& g, const ui::Style& style) {
    const auto& c = style.colours();
    const int edge = metrics::cardPadding, width = getWidth() - 2 * edge;
    drawBandSign(g, c, {static_cast<float>(getWidth() - edge) - 9.0F, 25.0F}, 18.0F, view_.state, view_.part);
    ui::drawText(g, style.font(ui::Face::regular, metrics::captionSize), c.textMuted, view_.atRight,
                 {edge, 14, width - 26, 22}, juce::Justification::centredRight);
    const int top = isTight() ? 40 : 48;
    for (std::size_t i = 0; i < view_.figures.size(); ++i) {
        const auto& figure = view_.figures[i];
        const int x = edge + static_cast<int>(i) * width / 3;
        const auto caption = style.font(ui::Face::regular, metrics::captionSize);
        const auto value = style.font(ui::Face::mono, metrics::largeReadingSize);
        ui::drawText(g, caption, c.textMuted, figure.caption, {x, top, width / 3 - 8, 16},
                     juce::Justification::centredLeft);
        ui::drawText(g, value, c.text, figure.value, {x, top + 18, width / 3, 24}, juce::Justification::centredLeft);
        const int valueWidth = static_cast<int>(std::ceil(compat::textWidth(value, figure.value))) + 7;
        ui::drawText(g, caption, c.textMuted, figure.unit, {x + valueWidth, top + 20, 60, 22},
                     juce::Justification::centredLeft);
        ui::drawText(g, caption, c.textMuted, figure.detail, {x, top + 43, width / 3 - 4, 16},
                     juce::Justification::centredLeft);
    }
    const int plotTop = view_.figures.empty() ? top + 4 : top + (isTight() ? 66 : 78);
    const int foot = isTight() ? 24 : 46;
    const auto area = juce::Rectangle<int>::leftTopRightBottom(edge + (wow_ ? speedPlotLeft : 0), plotTop,
                                                               getWidth() - edge, getHeight() - foot);
    paintPlot(g, style, area);
    if (wow_ && !isTight()) paintLegend(g, style, {area.getX(), getHeight() - 26, area.getWidth(), 16});
}

} // namespace phonostage::app
