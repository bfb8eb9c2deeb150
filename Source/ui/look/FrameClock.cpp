// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/FrameClock.h"

#include <algorithm>
#include <utility>

namespace phonostage::ui {

namespace {

// A window that is minimised or hidden by its host does not notify its children: check now and then.
constexpr int sleepingBeatsPerSecond = 1;
// After a pause the meters need not catch up with all of it.
constexpr double longestStepSeconds = 0.5;

} // namespace

FrameClock::FrameClock(juce::Component& shown, std::function<void(const Tick&)> onBeat,
                       std::function<void(bool)> onActive)
    : juce::ComponentMovementWatcher(&shown), shown_(shown), onBeat_(std::move(onBeat)),
      onActive_(std::move(onActive)) {}

FrameClock::~FrameClock() { stopTimer(); }

void FrameClock::beat(double elapsedSeconds) { onBeat_({count_++, elapsedSeconds}); }

void FrameClock::update() {
    const bool showing = shown_.isShowing();
    if (showing == active_) {
        if (!showing) {
            // Without a window there is nothing to wait for.
            if (shown_.getPeer() == nullptr)
                stopTimer();
            else if (!isTimerRunning())
                startTimerHz(sleepingBeatsPerSecond);
        }
        return;
    }
    active_ = showing;
    onActive_(showing);
    if (showing) {
        lastMilliseconds_ = juce::Time::getMillisecondCounterHiRes();
        startTimerHz(beatsPerSecond);
    } else if (shown_.getPeer() != nullptr) {
        startTimerHz(sleepingBeatsPerSecond);
    } else {
        stopTimer();
    }
}

void FrameClock::timerCallback() {
    update();
    if (!active_) return;
    const double now = juce::Time::getMillisecondCounterHiRes();
    const double elapsedSeconds = std::clamp((now - lastMilliseconds_) * 1e-3, 0.0, longestStepSeconds);
    lastMilliseconds_ = now;
    beat(elapsedSeconds);
}

} // namespace phonostage::ui
