// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/SpeedField.h"

#include "ui/controls/FieldMetrics.h"
#include "ui/controls/SpokenValue.h"
#include "ui/controls/ValueField.h"
#include "ui/text/CurveCaption.h"
#include "ui/text/ScreenNumbers.h"

#include "params/Speed.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace phonostage::ui {

namespace {

// A host parameter travels as a float.
constexpr double sameRatio = 2e-6;

juce::String nameOf(const params::NamedSpeed& speed) {
    // The typeface has a third, but not two thirds.
    return fromUtf8(speed.name).replace(" 1/3", juce::String::fromUTF8("\xe2\x85\x93")).replace("16 2/3", "16.67");
}

const params::NamedSpeed* namedSpeed(double ratio) {
    const auto speeds = params::namedSpeeds();
    const auto found = std::find_if(speeds.begin(), speeds.end(), [ratio](const params::NamedSpeed& speed) {
        return std::abs(speed.ratio - ratio) < sameRatio;
    });
    return found == speeds.end() ? nullptr : &*found;
}

} // namespace

juce::String speedText(double ratio) {
    if (const auto* named = namedSpeed(ratio)) return nameOf(*named);
    return fixedText(ratio, 4) + juce::String::fromUTF8(" \xc3\x97 speed");
}

SpeedField::SpeedField(plugin::Processor& processor) : NumberControl(processor, params::Id::speedRatio) {
    setTooltip(getDescription() + "\n" + link().rangeText() +
               "\nClick for common pairs, or type a pair of speeds or a ratio.");
}

void SpeedField::nudge(int steps, bool fine) {
    if (!isEnabled() || steps == 0) return;
    if (fine) {
        link().set(std::round((link().value() + 0.001 * steps) * 1000.0) / 1000.0);
        return;
    }
    std::vector<double> ratios;
    for (const auto& speed : params::namedSpeeds())
        ratios.push_back(speed.ratio);
    std::sort(ratios.begin(), ratios.end());
    const double now = link().value();
    if (steps > 0) {
        const auto next = std::find_if(ratios.begin(), ratios.end(), [now](double r) { return r > now + sameRatio; });
        if (next != ratios.end()) link().set(*next);
    } else {
        const auto next = std::find_if(ratios.rbegin(), ratios.rend(), [now](double r) { return r < now - sameRatio; });
        if (next != ratios.rend()) link().set(*next);
    }
}

void SpeedField::openMenu() {
    if (!isEnabled()) return;
    juce::PopupMenu menu;
    menu.addSectionHeader("Record speed at turntable speed");
    for (const auto& speed : params::namedSpeeds()) {
        juce::PopupMenu::Item item(nameOf(speed));
        item.isTicked = std::abs(speed.ratio - link().value()) < sameRatio;
        item.shortcutKeyDescription = fixedText(speed.ratio, 4);
        item.action = [safe = SafePointer(this), ratio = speed.ratio] {
            if (safe != nullptr) safe->link().set(ratio);
        };
        menu.addItem(std::move(item));
    }
    menu.addSeparator();
    menu.addItem(juce::PopupMenu::Item(juce::String::fromUTF8("Type a speed or a ratio\xe2\x80\xa6"))
                     .setAction([safe = SafePointer(this)] {
                         if (safe != nullptr) safe->openTypeIn();
                     }));
    showMenu(std::move(menu), *this, MenuPlace::atComponent, juce::PopupMenu::Options(), [](int) {});
}

void SpeedField::mouseUp(const juce::MouseEvent& event) {
    const bool wasClick = event.getDistanceFromDragStart() < 3 && !event.mods.isPopupMenu();
    NumberControl::mouseUp(event);
    if (wasClick && event.getNumberOfClicks() == 1) openMenu();
}

void SpeedField::paint(juce::Graphics& g) {
    const auto& c = colours();
    drawField(g, c, getLocalBounds(), isHovered(), showsFocus(), isEnabled());
    auto area = getLocalBounds().withTrimmedLeft(fieldPadding);
    drawChevron(g, c.textMuted, area.removeFromRight(chevronWidth).toFloat().getCentre().translated(-2.0f, 0.0f));
    const bool unusual = std::abs(shownValue() - 1.0) > sameRatio;
    // Below the caption "Speed"; the whole name has no room in a compact window.
    drawText(g, style().font(Face::medium, metrics::captionSize), unusual ? c.accent : c.text,
             unusual ? speedText(shownValue()) : juce::String("Correct"), area, juce::Justification::centredLeft);
}

std::unique_ptr<juce::AccessibilityHandler> SpeedField::createAccessibilityHandler() {
    const auto set = [this](const juce::String& text) {
        if (const auto value = link().parse(text)) link().set(*value);
    };
    return spokenAs(*this, juce::AccessibilityRole::comboBox,
                    std::make_unique<SpokenValue>([this] { return speedText(link().value()); }, set),
                    menuActions([this] { openMenu(); }));
}

} // namespace phonostage::ui
