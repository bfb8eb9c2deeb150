// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/TrackFinder.h"
#include "media/tracks/TrackList.h"

#include <optional>
#include <string>
#include <vector>

namespace phonostage::media {

/** What a person knows of the tracks before they are looked for. */
struct TrackKnowledge {
    /** How many tracks a side has, side by side; one number for several sides is that of all of them. Empty: not known.
     */
    std::vector<int> counts;
    std::optional<TrackList> list;
    std::string side;        ///< that the capture is, or begins with: "A"; "" where it is not known
    double speedRatio = 1.0; ///< played rpm / the record's own rpm: times of a list follow it
};

/** What is known of one of the sides that were found. */
struct SideKnowledge {
    std::string name; ///< "A"; "" where it is not known
    TrackPrior prior;
    std::vector<ListedTrack> listed; ///< as many as prior asks for; empty without a list
};

/** Deals list and counts out to the sides that were found, one entry for each. Which of its sides a list of several
   means follows from `side`, else from what the sides last; a list that does not say where a side ends is parted where
   that fits best. What a person should know goes into `warnings`. Throws TrackTextFault where that cannot be decided.
 */
[[nodiscard]] std::vector<SideKnowledge> knowledgeOfSides(const TrackFinder& finder, const TrackKnowledge& known,
                                                          std::vector<std::string>& warnings);

} // namespace phonostage::media
