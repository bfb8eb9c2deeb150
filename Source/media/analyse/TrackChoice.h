// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/TrackCandidates.h"

#include <optional>
#include <vector>

namespace phonostage::media {

/** What is known of a side beforehand. */
struct TrackPrior {
    std::optional<int> count; ///< of tracks, 1 or more
    /** Of each track, as long as it is at the speed of the capture; empty for those that are not known. With it count
       is not looked at. */
    std::vector<std::optional<double>> seconds;
};

/** From this score on a candidate is taken where nothing is known beforehand. */
constexpr double sureScore = 0.5;
/** From this on it is worth a look. */
constexpr double perhapsScore = 0.3;
/** Of a cut where the list says so and nothing is heard. */
constexpr double unheardScore = 0.2;

/** The candidates that part the tracks, in their order. With a list there are as many as its tracks less one, some of
   them TrackCandidate::Kind::change; else as many as there are good ones, or the best of them up to the count. */
[[nodiscard]] std::vector<TrackCandidate>
chosenCandidates(const SideLevels& side, const std::vector<TrackCandidate>& candidates, const TrackPrior& prior);

} // namespace phonostage::media
