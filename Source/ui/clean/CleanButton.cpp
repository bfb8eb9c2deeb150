// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/clean/CleanButton.h"

#include "ui/controls/SpokenValue.h"
#include "ui/controls/ValueField.h"
#include "ui/look/Style.h"

namespace phonostage::ui {

CleanButton::CleanButton() : juce::Button("What Clean takes out") {
    setComponentID("clean_open");
    setTitle("What Clean takes out");
    const juce::String help = "Shows what is taken out, and what is chosen, in the plot's place.";
    setTooltip(help);
    setDescription(help);
    setWantsKeyboardFocus(true);
    setMouseClickGrabsKeyboardFocus(false);
    setToggleable(true);
}

void CleanButton::show(const juce::String& text) {
    if (text == text_) return;
    text_ = text;
    repaint();
}

void CleanButton::paintButton(juce::Graphics& g, bool highlighted, bool) {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    auto area = getLocalBounds();
    drawField(g, c, area, highlighted, false, true);
    if (getToggleState()) {
        g.setColour(c.accent);
        g.drawRoundedRectangle(area.toFloat().reduced(0.75f), metrics::fieldRadius, 1.5f);
    }
    if (hasKeyboardFocus(false)) drawFocusRing(g, c, area.toFloat().reduced(1.0f), metrics::fieldRadius);
    area.removeFromLeft(8);
    const auto mark = area.removeFromRight(16).toFloat().getCentre();
    juce::Path chevron;
    chevron.startNewSubPath(mark.x - 2.0f, mark.y - 4.0f);
    chevron.lineTo(mark.x + 2.0f, mark.y);
    chevron.lineTo(mark.x - 2.0f, mark.y + 4.0f);
    g.setColour(getToggleState() ? c.accent : c.textMuted);
    g.strokePath(chevron, juce::PathStrokeType(1.5f, juce::PathStrokeType::curved, juce::PathStrokeType::rounded));
    drawText(g, style.font(Face::medium, metrics::captionSize), c.text, text_, area, juce::Justification::centredLeft);
}

std::unique_ptr<juce::AccessibilityHandler> CleanButton::createAccessibilityHandler() {
    return spokenAs(
        *this, juce::AccessibilityRole::button, std::make_unique<SpokenValue>([this] { return text_; }),
        juce::AccessibilityActions().addAction(juce::AccessibilityActionType::press, [this] { triggerClick(); }));
}

} // namespace phonostage::ui
