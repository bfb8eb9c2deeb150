// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/ClickEvent.h"

#include <array>
#include <atomic>
#include <cstdint>

namespace phonostage::dsp {

/** Clicks that were taken out, from the audio thread to one reader, and how many there were. Lock-free; where nobody
    reads, the list is full after `room` clicks and further ones are only counted. */
class ClickList {
public:
    static constexpr std::size_t room = 4096;

    /** The audio thread's. */
    void push(const ClickEvent& click);
    /** Takes the oldest one; false where there is none. One thread at a time. */
    [[nodiscard]] bool take(ClickEvent& click);
    /** How many were taken out, those of the crackle included. Any thread. */
    [[nodiscard]] std::int64_t count(int channel) const {
        return counts_[static_cast<std::size_t>(channel)].load(std::memory_order_relaxed);
    }
    /** How many in all; each with its tail and both channels once. Any thread. */
    [[nodiscard]] std::int64_t clicks() const { return together_.load(std::memory_order_relaxed); }
    /** How many of those were crackle. Any thread. */
    [[nodiscard]] std::int64_t crackles() const { return crackles_.load(std::memory_order_relaxed); }
    /** clicks() since startAgain(), or the beginning. Any thread. */
    [[nodiscard]] std::int64_t soFar() const;
    /** soFar() begins again. Any thread. */
    void startAgain() { before_.store(clicks(), std::memory_order_relaxed); }
    /** Forgets the counts and what nobody took. No thread may be pushing or taking. */
    void clear();

private:
    std::array<ClickEvent, room> ring_{};
    std::atomic<std::size_t> written_{0}, read_{0};
    std::array<std::atomic<std::int64_t>, 2> counts_{};
    std::atomic<std::int64_t> together_{0}, crackles_{0}, before_{0};
};

} // namespace phonostage::dsp
