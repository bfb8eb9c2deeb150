// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/HumStation.h"

#include "dsp/engine/Engine.h"
#include "dsp/restore/ClickRemover.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {

void HumStation::prepare(const StageDesign& design, bool hasRoom) {
    isListening_ = false;
    wanted_ = Dehum::off;
    remover_.reset();
    if (!hasRoom) return;
    highPassScale_ = design.dc.scale;
    fadeFrames_ = std::max(1, static_cast<int>(std::lround(Engine::fadeSeconds * design.sampleRateHz)));
    listensLate_ =
        design.cleansTwoWays ? design.lookAhead.restorationFrames : ClickRemover::latencyFrames(design.sampleRateHz);
    line_.prepare(listensLate_, chunkFrames);
    remover_ = std::make_unique<HumRemover>();
    remover_->prepare(design.sampleRateHz);
}

void HumStation::start(bool keepsKnown) {
    if (!isListening_) return;
    if (!keepsKnown || mustBegin()) return begin(wanted_);
    left_ = 0;
    share_ = to_ = wantedShare_;
    remover_->resume();
    line_.clear();
}

void HumStation::begin(Dehum what) {
    listensFor_ = what;
    isListening_ = what != Dehum::off;
    isStale_ = false;
    left_ = 0;
    share_ = to_ = wantedShare_; // there is nothing yet to fade in
    if (!isListening_) return;
    // A drone on the mains frequency is no hum; who knows the mains wants all of it.
    remover_->listenFor(what != Dehum::sixty, what != Dehum::fifty, what == Dehum::fiftyOrSixty);
    remover_->reset();
    line_.clear();
}

void HumStation::moveTo(double share) {
    if (!(share < to_) && !(share > to_)) return;
    to_ = share;
    left_ = fadeFrames_;
    step_ = (share - share_) / fadeFrames_;
}

void HumStation::set(const CleanSettings& clean, bool atOnce) {
    if (remover_ == nullptr) return;
    wanted_ = clean.dehum;
    wantedShare_ = HumRemover::shareOf(clean.dehumMostDb);
    if (!isListening_) {
        if (wanted_ != Dehum::off) begin(wanted_);
        return;
    }
    moveTo(mustBegin() ? 0.0 : wantedShare_);
    if (atOnce || left_ == 0) arrive();
}

void HumStation::startAgain() {
    if (!isListening_) return;
    isStale_ = true;
    moveTo(0.0);
    if (left_ == 0) arrive();
}

void HumStation::arrive() {
    share_ = to_;
    left_ = 0;
    if (mustBegin()) begin(wanted_);
}

void HumStation::process(const StereoDouble* highPass, const StereoDouble* cleaned, int count, bool needsBoth) {
    line_.write(highPass, count);
    if (cleaned == nullptr) {
        line_.read(listensLate_, late_, count);
        cleaned = late_;
    }
    const double ahead[2] = {static_cast<double>(listensLate_ - taps_[0].lateFrames),
                             static_cast<double>(listensLate_ - taps_[1].lateFrames)};
    const int tapCount = needsBoth ? 2 : 1;
    for (int i = 0; i < count; ++i) {
        const bool isHeard = isListening_ && share_ > 0.0 && remover_->isOn();
        for (int t = 0; t < tapCount; ++t)
            taps_[static_cast<std::size_t>(t)].hum[i] =
                isHeard ? StereoDouble(share_) * remover_->hum(ahead[t]) : StereoDouble();
        if (!isListening_) continue;
        remover_->hear(cleaned[i]);
        if (left_ == 0) continue;
        share_ += step_;
        if (--left_ == 0) arrive();
    }
}

void HumStation::publish(HumMeter& meter) const {
    const auto found = isListening_ ? remover_->found() : HumRemover::Found();
    meter.frequencyHz.store(found.fundamentalHz, std::memory_order_relaxed);
    meter.lines.store(found.lines, std::memory_order_relaxed);
    meter.withheld.store(found.withheld, std::memory_order_relaxed);
    meter.heardPause.store(found.heardPause, std::memory_order_relaxed);
    for (std::size_t c = 0; c < 2; ++c)
        meter.rmsVolts[c].store(highPassScale_ * found.levelRms[c], std::memory_order_relaxed);
}

} // namespace phonostage::dsp
