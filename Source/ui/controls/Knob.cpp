// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/Knob.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonostage::ui {

namespace {

constexpr float sweepRadians = 0.75f * std::numbers::pi_v<float>; ///< to either side of the top
constexpr int largeValueHeight = 24;
constexpr int smallValueHeight = 18;

float angleAt(double proportion) { return sweepRadians * (2.0f * static_cast<float>(proportion) - 1.0f); }

} // namespace

Knob::Knob(plugin::Processor& processor, params::Id id, Size size, const juce::String& name)
    : NumberControl(processor, id, name), size_(size) {}

juce::Rectangle<int> Knob::valueArea() const {
    return getLocalBounds().removeFromBottom(size_ == Size::large ? largeValueHeight : smallValueHeight);
}

juce::Rectangle<float> Knob::dialArea() const {
    auto area = getLocalBounds();
    area.removeFromTop(metrics::captionHeight + 4);
    area.removeFromBottom(valueArea().getHeight() + (size_ == Size::large ? 4 : 0));
    const int diameter = std::min(area.getWidth(), area.getHeight());
    return area.withSizeKeepingCentre(diameter, diameter).toFloat();
}

void Knob::paint(juce::Graphics& g) {
    const bool large = size_ == Size::large;
    const auto& c = colours();
    drawText(g, style().font(Face::medium, metrics::captionSize), c.textMuted, getName(),
             getLocalBounds().removeFromTop(metrics::captionHeight), juce::Justification::centred);
    paintDial(g);
    drawText(g, style().font(Face::monoMedium, large ? metrics::largeReadingSize : metrics::captionSize), c.text,
             link().text(shownValue()), valueArea(), juce::Justification::centred);
    if (showsFocus()) drawFocusRing(g, c, dialArea().expanded(1.0f), dialArea().getWidth() / 2.0f);
}

void Knob::paintDial(juce::Graphics& g) const {
    const auto& c = colours();
    const bool large = size_ == Size::large;
    const auto area = dialArea();
    const auto centre = area.getCentre();
    const float thickness = large ? 4.0f : 3.0f;
    const float arcRadius = area.getWidth() / 2.0f - thickness;

    const auto arc = [&](float from, float to) {
        juce::Path path;
        path.addCentredArc(centre.x, centre.y, arcRadius, arcRadius, 0.0f, std::min(from, to), std::max(from, to),
                           true);
        return path;
    };
    const juce::PathStrokeType stroke(thickness, juce::PathStrokeType::curved, juce::PathStrokeType::rounded);
    g.setColour(c.outline);
    g.strokePath(arc(-sweepRadians, sweepRadians), stroke);

    const auto& entry = link().entry();
    const double neutral = std::clamp(0.0, entry.minimum, entry.maximum);
    const float now = angleAt(link().proportionOf(shownValue()));
    const float start = angleAt(link().proportionOf(neutral));
    if (std::abs(now - start) > 0.01f) {
        g.setColour(c.line);
        g.strokePath(arc(start, now), stroke);
    }

    const float bodyRadius = arcRadius - thickness * 1.75f;
    const auto body = juce::Rectangle<float>(2.0f * bodyRadius, 2.0f * bodyRadius).withCentre(centre);
    g.setColour(isHovered() ? c.raisedHover : c.raised);
    g.fillEllipse(body);
    g.setColour(c.outline);
    g.drawEllipse(body.reduced(0.5f), 1.0f);

    const auto tip = centre.getPointOnCircumference(bodyRadius * 0.86f, now);
    const auto foot = centre.getPointOnCircumference(bodyRadius * 0.45f, now);
    juce::Path pointer;
    pointer.startNewSubPath(foot);
    pointer.lineTo(tip);
    g.setColour(c.text);
    g.strokePath(pointer, juce::PathStrokeType(large ? 3.0f : 2.5f, juce::PathStrokeType::curved,
                                               juce::PathStrokeType::rounded));
}

} // namespace phonostage::ui
