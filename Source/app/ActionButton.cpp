// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ActionButton.h"

#include "Compat.h"

#include <cmath>

namespace phonostage::app {

namespace metrics = ui::metrics;

ActionButton::ActionButton(const juce::String& label, Look look) : juce::Button(label), look_(look) {
    setButtonText(label);
    setWantsKeyboardFocus(true);
}

void ActionButton::setLook(Look look) {
    if (look_ == look) return;
    look_ = look;
    repaint();
}

int ActionButton::idealWidth() const {
    const auto font = ui::Style::of(*this).font(ui::Face::semibold, metrics::bodySize);
    return static_cast<int>(std::ceil(compat::textWidth(font, getButtonText()))) + 32;
}

void ActionButton::paintButton(juce::Graphics& g, bool highlighted, bool down) {
    const auto& style = ui::Style::of(*this);
    const auto& colours = style.colours();
    const bool primary = look_ == Look::primary;
    const auto area = getLocalBounds().toFloat().reduced(1.0F);
    auto fill = primary ? colours.line : (highlighted ? colours.raisedHover : colours.raised);
    if (primary && highlighted) fill = fill.brighter(0.12F);
    if (down) fill = fill.darker(0.15F);
    g.setColour(fill);
    g.fillRoundedRectangle(area, metrics::fieldRadius);
    if (!primary) {
        g.setColour(colours.outline);
        g.drawRoundedRectangle(area.reduced(0.5F), metrics::fieldRadius, 1.0F);
    }
    ui::drawText(g, style.font(primary ? ui::Face::semibold : ui::Face::medium, metrics::bodySize),
                 primary ? colours.onLine : colours.text, getButtonText(), getLocalBounds(),
                 juce::Justification::centred);
    if (hasKeyboardFocus(false) && !isMouseOver()) ui::drawFocusRing(g, colours, area, metrics::fieldRadius);
}

} // namespace phonostage::app
