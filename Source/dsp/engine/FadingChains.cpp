// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/FadingChains.h"

#include "dsp/engine/Engine.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr std::int64_t notTraced = -1;

// Smoothstep: no kink at either end of the fade.
double fadeWeight(double position) { return position * position * (3.0 - 2.0 * position); }

} // namespace

void FadingChains::prepare(const StageDesign& design, const Engine::Options& options, EngineMeters& meters,
                           bool hasHumRoom) {
    frames_ = 0;
    meters_ = &meters;
    meters.clicks.clear();
    meters.clean.prepare(design.sampleRateHz);
    most_.restorationFrames = std::max(options.mostLookAhead.restorationFrames, design.lookAhead.restorationFrames);
    most_.deEmphasisFrames = std::max(options.mostLookAhead.deEmphasisFrames, design.lookAhead.deEmphasisFrames);
    kept_.set(options.kept);
    for (auto& restoration : restorations_)
        restoration.prepare(design, most_.restorationFrames, options.makeRestoration, meters, kept_);
    for (auto& chain : chains_)
        chain.prepare(design.sampleRateHz, most_.deEmphasisFrames);
    hum_.prepare(design, hasHumRoom);
    fadeFrames_ = static_cast<int>(std::lround(Engine::fadeSeconds * design.sampleRateHz));
    set(design);
}

void FadingChains::setClean(const CleanSettings& clean, bool atOnce) {
    for (auto& restoration : restorations_)
        restoration.set(clean, atOnce);
    hum_.set(clean, atOnce);
}

bool FadingChains::takes(const StageDesign& design) const {
    return design.sampleRateHz == design_.sampleRateHz &&
           design.lookAhead.restorationFrames <= most_.restorationFrames &&
           design.lookAhead.deEmphasisFrames <= most_.deEmphasisFrames;
}

void FadingChains::reset(bool keepsHum) {
    set(isWaiting_ ? waiting_ : design_);
    hum_.start(keepsHum);
}

void FadingChains::set(const StageDesign& design) {
    design_ = design;
    isWaiting_ = false;
    fadePosition_ = -1;
    restorations_[front_[current_]].start(design, StereoDouble(), frames_);
    chains_[current_].set(design);
}

void FadingChains::fadeTo(const StageDesign& design) {
    waiting_ = design;
    isWaiting_ = true;
}

void FadingChains::beginPiece(StereoDouble integral) {
    if (!isWaiting_ || isFading()) return;
    isWaiting_ = false;
    beginFade(waiting_, integral);
}

void FadingChains::beginFade(const StageDesign& design, StereoDouble integral) {
    const int restorationFrames = design.lookAhead.restorationFrames;
    const std::size_t next = 1 - current_;
    design_ = design;
    settleFrames_ = fadeFrames_ + design.lookAhead.deEmphasisFrames + design.exactPhase.delayFrames;
    front_[next] = front_[current_];
    if (!restorations_[front_[current_]].does(design)) {
        front_[next] = 1 - front_[current_];
        restorations_[front_[next]].start(design, integral, frames_);
        settleFrames_ += restorationFrames;
    }
    chains_[next].set(design);
    fadePosition_ = 0;
}

void FadingChains::process(DcRemovalStation& dcRemoval, const StereoDouble* volts, const LevelRamp& at,
                           StereoDouble* out, int count) {
    if (dcRemoval.isSettled() && isSettled() && chains_[current_].isJoined()) {
        if (meters_->clean.isWatched()) meters_->clean.add(frames_, volts, nullptr, 1.0, count, meters_->clicks);
        frames_ += count;
        chains_[current_].processJoined(dcRemoval, volts, at, out, count);
        restorations_[front_[current_]].follow(dcRemoval.integral());
        return;
    }
    dcRemoval.process(volts, highPass_, count);
    process(volts, highPass_, at, out, count);
}

void FadingChains::process(const StereoDouble* volts, const StereoDouble* highPass, const LevelRamp& at,
                           StereoDouble* out, int count) {
    frames_ += count;
    const std::size_t next = 1 - current_;
    auto& front = restorations_[front_[current_]];
    auto& nextFront = restorations_[front_[next]];
    const bool hasTwo = isFading() && front_[next] != front_[current_];
    front.find(volts, highPass, count);
    if (hasTwo) nextFront.find(volts, highPass, count);
    const bool hasHum = hum_.isOn();
    if (hasHum) {
        hum_.tap(0).lateFrames = front.latencyFrames();
        hum_.tap(1).lateFrames = nextFront.latencyFrames();
        hum_.process(highPass, front.withoutClicks(count), count, hasTwo);
    }
    const auto humOf = [&](std::size_t tap) { return hasHum ? hum_.tap(tap).hum : nullptr; };
    const ChainInputs inputs = front.process(volts, highPass, humOf(0), count, frames_ - count);
    chains_[current_].process(inputs, at, out, count);
    if (!isFading()) return;
    chains_[next].process(hasTwo ? nextFront.process(volts, highPass, humOf(1), count, notTraced) : inputs, at, next_,
                          count);
    mix(out, count);
}

void FadingChains::mix(StereoDouble* out, int count) {
    for (int i = 0; i < count; ++i) {
        const int position = fadePosition_ + i - settleFrames_;
        if (position <= 0) continue;
        if (position >= fadeFrames_) {
            out[i] = next_[i]; // to the bit, at this very frame, wherever the piece ends
            continue;
        }
        const double weight = fadeWeight(static_cast<double>(position) / fadeFrames_);
        out[i] += StereoDouble(weight) * (next_[i] - out[i]);
    }
    fadePosition_ += count;
    if (fadePosition_ >= settleFrames_ + fadeFrames_) {
        current_ = 1 - current_;
        fadePosition_ = -1;
    }
}

void FadingChains::flushTinyStates() {
    restorations_[front_[current_]].flushTinyStates();
    chains_[current_].flushTinyStates();
    if (!isFading()) return;
    const std::size_t next = 1 - current_;
    if (front_[next] != front_[current_]) restorations_[front_[next]].flushTinyStates();
    chains_[next].flushTinyStates();
}

} // namespace phonostage::dsp
