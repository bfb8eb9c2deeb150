// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ActionButton.h"

#include "Compat.h"

#include <algorithm>
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

void ActionButton::setIcon(Icon icon) {
    if (icon_ == icon) return;
    icon_ = icon;
    repaint();
}

int ActionButton::iconWidth() const {
    if (look_ == Look::pill) return 18;
    return icon_ == Icon::none ? 0 : icon_ == Icon::across ? 26 : 20;
}

int ActionButton::idealWidth() const {
    const auto font = ui::Style::of(*this).font(ui::Face::semibold, metrics::bodySize);
    const int padding = look_ == Look::quiet ? 16 : 32;
    return static_cast<int>(std::ceil(compat::textWidth(font, getButtonText()))) + padding + iconWidth();
}

void ActionButton::paintIcon(juce::Graphics& g, juce::Rectangle<float> area, juce::Colour colour) const {
    const auto centre = area.getCentre();
    const auto triangle = [&](float x, float width, float height) {
        juce::Path path;
        path.addTriangle(x, centre.y - height, x, centre.y + height, x + width, centre.y);
        g.fillPath(path);
    };
    g.setColour(colour);
    switch (icon_) {
    case Icon::none:
        break;
    case Icon::record:
        g.setColour(ui::Style::of(*this).colours().record);
        g.fillEllipse(juce::Rectangle<float>(11.0F, 11.0F).withCentre(centre));
        break;
    case Icon::stop:
        g.fillRect(juce::Rectangle<float>(10.0F, 10.0F).withCentre(centre));
        break;
    case Icon::play:
        triangle(centre.x - 3.5F, 8.0F, 5.0F);
        break;
    case Icon::across:
        triangle(centre.x - 10.0F, 7.0F, 4.5F);
        g.fillRect(juce::Rectangle<float>(1.5F, 11.0F).withCentre(centre));
        triangle(centre.x + 3.0F, 7.0F, 4.5F);
        break;
    }
}

void ActionButton::paintButton(juce::Graphics& g, bool highlighted, bool down) {
    const auto& style = ui::Style::of(*this);
    const auto& colours = style.colours();
    const bool primary = look_ == Look::primary && isEnabled();
    const auto area = getLocalBounds().toFloat().reduced(1.0F);
    const float radius = look_ == Look::pill ? area.getHeight() / 2.0F : metrics::fieldRadius;
    auto fill = primary ? colours.line : (highlighted && isEnabled() ? colours.raisedHover : colours.raised);
    if (primary && highlighted) fill = fill.brighter(0.12F);
    if (down) fill = fill.darker(0.15F);
    if (look_ != Look::quiet || highlighted || down) {
        g.setColour(fill);
        g.fillRoundedRectangle(area, radius);
    }
    if (!primary && look_ != Look::quiet) {
        g.setColour(colours.outline);
        g.drawRoundedRectangle(area.reduced(0.5F), radius, 1.0F);
    }
    const auto colour = primary                ? colours.onLine
                        : !isEnabled()         ? colours.textMuted
                        : look_ == Look::quiet ? colours.accent
                                               : colours.text;
    const auto font = style.font(primary ? ui::Face::semibold : ui::Face::medium, metrics::bodySize);
    auto words = getLocalBounds();
    if (const int width = iconWidth(); width > 0) {
        const int wordsWidth = static_cast<int>(std::ceil(compat::textWidth(font, getButtonText())));
        words = words.withSizeKeepingCentre(std::min(getWidth() - 8, wordsWidth + width + 2), getHeight());
        const auto place = words.removeFromLeft(width).toFloat().withTrimmedRight(6.0F);
        if (look_ == Look::pill) {
            g.setColour(colours.level);
            g.fillEllipse(juce::Rectangle<float>(9.0F, 9.0F).withCentre(place.getCentre()));
        } else {
            paintIcon(g, place, colour);
        }
    }
    ui::drawText(g, font, colour, getButtonText(), words, juce::Justification::centred);
    if (hasKeyboardFocus(false) && !isMouseOver()) ui::drawFocusRing(g, colours, area, radius);
}

} // namespace phonostage::app
