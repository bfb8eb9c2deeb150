// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/ScrollView.h"

namespace phonostage::ui {

namespace {

constexpr int air = 8; ///< above and below what is brought into sight

} // namespace

ScrollView::ScrollView(juce::Component& content) {
    setViewedComponent(&content, false);
    setScrollBarsShown(true, false);
    setScrollBarThickness(barWidth);
    setSingleStepSizes(24, 24);
    setWantsKeyboardFocus(false);
    setFocusContainerType(FocusContainerType::none);
}

bool ScrollView::canScroll() const {
    return getViewedComponent() != nullptr && getViewedComponent()->getHeight() > getMaximumVisibleHeight();
}

void ScrollView::reveal(const juce::Component& part) {
    auto* content = getViewedComponent();
    if (content == nullptr || !content->isParentOf(&part)) return;
    const auto area = content->getLocalArea(&part, part.getLocalBounds()).expanded(0, air);
    const int top = getViewPositionY();
    const int height = getMaximumVisibleHeight();
    if (area.getY() < top)
        setViewPosition(0, area.getY());
    else if (area.getBottom() > top + height)
        setViewPosition(0, juce::jmin(area.getY(), area.getBottom() - height));
}

void ScrollView::themeChanged() {
    if (const auto* style = dynamic_cast<const Style*>(&getLookAndFeel()))
        getVerticalScrollBar().setColour(juce::ScrollBar::thumbColourId, style->colours().ideal);
}

bool ScrollView::takesWheelOf(const juce::Component& control) {
    const auto* view = control.findParentComponentOfClass<ScrollView>();
    return view != nullptr && view->canScroll() && !control.hasKeyboardFocus(true);
}

void ScrollView::followFocus() {
    auto* focused = getCurrentlyFocusedComponent();
    if (focused == focused_.getComponent()) return;
    focused_ = focused;
    // What a click has reached is in sight enough, and must not move away under it.
    if (focused != nullptr && !juce::ModifierKeys::currentModifiers.isAnyMouseButtonDown()) reveal(*focused);
}

} // namespace phonostage::ui
