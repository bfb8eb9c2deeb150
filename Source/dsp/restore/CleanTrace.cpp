// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/CleanTrace.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace phonostage::dsp {
namespace {

float larger(StereoDouble pair) { return static_cast<float>(std::max(pair.left(), pair.right())); }

} // namespace

void CleanTrace::prepare(double rateHz) {
    framesPerColumn_ = std::max(1, static_cast<int>(std::lround(rateHz * seconds / static_cast<double>(columns))));
    next_ = -1;
}

void CleanTrace::clearColumn() {
    filled_ = 0;
    high_ = low_ = StereoDouble(-std::numeric_limits<double>::max());
    changeHigh_ = changeLow_ = StereoDouble();
}

void CleanTrace::restart(const ClickList& clicks) {
    knownCrackles_ = clicks.crackles();
    knownClicks_ = clicks.clicks() - knownCrackles_;
    started_.store(written_.load(std::memory_order_relaxed), std::memory_order_release);
    clearColumn();
}

void CleanTrace::close(const ClickList& clicks) {
    const auto at = written_.load(std::memory_order_relaxed);
    Slot& slot = ring_[at % room];
    slot.soundHigh.store(larger(high_), std::memory_order_relaxed);
    slot.soundLow.store(-larger(low_), std::memory_order_relaxed);
    // What was removed is the change, the other way up.
    slot.removedHigh.store(larger(changeLow_), std::memory_order_relaxed);
    slot.removedLow.store(-larger(changeHigh_), std::memory_order_relaxed);
    const auto crackles = clicks.crackles(), others = clicks.clicks() - crackles;
    slot.clicks.store(static_cast<int>(others - knownClicks_), std::memory_order_relaxed);
    slot.crackles.store(static_cast<int>(crackles - knownCrackles_), std::memory_order_relaxed);
    knownClicks_ = others;
    knownCrackles_ = crackles;
    written_.store(at + 1, std::memory_order_release);
    clearColumn();
}

void CleanTrace::add(std::int64_t position, const StereoDouble* sound, const StereoDouble* change, double scale,
                     int count, const ClickList& clicks) {
    if (position != next_) restart(clicks);
    next_ = position + count;
    for (int done = 0; done < count;) {
        const int n = std::min(count - done, framesPerColumn_ - filled_);
        for (int i = done; i < done + n; ++i) {
            high_ = StereoDouble::max(high_, sound[i]);
            low_ = StereoDouble::max(low_, StereoDouble() - sound[i]);
        }
        for (int i = done; change != nullptr && i < done + n; ++i) {
            const auto scaled = StereoDouble(scale) * change[i];
            changeHigh_ = StereoDouble::max(changeHigh_, scaled);
            changeLow_ = StereoDouble::max(changeLow_, StereoDouble() - scaled);
        }
        filled_ += n;
        done += n;
        if (filled_ == framesPerColumn_) close(clicks);
    }
}

std::uint64_t CleanTrace::countTo(std::uint64_t end) const {
    const auto started = std::min(started_.load(std::memory_order_acquire), end);
    return std::min<std::uint64_t>(columns, end - started);
}

std::size_t CleanTrace::read(Columns& into, std::uint64_t& number) const {
    const auto end = written_.load(std::memory_order_acquire);
    const auto count = countTo(end);
    for (std::uint64_t i = 0; i < count; ++i) {
        const Slot& slot = ring_[(end - count + i) % room];
        auto& to = into[i];
        to.soundLow = slot.soundLow.load(std::memory_order_relaxed);
        to.soundHigh = slot.soundHigh.load(std::memory_order_relaxed);
        to.removedLow = slot.removedLow.load(std::memory_order_relaxed);
        to.removedHigh = slot.removedHigh.load(std::memory_order_relaxed);
        to.clicks = slot.clicks.load(std::memory_order_relaxed);
        to.crackles = slot.crackles.load(std::memory_order_relaxed);
    }
    number = end;
    return count;
}

CleanTrace::Rates CleanTrace::rates() const {
    const auto end = written_.load(std::memory_order_acquire);
    const auto count = countTo(end);
    Rates rates;
    rates.seconds = seconds * static_cast<double>(count) / static_cast<double>(columns);
    for (std::uint64_t i = end - count; i < end; ++i) {
        rates.clicks += ring_[i % room].clicks.load(std::memory_order_relaxed);
        rates.crackles += ring_[i % room].crackles.load(std::memory_order_relaxed);
    }
    return rates;
}

} // namespace phonostage::dsp
