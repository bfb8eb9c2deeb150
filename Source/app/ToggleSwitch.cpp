// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ToggleSwitch.h"

namespace phonostage::app {

namespace metrics = ui::metrics;

ToggleSwitch::ToggleSwitch(const juce::String& id, const juce::String& words, const juce::String& help)
    : juce::Button(words) {
    setComponentID(id);
    setButtonText(words);
    setTitle(words);
    setTooltip(help);
    setDescription(help);
    setClickingTogglesState(true);
    setWantsKeyboardFocus(true);
    setMouseClickGrabsKeyboardFocus(false);
}

void ToggleSwitch::paintButton(juce::Graphics& g, bool highlighted, bool) {
    const auto& style = ui::Style::of(*this);
    const auto& c = style.colours();
    auto area = getLocalBounds();
    const auto slide = area.removeFromLeft(32).withSizeKeepingCentre(32, 16).toFloat();
    const float radius = slide.getHeight() / 2.0F;
    const bool isLit = getToggleState();
    g.setColour(isLit ? c.line : highlighted ? c.raisedHover : c.raised);
    g.fillRoundedRectangle(slide.reduced(0.5F), radius);
    if (!isLit) {
        g.setColour(c.ideal);
        g.drawRoundedRectangle(slide.reduced(0.75F), radius, 1.0F);
    }
    const auto knob = juce::Rectangle<float>(10.0F, 10.0F)
                          .withCentre({isLit ? slide.getRight() - 8.0F : slide.getX() + 8.0F, slide.getCentreY()});
    g.setColour(isLit ? c.onLine : c.textMuted);
    g.fillEllipse(knob);
    area.removeFromLeft(10);
    ui::drawText(g, style.font(ui::Face::regular, metrics::bodySize), c.text, getButtonText(), area,
                 juce::Justification::centredLeft);
    if (hasKeyboardFocus(false))
        ui::drawFocusRing(g, c, getLocalBounds().toFloat().reduced(1.0F), metrics::fieldRadius);
}

} // namespace phonostage::app
