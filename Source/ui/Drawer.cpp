// SPDX-License-Identifier: GPL-3.0-or-later
#include "Drawer.h"

#include <array>
#include <utility>

namespace phonostage::ui {

namespace {

constexpr int columns = 3;
constexpr int columnGap = 32;
constexpr int headHeight = 56;
constexpr int sectionGap = 28;
constexpr int closeWidth = 72;

} // namespace

Drawer::Drawer(plugin::Processor& processor, ScreenSection::Actions actions, std::function<void()> onClose)
    : equipment_(processor), load_(processor), calibration_(processor), wiring_(processor), screen_(std::move(actions)),
      onClose_(std::move(onClose)) {
    setComponentID("drawer");
    setName("Set-up");
    setTitle("Set-up sheet");
    setOpaque(true);
    // Takes the focus itself when it opens: escape closes it, and a space stays the host's until a control is reached.
    setWantsKeyboardFocus(true);
    setFocusContainerType(FocusContainerType::focusContainer);
    int order = 1;
    for (juce::Component* part :
         std::initializer_list<juce::Component*>{&equipment_, &load_, &calibration_, &wiring_, &screen_, &close_}) {
        addAndMakeVisible(part);
        part->setExplicitFocusOrder(order++);
    }
    close_.setComponentID("close_setup");
    close_.setTitle("Close the set-up");
    close_.setTooltip("Closes the set-up (escape)");
    close_.setWantsKeyboardFocus(true);
    close_.setMouseClickGrabsKeyboardFocus(false);
    close_.onClick = [this] { onClose_(); };
}

void Drawer::poll(const Tick& tick) {
    for (auto* section : std::initializer_list<Section*>{&equipment_, &load_, &calibration_, &wiring_, &screen_})
        section->poll(tick);
}

bool Drawer::keyPressed(const juce::KeyPress& key) {
    if (key != juce::KeyPress::escapeKey) return false;
    onClose_();
    return true;
}

std::unique_ptr<juce::AccessibilityHandler> Drawer::createAccessibilityHandler() {
    return std::make_unique<juce::AccessibilityHandler>(*this, juce::AccessibilityRole::group);
}

void Drawer::resized() {
    auto area = getLocalBounds().reduced(metrics::cardPadding);
    close_.setBounds(area.getRight() - closeWidth, area.getY(), closeWidth, metrics::fieldHeight);
    area.removeFromTop(headHeight - metrics::cardPadding);
    const int width = (area.getWidth() - (columns - 1) * columnGap) / columns;
    const std::array<std::initializer_list<Section*>, columns> parts{
        {{&equipment_}, {&load_, &calibration_}, {&wiring_, &screen_}}};
    for (const auto& column : parts) {
        auto room = area.removeFromLeft(width);
        area.removeFromLeft(columnGap);
        for (auto* section : column) {
            section->setBounds(room.removeFromTop(section->wantedHeight()));
            room.removeFromTop(sectionGap);
        }
    }
}

void Drawer::paint(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    g.fillAll(c.background);
    g.setColour(c.card);
    g.fillRoundedRectangle(getLocalBounds().toFloat(), metrics::cardRadius);
    drawText(g, style.font(Face::semibold, metrics::readingSize), c.text, "Set-up",
             {metrics::cardPadding, metrics::cardPadding, 200, metrics::fieldHeight}, juce::Justification::centredLeft);
    g.setColour(c.gridStrong);
    const int width = (getWidth() - 2 * metrics::cardPadding - (columns - 1) * columnGap) / columns;
    for (int i = 1; i < columns; ++i) {
        const int x = metrics::cardPadding + i * width + (2 * i - 1) * columnGap / 2;
        g.fillRect(juce::Rectangle<int>(x, headHeight, 1, getHeight() - headHeight - metrics::cardPadding).toFloat());
    }
}

} // namespace phonostage::ui
