// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/meters/OverloadBanner.h"

#include "ui/controls/SpokenValue.h"

#include <utility>

namespace phonostage::ui {

namespace {

constexpr int lampSize = 20;
constexpr int lampLeft = 14;
constexpr int lampPitch = 24;
constexpr int textLeft = 70;
constexpr int outputLeft = 470;
constexpr int outputTextLeft = 508;
constexpr int clearWidth = 54;
constexpr int headlineTop = 13;
constexpr int detailTop = 33;
constexpr int lineHeight = 18;
constexpr float lampRadius = 5.0f;
constexpr float ringWidth = 3.0f;

static_assert(OverloadBanner::inputTextWidth == outputLeft - textLeft - 8);

} // namespace

OverloadBanner::OverloadBanner(std::function<void()> onClear) {
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
}

void OverloadBanner::resized() {
    clear_.setBounds(getWidth() - 12 - clearWidth, (getHeight() - metrics::fieldHeight) / 2, clearWidth,
                     metrics::fieldHeight);
}

void OverloadBanner::show(const OverloadView& view) {
    auto input = inputBanner(view, margin_);
    auto output = outputBanner(view);
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
    if (inputMoved) repaint(0, 0, outputLeft, getHeight());
    if (outputMoved) repaint(outputLeft, 0, getWidth() - outputLeft - clearWidth - 16, getHeight());
    if (worse)
        if (auto* handler = getAccessibilityHandler())
            handler->notifyAccessibilityEvent(juce::AccessibilityEvent::valueChanged);
}

void OverloadBanner::paintStatic(juce::Graphics& g) {
    drawCard(g, *this);
    g.setColour(Style::of(*this).colours().gridStrong);
    g.fillRect(juce::Rectangle<int>(outputLeft, 14, 1, getHeight() - 28).toFloat());
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

void OverloadBanner::paint(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    const float lampTop = static_cast<float>(getHeight() - lampSize) / 2.0f;
    const auto lamp = juce::Rectangle<float>(static_cast<float>(lampLeft), lampTop, lampSize, lampSize);
    paintLamp(g, lamp, mono_ ? "M" : "L", lamps_[0]);
    if (!mono_) paintLamp(g, lamp.translated(lampPitch, 0.0f), "R", lamps_[1]);

    const auto headline = style.font(Face::medium, metrics::bodySize);
    const auto detail = style.font(Face::regular, metrics::captionSize);
    const auto headlineColour = input_.condition >= Condition::overload ? c.overload
                                : input_.condition >= Condition::near   ? c.accent
                                                                        : c.text;
    const int width = inputTextWidth;
    drawText(g, headline, headlineColour, input_.headline, {textLeft, headlineTop, width, lineHeight},
             juce::Justification::centredLeft);
    drawText(g, detail, c.textMuted, input_.detail, {textLeft, detailTop, width, lineHeight},
             juce::Justification::centredLeft);

    const bool clipped = output_.condition >= Condition::overload;
    paintTriangle(g, juce::Rectangle<float>(20.0f, 17.0f).withPosition(static_cast<float>(outputLeft) + 12.0f, 21.0f),
                  clipped);
    const int outputWidth = outputTextWidth;
    drawText(g, headline, clipped ? c.clip : c.text, output_.headline,
             {outputTextLeft, headlineTop, outputWidth, lineHeight}, juce::Justification::centredLeft);
    drawText(g, detail, c.textMuted, output_.detail, {outputTextLeft, detailTop, outputWidth, lineHeight},
             juce::Justification::centredLeft);
}

juce::String OverloadBanner::getTooltip() {
    return getMouseXYRelative().x < outputLeft ? input_.inFull : juce::String();
}

juce::String OverloadBanner::spokenText() const {
    juce::String text = input_.inFull.isNotEmpty() ? input_.inFull : input_.headline + ". " + input_.detail;
    if (!text.endsWithChar('.')) text += ".";
    if (mono_) {
        if (lamps_[0] != Lamp::off) text += " Lamp: " + lampText(lamps_[0]) + ".";
    } else if (lamps_[0] != Lamp::off || lamps_[1] != Lamp::off) {
        text += " Lamps: left " + lampText(lamps_[0]) + ", right " + lampText(lamps_[1]) + ".";
    }
    return text + " " + output_.headline + ", " + output_.detail + ".";
}

std::unique_ptr<juce::AccessibilityHandler> OverloadBanner::createAccessibilityHandler() {
    return spokenAs(*this, juce::AccessibilityRole::group,
                    std::make_unique<SpokenValue>([this] { return spokenText(); }));
}

} // namespace phonostage::ui
