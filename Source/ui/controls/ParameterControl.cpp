// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/ParameterControl.h"

#include "ui/controls/ScrollView.h"
#include "ui/text/LevelText.h"

#include <juce_audio_processors/juce_audio_processors.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <memory>
#include <utility>

namespace phonostage::ui {

namespace {

// A trackpad sends many small moves; this much of them is one notch.
constexpr float smoothNotch = 0.06f;

} // namespace

ParameterControl::ParameterControl(plugin::Processor& processor, params::Id id, const juce::String& name)
    : link_(processor, id), shown_(link_.value()) {
    const auto& entry = link_.entry();
    const auto title = name.isNotEmpty() ? name : juce::String(entry.name);
    setComponentID(entry.key);
    setName(title);
    setTitle(title);
    auto help = juce::String(juce::CharPointer_UTF8(entry.help)).replace(" us ", juce::String::fromUTF8(" \xc2\xb5s "));
    setDescription(help);
    if (entry.type == params::Type::number) help << "\n" << link_.rangeText();
    setTooltip(help);
    setWantsKeyboardFocus(true);
    setViewportIgnoreDragFlag(true); // a finger that turns a knob scrolls nothing
}

void ParameterControl::poll(const Tick&) {
    const double now = link_.value();
    // Bits, not nearness: whatever changed is shown.
    if (std::bit_cast<std::uint64_t>(now) == std::bit_cast<std::uint64_t>(shown_)) return;
    shown_ = now;
    repaint();
    if (auto* handler = getAccessibilityHandler())
        handler->notifyAccessibilityEvent(juce::AccessibilityEvent::valueChanged);
}

void ParameterControl::reset() { link_.set(link_.entry().defaultValue); }

bool ParameterControl::keyPressed(const juce::KeyPress& key) {
    const bool fine = key.getModifiers().isShiftDown();
    const int code = key.getKeyCode();
    if (key.getModifiers().isCtrlDown() || key.getModifiers().isCommandDown() || key.getModifiers().isAltDown())
        return false;
    if (code == juce::KeyPress::upKey || code == juce::KeyPress::rightKey) {
        nudge(1, fine);
        return true;
    }
    if (code == juce::KeyPress::downKey || code == juce::KeyPress::leftKey) {
        nudge(-1, fine);
        return true;
    }
    if (code == juce::KeyPress::deleteKey || code == juce::KeyPress::backspaceKey) {
        reset();
        return true;
    }
    if (code == juce::KeyPress::F10Key && fine) { // the usual key for a context menu
        showContextMenu();
        return true;
    }
    return false;
}

void ParameterControl::mouseWheelMove(const juce::MouseEvent& event, const juce::MouseWheelDetails& wheel) {
    if (ScrollView::takesWheelOf(*this)) {
        juce::Component::mouseWheelMove(event, wheel);
        return;
    }
    if (!isEnabled() || wheel.isInertial) return;
    float travel = std::abs(wheel.deltaX) > std::abs(wheel.deltaY) ? -wheel.deltaX : wheel.deltaY;
    if (wheel.isReversed) travel = -travel;
    int steps = 0;
    if (wheel.isSmooth) {
        wheelTravel_ += travel;
        steps = static_cast<int>(wheelTravel_ / smoothNotch);
        wheelTravel_ -= static_cast<float>(steps) * smoothNotch;
    } else {
        steps = travel > 0.0f ? 1 : (travel < 0.0f ? -1 : 0);
    }
    if (steps != 0) nudge(steps, event.mods.isShiftDown());
}

void ParameterControl::mouseEnter(const juce::MouseEvent&) {
    hovered_ = true;
    repaint();
}

void ParameterControl::mouseExit(const juce::MouseEvent&) {
    hovered_ = false;
    repaint();
}

void ParameterControl::focusGained(FocusChangeType cause) {
    keyboardFocus_ = cause != focusChangedByMouseClick;
    repaint();
}

void ParameterControl::focusLost(FocusChangeType) {
    keyboardFocus_ = false;
    repaint();
}

bool ParameterControl::opensContextMenu(const juce::MouseEvent& event) {
    if (!event.mods.isPopupMenu()) return false;
    showContextMenu();
    return true;
}

void ParameterControl::showContextMenu() {
    juce::PopupMenu menu;
    menu.addSectionHeader(getTitle());
    addToContextMenu(menu);
    menu.addItem(juce::PopupMenu::Item("Default: " + link_.text(link_.entry().defaultValue))
                     .setAction([safe = SafePointer(this)] {
                         if (safe != nullptr) safe->reset();
                     }));

    // The host's own menu object must live until its items have been used.
    std::shared_ptr<juce::HostProvidedContextMenu> hostMenu;
    if (auto* parameter = link_.hostParameter())
        if (auto* editor = findParentComponentOfClass<juce::AudioProcessorEditor>())
            if (auto* host = editor->getHostContext()) hostMenu = host->getContextMenuForParameter(parameter);
    if (hostMenu != nullptr) {
        const auto offered = hostMenu->getEquivalentPopupMenu();
        if (offered.getNumItems() > 0) menu.addSeparator();
        for (juce::PopupMenu::MenuItemIterator items(offered); items.next();)
            menu.addItem(items.getItem());
    }
    showMenu(std::move(menu), *this, MenuPlace::atMouse, juce::PopupMenu::Options(), [hostMenu](int) {});
}

} // namespace phonostage::ui
