// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/SideLevels.h"

#include <vector>

namespace phonostage::media {

/** A place where one track may end and the next begin. */
struct TrackCandidate {
    enum class Kind {
        gap,      ///< nothing but groove noise
        valley,   ///< a dip that does not reach it
        applause, ///< its end
        change    ///< no gap: where the spectrum changes most near the time that a list gives
    };
    HopRange range; ///< of the gap; both ends equal for other kinds
    Kind kind = Kind::gap;
    double score = 0.0; ///< 0 to 1

    [[nodiscard]] double middle() const { return 0.5 * static_cast<double>(range.from + range.to); }
    /** Where the next track begins. */
    [[nodiscard]] std::int64_t next() const { return range.to; }
};

/** In their order. How they are found and scored: Resources/docs/tracks.md. */
[[nodiscard]] std::vector<TrackCandidate> trackCandidates(const SideLevels& side);

} // namespace phonostage::media
