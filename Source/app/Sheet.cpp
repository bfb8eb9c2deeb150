// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Sheet.h"

#include <algorithm>

namespace phonostage::app {

namespace metrics = ui::metrics;

Sheet::Sheet(const juce::String& title, int width, int height) : width_(width), height_(height) {
    setName(title);
    setTitle(title);
    setFocusContainerType(FocusContainerType::keyboardFocusContainer);
    addAndMakeVisible(done_);
    done_.setExplicitFocusOrder(1000);
    done_.onClick = [this] { close(); };
}

void Sheet::open() {
    load();
    setVisible(true);
    toFront(false);
    resized();
    if (isShowing()) first().grabKeyboardFocus();
}

void Sheet::close() {
    if (hasKeyboardFocus(true)) unfocusAllComponents(); // what is being typed is taken
    setVisible(false);
}

void Sheet::mouseDown(const juce::MouseEvent& event) {
    if (!card_.contains(event.getPosition())) close();
}

bool Sheet::keyPressed(const juce::KeyPress& key) {
    if (key == juce::KeyPress::escapeKey) close();
    return key.getTextCharacter() != 0 || key == juce::KeyPress::escapeKey;
}

juce::Rectangle<int> Sheet::inside() const { return card_.reduced(28, 0).withTrimmedTop(64).withTrimmedBottom(68); }

void Sheet::resized() {
    if (dynamic_cast<const ui::Style*>(&getLookAndFeel()) == nullptr) return;
    card_ =
        getLocalBounds().withSizeKeepingCentre(std::min(width_, getWidth() - 16), std::min(height_, getHeight() - 8));
    done_.setBounds(card_.getRight() - 28 - 104, card_.getBottom() - 20 - rowHeight, 104, rowHeight);
    layOut(inside());
}

void Sheet::drawCaption(juce::Graphics& g, const juce::String& text, const juce::Component& beside) const {
    const auto& style = ui::Style::of(*this);
    ui::drawText(g, style.font(ui::Face::regular, metrics::bodySize), style.colours().textMuted, text,
                 beside.getBounds().withX(inside().getX()).withWidth(captionWidth), juce::Justification::centredLeft);
}

void Sheet::paint(juce::Graphics& g) {
    const auto& style = ui::Style::of(*this);
    const auto& c = style.colours();
    ui::drawVeiledCard(g, c, getLocalBounds(), card_, 0.72F);
    ui::drawText(g, style.font(ui::Face::semibold, metrics::titleSize), c.text, getName(),
                 card_.reduced(28, 20).removeFromTop(28), juce::Justification::centredLeft);
    paintSheet(g, inside());
}

} // namespace phonostage::app
