// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/check/SpeakerGuard.h"

#include <algorithm>
#include <cmath>

namespace phonostage::app {

void SpeakerGuard::setEnabled(bool on) {
    isEnabled_.store(on);
    if (!on) turnUp();
}

void SpeakerGuard::turnDown() {
    if (!isEnabled_.load()) return;
    isByClipping_.store(false);
    isDown_.store(true);
}

void SpeakerGuard::goOn() {
    isLetBe_.store(true);
    turnUp();
}

void SpeakerGuard::turnUp() {
    isDown_.store(false);
    isByClipping_.store(false);
}

void SpeakerGuard::prepare(double rateHz, int maxFrames) {
    stage_.prepare(rateHz, maxFrames);
    const auto framesOf = [rateHz](double seconds) {
        return static_cast<std::int64_t>(std::llround(seconds * rateHz));
    };
    wantedRun_ = framesOf(clippedSeconds);
    pause_ = framesOf(pauseSeconds);
    calm_ = framesOf(calmSeconds);
    down_ = std::pow(10.0, downDb / 20.0);
    stepDown_ = std::pow(down_, 1.0 / (downSeconds * rateHz));
    stepUp_ = std::pow(down_, -1.0 / (upSeconds * rateHz));
    run_ = 0;
    since_ = -1;
    gain_ = isDown_.load() ? down_ : 1.0;
}

void SpeakerGuard::process(float* left, float* right, int frames) {
    stage_.process(left, right, frames);
    watch(left, right, frames);
    turn(left, right, frames);
}

void SpeakerGuard::watch(const float* left, const float* right, int frames) {
    // Where it has just been let go, what clipped before is over.
    const bool isDown = isDown_.load(std::memory_order_relaxed);
    if (wasDown_ && !isDown) run_ = 0;
    wasDown_ = isDown;
    std::int64_t clipped = 0;
    for (int i = 0; i < frames; ++i) {
        if (std::fabs(left[i]) > 1.0F || std::fabs(right[i]) > 1.0F) {
            ++clipped;
            if (since_ < 0 || since_ > pause_) run_ = 0;
            since_ = 0;
            if (run_ >= wantedRun_ && isEnabled_.load(std::memory_order_relaxed) &&
                !isLetBe_.load(std::memory_order_relaxed) && !isDown_.load(std::memory_order_relaxed)) {
                isByClipping_.store(true);
                isDown_.store(true);
            }
        } else if (since_ >= 0) {
            ++since_;
        }
        ++run_;
    }
    if (clipped > 0) clippedFrames_.fetch_add(clipped, std::memory_order_relaxed);
    if (since_ < 0 || since_ > calm_) isLetBe_.store(false, std::memory_order_relaxed);
}

void SpeakerGuard::turn(float* left, float* right, int frames) {
    const double wanted = isDown_.load() ? down_ : 1.0;
    if (gain_ == 1.0 && wanted == 1.0) return;
    for (int i = 0; i < frames; ++i) {
        if (gain_ > wanted)
            gain_ = std::max(wanted, gain_ * stepDown_);
        else if (gain_ < wanted)
            gain_ = std::min(wanted, gain_ * stepUp_);
        left[i] = static_cast<float>(gain_ * static_cast<double>(left[i]));
        right[i] = static_cast<float>(gain_ * static_cast<double>(right[i]));
    }
}

} // namespace phonostage::app
