// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/ChoiceSegments.h"

#include "Compat.h"
#include "ui/controls/Segments.h"
#include "ui/controls/SpokenValue.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace phonostage::ui {

namespace {

constexpr int wordPadding = 14; ///< at either side of a word

} // namespace

ChoiceSegments::ChoiceSegments(plugin::Processor& processor, params::Id id, juce::StringArray names,
                               const juce::String& title)
    : ParameterControl(processor, id, title), names_(std::move(names)) {}

int ChoiceSegments::chosen() const {
    return std::clamp(static_cast<int>(std::lround(link().value())), 0, names_.size() - 1);
}

int ChoiceSegments::wantedWidth() const {
    const auto font = style().font(Face::medium, metrics::captionSize);
    int width = 0;
    for (const auto& name : names_)
        width += static_cast<int>(std::ceil(compat::textWidth(font, name))) + 2 * wordPadding;
    return width;
}

/** Each as wide as its word needs. */
juce::Rectangle<int> ChoiceSegments::partArea(int index) const {
    const auto font = style().font(Face::medium, metrics::captionSize);
    float before = 0.0f, own = 0.0f, all = 0.0f;
    for (int i = 0; i < names_.size(); ++i) {
        const float width = static_cast<float>(compat::textWidth(font, names_[i])) + 2.0f * wordPadding;
        if (i < index) before += width;
        if (i == index) own = width;
        all += width;
    }
    const float unit = static_cast<float>(getWidth()) / std::max(1.0f, all);
    const int left = juce::roundToInt(before * unit), right = juce::roundToInt((before + own) * unit);
    return {left, 0, right - left, getHeight()};
}

void ChoiceSegments::nudge(int steps, bool) {
    if (isEnabled()) link().set(std::clamp(chosen() + steps, 0, names_.size() - 1));
}

void ChoiceSegments::mouseDown(const juce::MouseEvent& event) {
    if (opensContextMenu(event) || !isEnabled()) return;
    for (int i = 0; i < names_.size(); ++i)
        if (partArea(i).contains(event.getPosition())) link().set(i);
}

void ChoiceSegments::paint(juce::Graphics& g) {
    const int now = std::clamp(static_cast<int>(std::lround(shownValue())), 0, names_.size() - 1);
    drawSegments(
        g, style(), getLocalBounds(), names_, [this](int index) { return partArea(index); }, now, isEnabled());
    if (showsFocus()) drawFocusRing(g, colours(), getLocalBounds().toFloat().reduced(1.0f), metrics::fieldRadius);
}

std::unique_ptr<juce::AccessibilityHandler> ChoiceSegments::createAccessibilityHandler() {
    const auto set = [this](const juce::String& text) {
        const int index = names_.indexOf(text, true);
        if (index >= 0) link().set(index);
    };
    return spokenAs(
        *this, juce::AccessibilityRole::comboBox,
        std::make_unique<SpokenValue>([this] { return names_[chosen()]; }, set),
        juce::AccessibilityActions()
            .addAction(juce::AccessibilityActionType::press, [this] { link().set((chosen() + 1) % names_.size()); })
            .addAction(juce::AccessibilityActionType::showMenu, [this] { showContextMenu(); }));
}

} // namespace phonostage::ui
