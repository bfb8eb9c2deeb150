// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/meters/NeedleMeter.h"

#include "ui/controls/SpokenValue.h"
#include "ui/text/LevelText.h"

#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace phonostage::ui {

namespace {

constexpr float pivotX = NeedleMeter::width / 2.0f;
constexpr float pivotY = 136.0f;
constexpr float arcRadius = 100.0f;
constexpr float needleRadius = 96.0f;
constexpr float hubRadius = 7.0f;
constexpr double halfSweep = 50.0 / 180.0 * std::numbers::pi;
// Between two steps the tip moves by a third of a unit: nobody sees a smaller one.
constexpr double stepsPerRadian = 3.0 * static_cast<double>(needleRadius);
constexpr double lowestVu = -20.0;
constexpr double highestVu = 3.0;

struct DialMark {
    double vu;
    const char* text;
};
constexpr std::array<DialMark, 11> dialMarks{{{-20, "20"},
                                              {-10, "10"},
                                              {-7, "7"},
                                              {-5, "5"},
                                              {-3, "3"},
                                              {-2, "2"},
                                              {-1, "1"},
                                              {0, "0"},
                                              {1, "1"},
                                              {2, "2"},
                                              {3, "3"}}};

/** Clockwise from straight up. */
double angleOf(double deflection) { return halfSweep * (2.0 * deflection / deflectionOfVu(highestVu) - 1.0); }

juce::Point<float> at(double angle, float radius) {
    return {pivotX + radius * static_cast<float>(std::sin(angle)),
            pivotY - radius * static_cast<float>(std::cos(angle))};
}

/** A needle that wavers between two steps stays on the one where it was. */
int stepOf(double deflection, int before) {
    const double step = angleOf(deflection) * stepsPerRadian;
    return std::abs(step - before) < 0.75 ? before : static_cast<int>(std::lround(step));
}

const int stepAtRest = stepOf(0.0, std::numeric_limits<int>::max());

} // namespace

NeedleMeter::NeedleMeter(const juce::String& id, const juce::String& name) : step_(stepAtRest) {
    setComponentID(id);
    setName(name);
    setTitle(name);
    setInterceptsMouseClicks(false, false);
}

void NeedleMeter::advance(double drive, double seconds) {
    model_.advance(drive, seconds);
    const int step = stepOf(model_.deflection(), step_);
    if (step == step_) return;
    repaint(needleArea());
    step_ = step;
    repaint(needleArea());
}

void NeedleMeter::reset() {
    model_.reset();
    step_ = stepAtRest;
    repaint();
}

juce::Line<float> NeedleMeter::needle() const {
    const double angle = step_ / stepsPerRadian;
    return {at(angle, hubRadius), at(angle, needleRadius)};
}

juce::Rectangle<int> NeedleMeter::needleArea() const {
    const auto line = needle();
    return juce::Rectangle<float>(line.getStart(), line.getEnd()).expanded(2.0f).getSmallestIntegerContainer();
}

void NeedleMeter::paint(juce::Graphics& g) {
    g.setColour(Style::of(*this).colours().text);
    g.drawLine(needle(), 1.75f);
}

void NeedleMeter::paintDial(juce::Graphics& g, const Style& style, juce::Rectangle<int> area) {
    const auto& c = style.colours();
    const juce::Graphics::ScopedSaveState state(g);
    g.setOrigin(area.getPosition());
    g.setColour(c.well);
    g.fillRoundedRectangle(0.0f, 0.0f, width, height, metrics::fieldRadius);

    const auto arc = [&](double fromVu, double toVu, float radius, float thickness, juce::Colour colour) {
        juce::Path path;
        path.addCentredArc(pivotX, pivotY, radius, radius, 0.0f, static_cast<float>(angleOf(deflectionOfVu(fromVu))),
                           static_cast<float>(angleOf(deflectionOfVu(toVu))), true);
        g.setColour(colour);
        g.strokePath(path, juce::PathStrokeType(thickness));
    };
    arc(lowestVu, 0.0, arcRadius, 1.5f, c.textMuted);
    arc(0.0, highestVu, arcRadius + 1.5f, 4.5f, c.accent);

    const auto font = style.font(Face::mono, metrics::tickSize);
    for (const auto& mark : dialMarks) {
        const double angle = angleOf(deflectionOfVu(mark.vu));
        const auto colour = mark.vu > 0.0 ? c.accent : c.textMuted;
        g.setColour(colour);
        g.drawLine({at(angle, arcRadius), at(angle, arcRadius + 6.0f)}, 1.25f);
        const auto centre = at(angle, arcRadius + 15.0f).toInt();
        drawText(g, font, colour, mark.text, juce::Rectangle<int>(24, 14).withCentre(centre),
                 juce::Justification::centred);
    }
    // Beside the pivot, below the needle's lowest place: it never crosses the word.
    drawText(g, style.font(Face::semibold, metrics::bodySize), c.text, "VU",
             juce::Rectangle<int>(10, height - 22, 40, 18), juce::Justification::centredLeft);
    g.setColour(c.outline);
    g.fillEllipse(juce::Rectangle<float>(2.0f * hubRadius, 2.0f * hubRadius).withCentre({pivotX, pivotY}));
}

std::unique_ptr<juce::AccessibilityHandler> NeedleMeter::createAccessibilityHandler() {
    return spokenAs(*this, juce::AccessibilityRole::staticText,
                    std::make_unique<SpokenValue>([this] { return decibelText(vu()) + " VU"; }));
}

} // namespace phonostage::ui
