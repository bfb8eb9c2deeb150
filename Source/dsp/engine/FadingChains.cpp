// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/FadingChains.h"

#include "dsp/engine/Engine.h"

#include <cmath>

namespace phonostage::dsp {
namespace {

// Smoothstep: no kink at either end of the fade.
double fadeWeight(double position) { return position * position * (3.0 - 2.0 * position); }

} // namespace

void FadingChains::prepare(const StageDesign& design) {
    settleFrames_ = fadeFrames_ = static_cast<int>(std::lround(Engine::fadeSeconds * design.sampleRateHz));
    set(design);
}

void FadingChains::reset() { set(isWaiting_ ? waiting_ : design_); }

void FadingChains::set(const StageDesign& design) {
    design_ = design;
    isWaiting_ = false;
    fadePosition_ = -1;
    chains_[current_].set(design);
}

void FadingChains::fadeTo(const StageDesign& design) {
    waiting_ = design;
    isWaiting_ = true;
}

void FadingChains::beginPiece() {
    if (!isWaiting_ || isFading()) return;
    isWaiting_ = false;
    design_ = waiting_;
    chains_[1 - current_].set(design_);
    fadePosition_ = 0;
}

void FadingChains::process(const ChainInputs& inputs, const LevelRamp& at, StereoDouble* out, int count) {
    chains_[current_].process(inputs, at, out, count);
    if (!isFading()) return;
    chains_[1 - current_].process(inputs, at, next_, count);
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
    chains_[current_].flushTinyStates();
    if (isFading()) chains_[1 - current_].flushTinyStates();
}

} // namespace phonostage::dsp
