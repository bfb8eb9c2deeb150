// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/HumRemover.h"

#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonostage::dsp {
namespace {

constexpr std::array<double, 2> mainsHz{50.0, 60.0};
constexpr double memorySeconds = 13.0;
constexpr double loudestVolts = 1e6; // more is no sound
constexpr double offsetCornerHz =
    4.0;                           // an offset would look like lines where a mains period is no whole number of samples
constexpr double patience = 10.0;  // seconds without a line until the search begins again
constexpr double nothing = 1e-18;  // power of a line that has faded out
constexpr double smoothing = 0.55; // of a line's way to its new value, each time

} // namespace

void HumRemover::prepare(double sampleRateHz) {
    sampleRateHz_ = sampleRateHz;
    decimator_.prepare(sampleRateHz);
    offsetStep_ = 1.0 - std::exp(-2.0 * std::numbers::pi * offsetCornerHz / decimator_.rateHz());
    for (std::size_t m = 0; m < mains; ++m) {
        banks_[m].prepare(decimator_.rateHz(), mainsHz[m], memorySeconds);
        searches_[m].prepare(banks_[m]);
        trackers_[m].prepare(banks_[m]);
        for (std::size_t h = 0; h < HumBank::harmonics; ++h)
            gains_[m][h] = gainAt(mainsHz[m] * static_cast<double>(h + 1));
    }
    voice_.prepare();
    reset();
}

void HumRemover::reset() {
    for (auto& tracker : trackers_)
        tracker.forget(onlyOfPauses_);
    state_ = State::searching;
    resume();
}

void HumRemover::resume() {
    decimator_.reset();
    offset_ = StereoDouble();
    voice_.reset();
    lowSamples_ = 0;
    isMaking_ = false;
    amplitude_.fill(0.0);
    const bool goesOn = state_ != State::searching && trackers_[on_].canResume();
    searchAgain();
    if (!goesOn) return;
    state_ = State::resuming;
    trackers_[on_].resume(banks_[on_]);
}

void HumRemover::searchAgain() {
    state_ = State::searching;
    for (std::size_t m = 0; m < mains; ++m) {
        banks_[m].reset();
        searches_[m].reset();
    }
    lastRound_ = 0;
}

void HumRemover::listenFor(bool fiftyHz, bool sixtyHz, bool onlyOfPauses) {
    isWanted_ = {fiftyHz, sixtyHz};
    onlyOfPauses_ = onlyOfPauses;
}

double HumRemover::shareOf(double mostDb) { return 1.0 - 1.0 / decibelsToFactor(std::clamp(mostDb, 0.0, mostMostDb)); }

void HumRemover::hear(StereoDouble frame) {
    if (voice_.isOn()) voice_.advance();
    if (decimator_.push(StereoDouble::keepWithin(frame, StereoDouble(loudestVolts)))) lowSample(decimator_.sample());
}

// The high-pass is y = x - s, then s += k y.
HumBank::Phasor HumRemover::gainAt(double frequencyHz) const {
    const auto late = std::polar(1.0, -2.0 * std::numbers::pi * frequencyHz / decimator_.rateHz());
    return decimator_.gainAt(frequencyHz) * (1.0 - late) / (1.0 - (1.0 - offsetStep_) * late);
}

void HumRemover::lowSample(StereoDouble sample) {
    ++lowSamples_;
    sample = sample - offset_;
    offset_ += StereoDouble(offsetStep_) * sample;
    flushTiny(sample);
    flushTiny(offset_);
    for (std::size_t m = 0; m < mains; ++m)
        if (state_ == State::tracking ? m == on_ : isWanted_[m]) static_cast<void>(banks_[m].push(sample));
    if (state_ == State::resuming) {
        trackers_[on_].step(banks_[on_]);
        if (!trackers_[on_].isResuming()) {
            state_ = State::tracking;
            lastRound_ = trackers_[on_].rounds() - 1;
        }
    }
    if (state_ == State::tracking)
        follow();
    else
        search();
}

void HumRemover::search() {
    for (std::size_t m = 0; m < mains; ++m)
        if (isWanted_[m]) searches_[m].step(banks_[m]);
    const bool are50And60 = isWanted_[0] && isWanted_[1];
    const auto rounds =
        are50And60 ? std::min(searches_[0].rounds(), searches_[1].rounds()) : searches_[isWanted_[0] ? 0 : 1].rounds();
    if (rounds == lastRound_) return;
    lastRound_ = rounds;
    const std::size_t best =
        are50And60 ? (searches_[0].score() >= searches_[1].score() ? 0 : 1) : (isWanted_[0] ? 0 : 1);
    if (searches_[best].score() < HumSearch::foundScore) return;
    on_ = best; // not before: lines of the other mains may wait for their phase
    state_ = State::tracking;
    trackers_[on_].start(banks_[on_], searches_[on_].frequencyHz());
    lastRound_ = trackers_[on_].rounds();
}

void HumRemover::follow() {
    auto& tracker = trackers_[on_];
    tracker.step(banks_[on_]);
    if (isMaking_) {
        if (!voice_.step()) return;
        isMaking_ = false;
        // The next frame's place among the low samples.
        const double next =
            (static_cast<double>(lowSamples_) * decimator_.factor() - decimator_.firstFrame()) / decimator_.factor();
        const int frames = 8 * banks_[on_].hopSamples() * decimator_.factor();
        voice_.fadeTo(tracker.phaseAt(next), tracker.frequencyHz() / sampleRateHz_, frames);
        return;
    }
    if (tracker.rounds() == lastRound_) return;
    lastRound_ = tracker.rounds();
    if (tracker.idleSeconds() > patience && !voice_.isOn()) return searchAgain();
    const auto& lines = tracker.lines();
    for (std::size_t line = 0; line < HumBank::lines; ++line) {
        const auto target = times(1.0 / gains_[on_][line % HumBank::harmonics], lines.amplitude[line]);
        amplitude_[line] += smoothing * (target - amplitude_[line]);
        if (std::norm(target) <= 0.0 && std::norm(amplitude_[line]) < nothing) amplitude_[line] = 0.0;
    }
    voice_.begin(amplitude_);
    isMaking_ = true;
}

HumRemover::Found HumRemover::found() const {
    Found found;
    if (state_ != State::tracking) return found;
    const auto& lines = trackers_[on_].lines();
    found.lines = lines.count;
    found.withheld = lines.withheld;
    found.heardPause = trackers_[on_].heardPause();
    if (found.lines + found.withheld > 0) found.fundamentalHz = trackers_[on_].frequencyHz();
    for (std::size_t line = 0; line < HumBank::lines; ++line)
        found.levelRms[line / HumBank::harmonics] += 2.0 * std::norm(amplitude_[line]);
    for (auto& level : found.levelRms)
        level = std::sqrt(level);
    return found;
}

} // namespace phonostage::dsp
