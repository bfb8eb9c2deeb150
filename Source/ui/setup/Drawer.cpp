// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/Drawer.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace phonostage::ui {

namespace {

constexpr int usualColumns = 3;
constexpr int compactColumns = 2;
constexpr int leastColumnWidth = 264; ///< a caption and two fields
constexpr int columnGap = 32;
constexpr int headHeight = 56;
constexpr int sectionGap = 14;
constexpr int closeWidth = 72, checkWidth = 148;

} // namespace

Drawer::Drawer(plugin::Processor& processor, ScreenSection::Actions actions, std::function<void()> onClose)
    : equipment_(processor), load_(processor), calibration_(processor), wiring_(processor), screen_(std::move(actions)),
      onClose_(std::move(onClose)) {
    setComponentID("drawer");
    setName("Setup");
    setTitle("Setup panel");
    setOpaque(true);
    // Takes the focus itself when it opens: escape closes it, and a space stays the host's until a control is reached.
    setWantsKeyboardFocus(true);
    setFocusContainerType(FocusContainerType::focusContainer);
    int order = 1;
    for (auto* section : std::initializer_list<Section*>{&equipment_, &load_, &calibration_, &wiring_, &screen_}) {
        sheet_.addAndMakeVisible(section);
        section->setExplicitFocusOrder(order++);
    }
    addAndMakeVisible(view_);
    addAndMakeVisible(check_);
    addAndMakeVisible(close_);
    view_.setExplicitFocusOrder(1);
    check_.setExplicitFocusOrder(2);
    close_.setExplicitFocusOrder(3);
    check_.setComponentID("open_check");
    check_.setTitle("Check the hook-up");
    check_.setTooltip("Listens to the turntable, and says what is wrong between the needle and the computer.");
    check_.setWantsKeyboardFocus(true);
    check_.setMouseClickGrabsKeyboardFocus(false);
    check_.onClick = [this] {
        if (onCheck) onCheck();
    };
    close_.setComponentID("close_setup");
    close_.setTitle("Close Setup");
    close_.setTooltip("Closes Setup (escape)");
    close_.setWantsKeyboardFocus(true);
    close_.setMouseClickGrabsKeyboardFocus(false);
    close_.onClick = [this] { onClose_(); };
}

void Drawer::poll(const Tick& tick) {
    for (auto* section : std::initializer_list<Section*>{&equipment_, &load_, &calibration_, &wiring_, &screen_})
        section->poll(tick);
    view_.followFocus();
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
    check_.setBounds(close_.getX() - 8 - checkWidth, area.getY(), checkWidth, metrics::fieldHeight);
    area.removeFromTop(headHeight - metrics::cardPadding);
    // The bar is outside the sheet, on the card's margin.
    view_.setBounds(area.withRight(getWidth() - (metrics::cardPadding - ScrollView::barWidth) / 2));

    const auto widthIn = [&area](int columns) { return (area.getWidth() - (columns - 1) * columnGap) / columns; };
    const bool wide = widthIn(usualColumns) >= leastColumnWidth;
    sheet_.columns = wide ? usualColumns : compactColumns;
    const int width = widthIn(sheet_.columns);
    const std::vector<std::vector<Section*>> parts =
        wide ? std::vector<std::vector<Section*>>{{&equipment_}, {&load_, &calibration_}, {&wiring_, &screen_}}
             : std::vector<std::vector<Section*>>{{&equipment_, &load_}, {&calibration_, &wiring_, &screen_}};
    int x = 0, height = area.getHeight();
    for (const auto& column : parts) {
        int y = 0;
        for (auto* section : column) {
            section->setBounds(x, y, width, section->wantedHeight());
            y = section->getBottom() + sectionGap;
        }
        height = std::max(height, y - sectionGap);
        x += width + columnGap;
    }
    sheet_.setSize(area.getWidth(), height);
    sheet_.repaint();
}

void Drawer::Sheet::paint(juce::Graphics& g) {
    g.setColour(Style::of(*this).colours().gridStrong);
    const int width = (getWidth() - (columns - 1) * columnGap) / columns;
    for (int i = 1; i < columns; ++i)
        g.fillRect(juce::Rectangle<int>(i * width + (2 * i - 1) * columnGap / 2, 0, 1, getHeight()).toFloat());
}

void Drawer::paint(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    g.fillAll(c.background);
    g.setColour(c.card);
    g.fillRoundedRectangle(getLocalBounds().toFloat(), metrics::cardRadius);
    drawText(g, style.font(Face::semibold, metrics::readingSize), c.text, "Setup",
             {metrics::cardPadding, metrics::cardPadding, 200, metrics::fieldHeight}, juce::Justification::centredLeft);
}

} // namespace phonostage::ui
