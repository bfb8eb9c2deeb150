// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/overload/OverloadEvent.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

namespace phonostage::dsp {

/** Samples at the largest or smallest code that were entered or left steeply, as ClipLevelTracker finds them. */
struct CeilingRun {
    std::int64_t start = 0, length = 0;
    double level = 0.0;      ///< of the code
    double shape = 0.0;      ///< mean of the samples on both sides, over the level
    bool isIsolated = false; ///< silence before it: no part of a tone
};

/** Groups one channel's ceiling runs into events, and decides which of them are overloads.

    Runs no more than 1 ms apart are one event. It is an overload where two of its samples are adjacent, or from the
    third ceiling sample within 60 s on; the earlier ones then count as well. One or two alone are what normalising
    leaves. Nor are lone samples an overload where the signal is smooth and only touches full scale: where more peaks
    lie just below the last code than at it, or where the same peak comes again and again, as that of a tone does.

    Each event is also judged by what is around it: a click over music that has room, or music. Memory is bounded; of
    lone samples the newest 64 groups are kept. Real-time safe. */
class FullScaleEvents {
public:
    void reset(double sampleRateHz);
    /** Forgets events and lone samples. */
    void clearCounts();

    void add(const CeilingRun& run, OverloadTally& tally);
    /** The next 32 samples have been looked at: they end at position, their largest |x| is peak. peaksBelow counts
        local peaks just below the last code, since reset. underWaySince is where a run that has not ended began. */
    void advance(std::int64_t position, double peak, std::int64_t peaksBelow, std::int64_t underWaySince,
                 OverloadTally& tally) {
        position_ = position;
        peaksBelow_ = peaksBelow;
        chunkPeak_ = std::max(chunkPeak_, peak);
        if (isOpen_ || position - chunkEnd_ >= chunkFrames_ || position >= decideAt_) goOn(underWaySince, tally);
    }
    /** What add() and advance() took since the last call, in some 65 instructions. */
    int takeWork() { return std::exchange(work_, 0); }
    /** The input has ended. */
    void finish(OverloadTally& tally);

private:
    struct Hit {
        std::int64_t start = 0;
        std::int64_t peaksBelow = 0; ///< at that time
        double shape = 0.0;
        bool isIsolated = false;
    };

    struct Group {
        std::int64_t start = 0, last = 0, samples = 0;
        double level = 0.0;
        double around = 0.0; ///< largest |x| from 5 to 200 ms on both sides
        bool isTold = false, isJudged = false;
    };

    template <typename T, std::size_t size> struct Ring {
        std::array<T, size> items{};
        std::size_t first = 0, count = 0;

        T& operator[](std::size_t i) { return items[(first + i) % size]; }
        const T& operator[](std::size_t i) const { return items[(first + i) % size]; }
        void pop() {
            first = (first + 1) % size;
            --count;
        }
        T& push(const T& item) {
            if (count == size) pop();
            return (*this)[count++] = item;
        }
    };

    void goOn(std::int64_t underWaySince, OverloadTally& tally);
    void noteHit(const CeilingRun& run, OverloadTally& tally);
    void decide(bool isEnd, OverloadTally& tally);
    void prove(std::int64_t position, OverloadTally& tally);
    [[nodiscard]] bool isSmooth(bool isEnd, bool& shouldWait) const;
    [[nodiscard]] bool isRepeating() const;
    void push(const Group& group, OverloadTally& tally);
    void tell(Group& group, OverloadTally& tally);
    void judge(Group& group, OverloadTally& tally);
    void noteChunk(OverloadTally& tally);
    [[nodiscard]] double peakBefore(std::int64_t start) const;

    static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

    std::int64_t gap_ = 48, window_ = 0, wait_ = 0, tonePeriod_ = 0;
    std::int64_t clickLength_ = 0, nearest_ = 0, farthest_ = 0;

    std::int64_t position_ = 0, peaksBelow_ = 0;
    Ring<Hit, 64> hits_;            ///< lone samples that prove nothing so far
    std::int64_t provedUntil_ = -1; ///< what starts up to here is an overload
    std::int64_t decideAt_ = never; ///< then peaks that look alike have waited long enough for more of them

    bool isOpen_ = false;
    Group open_;
    Ring<Group, 64> groups_;
    std::size_t unjudged_ = 0;
    int work_ = 0;

    // Peaks of the last 200 ms, in chunks of about 2.5 ms.
    std::array<float, 128> chunks_{};
    std::int64_t chunkFrames_ = 32, chunkEnd_ = 0; ///< position at which the newest chunk ends
    double chunkPeak_ = 0.0;
};

} // namespace phonostage::dsp
