// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/ClickList.h"
#include "dsp/simd/StereoDouble.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace phonostage::dsp {

/** A short time of sound before the curve, both channels together, and of what was taken out of it. */
struct CleanColumn {
    float soundLow = 0.0F, soundHigh = 0.0F; ///< volts
    float removedLow = 0.0F, removedHigh = 0.0F;
    int clicks = 0;   ///< taken out meanwhile; one that is in both channels counts once
    int crackles = 0; ///< likewise, by the crackle's control: none of the clicks
};

/** The last seconds of what is cleaned, for a picture: lowest and highest value of each column. The audio thread
    writes, wait-free; any thread reads. Where nothing is cleaned it is filled only while somebody looks. */
class CleanTrace {
public:
    static constexpr double seconds = 8.0;
    static constexpr std::size_t columns = 600; ///< that can be read: of seconds

    using Columns = std::array<CleanColumn, columns>;

    // ---- the reader

    /** Somebody looks: the sound is gathered also where nothing is cleaned. */
    void setWatched(bool isWatched) { isWatched_.store(isWatched, std::memory_order_relaxed); }
    /** The newest columns, oldest first; how many there are. number: of columns since the beginning, to tell whether
        there are new ones. */
    [[nodiscard]] std::size_t read(Columns& into, std::uint64_t& number) const;

    struct Rates {
        double seconds = 0.0; ///< that the figures are of: up to CleanTrace::seconds
        int clicks = 0, crackles = 0;
    };
    /** What was taken out in what read() gives. */
    [[nodiscard]] Rates rates() const;

    // ---- the audio thread

    /** No thread may be adding. */
    void prepare(double rateHz);
    [[nodiscard]] bool isWatched() const { return isWatched_.load(std::memory_order_relaxed); }
    /** position: of the first frame; where it does not follow the last one, the picture begins again. change: of the
        sound, times scale; null where there is none. */
    void add(std::int64_t position, const StereoDouble* sound, const StereoDouble* change, double scale, int count,
             const ClickList& clicks);

private:
    // Much more than is read: a reader is not overtaken in seconds.
    static constexpr std::size_t room = 1024;

    struct Slot {
        std::atomic<float> soundLow{0.0F}, soundHigh{0.0F}, removedLow{0.0F}, removedHigh{0.0F};
        std::atomic<int> clicks{0}, crackles{0};
    };

    [[nodiscard]] std::uint64_t countTo(std::uint64_t end) const;
    void restart(const ClickList& clicks);
    void close(const ClickList& clicks);
    void clearColumn();

    std::array<Slot, room> ring_;
    std::atomic<std::uint64_t> started_{0}, written_{0};
    std::atomic<bool> isWatched_{false};
    // The audio thread's own.
    int framesPerColumn_ = 640, filled_ = 0;
    std::int64_t next_ = -1, knownClicks_ = 0, knownCrackles_ = 0;
    StereoDouble high_, low_, changeHigh_, changeLow_; ///< the low ones with their sign turned
};

} // namespace phonostage::dsp
