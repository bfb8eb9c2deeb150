// SPDX-License-Identifier: GPL-3.0-or-later
// The plot's layer that seldom changes: head, grid, curves, legend.
#include "ui/response/ResponsePlot.h"

#include "Compat.h"
#include "ui/text/LevelText.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::ui {

namespace {

constexpr int plotLeft = 52; ///< where the grid begins
constexpr int headTop = 14;
constexpr int headHeight = 20;

constexpr int sampleWidth = 18; ///< of a line in the legend
constexpr std::array<float, 2> idealDashes{5.0f, 4.0f};
constexpr std::array<float, 2> sideDashes{2.0f, 3.0f};

constexpr std::array<double, 11> labelledHz{10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000};

bool isDecade(double frequencyHz) {
    const double exponent = std::log10(frequencyHz);
    return std::abs(exponent - std::round(exponent)) < 1e-9;
}

juce::String axisText(double frequencyHz) {
    return frequencyHz >= 1000.0 ? juce::String(static_cast<int>(frequencyHz / 1000.0)) + "k"
                                 : juce::String(static_cast<int>(frequencyHz));
}

} // namespace

void ResponsePlot::paintStatic(juce::Graphics& g) {
    drawCard(g, *this);
    paintHead(g);
    paintGrid(g);
    paintCurves(g);
    paintLegend(g);
}

void ResponsePlot::paintHead(juce::Graphics& g) const {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    auto head = juce::Rectangle<int>(metrics::cardPadding, headTop, getWidth() - 2 * metrics::cardPadding, headHeight);
    const bool bypassed = values_.isOn(params::Id::bypass);

    const auto right = bypassed ? juce::String("bypassed: the input passes unchanged") : caption_.acting;
    const auto rightFont = style.font(Face::regular, metrics::captionSize);
    const auto rightWidth = static_cast<int>(std::ceil(compat::textWidth(rightFont, right))) + 4;
    drawText(g, rightFont, c.accent, right, head.removeFromRight(rightWidth), juce::Justification::centredRight);
    head.removeFromRight(12);

    const auto titleFont = style.font(Face::semibold, metrics::headingSize);
    const auto titleWidth = static_cast<int>(std::ceil(compat::textWidth(titleFont, caption_.title))) + 4;
    drawText(g, titleFont, c.text, caption_.title, head.removeFromLeft(titleWidth), juce::Justification::centredLeft);
    head.removeFromLeft(10);
    // The two type sizes share a baseline.
    drawText(g, rightFont, c.textMuted, caption_.detail, head.translated(0, 1), juce::Justification::centredLeft);
}

void ResponsePlot::paintGrid(juce::Graphics& g) const {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    const auto axes = this->axes();
    const auto& area = axes.area;
    const auto font = style.font(Face::mono, metrics::tickSize);

    const int decades = static_cast<int>(std::ceil(std::log10(model_.maxHz())));
    for (int decade = 1; decade < decades; ++decade)
        for (int digit = 1; digit < 10; ++digit) {
            const double frequencyHz = std::pow(10.0, decade) * digit;
            if (frequencyHz > model_.maxHz() * 1.0001) break;
            g.setColour(digit == 1 ? c.gridStrong : c.gridFaint);
            g.fillRect(std::round(axes.xOf(frequencyHz)), area.getY(), 1.0f, area.getHeight());
        }
    for (const double frequencyHz : labelledHz) {
        if (frequencyHz > model_.maxHz()) break;
        const int x = static_cast<int>(std::lround(axes.xOf(frequencyHz)));
        drawText(g, font, isDecade(frequencyHz) ? c.text.withMultipliedAlpha(0.85f) : c.textMuted,
                 axisText(frequencyHz), {x - 20, static_cast<int>(area.getBottom()) + 6, 40, 16},
                 juce::Justification::centred);
    }
    const auto unitFont = style.font(Face::regular, metrics::tickSize);
    const auto unitAt = [&](const char* unit, float y, int right) {
        drawText(g, unitFont, c.textMuted, unit, {0, static_cast<int>(y), right, 16},
                 juce::Justification::centredRight);
    };
    // Above the highest number, which in a low plot is close to the top.
    const double highest = std::floor(model_.topDb() / 10.0) * 10.0;
    unitAt("dB", std::min(area.getY() - 6.0f, axes.yOf(highest) - 21.0f), plotLeft - 10);
    unitAt("Hz", area.getBottom() + 6.0f, plotLeft - 20);

    const int lowest = static_cast<int>(std::ceil(model_.bottomDb() / 10.0)) * 10;
    for (int db = lowest; db <= model_.topDb(); db += 10) {
        const float y = std::round(axes.yOf(db));
        g.setColour(db == 0 ? c.outline : c.gridStrong);
        g.fillRect(area.getX(), y, area.getWidth(), 1.0f);
        drawText(g, font, c.textMuted, signedText(db, 0), {0, static_cast<int>(y) - 8, plotLeft - 10, 16},
                 juce::Justification::centredRight);
    }
}

void ResponsePlot::paintCurves(juce::Graphics& g) const {
    if (!valid_) return;
    const auto& c = Style::of(*this).colours();
    const auto axes = this->axes();
    const auto curve = [&](auto decibelsAt) {
        juce::Path path;
        const int steps = static_cast<int>(axes.area.getWidth());
        for (int i = 0; i <= steps; ++i) {
            const float x = axes.area.getX() + static_cast<float>(i);
            // The very end may be half the rate, where a zero can lie; far below the picture is as good as further.
            const double frequencyHz = std::min(axes.frequencyAt(x), model_.maxHz() * 0.9999);
            const float y = std::min(axes.yOf(decibelsAt(frequencyHz)), axes.area.getBottom() + 40.0f);
            if (i == 0)
                path.startNewSubPath(x, y);
            else
                path.lineTo(x, y);
        }
        return path;
    };
    const auto dashed = [&](const juce::Path& path, std::array<float, 2> dashes) {
        juce::Path result;
        juce::PathStrokeType(1.5f).createDashedStroke(result, path, dashes.data(), static_cast<int>(dashes.size()));
        g.fillPath(result);
    };
    const juce::Graphics::ScopedSaveState state(g);
    g.reduceClipRegion(axes.area.getSmallestIntegerContainer());
    g.setColour(c.ideal);
    dashed(curve([this](double hz) { return model_.idealDb(hz); }), idealDashes);
    if (model_.hasMonoBass()) {
        g.setColour(c.reference);
        dashed(curve([this](double hz) { return model_.sideDb(hz); }), sideDashes);
    }
    g.setColour(values_.isOn(params::Id::bypass) ? c.ideal : c.line);
    g.strokePath(curve([this](double hz) { return model_.actingDb(hz); }),
                 juce::PathStrokeType(2.25f, juce::PathStrokeType::curved, juce::PathStrokeType::rounded));
}

void ResponsePlot::paintLegend(juce::Graphics& g) const {
    if (!valid_) return;
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    const auto area = axes().area.toNearestInt();
    const auto font = style.font(Face::regular, metrics::tickSize);
    // In the corner that the curve leaves free.
    const bool falls = model_.actingDb(200.0) >= model_.actingDb(std::min(5000.0, 0.4 * model_.maxHz()));
    int y = area.getY() + 5;
    const auto entry = [&](const juce::String& text, auto drawSample) {
        const int textWidth = static_cast<int>(std::ceil(compat::textWidth(font, text))) + 2;
        const int left = falls ? area.getRight() - 8 - textWidth - sampleWidth - 6 : area.getX() + 10;
        drawSample(juce::Rectangle<int>(left, y, sampleWidth, 14).toFloat());
        drawText(g, font, c.textMuted, text, {left + sampleWidth + 6, y - 1, textWidth, 16},
                 juce::Justification::centredLeft);
        y += 15;
    };
    const auto line = [&](juce::Colour colour, std::array<float, 2> dashes) {
        return [&g, colour, dashes](juce::Rectangle<float> sample) {
            g.setColour(colour);
            const juce::Line<float> middle(sample.getX(), sample.getCentreY(), sample.getRight(), sample.getCentreY());
            g.drawDashedLine(middle, dashes.data(), static_cast<int>(dashes.size()), 1.5f);
        };
    };
    entry("ideal", line(c.ideal, idealDashes));
    if (model_.hasMonoBass()) entry("left minus right", line(c.reference, sideDashes));
    if (!spectrumWanted_) return;
    entry("input spectrum", [&](juce::Rectangle<float> sample) {
        g.setColour(c.reference);
        g.fillRect(sample.withSizeKeepingCentre(sample.getWidth(), 1.25f));
    });
    entry("output spectrum", [&](juce::Rectangle<float> sample) {
        g.setColour(c.level.withAlpha(0.45f));
        g.fillRect(sample.withSizeKeepingCentre(sample.getWidth(), 8.0f));
    });
    entry(pretty("0 to -120 dBFS"), [](juce::Rectangle<float>) {});
}

} // namespace phonostage::ui
