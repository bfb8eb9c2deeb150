// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/LineSlider.h"

#include "ui/controls/FieldMetrics.h"

#include <algorithm>

namespace phonostage::ui {

namespace {

constexpr int valueWidth = 56;
constexpr float knobRadius = 6.0f;
constexpr float railHeight = 4.0f;

} // namespace

LineSlider::LineSlider(plugin::Processor& processor, params::Id id, const juce::String& name)
    : NumberControl(processor, id, name) {}

juce::Rectangle<int> LineSlider::valueArea() const { return getLocalBounds().removeFromRight(valueWidth); }

/** Where the knob's middle goes. */
juce::Rectangle<float> LineSlider::lineArea() const {
    return getLocalBounds().withTrimmedRight(valueWidth + 4).toFloat().reduced(knobRadius + 2.0f, 0.0f);
}

void LineSlider::mouseDown(const juce::MouseEvent& event) {
    if (event.mods.isPopupMenu() || !isEnabled() || valueArea().contains(event.getPosition())) {
        NumberControl::mouseDown(event);
        return;
    }
    isSliding_ = true;
    link().beginGesture();
    const auto line = lineArea();
    const double now = link().proportionOf(link().value());
    const float knobX = line.getX() + static_cast<float>(now) * line.getWidth();
    // What holds the knob does not move it.
    proportion_ = std::abs(event.position.x - knobX) <= knobRadius + 2.0f
                      ? now
                      : static_cast<double>((event.position.x - line.getX()) / line.getWidth());
    lastX_ = event.position.x;
    link().setInGesture(link().valueAt(proportion_));
}

void LineSlider::mouseDrag(const juce::MouseEvent& event) {
    if (!isSliding_) {
        NumberControl::mouseDrag(event);
        return;
    }
    moveTo(event);
}

void LineSlider::moveTo(const juce::MouseEvent& event) {
    const double way = static_cast<double>((event.position.x - lastX_) / lineArea().getWidth());
    lastX_ = event.position.x;
    proportion_ += event.mods.isShiftDown() ? fineFactor * way : way;
    link().setInGesture(link().valueAt(proportion_));
}

void LineSlider::mouseUp(const juce::MouseEvent& event) {
    if (!isSliding_) {
        NumberControl::mouseUp(event);
        return;
    }
    isSliding_ = false;
    link().endGesture();
}

void LineSlider::paint(juce::Graphics& g) {
    const auto& c = colours();
    const auto line = lineArea().withSizeKeepingCentre(lineArea().getWidth(), railHeight);
    const float x = line.getX() + static_cast<float>(link().proportionOf(shownValue())) * line.getWidth();
    const auto full = line.expanded(railHeight / 2.0f, 0.0f);
    g.setColour(c.outline);
    g.fillRoundedRectangle(full, railHeight / 2.0f);
    g.setColour(isEnabled() ? c.line : c.ideal);
    g.fillRoundedRectangle(full.withRight(x), railHeight / 2.0f);
    const auto knob = juce::Rectangle<float>(2.0f * knobRadius, 2.0f * knobRadius).withCentre({x, line.getCentreY()});
    g.setColour(isEnabled() ? (isHovered() ? c.accent : c.text) : c.ideal);
    g.fillEllipse(knob);
    drawText(g, style().font(Face::mono, metrics::captionSize), isEnabled() ? c.text : c.textMuted,
             link().text(shownValue()), valueArea(), juce::Justification::centredRight);
    if (showsFocus()) drawFocusRing(g, c, getLocalBounds().toFloat().reduced(1.0f), metrics::fieldRadius);
}

} // namespace phonostage::ui
