// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Question.h"

#include "ui/controls/Form.h"

namespace phonostage::app {

namespace metrics = ui::metrics;

Question::Question() {
    setFocusContainerType(FocusContainerType::keyboardFocusContainer);
    addAndMakeVisible(act_);
    addAndMakeVisible(careful_);
    careful_.onClick = [this] { setVisible(false); };
    act_.onClick = [this] {
        setVisible(false);
        if (const auto act = onAct_) act();
    };
}

void Question::ask(const juce::String& title, const juce::String& detail, const juce::String& act,
                   const juce::String& careful, std::function<void()> onAct) {
    title_ = title;
    detail_ = detail;
    onAct_ = std::move(onAct);
    act_.setButtonText(act);
    careful_.setButtonText(careful);
    setTitle(title);
    setDescription(detail);
    setVisible(true);
    toFront(false);
    resized();
    repaint();
    if (isShowing()) careful_.grabKeyboardFocus();
}

bool Question::keyPressed(const juce::KeyPress& key) {
    if (key == juce::KeyPress::escapeKey) setVisible(false);
    return true; // nothing goes on to what lies behind
}

void Question::resized() {
    if (dynamic_cast<const ui::Style*>(&getLookAndFeel()) == nullptr) return;
    card_ = getLocalBounds().withSizeKeepingCentre(480, 176);
    auto row = card_.reduced(metrics::margin, 20).removeFromBottom(36);
    for (auto* button : {&careful_, &act_}) {
        button->setBounds(row.removeFromRight(button->idealWidth()));
        row.removeFromRight(10);
    }
}

void Question::paint(juce::Graphics& g) {
    const auto& style = ui::Style::of(*this);
    const auto& c = style.colours();
    ui::drawVeiledCard(g, c, getLocalBounds(), card_, 0.72F);
    auto area = card_.reduced(metrics::margin, 20);
    ui::drawText(g, style.font(ui::Face::semibold, metrics::titleSize), c.text, title_, area.removeFromTop(28),
                 juce::Justification::centredLeft);
    area.removeFromTop(4);
    ui::drawParagraph(g, style.font(ui::Face::regular, metrics::bodySize), c.textMuted, detail_,
                      area.withTrimmedBottom(44));
}

} // namespace phonostage::app
