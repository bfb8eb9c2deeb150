// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/NumberControl.h"

#include "ui/controls/FieldMetrics.h"
#include "ui/text/LevelText.h"

#include <algorithm>
#include <cmath>

namespace phonostage::ui {

namespace {

constexpr double dragLength = 220.0; ///< logical units from end to end
constexpr int pageSteps = 10;
// A click waits this long for a second one, which would make it a double-click.
constexpr double clickSeconds = 0.25;

class NumberInterface final : public juce::AccessibilityValueInterface {
public:
    explicit NumberInterface(ParameterLink& link) : link_(link) {}

    bool isReadOnly() const override { return false; }
    double getCurrentValue() const override { return link_.value(); }
    juce::String getCurrentValueAsString() const override { return link_.text(link_.value()); }
    void setValue(double value) override { link_.set(link_.legal(value)); }
    void setValueAsString(const juce::String& text) override {
        if (const auto value = link_.parse(text)) link_.set(*value);
    }
    AccessibleValueRange getRange() const override {
        const auto& entry = link_.entry();
        return {{entry.minimum, entry.maximum}, entry.step};
    }

private:
    ParameterLink& link_;
};

bool startsNumber(juce::juce_wchar character) {
    // A comma is what the decimal key of many keypads types.
    return juce::CharacterFunctions::isDigit(character) || juce::String("-+.,").containsChar(character);
}

} // namespace

NumberControl::NumberControl(plugin::Processor& processor, params::Id id, const juce::String& name)
    : ParameterControl(processor, id, name) {
    setTooltip(getTooltip() +
               "\nDrag, wheel or arrow keys; hold shift for fine steps; double-click for the default; type a value.");
}

std::unique_ptr<juce::AccessibilityHandler> NumberControl::createAccessibilityHandler() {
    return std::make_unique<juce::AccessibilityHandler>(
        *this, juce::AccessibilityRole::slider,
        juce::AccessibilityActions()
            .addAction(juce::AccessibilityActionType::press, [this] { openTypeIn(); })
            .addAction(juce::AccessibilityActionType::showMenu, [this] { showContextMenu(); }),
        juce::AccessibilityHandler::Interfaces{std::make_unique<NumberInterface>(link())});
}

void NumberControl::nudge(int steps, bool fine) {
    const double step = link().arrowStep(fine);
    // From a value between steps to the next whole one.
    const double base = std::round(link().value() / step) * step;
    link().set(link().legal(base + steps * step));
}

void NumberControl::poll(const Tick& tick) {
    ParameterControl::poll(tick);
    if (secondsUntilTypeIn_ < 0.0) return;
    secondsUntilTypeIn_ -= tick.elapsedSeconds;
    if (secondsUntilTypeIn_ < 0.0) openTypeIn();
}

void NumberControl::mouseDown(const juce::MouseEvent& event) {
    secondsUntilTypeIn_ = -1.0;
    dragged_ = false;
    if (opensContextMenu(event) || !isEnabled()) return;
    dragProportion_ = link().proportionOf(link().value());
    lastDrag_ = event.position;
}

void NumberControl::mouseDrag(const juce::MouseEvent& event) {
    if (event.mods.isPopupMenu() || !isEnabled()) return;
    if (!dragged_) {
        if (event.getDistanceFromDragStart() < 3) return;
        dragged_ = true;
        lastDrag_ = event.position;
        link().beginGesture();
        return;
    }
    const auto moved = event.position - lastDrag_;
    lastDrag_ = event.position;
    const double travel = static_cast<double>(moved.x - moved.y) / dragLength;
    dragProportion_ = std::clamp(dragProportion_ + travel * (event.mods.isShiftDown() ? fineFactor : 1.0), 0.0, 1.0);
    link().setInGesture(link().valueAt(dragProportion_));
}

void NumberControl::mouseUp(const juce::MouseEvent& event) {
    if (dragged_) {
        dragged_ = false;
        link().endGesture();
        return;
    }
    if (!event.mods.isPopupMenu() && isEnabled() && event.getNumberOfClicks() == 1 &&
        opensTypeInAt(event.getPosition()))
        secondsUntilTypeIn_ = clickSeconds;
}

void NumberControl::mouseDoubleClick(const juce::MouseEvent& event) {
    secondsUntilTypeIn_ = -1.0;
    if (isEnabled() && !event.mods.isPopupMenu()) reset();
}

bool NumberControl::keyPressed(const juce::KeyPress& key) {
    if (!isEnabled()) return false;
    const int code = key.getKeyCode();
    if (code == juce::KeyPress::returnKey) {
        openTypeIn();
        return true;
    }
    if (code == juce::KeyPress::pageUpKey || code == juce::KeyPress::pageDownKey) {
        nudge(code == juce::KeyPress::pageUpKey ? pageSteps : -pageSteps, key.getModifiers().isShiftDown());
        return true;
    }
    if (code == juce::KeyPress::homeKey || code == juce::KeyPress::endKey) {
        link().set(code == juce::KeyPress::homeKey ? link().entry().minimum : link().entry().maximum);
        return true;
    }
    const auto modifiers = key.getModifiers();
    if (!modifiers.isCtrlDown() && !modifiers.isCommandDown() && !modifiers.isAltDown() &&
        startsNumber(key.getTextCharacter())) {
        openTypeIn(juce::String::charToString(key.getTextCharacter()));
        return true;
    }
    return ParameterControl::keyPressed(key);
}

void NumberControl::addToContextMenu(juce::PopupMenu& menu) {
    menu.addItem(juce::PopupMenu::Item(juce::String::fromUTF8("Type a value\xe2\x80\xa6"))
                     .setEnabled(isEnabled())
                     .setAction([safe = SafePointer(this)] {
                         if (safe != nullptr) safe->openTypeIn();
                     }));
}

juce::TextEditor* NumberControl::typeIn() {
    return typeIn_ != nullptr && typeIn_->isVisible() ? typeIn_.get() : nullptr;
}

void NumberControl::openTypeIn(const juce::String& initial) {
    if (!isEnabled()) return;
    if (typeIn_ == nullptr) {
        typeIn_ = std::make_unique<TypeIn>(*this);
        addChildComponent(*typeIn_);
    }
    typeIn_->mark(false);
    typeIn_->applyFontToAllText(style().font(Face::mono, metrics::bodySize));
    typeIn_->setBounds(valueArea().expanded(2, 2).getIntersection(getLocalBounds()));
    typeIn_->setText(initial.isNotEmpty() ? initial : link().editableText(), juce::dontSendNotification);
    typeIn_->setVisible(true);
    if (initial.isEmpty())
        typeIn_->selectAll();
    else
        typeIn_->moveCaretToEnd();
    if (isShowing()) typeIn_->grabKeyboardFocus();
}

void NumberControl::commitTypeIn() {
    juce::String why;
    const auto value = link().parse(typeIn_->getText(), &why);
    if (!value) {
        typeIn_->mark(true);
        typeIn_->setTooltip(why);
        juce::AccessibilityHandler::postAnnouncement(why, juce::AccessibilityHandler::AnnouncementPriority::medium);
        return;
    }
    link().set(*value);
    closeTypeIn();
}

void NumberControl::leaveTypeIn() {
    if (typeIn() == nullptr) return;
    // What is legal counts; what is not is forgotten, as the eye has gone elsewhere.
    if (const auto value = link().parse(typeIn_->getText())) link().set(*value);
    typeIn_->setVisible(false);
    repaint();
}

void NumberControl::closeTypeIn() {
    if (typeIn() == nullptr) return;
    typeIn_->setVisible(false);
    if (isShowing()) grabKeyboardFocus();
    repaint();
}

NumberControl::TypeIn::TypeIn(NumberControl& control) : control_(control) {
    setTitle(control.getTitle() + ", text");
    setPopupMenuEnabled(false);
    setInputRestrictions(32);
    setJustification(juce::Justification::centred);
    setIndents(2, 0);
    setBorder(juce::BorderSize<int>(0, 4, 0, 4));
}

bool NumberControl::TypeIn::keyPressed(const juce::KeyPress& key) {
    if (key == juce::KeyPress::returnKey) {
        control_.commitTypeIn();
        return true;
    }
    if (key == juce::KeyPress::escapeKey) {
        control_.closeTypeIn();
        return true;
    }
    return juce::TextEditor::keyPressed(key);
}

void NumberControl::TypeIn::insertTextAtCaret(const juce::String& text) {
    mark(false);
    juce::TextEditor::insertTextAtCaret(text);
}

void NumberControl::TypeIn::focusLost(FocusChangeType cause) {
    juce::TextEditor::focusLost(cause);
    control_.leaveTypeIn();
}

void NumberControl::TypeIn::mark(bool wrong) {
    const auto& c = control_.colours();
    setColour(backgroundColourId, c.well);
    setColour(outlineColourId, wrong ? c.overload : c.accent);
    setColour(focusedOutlineColourId, wrong ? c.overload : c.accent);
    setColour(highlightColourId, c.accent.withAlpha(0.35f));
    setColour(highlightedTextColourId, c.text);
    setColour(juce::CaretComponent::caretColourId, c.accent);
    applyColourToAllText(wrong ? c.overload : c.text);
    if (!wrong) setTooltip({});
    repaint();
}

} // namespace phonostage::ui
