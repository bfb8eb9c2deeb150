// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phonostage::media {

/** A line of a list of tracks. */
struct ListedTrack {
    std::string side;     ///< "A", "B" ..., as the list says it or as it follows from it; "" where it says nothing
    std::string position; ///< as the list has it: "A1", "3"; "" for none
    std::string title;    ///< plain text; "" where the list has none
    std::string artist;   ///< of a compilation's rows, where it is marked as one ("Artist –")
    std::optional<double> seconds;

    bool operator==(const ListedTrack&) const = default;
};

/** A list of tracks as people paste it. */
struct TrackList {
    std::vector<ListedTrack> tracks;
    std::vector<std::string> ignored; ///< lines that were taken for headings, credits and the like; ten at most

    /** The sides in their order; one "" where the list knows none. */
    [[nodiscard]] std::vector<std::string> sides() const;
    [[nodiscard]] std::vector<ListedTrack> ofSide(std::string_view side) const;
};

/** Reads a list of tracks from a sleeve, a shop or a database, one track a line or a cell a line:

        A1 Title 3:45          1. Title (3:45)         01 - Title [3:45]        Title ..... 3'45"
        A1<tab>Title<tab>3:45  1.<tab>"Title"<tab>Writer<tab>3:45               0:00 Title (times of the starts)

    Positions, titles and durations are all optional. Sides come from positions (A1, B2), from headings ("Side Two",
    "Seite B:"), or from numbers that begin again; without any of them, from one blank line between two groups.
   Headings, totals, credits below numbered tracks and the header of a table are passed over. Any bytes may be given, in
   the codings of decodedText(); never throws but for want of memory. No tracks where there are none, or above 1 MiB. */
[[nodiscard]] TrackList readTrackList(std::string_view bytes);

} // namespace phonostage::media
