// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/FieldButton.h"

#include "ui/controls/SpokenValue.h"
#include "ui/controls/ValueField.h"

namespace phonostage::app {

namespace metrics = ui::metrics;

FieldButton::FieldButton(const juce::String& id, const juce::String& title) : juce::Button(title) {
    setComponentID(id);
    setTitle(title);
    setWantsKeyboardFocus(true);
    setMouseClickGrabsKeyboardFocus(false);
}

void FieldButton::show(const juce::String& line, const juce::String& detail) {
    if (line == line_ && detail == detail_) return;
    line_ = line;
    detail_ = detail;
    repaint();
    if (auto* handler = getAccessibilityHandler())
        handler->notifyAccessibilityEvent(juce::AccessibilityEvent::valueChanged);
}

void FieldButton::paintButton(juce::Graphics& g, bool highlighted, bool) {
    const auto& style = ui::Style::of(*this);
    const auto& c = style.colours();
    ui::drawField(g, c, getLocalBounds(), highlighted, hasKeyboardFocus(false), isEnabled());
    auto area = getLocalBounds().reduced(12, 0);
    ui::drawChevron(g, c.textMuted, area.removeFromRight(14).toFloat().getCentre());
    area.removeFromRight(6);
    area = area.withSizeKeepingCentre(area.getWidth(), detail_.isEmpty() ? 16 : 31);
    ui::drawText(g, style.font(ui::Face::medium, metrics::captionSize), isEnabled() ? c.text : c.textMuted, line_,
                 area.removeFromTop(16), juce::Justification::centredLeft);
    ui::drawText(g, style.font(ui::Face::regular, metrics::tickSize), c.textMuted, detail_, area,
                 juce::Justification::centredLeft);
}

std::unique_ptr<juce::AccessibilityHandler> FieldButton::createAccessibilityHandler() {
    return ui::spokenAs(*this, juce::AccessibilityRole::button,
                        std::make_unique<ui::SpokenValue>([this] { return line_ + ", " + detail_; }),
                        ui::menuActions([this] { triggerClick(); }));
}

} // namespace phonostage::app
