// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/check/CheckView.h"

#include "ui/check/HookupDrawings.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace phonostage::ui {
namespace {

constexpr int beatsBetween = 5; ///< six looks a second
constexpr int stepsWidth = 312, tightStepsWidth = 300;
constexpr int alsoHeight = 176, tightAlsoHeight = 132;
constexpr int headHeight = 48; ///< of the editor's own form, with its title

bool isLike(const dsp::HookupFinding& a, const dsp::HookupFinding& b) {
    return a.fault == b.fault && a.channel == b.channel;
}

juce::String secondsLeft(double heard, double wanted) {
    return juce::String(std::max(1, static_cast<int>(std::ceil(wanted - heard)))) + " s";
}

} // namespace

CheckView::CheckView(CheckModel& model, std::function<void()> onClose)
    : model_(model), onClose_(std::move(onClose)),
      steps_({[this] {
                  chosen_.reset();
                  model_.start();
                  refresh();
              },
              [this] {
                  model_.stop();
                  refresh();
              },
              [this](int chosen) {
                  model_.setRecordSpeed(chosen == 0 ? std::nullopt
                                                    : std::optional(static_cast<dsp::TurntableSpeed>(chosen - 1)));
                  refresh();
              }}),
      finding_({[this] {
                    chosen_.reset();
                    model_.start();
                    refresh();
                },
                [this] {
                    if (const auto finding = shown()) model_.act(*finding);
                    refresh();
                },
                [this] {
                    model_.takeBack();
                    refresh();
                },
                [this] { showNext(-1); }, [this] { showNext(1); }}) {
    setComponentID("check");
    setTitle("Hook-up check");
    setFocusContainerType(FocusContainerType::focusContainer);
    int order = 1;
    for (juce::Component* part : std::initializer_list<juce::Component*>{&steps_, &finding_, &also_}) {
        addAndMakeVisible(part);
        part->setExplicitFocusOrder(order++);
    }
    addChildComponent(close_);
    close_.setComponentID("close_check");
    close_.setTitle("Close the check");
    close_.setTooltip("Closes the check, which listens no more (escape)");
    close_.setWantsKeyboardFocus(true);
    close_.setMouseClickGrabsKeyboardFocus(false);
    close_.setExplicitFocusOrder(order);
    close_.onClick = [this] { onClose_(); };
    close_.setVisible(onClose_ != nullptr);
    if (onClose_) {
        setOpaque(true);
        setWantsKeyboardFocus(true);
    }
}

void CheckView::poll(const Tick& tick) {
    if (tick.count % beatsBetween == 0) refresh();
}

void CheckView::refresh() {
    model_.poll();
    steps_.show(checkSteps(model_.progress(), model_.findings(), model_.context(), model_.isListening()),
                model_.isListening(), model_.progress().seconds > 0.0);
    const auto speed = model_.recordSpeed();
    steps_.showSpeed(speed ? static_cast<int>(*speed) + 1 : 0);
    const bool hadFinding = shown().has_value();
    finding_.show(sceneOf());
    also_.show(itemsOf());
    if (shown().has_value() != hadFinding) resized();
}

void CheckView::pretend(const dsp::HookupFinding& finding) {
    pretended_ = finding;
    refresh();
}

FindingPart::Scene CheckView::sceneOf() const {
    FindingPart::Scene scene;
    scene.done = model_.done();
    if (pretended_) {
        scene.finding = pretended_;
        scene.count = 1;
        scene.action = model_.actionText(*pretended_);
        return scene;
    }
    const auto& all = model_.findings();
    scene.count = static_cast<int>(all.size());
    if (all.empty()) {
        describeWaiting(scene);
        return scene;
    }
    if (chosen_) {
        const auto at = std::find_if(all.begin(), all.end(), [&](const auto& f) { return isLike(f, *chosen_); });
        if (at != all.end()) scene.index = static_cast<int>(at - all.begin());
    }
    scene.finding = all[static_cast<std::size_t>(scene.index)];
    scene.action = model_.actionText(*scene.finding);
    return scene;
}

void CheckView::describeWaiting(FindingPart::Scene& scene) const {
    using dsp::HookupPhase;
    const auto& p = model_.progress();
    const auto say = [&](const juce::String& headline, const juce::String& detail) {
        scene.headline = headline;
        scene.detail = detail;
    };
    const bool hasHeard = p.seconds > 0.0;
    if (!model_.isPossible()) return say("The sample rate is too low", "The check needs 44.1 kHz or more.");
    if (!model_.isListening() && !hasHeard)
        return say("Lift the needle, then press Start.",
                   "Phonostage listens to the noise, to the groove and to the music. It says what is wrong between the "
                   "needle and the computer, how it knows, and what to do. Nothing is changed while it listens.");
    if (model_.isDone()) {
        scene.isFine = true;
        return say("Nothing wrong was found",
                   "Noise, groove and music were heard. What cannot be heard at all, as the wrong load or a worn "
                   "needle, is not checked.");
    }
    if (p.music.isDone(p.musicSeconds)) {
        scene.isFine = true;
        return say("Nothing wrong was found in the music",
                   p.needleUp.isDone(p.needleUpSeconds)
                       ? "The lead-in was not heard: begin the next side while it listens."
                       : "Lift the needle for 15 s as well: hum, DC and whistles are heard best without music.");
    }
    if (!model_.isListening()) return say("The check was stopped", "Press Start to listen again.");
    if (!hasHeard || p.now == HookupPhase::nothing)
        return say("Listening...", "The first figures come after a few seconds of sound.");
    if (p.now == HookupPhase::needleUp && !p.needleUp.isDone(p.needleUpSeconds))
        return say("Leave the needle up", secondsLeft(p.needleUp.seconds, p.needleUpSeconds) +
                                              " more: hum, DC and whistles are heard best now.");
    if (p.now == HookupPhase::needleUp)
        return say("Now lower the needle into the lead-in", "Then let the first track play.");
    say("Let it play",
        "Nothing wrong so far. " + secondsLeft(p.music.seconds, p.musicSeconds) + " more of music, best with singing.");
}

std::vector<AlsoPart::Item> CheckView::itemsOf() const {
    std::vector<AlsoPart::Item> items;
    for (const auto& drawing : hookupDrawings()) {
        AlsoPart::Item item{drawing.subject};
        if (wasLookedFor(drawing.fault, model_.progress(), model_.context())) item.state = SignKind::good;
        for (const auto& finding : model_.findings())
            if (finding.fault == drawing.fault)
                item.state = finding.confidence == dsp::Confidence::sure ? SignKind::wrong : SignKind::doubtful;
        items.push_back(item);
    }
    return items;
}

void CheckView::showNext(int by) {
    const auto& all = model_.findings();
    if (all.empty()) return;
    const int index = std::clamp(finding_.scene().index + by, 0, static_cast<int>(all.size()) - 1);
    chosen_ = all[static_cast<std::size_t>(index)];
    refresh();
}

bool CheckView::keyPressed(const juce::KeyPress& key) {
    if (key != juce::KeyPress::escapeKey || !onClose_) return false;
    onClose_();
    return true;
}

void CheckView::resized() {
    auto area = getLocalBounds();
    if (onClose_) {
        auto head = area.removeFromTop(headHeight).reduced(0, 8);
        close_.setBounds(head.removeFromRight(72).withSizeKeepingCentre(72, metrics::fieldHeight));
    }
    const bool isTight = area.getHeight() < 560;
    const int gap = isTight ? metrics::compactMargin : metrics::gap;
    steps_.setBounds(area.removeFromLeft(isTight ? tightStepsWidth : stepsWidth));
    area.removeFromLeft(gap);
    // A small screen has room for the finding, or for the list where the finding needs less.
    also_.setVisible(area.getHeight() >= 600 || (!shown() && area.getHeight() >= 420));
    if (also_.isVisible()) {
        also_.setBounds(area.removeFromBottom(area.getHeight() < 600 ? tightAlsoHeight : alsoHeight));
        area.removeFromBottom(gap);
    }
    finding_.setBounds(area);
}

void CheckView::paint(juce::Graphics& g) {
    if (!onClose_) return;
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    g.fillAll(c.background);
    drawText(g, style.font(Face::semibold, metrics::titleSize), c.text, "Check the hook-up", {4, 8, 300, 32},
             juce::Justification::centredLeft);
    drawText(g, style.font(Face::regular, metrics::bodySize), c.textMuted,
             "What is between the needle and the computer?", {stepsWidth + metrics::gap, 8, 400, 32},
             juce::Justification::centredLeft);
}

} // namespace phonostage::ui
