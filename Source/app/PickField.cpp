// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/PickField.h"

#include <utility>

namespace phonostage::app {

namespace metrics = ui::metrics;

PickField::PickField(const juce::String& caption) : juce::Button(caption), caption_(caption) {
    setWantsKeyboardFocus(true);
}

void PickField::setItems(juce::StringArray items, const juce::String& selected) {
    items_ = std::move(items);
    selected_ = selected;
    // One possibility is no choice: a JACK server, for one, decides on rate and buffer for all.
    setEnabled(items_.size() > 1 || (items_.size() == 1 && items_[0] != selected_));
    setTitle(caption_ + ": " + selected_);
    repaint();
}

void PickField::paintButton(juce::Graphics& g, bool highlighted, bool down) {
    const auto& style = ui::Style::of(*this);
    const auto& colours = style.colours();
    auto area = getLocalBounds();
    ui::drawText(g, style.font(ui::Face::medium, metrics::captionSize), colours.textMuted, caption_,
                 area.removeFromTop(metrics::captionHeight), juce::Justification::centredLeft);
    area.removeFromTop(4);
    const auto field = area.toFloat().reduced(0.5F);
    g.setColour(down ? colours.well : (highlighted && isEnabled() ? colours.raisedHover : colours.raised));
    g.fillRoundedRectangle(field, metrics::fieldRadius);
    g.setColour(colours.outline);
    g.drawRoundedRectangle(field, metrics::fieldRadius, 1.0F);
    if (hasKeyboardFocus(false) && !isMouseOver()) ui::drawFocusRing(g, colours, field, metrics::fieldRadius);
    auto inner = area.reduced(12, 0);
    if (isEnabled()) ui::drawChevron(g, colours.textMuted, inner.removeFromRight(16).toFloat().getCentre());
    ui::drawText(g, style.font(ui::Face::regular, metrics::bodySize), isEnabled() ? colours.text : colours.textMuted,
                 selected_, inner, juce::Justification::centredLeft);
}

void PickField::clicked() {
    if (items_.isEmpty()) return;
    juce::PopupMenu menu;
    const int current = items_.indexOf(selected_);
    for (int i = 0; i < items_.size(); ++i)
        menu.addItem(i + 1, items_[i], true, i == current);
    menu.setLookAndFeel(&getLookAndFeel());
    const auto options = juce::PopupMenu::Options()
                             .withTargetComponent(this)
                             .withMinimumWidth(getWidth())
                             .withInitiallySelectedItem(current + 1);
    menu.showMenuAsync(options, [field = juce::Component::SafePointer<PickField>(this), current](int id) {
        if (field != nullptr && id > 0 && id - 1 != current && field->onPick) field->onPick(id - 1);
    });
}

bool PickField::keyPressed(const juce::KeyPress& key) {
    if (key == juce::KeyPress::downKey || key == juce::KeyPress::upKey) {
        triggerClick();
        return true;
    }
    return juce::Button::keyPressed(key);
}

} // namespace phonostage::app
