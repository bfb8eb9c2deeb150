// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/check/StepsPart.h"

#include "ui/controls/Form.h"

#include <utility>

namespace phonostage::ui {
namespace {

constexpr int footHeight = 108;

/** Of the heights that a card of either size has. */
struct Rows {
    int head, tick, gap;
};
Rows rowsIn(bool isTight) { return isTight ? Rows{26, 20, 8} : Rows{34, 26, 14}; }

juce::Colour figureColour(const Palette& c, SignKind state) {
    return state == SignKind::wrong ? c.overload : state == SignKind::doubtful ? c.accent : c.textMuted;
}

const char* spoken(SignKind state) {
    switch (state) {
    case SignKind::good:
        return "good";
    case SignKind::wrong:
        return "wrong";
    case SignKind::doubtful:
        return "doubtful";
    case SignKind::open:
        return "not heard yet";
    }
    return "";
}

} // namespace

StepsPart::StepsPart(Actions actions) : actions_(std::move(actions)) {
    setName("Steps of the check");
    setTitle("Steps of the check");
    setComponentID("check_steps");
    addAndMakeVisible(speed_);
    addAndMakeVisible(start_);
    addAndMakeVisible(stop_);
    speed_.onChange = [this](int chosen) { actions_.onSpeed(chosen); };
    start_.setComponentID("check_start");
    start_.setTitle("Start the check");
    start_.setTooltip(
        "Listens to the needle up, to the lead-in and to the music. Nothing is changed while it listens.");
    start_.onClick = [this] { actions_.onStart(); };
    stop_.setComponentID("check_stop");
    stop_.setTitle("Stop the check");
    stop_.setTooltip("Listens no more. What was found stays.");
    stop_.onClick = [this] { actions_.onStop(); };
    int order = 1;
    for (juce::Component* part : std::initializer_list<juce::Component*>{&speed_, &start_, &stop_}) {
        part->setExplicitFocusOrder(order++);
        part->setWantsKeyboardFocus(true);
        part->setMouseClickGrabsKeyboardFocus(false);
    }
}

void StepsPart::show(std::vector<CheckStep> steps, bool isListening, bool hasHeard) {
    const bool isStarted = isListening || hasHeard;
    const juce::String words = isStarted ? "Start again" : "Start";
    if (start_.getButtonText() != words) start_.setButtonText(words);
    setLook(start_, isStarted ? ButtonLook::plain : ButtonLook::primary);
    stop_.setEnabled(isListening);
    if (steps == steps_ && isListening == isListening_ && hasHeard == hasHeard_) return;
    steps_ = std::move(steps);
    isListening_ = isListening;
    hasHeard_ = hasHeard;
    juce::String description;
    for (const auto& step : steps_) {
        description << step.title << ", " << step.seconds << ". ";
        for (const auto& tick : step.ticks)
            description << tick.name << ": " << spoken(tick.state) << (tick.figure.isEmpty() ? "" : ", ") << tick.figure
                        << ". ";
    }
    setDescription(description);
    repaint();
}

void StepsPart::resized() {
    auto area = getLocalBounds().reduced(metrics::cardPadding, 12);
    auto buttons = area.removeFromBottom(32);
    if (hasOneRow()) {
        // One row: the record's speed and both buttons.
        speed_.setBounds(buttons.removeFromLeft(112));
        buttons.removeFromLeft(6);
        stop_.setBounds(buttons.removeFromRight(52));
        buttons.removeFromRight(6);
        start_.setBounds(buttons);
        return;
    }
    stop_.setBounds(buttons.removeFromRight(72));
    buttons.removeFromRight(8);
    start_.setBounds(buttons);
    area.removeFromBottom(8);
    auto row = area.removeFromBottom(metrics::fieldHeight);
    speed_.setBounds(row.removeFromRight(168));
}

int StepsPart::paintStep(juce::Graphics& g, const Style& style, const CheckStep& step, int y) const {
    const auto& c = style.colours();
    const auto rows = rowsIn(isTight());
    const int left = metrics::cardPadding - 4, right = getWidth() - metrics::cardPadding;
    const juce::Point<float> centre(static_cast<float>(left) + 12.0F,
                                    static_cast<float>(y) + static_cast<float>(rows.head) / 2.0F);
    const float size = isTight() ? 18.0F : 22.0F;
    if (step.part >= 1.0) {
        drawCheckSign(g, c, centre, size, SignKind::good);
    } else {
        const auto ring = juce::Rectangle<float>(size, size).withCentre(centre).reduced(1.0F);
        g.setColour(c.outline);
        g.drawEllipse(ring, 2.0F);
        juce::Path arc;
        arc.addCentredArc(centre.x, centre.y, ring.getWidth() / 2.0F, ring.getHeight() / 2.0F, 0.0F, 0.0F,
                          juce::MathConstants<float>::twoPi * static_cast<float>(step.part), true);
        g.setColour(c.line);
        g.strokePath(arc, juce::PathStrokeType(2.0F));
    }
    const int textLeft = left + 36;
    drawText(g, style.font(Face::semibold, metrics::headingSize), c.text, step.title,
             {textLeft, y, right - textLeft, rows.head}, juce::Justification::centredLeft);
    drawText(g, style.font(step.isNow ? Face::medium : Face::regular, metrics::captionSize),
             step.isNow ? c.accent : c.textMuted, step.seconds, {textLeft, y, right - textLeft, rows.head},
             juce::Justification::centredRight);
    y += rows.head;
    const auto words = style.font(Face::regular, isTight() ? metrics::captionSize : metrics::bodySize);
    const auto figures = style.font(Face::mono, metrics::captionSize);
    for (const auto& tick : step.ticks) {
        drawCheckSign(g, c, {static_cast<float>(textLeft) + 7.0F, static_cast<float>(y + rows.tick / 2)}, 15.0F,
                      tick.state);
        const juce::Rectangle<int> row(textLeft + 24, y, right - textLeft - 24, rows.tick);
        drawText(g, words, tick.state == SignKind::open ? c.textMuted : c.text, tick.name, row,
                 juce::Justification::centredLeft);
        drawText(g, figures, figureColour(c, tick.state), tick.figure, row, juce::Justification::centredRight);
        y += rows.tick;
    }
    return y;
}

void StepsPart::paint(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    g.setColour(c.card);
    g.fillRoundedRectangle(getLocalBounds().toFloat(), metrics::cardRadius);
    const auto rows = rowsIn(isTight());
    int y = isTight() ? 8 : 18;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        y = paintStep(g, style, steps_[i], y);
        if (i + 1 == steps_.size()) break;
        y += rows.gap / 2;
        g.setColour(c.gridStrong);
        g.fillRect(metrics::cardPadding, y, getWidth() - 2 * metrics::cardPadding, 1);
        y += rows.gap / 2;
    }
    if (hasOneRow()) return;
    const auto caption = style.font(Face::regular, metrics::captionSize);
    if (!isTight())
        drawText(g, caption, c.textMuted, "Any record will do, best one with singing.",
                 {metrics::cardPadding, getHeight() - footHeight, getWidth() - 2 * metrics::cardPadding, 16},
                 juce::Justification::centredLeft);
    drawText(g, caption, c.textMuted, "Record's speed", {metrics::cardPadding, speed_.getY(), 110, speed_.getHeight()},
             juce::Justification::centredLeft);
}

} // namespace phonostage::ui
