// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/record/StepsCard.h"

#include "app/record/RecordModel.h"
#include "app/record/RecordText.h"
#include "ui/text/Utf8.h"

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

using media::RecorderState;

using ui::fromUtf8;

/** "20:41:52" by the computer's clock. */
juce::String clockText(media::UtcMs moment) { return juce::Time(moment).formatted("%H:%M:%S"); }

} // namespace

StepsCard::StepsCard(std::function<void(bool)> onSwitch) : Card("Start and stop") {
    addAndMakeVisible(byItself_);
    byItself_.onClick = [this, onSwitch = std::move(onSwitch)] { onSwitch(byItself_.getToggleState()); };
}

std::array<StepsCard::Step, 3> StepsCard::stepsOf(const RecordModel& model) {
    const auto& status = model.status();
    const auto& settings = model.settings();
    const bool isOpen = model.isBusy();
    std::array<Step, 3> steps;
    auto& [start, run, end] = steps;
    start.title = settings.byItself ? "Wait for the needle" : "Press Record";
    start.detail = "the 10 s before it are kept";
    if (status.state == RecorderState::armed) {
        start.light = Light::now;
        start.title = "Waiting for the needle";
        start.detail = "as long as you like";
    } else if (isOpen) {
        start.light = Light::done;
        start.title = model.needleDownAt() != 0 ? "Needle down at " + clockText(model.needleDownAt())
                                                : juce::String("Started by hand");
    }
    run.title = status.state == RecorderState::recording ? "Recording" : "Record";
    run.detail = settings.longestMinutes > 0
                     ? "longest side: " + juce::String(settings.longestMinutes) + " min, then it stops"
                     : juce::String("as long as there is room");
    if (status.state == RecorderState::recording) run.light = Light::now;
    if (status.state == RecorderState::stopping) run.light = Light::done;
    end.title = settings.byItself ? "Run-out groove, or needle up" : "Press Stop";
    const bool isTheNext = isOpen || status.state == RecorderState::armed;
    const auto next = fromUtf8(sideText(static_cast<char>(model.side() + (isTheNext ? 1 : 0))));
    end.detail =
        settings.byItself ? "after 8 turns, then it waits for " + next : juce::String("Go on takes it back for 10 s");
    if (status.state == RecorderState::stopping) {
        end.light = Light::now;
        end.detail = "Go on takes it back, without a gap";
    }
    return steps;
}

void StepsCard::show(const RecordModel& model) {
    byItself_.setToggleState(model.settings().byItself, juce::dontSendNotification);
    byItself_.setEnabled(!model.isBusy());
    auto steps = stepsOf(model);
    if (steps == steps_) return;
    steps_ = std::move(steps);
    juce::String spoken;
    for (const auto& step : steps_)
        spoken << (step.light == Light::done  ? "done: "
                   : step.light == Light::now ? "now: "
                                              : "")
               << step.title << ", " << step.detail << ". ";
    setDescription(spoken);
    repaint();
}

void StepsCard::resized() {
    byItself_.setBounds(metrics::cardPadding, getHeight() - 40, getWidth() - 2 * metrics::cardPadding, 28);
}

void StepsCard::paintCard(juce::Graphics& g, const ui::Style& style) {
    const auto& c = style.colours();
    constexpr int rowHeight = 40;
    const float x = static_cast<float>(metrics::cardPadding) + 8.0F;
    int y = 42;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        const auto& step = steps_[i];
        const juce::Point<float> centre(x, static_cast<float>(y) + 15.0F);
        if (i + 1 < steps_.size()) {
            g.setColour(c.outline);
            g.fillRect(centre.x - 0.5F, centre.y + 11.0F, 1.0F, static_cast<float>(rowHeight) - 22.0F);
        }
        const auto ring = juce::Rectangle<float>(17.0F, 17.0F).withCentre(centre);
        if (step.light == Light::done) {
            drawSign(g, c, centre, 18.0F, true);
        } else if (step.light == Light::now) {
            g.setColour(c.record);
            g.drawEllipse(ring, 1.5F);
            g.fillEllipse(juce::Rectangle<float>(i == 0 ? 6.0F : 10.0F, i == 0 ? 6.0F : 10.0F).withCentre(centre));
        } else {
            g.setColour(c.ideal);
            g.drawEllipse(ring, 1.5F);
        }
        auto words = juce::Rectangle<int>(metrics::cardPadding + 28, y, getWidth() - 2 * metrics::cardPadding - 28, 32);
        ui::drawText(g, style.font(ui::Face::medium, metrics::bodySize),
                     step.light == Light::dark ? c.textMuted : c.text, step.title, words.removeFromTop(17),
                     juce::Justification::centredLeft);
        ui::drawText(g, style.font(ui::Face::regular, metrics::captionSize), c.textMuted, step.detail, words,
                     juce::Justification::centredLeft);
        y += rowHeight;
    }
}

} // namespace phonostage::app
