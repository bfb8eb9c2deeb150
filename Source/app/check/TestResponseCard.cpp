// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/check/TestResponseCard.h"

#include "app/check/TestRecordModel.h"
#include "dsp/simd/Decibels.h"
#include "plot/Scale.h"
#include "ui/response/ResponsePlot.h"
#include "ui/text/ScreenNumbers.h"

#include "Compat.h"
#include "ui/text/Utf8.h"

#include <algorithm>
#include <cmath>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

constexpr double lowestHz = 20.0, highestHz = 20000.0;
constexpr double usualSpanDb = 6.0, widestSpanDb = 18.0, withinDb = 1.0;
constexpr int plotLeft = 32;

using ui::fromUtf8;

TestResponseCard::Figure armFigure(const TestRecordModel& model) {
    TestResponseCard::Figure figure{"Arm resonance", {}, "bass sweep to come", true};
    for (const auto& found : {model.results().lateral, model.results().vertical}) {
        if (!found) continue;
        const auto& arm = found->resonance;
        figure.isToCome = false;
        figure.value << (figure.value.isEmpty() ? "" : ", ") << ui::fixedText(arm.resonanceHz, 1) << " Hz";
        const bool isLateral = arm.plane == dsp::ResonanceMeasurement::Plane::lateral;
        if (figure.value.contains(","))
            figure.detail = "lateral, vertical";
        else
            figure.detail = juce::String(isLateral ? "lateral" : fromUtf8(media::planeName(arm.plane))) + ", Q " +
                            ui::fixedText(arm.q, 1) + (arm.isSure() ? "" : ", not sure");
    }
    return figure;
}

std::vector<TestResponseCard::Figure> figuresOf(const TestRecordModel& model) {
    std::vector<TestResponseCard::Figure> figures{armFigure(model)};
    const auto silent = model.noise();
    if (!silent) {
        figures.push_back({"Rumble", {}, "silent groove to come", true});
        figures.push_back({"Hum", {}, "silent groove to come", true});
        return figures;
    }
    const auto& noise = silent->noise;
    const auto relative = silent->relativeDb(noise.rumbleWeighted);
    const auto level = [&](double power) {
        return ui::signedText(relative ? *silent->relativeDb(power) : silent->dbv(power), 1);
    };
    const juce::String unit = relative ? " dB" : " dBV";
    figures.push_back({relative                      ? "Rumble re 5 cm/s"
                       : silent->search.isCalibrated ? "Rumble"
                                                     : "Rumble, not calibrated",
                       level(noise.rumbleWeighted) + unit, "weighted, " + level(noise.rumbleUnweighted) + " unweighted",
                       false});
    if (noise.hum.empty()) {
        figures.push_back({"Hum", "none", "no line stands out", false});
        return figures;
    }
    const auto loudest = std::max_element(noise.hum.begin(), noise.hum.end(),
                                          [](const auto& a, const auto& b) { return a.level < b.level; });
    figures.push_back({"Hum", ui::signedText(silent->dbv(loudest->level * loudest->level), 1) + " dBV",
                       "at " + ui::fixedText(loudest->frequencyHz, 0) + " Hz, before RIAA", false});
    return figures;
}

} // namespace

TestResponseCard::TestResponseCard() : Card("Response") { setComponentID("testrecord_response"); }

TestResponseCard::View TestResponseCard::viewOf(const TestRecordModel& model) {
    View view;
    view.remark = model.takesLoadOut() ? "with load and cut taken out" : "with the record's cut taken out";
    bool hasSweep = false;
    for (const auto& band : model.progress().bands) {
        const bool isLeft = band.band.purpose == media::BandPurpose::sweepLeft;
        if (!isLeft && band.band.purpose != media::BandPurpose::sweepRight) continue;
        hasSweep = true;
        if (band.state == media::BandState::hearing) view.measuringHz[isLeft ? 0 : 1] = band.atHz;
    }
    if (model.sweep() != nullptr)
        for (std::size_t c = 0; c < 2; ++c)
            view.lines[c] = model.sweep()->sweep.channel[c].response;
    if (model.earlier()) {
        view.earlier = {model.earlier()->left, model.earlier()->right};
        view.earlierMade = fromUtf8(model.earlier()->made);
    }
    view.hint = hasSweep ? "Play the sweep of each channel, its 1 kHz tone included"
                         : "This record has no sweep that can be measured";
    view.figures = figuresOf(model);
    return view;
}

void TestResponseCard::show(const TestRecordModel& model) {
    if (model.version() == version_) return;
    version_ = model.version();
    view_ = viewOf(model);
    setHeading("Response", view_.remark);
    juce::String description;
    constexpr std::array<const char*, 2> sides{"Left", "Right"};
    for (std::size_t c = 0; c < 2; ++c) {
        const auto& line = view_.lines[c];
        if (line.empty()) continue;
        double most = 0.0, at = 0.0;
        for (const auto& point : line)
            if (std::abs(point.levelDb) > std::abs(most)) {
                most = point.levelDb;
                at = point.frequencyHz;
            }
        description << sides[c] << ": from " << ui::frequencyText(line.front().frequencyHz) << " to "
                    << ui::frequencyText(line.back().frequencyHz) << ", farthest from 1 kHz " << ui::signedText(most, 1)
                    << " dB at " << ui::frequencyText(at) << ". ";
    }
    if (description.isEmpty()) description = view_.hint + ". ";
    for (const auto& figure : view_.figures)
        description << figure.caption << ": " << figure.value << " " << figure.detail << ". ";
    setDescription(description);
    repaint();
}

void TestResponseCard::paintGrid(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> area,
                                 double spanDb) const {
    const auto& c = style.colours();
    const auto ticks = style.font(ui::Face::mono, metrics::tickSize);
    const auto x = plot::Scale::logarithmic(lowestHz, highestHz, static_cast<float>(area.getX()),
                                            static_cast<float>(area.getRight()));
    const auto y =
        plot::Scale::linear(-spanDb, spanDb, static_cast<float>(area.getBottom()), static_cast<float>(area.getY()));
    g.setColour(c.well);
    g.fillRect(area);
    const auto width = static_cast<float>(area.getWidth()), left = static_cast<float>(area.getX());
    g.setColour(c.level.withAlpha(0.16F));
    g.fillRect(juce::Rectangle<float>::leftTopRightBottom(left, y.at(withinDb), left + width, y.at(-withinDb)));
    for (int decade = 1; decade <= 4; ++decade)
        for (int digit = 1; digit <= 9; ++digit) {
            const double hz = std::pow(10.0, decade) * digit;
            if (!x.contains(hz)) continue;
            const bool isMajor = digit == 1 || digit == 2 || digit == 5;
            g.setColour(isMajor ? c.gridStrong : c.gridFaint);
            g.fillRect(x.at(hz), static_cast<float>(area.getY()), 1.0F, static_cast<float>(area.getHeight()));
            if (!isMajor) continue;
            const bool isEnd = hz >= highestHz;
            ui::drawText(g, ticks, c.textMuted, fromUtf8(plot::frequencyText(hz)),
                         {static_cast<int>(x.at(hz)) - (isEnd ? 50 : 25), area.getBottom() + 3, 50, 14},
                         isEnd ? juce::Justification::centredRight : juce::Justification::centred);
        }
    const double step = spanDb > 9.0 ? 6.0 : isTight() ? 3.0 : 2.0;
    for (const double level : plot::multiples(-spanDb, spanDb, step)) {
        g.setColour(std::abs(level) < 1e-9 ? c.outline : c.gridStrong);
        g.fillRect(left, y.at(level), width, 1.0F);
        ui::drawText(g, ticks, c.textMuted, ui::signedText(level, 0),
                     {area.getX() - 40, static_cast<int>(y.at(level)) - 8, 34, 16}, juce::Justification::centredRight);
    }
    const auto small = style.font(ui::Face::regular, metrics::tickSize);
    ui::drawText(g, small, c.textMuted, "dB", {area.getX() - 40, area.getY() - 23, 34, 14},
                 juce::Justification::centredRight);
    ui::drawText(g, small, c.textMuted, "Hz", {area.getX() - 50, area.getBottom() + 3, 36, 14},
                 juce::Justification::centredRight);
    ui::drawText(g, small, c.textMuted, "within 1 dB",
                 {area.getX() + 8, static_cast<int>(y.at(withinDb)) + (isTight() ? -15 : 1), 90, 14},
                 juce::Justification::centredLeft);
}

void TestResponseCard::paintLines(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> area,
                                  double spanDb) const {
    const auto& c = style.colours();
    const auto x = plot::Scale::logarithmic(lowestHz, highestHz, static_cast<float>(area.getX()),
                                            static_cast<float>(area.getRight()));
    const auto y =
        plot::Scale::linear(-spanDb, spanDb, static_cast<float>(area.getBottom()), static_cast<float>(area.getY()));
    const auto pathOf = [&](const std::vector<dsp::SweepPoint>& points) {
        juce::Path path;
        bool isFirst = true;
        for (const auto& point : points) {
            const juce::Point<float> at(x.at(point.frequencyHz), y.at(point.levelDb));
            isFirst ? path.startNewSubPath(at) : path.lineTo(at);
            isFirst = false;
        }
        return path;
    };
    const juce::Graphics::ScopedSaveState saved(g);
    g.reduceClipRegion(area);
    const auto stroke = [&](const juce::Path& path, juce::Colour colour, float thickness, bool isDashed) {
        g.setColour(colour);
        const juce::PathStrokeType type(thickness, juce::PathStrokeType::curved, juce::PathStrokeType::rounded);
        if (!isDashed) {
            g.strokePath(path, type);
            return;
        }
        juce::Path dashed;
        const std::array<float, 2> dashes{6.0F, 4.0F};
        type.createDashedStroke(dashed, path, dashes.data(), 2);
        g.fillPath(dashed);
    };
    const std::array<juce::Colour, 2> colours{c.line, c.reference};
    for (std::size_t side = 0; side < 2; ++side)
        stroke(pathOf(view_.earlier[side]), colours[side].withAlpha(0.35F), 5.0F, false);
    for (std::size_t side = 0; side < 2; ++side) {
        stroke(pathOf(view_.lines[side]), colours[side], 1.8F, side == 1);
        if (view_.measuringHz[side] <= 0.0 || view_.lines[side].empty()) continue;
        const auto& last = view_.lines[side].back();
        g.setColour(colours[side]);
        g.fillEllipse(juce::Rectangle<float>(8.0F, 8.0F).withCentre({x.at(last.frequencyHz), y.at(last.levelDb)}));
    }
}

void TestResponseCard::paintLegend(juce::Graphics& g, const ui::Style& style) const {
    const auto& c = style.colours();
    const auto font = style.font(ui::Face::regular, metrics::captionSize);
    constexpr std::array<const char*, 2> names{"left", "right"};
    int right = getWidth() - metrics::cardPadding;
    const auto word = [&](const juce::String& words, juce::Colour colour, bool isDashed, float thickness) {
        const int width = static_cast<int>(std::ceil(compat::textWidth(font, words))) + 2;
        ui::drawText(g, font, c.text, words, {right - width, 14, width, 22}, juce::Justification::centredRight);
        const juce::Line<float> line(static_cast<float>(right - width) - 26.0F, 25.0F,
                                     static_cast<float>(right - width) - 7.0F, 25.0F);
        const std::array<float, 2> dashes{6.0F, 3.5F};
        g.setColour(colour);
        isDashed ? g.drawDashedLine(line, dashes.data(), 2, thickness) : g.drawLine(line, thickness);
        right -= width + 44;
    };
    for (std::size_t side = 2; side-- > 0;) {
        juce::String words(names[side]);
        if (view_.measuringHz[side] > 0.0) words << ", measuring at " << ui::frequencyText(view_.measuringHz[side]);
        word(words, side == 0 ? c.line : c.reference, side == 1, 2.0F);
    }
    if (view_.earlierMade.isNotEmpty() && !isTight()) word(view_.earlierMade, c.textMuted.withAlpha(0.5F), false, 5.0F);
}

void TestResponseCard::paintFigures(juce::Graphics& g, const ui::Style& style, juce::Rectangle<int> row) const {
    const auto& c = style.colours();
    g.setColour(c.gridStrong);
    g.fillRect(row.removeFromTop(1));
    row.removeFromTop(5);
    const auto caption = style.font(ui::Face::regular, metrics::captionSize);
    const auto figure = style.font(ui::Face::mono, metrics::bodySize);
    const int width = row.getWidth() / 3;
    for (std::size_t i = 0; i < view_.figures.size(); ++i) {
        const auto& each = view_.figures[i];
        auto cell = row.withX(row.getX() + static_cast<int>(i) * width).withWidth(width - 12);
        auto line = cell.removeFromTop(18);
        ui::drawText(g, caption, c.textMuted, each.caption, line, juce::Justification::centredLeft);
        line.removeFromLeft(static_cast<int>(std::ceil(compat::textWidth(caption, each.caption))) + 8);
        ui::drawText(g, figure, c.text, each.value, line, juce::Justification::centredLeft);
        ui::drawText(g, caption, c.textMuted, each.detail, cell.removeFromTop(16), juce::Justification::centredLeft);
    }
}

void TestResponseCard::paintCard(juce::Graphics& g, const ui::Style& style) {
    const int edge = metrics::cardPadding;
    auto area = getLocalBounds().reduced(edge, 0).withTrimmedTop(isTight() ? 56 : 66).withTrimmedBottom(8);
    paintFigures(g, style, area.removeFromBottom(42));
    area = area.withTrimmedLeft(plotLeft).withTrimmedBottom(isTight() ? 20 : 26);
    double most = usualSpanDb;
    for (const auto& lines : {view_.lines, view_.earlier})
        for (const auto& line : lines)
            for (const auto& point : line)
                most = std::max(most, std::min(std::abs(point.levelDb), widestSpanDb));
    const double span = most > usualSpanDb ? std::ceil(most / 6.0) * 6.0 : usualSpanDb;
    paintGrid(g, style, area, span);
    if (view_.lines[0].empty() && view_.lines[1].empty() && view_.earlierMade.isEmpty())
        ui::drawText(g, style.font(ui::Face::regular, metrics::bodySize), style.colours().textMuted, view_.hint,
                     area.withTrimmedBottom(area.getHeight() / 2 + 16), juce::Justification::centred);
    paintLines(g, style, area, span);
    paintLegend(g, style);
}

} // namespace phonostage::app
