// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

namespace phonostage::media {

/** Compares what a device delivers with a clock: a wrong rate gives a wrong pitch. add() is the audio thread's. */
class RateCheck {
public:
    static constexpr double windowSeconds = 10.0;
    static constexpr double limitPercent = 0.1;
    static constexpr double surePercent = 1.0; ///< no late block makes that much of ten seconds

    /** Neither thread may be inside. */
    void prepare(double sampleRateHz);
    /** A block of so many frames came at this moment of a clock that only goes forwards. Wait-free. */
    void add(std::int64_t frames, std::int64_t nanoseconds) noexcept;
    /** Frames were lost: the window begins again. Of the audio thread as well. */
    void restart() noexcept { hasStart_ = false; }

    /** How far the rate of the last whole window is off, in per cent of the stated one; empty in front of the first.
       Any thread. */
    [[nodiscard]] std::optional<double> percentOff() const;
    /** True where that is more than limitPercent in two windows one after the other, or more than surePercent. */
    [[nodiscard]] bool isOff() const { return isOff_.load(std::memory_order_relaxed); }

private:
    double sampleRateHz_ = 48000.0;
    bool hasStart_ = false;
    std::int64_t start_ = 0, frames_ = 0;
    double before_ = 0.0; ///< per cent, of the window before
    std::atomic<double> percent_{0.0};
    std::atomic<bool> isKnown_{false}, isOff_{false};
};

} // namespace phonostage::media
