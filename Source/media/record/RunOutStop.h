// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/record/GrooveLevels.h"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace phonostage::media {

/** Hears that the needle turns in the run-out groove, while it happens, in the hops of GrooveLevels.

    Nothing in a level alone tells a run-out from a soft passage, and nothing in a period alone tells it from music with
   a beat. So all of this must hold for a number of turns on end: both bands are at the lowest that was heard in this
   groove; they are well below the side's music; and the peaks, clicks above all, come again at each turn of 33 1/3, 45
   or 78 rpm. Without such peaks (a very quiet record) the same must hold for longestSeconds. */
class RunOutStop {
public:
    static constexpr double longestSeconds = 120.0;

    struct Event {
        std::int64_t hopsAgo = 0; ///< where the stretch begins that it is sure of
        double turnSeconds = 0.0; ///< the turn that was found; 0 where there was none
    };

    /** turns: 2 to 100. */
    void prepare(int turns);
    /** The needle went down: what was heard before does not count. */
    void reset();
    /** One hop of the groove; an event where it is sure, and again after each further stretch of as many turns. */
    [[nodiscard]] std::optional<Event> add(const GrooveLevels::Hop& hop);

private:
    /** The levels of one band since the needle went down, in steps of half a decibel. */
    struct Histogram {
        static constexpr double lowestDb = -160.0, stepDb = 0.5;
        std::array<std::int64_t, 400> counts{};
        std::int64_t all = 0;
        void add(double db);
        [[nodiscard]] double percentile(double share) const;
    };

    [[nodiscard]] bool isQuiet() const;
    [[nodiscard]] double periodicity(int period, int count) const;

    int turns_ = 8;
    std::int64_t hops_ = 0;
    std::int64_t quiet_ = 0; ///< hops on end
    int loud_ = 0;           ///< hops within the quiet that were not
    std::int64_t lastSaid_ = 0;
    std::deque<float> low_, mid_;     ///< the last half second
    std::deque<float> peaks_;         ///< dB, of the quiet stretch, as long as is needed
    Histogram lowLevels_, midLevels_; ///< of medians of half seconds
    double lowNow_ = 0.0, midNow_ = 0.0;
    double lowFloor_ = 0.0, midFloor_ = 0.0;
    bool hasFloor_ = false;
};

} // namespace phonostage::media
