// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/ValueField.h"

namespace phonostage::ui {

ValueField::ValueField(plugin::Processor& processor, params::Id id, const juce::String& name)
    : NumberControl(processor, id, name) {
    setMouseCursor(juce::MouseCursor::IBeamCursor);
}

void ValueField::paint(juce::Graphics& g) {
    const auto& c = colours();
    drawField(g, c, getLocalBounds(), isHovered(), showsFocus(), isEnabled());
    drawText(g, style().font(Face::mono, metrics::captionSize), isEnabled() ? c.text : c.textMuted,
             link().text(shownValue()), getLocalBounds().reduced(4, 0), juce::Justification::centred);
}

void drawField(juce::Graphics& g, const Palette& colours, juce::Rectangle<int> area, bool hovered, bool focused,
               bool enabled) {
    const auto box = area.toFloat().reduced(0.5f);
    if (enabled) {
        g.setColour(hovered ? colours.raisedHover : colours.raised);
        g.fillRoundedRectangle(box, metrics::fieldRadius);
    }
    g.setColour(colours.outline);
    g.drawRoundedRectangle(box, metrics::fieldRadius, 1.0f);
    if (focused) drawFocusRing(g, colours, area.toFloat().reduced(1.0f), metrics::fieldRadius);
}

} // namespace phonostage::ui
