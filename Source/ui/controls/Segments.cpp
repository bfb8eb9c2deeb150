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
    const auto& c = style.colours();
    const auto box = getLocalBounds().toFloat().reduced(0.5f);
    g.setColour(c.well);
    g.fillRoundedRectangle(box, metrics::fieldRadius);
    for (int i = 0; i < names_.size(); ++i) {
        const auto area = partArea(i);
        const bool on = i == chosen_;
        if (on) {
            g.setColour(c.raised);
            g.fillRoundedRectangle(area.toFloat().reduced(2.0f), metrics::fieldRadius - 2.0f);
            g.setColour(c.accent);
            g.drawRoundedRectangle(area.toFloat().reduced(2.0f), metrics::fieldRadius - 2.0f, 1.5f);
        }
        drawText(g, style.font(Face::medium, metrics::captionSize), on ? c.text : c.textMuted, names_[i],
                 area.reduced(2, 0), juce::Justification::centred);
    }
    g.setColour(c.outline);
    g.drawRoundedRectangle(box, metrics::fieldRadius, 1.0f);
    if (keyboardFocus_ && hasKeyboardFocus(false))
        drawFocusRing(g, c, getLocalBounds().toFloat().reduced(1.0f), metrics::fieldRadius);
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

TextBox::TextBox(const juce::String& id, const juce::String& title, const juce::String& help) : help_(help) {
    setComponentID(id);
    setTitle(title);
    setTooltip(help);
    setDescription(help);
    setPopupMenuEnabled(false);
    setSelectAllWhenFocused(true);
    setInputRestrictions(60);
    setJustification(juce::Justification::centredLeft);
    setIndents(6, 0);
    setBorder(juce::BorderSize<int>(0, 4, 0, 4));
}

void TextBox::show(const juce::String& text) {
    if (text == shown_ || hasKeyboardFocus(false)) return;
    shown_ = text;
    setText(text, juce::dontSendNotification);
    mark(false);
}

void TextBox::commit() {
    if (!onCommit || (getText() == shown_ && !wrong_)) return;
    const auto why = onCommit(getText());
    mark(why.isNotEmpty());
    if (why.isNotEmpty()) {
        setTooltip(why);
        juce::AccessibilityHandler::postAnnouncement(why, juce::AccessibilityHandler::AnnouncementPriority::medium);
    } else {
        shown_ = getText();
    }
}

bool TextBox::keyPressed(const juce::KeyPress& key) {
    if (key == juce::KeyPress::returnKey) {
        commit();
        return true;
    }
    if (key == juce::KeyPress::escapeKey && (getText() != shown_ || wrong_)) {
        setText(shown_, juce::dontSendNotification);
        mark(false);
        return true;
    }
    return juce::TextEditor::keyPressed(key);
}

void TextBox::focusLost(FocusChangeType cause) {
    juce::TextEditor::focusLost(cause);
    commit();
}

void TextBox::lookAndFeelChanged() {
    juce::TextEditor::lookAndFeelChanged();
    mark(wrong_);
}

void TextBox::parentHierarchyChanged() {
    juce::TextEditor::parentHierarchyChanged();
    mark(wrong_);
}

void TextBox::paintOverChildren(juce::Graphics& g) {
    juce::TextEditor::paintOverChildren(g);
    if (hint_.isEmpty() || !isEmpty()) return;
    const auto& style = Style::of(*this);
    drawText(g, style.font(Face::regular, metrics::captionSize), style.colours().textMuted, hint_,
             getLocalBounds().reduced(10, 0), juce::Justification::centredLeft);
}

void TextBox::mark(bool wrong) {
    wrong_ = wrong;
    const auto* style = dynamic_cast<const Style*>(&getLookAndFeel());
    if (style == nullptr) return;
    const auto& c = style->colours();
    if (!wrong) setTooltip(help_);
    setColour(backgroundColourId, c.raised);
    setColour(textColourId, wrong ? c.overload : c.text);
    setColour(outlineColourId, wrong ? c.overload : c.outline);
    setColour(focusedOutlineColourId, wrong ? c.overload : c.accent);
    applyFontToAllText(style->font(Face::mono, metrics::captionSize));
    applyColourToAllText(wrong ? c.overload : c.text);
    repaint();
}

} // namespace phonostage::ui
