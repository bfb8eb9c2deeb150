// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/Choice.h"

#include "ui/controls/Chooser.h"
#include "ui/controls/FieldMetrics.h"
#include "ui/controls/SpokenValue.h"
#include "ui/controls/ValueField.h"
#include "ui/text/CurveCaption.h"

#include "catalogue/CurveCatalogue.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace phonostage::ui {

namespace {

constexpr int constantsWidth = 34; ///< characters

std::vector<Choice::Item> ownChoices(params::Id id) {
    std::vector<Choice::Item> items;
    for (const char* name : params::entry(id).choices)
        items.push_back({static_cast<int>(items.size()), juce::String(juce::CharPointer_UTF8(name)), {}});
    return items;
}

} // namespace

Choice::Choice(plugin::Processor& processor, params::Id id, const juce::String& name)
    : Choice(processor, id, ownChoices(id), name) {}

Choice::Choice(plugin::Processor& processor, params::Id id, std::vector<Item> items, const juce::String& name)
    : ParameterControl(processor, id, name), items_(std::move(items)) {}

int Choice::positionOf(double slot) const {
    const auto found =
        std::find_if(items_.begin(), items_.end(),
                     [wanted = static_cast<int>(std::lround(slot))](const Item& item) { return item.slot == wanted; });
    return found == items_.end() ? -1 : static_cast<int>(found - items_.begin());
}

juce::String Choice::titleOf(double slot) const {
    const int position = positionOf(slot);
    return position < 0 ? link().text(slot) : items_[static_cast<std::size_t>(position)].title;
}

void Choice::nudge(int steps, bool) {
    if (items_.empty() || !isEnabled()) return;
    const int last = static_cast<int>(items_.size()) - 1;
    // Down the list is on, up is back; a wheel or an arrow that points up goes up the list.
    const int position = std::clamp(positionOf(link().value()) - steps, 0, last);
    link().set(items_[static_cast<std::size_t>(position)].slot);
}

void Choice::openMenu(const juce::String& initial) {
    if (!isEnabled()) return;
    if (onOpen) {
        onOpen(initial);
        return;
    }
    juce::PopupMenu menu;
    const int now = positionOf(link().value());
    for (std::size_t i = 0; i < items_.size(); ++i) {
        juce::PopupMenu::Item item(items_[i].title);
        item.itemID = static_cast<int>(i) + 1;
        item.isTicked = static_cast<int>(i) == now;
        item.shortcutKeyDescription = items_[i].detail;
        menu.addItem(item);
    }
    showMenu(std::move(menu), *this, MenuPlace::atComponent,
             juce::PopupMenu::Options()
                 .withMinimumWidth(getWidth())
                 .withMaximumNumColumns(1)
                 .withInitiallySelectedItem(now + 1)
                 .withItemThatMustBeVisible(now + 1),
             [safe = SafePointer(this)](int chosen) {
                 if (safe != nullptr && chosen > 0)
                     safe->link().set(safe->items_[static_cast<std::size_t>(chosen - 1)].slot);
             });
}

void Choice::mouseDown(const juce::MouseEvent& event) {
    if (!opensContextMenu(event)) openMenu();
}

bool Choice::keyPressed(const juce::KeyPress& key) {
    if (key == juce::KeyPress::returnKey || (key == juce::KeyPress::spaceKey && isFocusByKeyboard())) {
        openMenu();
        return true;
    }
    // Left and right go back and on, as a list does from side to side.
    if (key == juce::KeyPress::rightKey || key == juce::KeyPress::leftKey) {
        nudge(key == juce::KeyPress::leftKey ? 1 : -1, false);
        return true;
    }
    if (onOpen && typesText(key)) {
        openMenu(juce::String::charToString(key.getTextCharacter()));
        return true;
    }
    return ParameterControl::keyPressed(key);
}

void Choice::paint(juce::Graphics& g) {
    const auto& c = colours();
    drawField(g, c, getLocalBounds(), isHovered(), showsFocus(), isEnabled());
    auto area = getLocalBounds().withTrimmedLeft(fieldPadding);
    drawChevron(g, c.textMuted, area.removeFromRight(chevronWidth).toFloat().getCentre().translated(-2.0f, 0.0f));
    drawText(g,
             style().font(Face::medium, getHeight() > metrics::fieldHeight ? metrics::bodySize : metrics::captionSize),
             isEnabled() ? c.text : c.textMuted, titleOf(shownValue()), area, juce::Justification::centredLeft);
}

std::unique_ptr<juce::AccessibilityHandler> Choice::createAccessibilityHandler() {
    const auto set = [this](const juce::String& text) {
        if (const auto value = link().parse(text)) link().set(*value);
    };
    return spokenAs(*this, juce::AccessibilityRole::comboBox,
                    std::make_unique<SpokenValue>([this] { return titleOf(link().value()); }, set),
                    menuActions([this] { openMenu(); }));
}

std::vector<Choice::Item> curveItems() {
    std::vector<Choice::Item> items;
    const Choice::Item custom{catalogue::customCurveSlot, "Custom", "your own time constants"};
    for (const auto& entry : catalogue::curveCatalogue()) {
        if (entry.slot == catalogue::customCurveSlot) continue;
        // Set in a typeface of one width, the two make columns.
        items.push_back({entry.slot, titleText(entry),
                         eraText(entry) + timeConstantsText(entry.curve).paddedLeft(' ', constantsWidth)});
    }
    items.push_back(custom);
    return items;
}

} // namespace phonostage::ui
