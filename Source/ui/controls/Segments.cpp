// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/Segments.h"

#include "ui/controls/SpokenValue.h"

#include <algorithm>
#include <utility>

namespace phonostage::ui {

Segments::Segments(const juce::String& id, const juce::String& title, juce::StringArray names, const juce::String& help)
    : names_(std::move(names)) {
    setComponentID(id);
    setName(title);
    setTitle(title);
    setTooltip(help.isNotEmpty() ? help : title);
    setDescription(help);
    setWantsKeyboardFocus(true);
    setMouseClickGrabsKeyboardFocus(false);
}

void Segments::show(int chosen) {
    if (chosen == chosen_) return;
    chosen_ = chosen;
    repaint();
    if (auto* handler = getAccessibilityHandler())
        handler->notifyAccessibilityEvent(juce::AccessibilityEvent::valueChanged);
}

void Segments::rename(const juce::StringArray& names) {
    if (names == names_) return;
    names_ = names;
    chosen_ = std::clamp(chosen_, 0, names_.size() - 1);
    repaint();
}

void Segments::choose(int index) {
    index = std::clamp(index, 0, names_.size() - 1);
    if (index == chosen_ || !isEnabled()) return;
    show(index);
    if (onChange) onChange(index);
}

juce::Rectangle<int> Segments::partArea(int index) const {
    const int left = getWidth() * index / names_.size();
    const int right = getWidth() * (index + 1) / names_.size();
    return {left, 0, right - left, getHeight()};
}

void Segments::mouseDown(const juce::MouseEvent& event) {
    for (int i = 0; i < names_.size(); ++i)
        if (partArea(i).contains(event.getPosition())) choose(i);
}

bool Segments::keyPressed(const juce::KeyPress& key) {
    const int code = key.getKeyCode();
    if (code == juce::KeyPress::rightKey || code == juce::KeyPress::downKey) {
        choose(chosen_ + 1);
    } else if (code == juce::KeyPress::leftKey || code == juce::KeyPress::upKey) {
        choose(chosen_ - 1);
    } else {
        return false;
    }
    return true;
}

void Segments::focusGained(FocusChangeType cause) {
    keyboardFocus_ = cause != focusChangedByMouseClick;
    repaint();
}

void Segments::focusLost(FocusChangeType) {
    keyboardFocus_ = false;
    repaint();
}

void Segments::paint(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    drawSegments(
        g, style, getLocalBounds(), names_, [this](int index) { return partArea(index); }, chosen_, isEnabled());
    if (keyboardFocus_ && hasKeyboardFocus(false))
        drawFocusRing(g, style.colours(), getLocalBounds().toFloat().reduced(1.0f), metrics::fieldRadius);
}

std::unique_ptr<juce::AccessibilityHandler> Segments::createAccessibilityHandler() {
    const auto set = [this](const juce::String& text) {
        const int index = names_.indexOf(text, true);
        if (index >= 0) choose(index);
    };
    return spokenAs(*this, juce::AccessibilityRole::comboBox,
                    std::make_unique<SpokenValue>([this] { return names_[chosen_]; }, set),
                    juce::AccessibilityActions().addAction(juce::AccessibilityActionType::press,
                                                           [this] { choose((chosen_ + 1) % names_.size()); }));
}

void drawSegments(juce::Graphics& g, const Style& style, juce::Rectangle<int> area, const juce::StringArray& names,
                  const std::function<juce::Rectangle<int>(int)>& partArea, int chosen, bool isEnabled) {
    const auto& c = style.colours();
    const auto box = area.toFloat().reduced(0.5f);
    g.setColour(c.well);
    g.fillRoundedRectangle(box, metrics::fieldRadius);
    for (int i = 0; i < names.size(); ++i) {
        const auto part = partArea(i);
        const bool on = i == chosen;
        if (on) {
            g.setColour(c.raised);
            g.fillRoundedRectangle(part.toFloat().reduced(2.0f), metrics::fieldRadius - 2.0f);
            g.setColour(isEnabled ? c.accent : c.outline);
            g.drawRoundedRectangle(part.toFloat().reduced(2.0f), metrics::fieldRadius - 2.0f, 1.5f);
        }
        drawText(g, style.font(Face::medium, metrics::captionSize), on && isEnabled ? c.text : c.textMuted, names[i],
                 part.reduced(2, 0), juce::Justification::centred);
    }
    g.setColour(c.outline);
    g.drawRoundedRectangle(box, metrics::fieldRadius, 1.0f);
}

} // namespace phonostage::ui
