// SPDX-License-Identifier: GPL-3.0-or-later
// A list of tracks that somebody pasted.
#include "fuzz/Fuzz.h"

#include "media/tracks/TrackList.h"
#include "media/tracks/TrackText.h"

using namespace phonostage;
using namespace phonostage::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto list = media::readTrackList(textOf(data, size));
    require(list.tracks.size() <= media::mostListedTracks, "a list is not endless");
    std::size_t ofSides = 0;
    for (const auto& side : list.sides())
        ofSides += list.ofSide(side).size();
    require(ofSides == list.tracks.size(), "each track is on one side");
    for (const auto& track : list.tracks) {
        require(base::isPlainText(track.title), "a title can be shown", track.title);
        require(base::isPlainText(track.artist), "an artist can be shown", track.artist);
        require(base::isPlainText(track.position), "a position can be shown", track.position);
        require(track.side.size() <= 2, "a side is a letter or two", track.side);
        require(track.title.size() <= media::mostTitleBytes, "a title is short");
        require(media::cleanTitle(track.title) == track.title, "a title is clean", track.title);
        if (track.seconds) require(*track.seconds > 0.0 && *track.seconds < 1e6, "a duration is one");
    }
    for (const auto& line : list.ignored)
        require(base::isPlainText(line), "a line that is passed over can be shown", line);
    return 0;
}
