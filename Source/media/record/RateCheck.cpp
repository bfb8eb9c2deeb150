// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/RateCheck.h"

#include <cmath>

namespace phonostage::media {

void RateCheck::prepare(double sampleRateHz) {
    sampleRateHz_ = sampleRateHz;
    hasStart_ = false;
    before_ = 0.0;
    isKnown_.store(false);
    isOff_.store(false);
}

void RateCheck::add(std::int64_t frames, std::int64_t nanoseconds) noexcept {
    // A block that arrives has been collected since the one before: the first only starts the watch.
    if (!hasStart_ || nanoseconds < start_) {
        hasStart_ = true;
        start_ = nanoseconds;
        frames_ = 0;
        return;
    }
    frames_ += frames;
    const double seconds = static_cast<double>(nanoseconds - start_) * 1e-9;
    if (seconds < windowSeconds) return;
    const double percent = 100.0 * (static_cast<double>(frames_) / seconds / sampleRateHz_ - 1.0);
    // A system that hands blocks over late by some ten milliseconds makes one window too long and the next too short.
    const bool isTwice =
        std::abs(percent) > limitPercent && std::abs(before_) > limitPercent && percent * before_ > 0.0;
    isOff_.store(isTwice || std::abs(percent) > surePercent, std::memory_order_relaxed);
    before_ = percent;
    percent_.store(percent, std::memory_order_relaxed);
    isKnown_.store(true, std::memory_order_release);
    start_ = nanoseconds;
    frames_ = 0;
}

std::optional<double> RateCheck::percentOff() const {
    if (!isKnown_.load(std::memory_order_acquire)) return std::nullopt;
    return percent_.load(std::memory_order_relaxed);
}

} // namespace phonostage::media
