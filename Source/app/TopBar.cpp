// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/TopBar.h"

#include "Compat.h"

#include <array>

namespace phonostage::app {

namespace metrics = ui::metrics;

juce::String pairName(int first, int count) {
    const juce::String left(first + 1);
    return count > 0 && first + 1 >= count ? left : left + " + " + juce::String(first + 2);
}

TopBarText describe(const AppModel& model) {
    using Mood = TopBarText::Mood;
    TopBarText text;
    const auto input = model.inputDevice();
    text.offersInput = model.isRunning() && !model.inputIsOn() && input.isNotEmpty();
    if (model.trouble().isNotEmpty()) {
        text.mood = Mood::trouble;
        text.headline =
            model.isRunning() ? "The input could not be opened" : "No sound: the audio device is not running";
        text.detail = model.trouble();
        text.offersLookAgain = true;
        text.offersInput = false;
        return text;
    }
    if (model.notice().isNotEmpty()) {
        text.mood = Mood::attention;
        text.headline = "Please note";
        text.detail = model.notice();
        text.dismissable = true;
        return text;
    }
    if (model.inputIsOn()) {
        const int channels = model.session().channelNames(true).size();
        text.headline = "The input is on";
        text.detail = input + ", channels " + pairName(model.session().choice().inputFirst, channels);
        return text;
    }
    text.mood = Mood::attention;
    text.headline = "The input is off: you cannot hear the turntable yet";
    if (input.isEmpty())
        text.detail = "No input device was found. Connect the interface, then rescan in the audio settings.";
    else if (device::inputNeedsAsking(input))
        text.detail = "This would open \"" + input +
                      "\". If that is a microphone, choose the turntable's interface in the audio settings first.";
    else
        text.detail = "Click to open \"" + input + "\". This is remembered for the device.";
    return text;
}

TopBar::TopBar(AppModel& model, std::function<void()> openSettings) : model_(model) {
    setOpaque(true);
    setMouseClickGrabsKeyboardFocus(false);
    for (juce::Component* button : std::array<juce::Component*, 4>{&dismiss_, &lookAgain_, &input_, &settings_})
        addChildComponent(button);
    settings_.setVisible(true);
    settings_.setTooltip("Device, sample rate, buffer and channels");
    settings_.onClick = std::move(openSettings);
    dismiss_.onClick = [this] { model_.dismissNotice(); };
    lookAgain_.onClick = [this] { model_.lookAgain(); };
    input_.onClick = [this] { model_.switchInput(!model_.inputIsOn()); };
}

void TopBar::refresh() {
    text_ = describe(model_);
    input_.setVisible(text_.offersInput || model_.inputIsOn());
    input_.setButtonText(model_.inputIsOn() ? "Input off" : "Input on");
    input_.setLook(model_.inputIsOn() ? ActionButton::Look::plain : ActionButton::Look::primary);
    lookAgain_.setVisible(text_.offersLookAgain);
    dismiss_.setVisible(text_.dismissable);
    setTitle(text_.headline + ". " + text_.detail);
    resized();
    repaint();
}

void TopBar::resized() {
    auto area = getLocalBounds().reduced(metrics::margin, 13);
    for (ActionButton* button : std::array<ActionButton*, 4>{&settings_, &input_, &lookAgain_, &dismiss_}) {
        if (!button->isVisible()) continue;
        button->setBounds(area.removeFromRight(button->idealWidth()));
        area.removeFromRight(10);
    }
    textRight_ = area.getRight() - 10;
}

void TopBar::paint(juce::Graphics& g) {
    const auto& style = ui::Style::of(*this);
    const auto& colours = style.colours();
    const bool calm = text_.mood == TopBarText::Mood::calm;
    const auto signal = text_.mood == TopBarText::Mood::trouble ? colours.overload
                        : calm                                  ? colours.level
                                                                : colours.line;
    g.fillAll(calm ? colours.card : colours.card.overlaidWith(signal.withAlpha(0.13F)));
    auto area = getLocalBounds();
    g.setColour(calm ? colours.outline : signal.withAlpha(0.55F));
    g.fillRect(area.removeFromBottom(1));
    g.setColour(signal);
    if (!calm) g.fillRect(area.withWidth(4));
    g.fillEllipse(juce::Rectangle<float>(10.0F, 10.0F)
                      .withCentre({static_cast<float>(metrics::margin) + 5.0F, static_cast<float>(area.getCentreY())}));

    auto words = area.withTrimmedLeft(metrics::margin + 24).withRight(textRight_);
    const auto usual = style.font(ui::Face::regular, metrics::bodySize);
    const bool isLong = compat::textWidth(usual, text_.detail) > static_cast<float>(words.getWidth());
    words = words.withSizeKeepingCentre(words.getWidth(), isLong ? 52 : 38);
    ui::drawText(g, style.font(ui::Face::semibold, metrics::headingSize), colours.text, text_.headline,
                 words.removeFromTop(20), juce::Justification::centredLeft);
    g.setColour(colours.textMuted);
    g.setFont(isLong ? style.font(ui::Face::regular, metrics::captionSize) : usual);
    g.drawFittedText(text_.detail, words, juce::Justification::centredLeft, isLong ? 2 : 1, 1.0F);
}

} // namespace phonostage::app
