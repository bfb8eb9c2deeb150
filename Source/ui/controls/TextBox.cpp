// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/TextBox.h"

namespace phonostage::ui {

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
