// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/TrackCandidates.h"

#include <vector>

namespace phonostage::media {

/** Where a track is heard, in hops, and where the cut before it is. */
struct TrackEdges {
    std::int64_t start = 0, end = 0;
    std::int64_t cut = 0; ///< where an export without gaps parts it from the track before; its start for the first
};

/** The edges of the tracks that `cuts` part: one more than these. The side must have music. */
[[nodiscard]] std::vector<TrackEdges> trackEdges(const SideLevels& side, const std::vector<TrackCandidate>& cuts);

} // namespace phonostage::media
