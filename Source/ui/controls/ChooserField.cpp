// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/ChooserField.h"
#include "ui/controls/FieldMetrics.h"
#include "ui/controls/ValueField.h"

#include "ui/controls/SpokenValue.h"

namespace phonostage::ui {

ChooserField::ChooserField(const juce::String& id, const juce::String& title, const juce::String& help) {
    setComponentID(id);
    setName(title);
    setTitle(title);
    setDescription(help);
    setTooltip(help);
    setWantsKeyboardFocus(true);
    setMouseClickGrabsKeyboardFocus(false);
}

void ChooserField::setText(const juce::String& text, bool isPlaceholder) {
    if (text == text_ && isPlaceholder == isPlaceholder_) return;
    text_ = text;
    isPlaceholder_ = isPlaceholder;
    repaint();
    if (auto* handler = getAccessibilityHandler())
        handler->notifyAccessibilityEvent(juce::AccessibilityEvent::valueChanged);
}

void ChooserField::ask(const juce::String& initial) {
    if (!isEnabled() || !onAsk) return;
    if (auto* chooser = ChooserHost::of(*this)) chooser->open(*this, onAsk(), initial);
}

void ChooserField::mouseDown(const juce::MouseEvent&) { ask(); }

void ChooserField::setHovered(bool hovered) {
    hovered_ = hovered;
    repaint();
}

bool ChooserField::keyPressed(const juce::KeyPress& key) {
    if (key == juce::KeyPress::returnKey || key == juce::KeyPress::downKey ||
        (key == juce::KeyPress::spaceKey && keyboardFocus_)) {
        ask();
        return true;
    }
    if (!typesText(key)) return false;
    ask(juce::String::charToString(key.getTextCharacter()));
    return true;
}

void ChooserField::focusGained(FocusChangeType cause) {
    keyboardFocus_ = cause != focusChangedByMouseClick;
    repaint();
}

void ChooserField::focusLost(FocusChangeType) {
    keyboardFocus_ = false;
    repaint();
}

void ChooserField::paint(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    drawField(g, c, getLocalBounds(), hovered_, keyboardFocus_ && hasKeyboardFocus(false), isEnabled());
    auto area = getLocalBounds().withTrimmedLeft(fieldPadding);
    drawChevron(g, c.textMuted, area.removeFromRight(chevronWidth).toFloat().getCentre().translated(-2.0f, 0.0f));
    drawText(g, style.font(Face::medium, metrics::captionSize), isPlaceholder_ ? c.textMuted : c.text, text_, area,
             juce::Justification::centredLeft);
}

std::unique_ptr<juce::AccessibilityHandler> ChooserField::createAccessibilityHandler() {
    return spokenAs(*this, juce::AccessibilityRole::comboBox, std::make_unique<SpokenValue>([this] { return text_; }),
                    menuActions([this] { ask(); }));
}

} // namespace phonostage::ui
