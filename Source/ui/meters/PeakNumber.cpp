// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/meters/PeakNumber.h"

namespace phonostage::ui {

PeakNumber::PeakNumber(MeterEnd end, const juce::String& id, const juce::String& name) : juce::Button(name), end_(end) {
    setComponentID(id);
    setTitle("Reset the " + name);
    setTooltip("Highest peak since the last reset, as the level of a sine with this peak. Click to reset.");
    setWantsKeyboardFocus(true);
    setMouseClickGrabsKeyboardFocus(false);
    setMouseCursor(juce::MouseCursor::PointingHandCursor);
}

void PeakNumber::show(const juce::String& text, bool isOver) {
    if (text == text_ && isOver == isOver_) return;
    text_ = text;
    isOver_ = isOver;
    repaint();
}

void PeakNumber::paintButton(juce::Graphics& g, bool highlighted, bool down) {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    const auto box = getLocalBounds().toFloat().reduced(0.5f);
    const bool filled = isOver_ && end_ == MeterEnd::input;
    if (filled) {
        g.setColour(c.overload);
        g.fillRoundedRectangle(box, 4.0f);
    } else if (highlighted || down) {
        g.setColour(down ? c.raised : c.raisedHover);
        g.fillRoundedRectangle(box, 4.0f);
    }
    if (isOver_ && !filled) {
        g.setColour(c.clip);
        g.drawRoundedRectangle(box.reduced(0.5f), 4.0f, 1.5f);
    }
    const auto colour = filled ? c.card : isOver_ ? c.clip : c.text;
    drawText(g, style.font(Face::monoMedium, 14.0f), colour, text_, getLocalBounds(), juce::Justification::centred);
    if (hasKeyboardFocus(false)) drawFocusRing(g, c, box, 4.0f);
}

} // namespace phonostage::ui
