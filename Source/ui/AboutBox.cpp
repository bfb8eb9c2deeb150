// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/AboutBox.h"

#include "ui/controls/Form.h"

#include <utility>

namespace phonostage::ui {

namespace {

constexpr int cardWidth = 584;
constexpr int padding = 32;
constexpr int factsTop = 100;
constexpr int factHeight = 22;
constexpr int nameWidth = 84;
constexpr int footHeight = 84;

// The first line is the product with its version, and has become the title.
juce::StringArray factLines(const juce::String& facts) {
    auto lines = juce::StringArray::fromLines(facts.trimEnd());
    lines.remove(0);
    return lines;
}

} // namespace

AboutBox::AboutBox(std::function<void()> onClose) : onClose_(std::move(onClose)) {
    setComponentID("about");
    setTitle("About Phonostage");
    setFocusContainerType(FocusContainerType::keyboardFocusContainer);
    copy_.setComponentID("about_copy");
    copy_.setTitle("Copy diagnostic information");
    copy_.setTooltip("Copies these lines for a bug report. Contains no personal data.");
    copy_.onClick = [this] {
        juce::SystemClipboard::copyTextToClipboard(facts_);
        copy_.setButtonText("Copied");
    };
    close_.setComponentID("about_close");
    close_.setTitle("Close");
    setLook(close_, ButtonLook::primary);
    close_.onClick = [this] { close(); };
    int order = 1;
    for (auto* button : {&copy_, &close_}) {
        addAndMakeVisible(button);
        button->setExplicitFocusOrder(order++);
        button->setWantsKeyboardFocus(true);
    }
    setVisible(false);
}

void AboutBox::open(const juce::String& facts) {
    facts_ = facts;
    setDescription(facts); // a screen reader reads what is only painted
    copy_.setButtonText("Copy diagnostics");
    resized();
    setVisible(true);
    toFront(false);
    if (isShowing()) close_.grabKeyboardFocus();
}

void AboutBox::close() {
    setVisible(false);
    if (onClose_) onClose_();
}

void AboutBox::resized() {
    const int height = factsTop + factLines(facts_).size() * factHeight + footHeight;
    card_ = getLocalBounds().withSizeKeepingCentre(cardWidth, height);
    auto foot = card_.reduced(padding, 24).removeFromBottom(36);
    close_.setBounds(foot.removeFromRight(96));
    foot.removeFromRight(12);
    copy_.setBounds(foot.removeFromRight(148));
}

void AboutBox::mouseUp(const juce::MouseEvent& event) {
    if (!card_.contains(event.getPosition())) close();
}

bool AboutBox::keyPressed(const juce::KeyPress& key) {
    if (key != juce::KeyPress::escapeKey) return false;
    close();
    return true;
}

void AboutBox::paint(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    drawVeiledCard(g, c, getLocalBounds(), card_, 0.82f);

    auto area = card_.reduced(padding, 0).withTrimmedTop(28);
    drawText(g, style.font(Face::semibold, metrics::titleSize), c.text,
             facts_.upToFirstOccurrenceOf("\n", false, false), area.removeFromTop(28),
             juce::Justification::centredLeft);
    drawText(g, style.font(Face::regular, metrics::bodySize), c.textMuted,
             "A phono stage in software. Free under the GPL, version 3 or later.", area.removeFromTop(24),
             juce::Justification::centredLeft);

    area.setTop(card_.getY() + factsTop);
    const auto small = style.font(Face::regular, metrics::captionSize);
    for (const auto& line : factLines(facts_)) {
        // "compiler GCC 12.2.0, x86_64", "Host: Ardour"
        const auto name = line.upToFirstOccurrenceOf(" ", false, false);
        auto row = area.removeFromTop(factHeight);
        drawText(g, small, c.textMuted, name.substring(0, 1).toUpperCase() + name.substring(1).trimCharactersAtEnd(":"),
                 row.removeFromLeft(nameWidth), juce::Justification::centredLeft);
        drawText(g, small, c.text, line.fromFirstOccurrenceOf(" ", false, false), row,
                 juce::Justification::centredLeft);
    }
}

} // namespace phonostage::ui
