// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/meters/OverloadBanner.h"

#include "ui/controls/Form.h"
#include "ui/controls/SpokenValue.h"

#include <utility>

namespace phonostage::ui {

namespace {

constexpr int lampSize = 20;
constexpr int lampLeft = 14;
constexpr int lampPitch = 24;
constexpr int textLeft = 70;
constexpr int usualOutputLeft = 470;
constexpr int outputTextOffset = 38;
constexpr int clearWidth = 54;
constexpr int clearRight = 12;
constexpr int adviceTop = 5;
constexpr int headlineTop = 13;
constexpr int detailTop = 33;
constexpr int bannerLine = 18;
constexpr float lampRadius = 5.0f;
constexpr float ringWidth = 3.0f;

static_assert(OverloadBanner::inputTextWidth == usualOutputLeft - textLeft - 8);

} // namespace

OverloadBanner::OverloadBanner(std::function<void()> onClear, std::function<void(const LevelAdvice&)> onStep)
    : onStep_(std::move(onStep)) {
    setComponentID("overload");
    setName("Overload");
    setTitle("Overload");
    clear_.setComponentID("clear");
    clear_.setTitle("Clear the overload, clip and peak indicators");
    clear_.setTooltip("Clears the overload, clip and peak indicators. Audio is unaffected.");
    clear_.setWantsKeyboardFocus(true);
    clear_.setMouseClickGrabsKeyboardFocus(false);
    clear_.onClick = std::move(onClear);
    addAndMakeVisible(clear_);
    take_.setComponentID("take_step");
    take_.setWantsKeyboardFocus(true);
    take_.setMouseClickGrabsKeyboardFocus(false);
    take_.onClick = [this] {
        const auto step = step_; // taking it shows another
        onStep_(step);
    };
    addChildComponent(take_);
    take_.setExplicitFocusOrder(1);
    clear_.setExplicitFocusOrder(2);
}

void OverloadBanner::resized() {
    clear_.setBounds(getWidth() - clearRight - clearWidth, (getHeight() - metrics::fieldHeight) / 2, clearWidth,
                     metrics::fieldHeight);
    placeStep();
}

int OverloadBanner::outputLeft() const {
    return take_.isVisible() ? clear_.getX() - 8 - outputSignWidth : usualOutputLeft;
}

void OverloadBanner::placeStep() {
    const bool isShown = step_.button.isNotEmpty();
    if (isShown != take_.isVisible()) {
        take_.setVisible(isShown);
        staticChanged();
        repaint();
    }
    take_.setButtonText(step_.button);
    take_.setTitle(step_.button);
    take_.setBounds(outputLeft() - 12 - stepWidth, (getHeight() - metrics::fieldHeight) / 2, stepWidth,
                    metrics::fieldHeight);
}

/** What does not fit, with what clips in full. */
BannerText OverloadBanner::adviceText(const BannerText& overload) const {
    BannerText text;
    text.condition = advice_.step == LevelAdvice::Step::useLast ? Condition::fine : Condition::near;
    text.headline = advice_.headline;
    text.detail = advice_.detail;
    text.inFull = advice_.sentence();
    if (overload.condition >= Condition::overload)
        text.inFull +=
            " " + (overload.inFull.isNotEmpty() ? overload.inFull : overload.headline + ". " + overload.detail);
    return text;
}

void OverloadBanner::show(const OverloadView& view) {
    auto input = inputBanner(view, margin_);
    auto output = outputBanner(view);
    if (isHeld_) output = {Condition::fine, "Output held", "at a safe level", {}};
    // A faint signal is worth a word where nothing worse is to be said.
    const bool isFirst = advice_.step == LevelAdvice::Step::setGain || advice_.step == LevelAdvice::Step::openSetup ||
                         advice_.step == LevelAdvice::Step::setFullScale;
    LevelAdvice step;
    if (!advice_.isEmpty() && input.condition < (isFirst ? Condition::fault : Condition::clicks)) {
        input = adviceText(input);
        step = advice_;
    } else if (canTurn_ && input.condition < Condition::fault) {
        step = turnedAdvice(input.turnDb);
        if (step.button.isNotEmpty()) input.detail += " Then enter the new reading.";
    }
    if (!(step == step_)) {
        step_ = step;
        placeStep();
    }
    const std::array<Lamp, 2> lamps{lampOf(view.channels[0]), lampOf(view.channels[1])};
    const bool mono = view.channelCount < 2;
    const bool inputMoved = !(input == input_) || lamps != lamps_ || mono != mono_;
    const bool outputMoved = !(output == output_);
    if (!inputMoved && !outputMoved) return;
    const bool worse = (input.condition != input_.condition && input.condition >= Condition::clicks) ||
                       (output.condition != output_.condition && output.condition >= Condition::overload);
    input_ = std::move(input);
    output_ = std::move(output);
    lamps_ = lamps;
    mono_ = mono;
    const int border = outputLeft();
    if (inputMoved) repaint(0, 0, border, getHeight());
    if (outputMoved) repaint(border, 0, getWidth() - border - clearWidth - 16, getHeight());
    if (worse)
        if (auto* handler = getAccessibilityHandler())
            handler->notifyAccessibilityEvent(juce::AccessibilityEvent::valueChanged);
}

void OverloadBanner::paintStatic(juce::Graphics& g) {
    drawCard(g, *this);
    g.setColour(Style::of(*this).colours().gridStrong);
    g.fillRect(juce::Rectangle<int>(outputLeft(), 14, 1, getHeight() - 28).toFloat());
}

void OverloadBanner::paintLamp(juce::Graphics& g, juce::Rectangle<float> area, const juce::String& letter,
                               Lamp lamp) const {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    const bool isFull = lamp == Lamp::fullScale || lamp == Lamp::clicks;
    if (isFull) {
        g.setColour(lamp == Lamp::clicks ? c.accent : c.overload);
        g.fillRoundedRectangle(area, lampRadius);
    } else {
        const float width = lamp == Lamp::below ? ringWidth : 1.0f;
        g.setColour(lamp == Lamp::below ? c.overload : c.ideal);
        g.drawRoundedRectangle(area.reduced(0.5f * width), lampRadius - 0.5f * width, width);
    }
    const auto colour = isFull ? c.card : lamp == Lamp::below ? c.overload : c.textMuted;
    drawText(g, style.font(Face::semibold, metrics::tickSize), colour, letter, area.toNearestInt(),
             juce::Justification::centred);
}

void OverloadBanner::paintTriangle(juce::Graphics& g, juce::Rectangle<float> area, bool lit) const {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    juce::Path triangle;
    triangle.addTriangle(area.getX(), area.getBottom(), area.getCentreX(), area.getY(), area.getRight(),
                         area.getBottom());
    const auto rounded = triangle.createPathWithRoundedCorners(2.5f);
    g.setColour(lit ? c.clip : c.ideal);
    g.strokePath(rounded, juce::PathStrokeType(lit ? 2.0f : 1.0f));
    if (lit)
        drawText(g, style.font(Face::semibold, metrics::tickSize), c.clip, "!", area.toNearestInt().translated(0, 3),
                 juce::Justification::centred);
}

void OverloadBanner::paintInput(juce::Graphics& g) const {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    const auto headline = style.font(Face::medium, metrics::bodySize);
    const auto detail = style.font(Face::regular, metrics::captionSize);
    const auto headlineColour = input_.condition >= Condition::overload ? c.overload
                                : input_.condition >= Condition::near   ? c.accent
                                                                        : c.text;
    if (!take_.isVisible()) {
        drawText(g, headline, headlineColour, input_.headline, {textLeft, headlineTop, inputTextWidth, bannerLine},
                 juce::Justification::centredLeft);
        drawText(g, detail, c.textMuted, input_.detail, {textLeft, detailTop, inputTextWidth, bannerLine},
                 juce::Justification::centredLeft);
        return;
    }
    const int width = take_.getX() - textLeft - 8;
    drawText(g, headline, headlineColour, input_.headline, {textLeft, adviceTop, width, bannerLine},
             juce::Justification::centredLeft);
    drawParagraph(g, detail, c.textMuted, input_.detail,
                  {textLeft, adviceTop + bannerLine + 2, width, 2 * Form::lineHeight});
}

void OverloadBanner::paintOutput(juce::Graphics& g) const {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    const bool clipped = output_.condition >= Condition::overload;
    const int left = outputLeft();
    if (take_.isVisible()) {
        paintTriangle(g, juce::Rectangle<float>(20.0f, 17.0f).withPosition(static_cast<float>(left) + 16.0f, 12.0f),
                      clipped);
        drawText(g, style.font(Face::regular, metrics::tickSize), clipped ? c.clip : c.textMuted,
                 clipped   ? "clips"
                 : isHeld_ ? "held"
                           : "OK",
                 {left, 34, outputSignWidth, bannerLine}, juce::Justification::centred);
        return;
    }
    paintTriangle(g, juce::Rectangle<float>(20.0f, 17.0f).withPosition(static_cast<float>(left) + 12.0f, 21.0f),
                  clipped);
    const auto text = [&](const juce::Font& font, juce::Colour colour, const juce::String& words, int top) {
        drawText(g, font, colour, words, {left + outputTextOffset, top, outputTextWidth, bannerLine},
                 juce::Justification::centredLeft);
    };
    text(style.font(Face::medium, metrics::bodySize), clipped ? c.clip : c.text, output_.headline, headlineTop);
    text(style.font(Face::regular, metrics::captionSize), c.textMuted, output_.detail, detailTop);
}

void OverloadBanner::paint(juce::Graphics& g) {
    const float lampTop = static_cast<float>(getHeight() - lampSize) / 2.0f;
    const auto lamp = juce::Rectangle<float>(static_cast<float>(lampLeft), lampTop, lampSize, lampSize);
    paintLamp(g, lamp, mono_ ? "M" : "L", lamps_[0]);
    if (!mono_) paintLamp(g, lamp.translated(lampPitch, 0.0f), "R", lamps_[1]);
    paintInput(g);
    paintOutput(g);
}

juce::String OverloadBanner::getTooltip() {
    return getMouseXYRelative().x < outputLeft() ? input_.inFull : output_.inFull;
}

juce::String OverloadBanner::spokenText() const {
    juce::String text = input_.inFull.isNotEmpty() ? input_.inFull : input_.headline + ". " + input_.detail;
    if (!text.endsWithChar('.')) text += ".";
    if (mono_) {
        if (lamps_[0] != Lamp::off) text += " Lamp: " + lampText(lamps_[0]) + ".";
    } else if (lamps_[0] != Lamp::off || lamps_[1] != Lamp::off) {
        text += " Lamps: left " + lampText(lamps_[0]) + ", right " + lampText(lamps_[1]) + ".";
    }
    text += " " + (output_.inFull.isNotEmpty() ? output_.inFull : output_.headline + ", " + output_.detail + ".");
    return step_.button.isEmpty() ? text : text + " Button: " + step_.button + ".";
}

std::unique_ptr<juce::AccessibilityHandler> OverloadBanner::createAccessibilityHandler() {
    return spokenAs(*this, juce::AccessibilityRole::group,
                    std::make_unique<SpokenValue>([this] { return spokenText(); }));
}

} // namespace phonostage::ui
