// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/export/FileNames.h"
#include "media/export/TagSet.h"
#include "media/take/Track.h"

#include <string>
#include <vector>

namespace phonostage::media {

/** A track of an album, and where on the records it is. */
struct AlbumTrack {
    Track track;
    char side = 0; ///< 'A' to 'Z'; 0 where it is not known
    int numberOnSide = 1;
    int number = 1;       ///< runs through a disc, which has two sides
    int tracksOfDisc = 0; ///< 0 where it is not known: a side is missing
    int disc = 0;         ///< from 1; 0 where no side is known
    int discs = 0;        ///< 0 where it is not known

    /** "A1"; "01" where the side is not known. */
    [[nodiscard]] std::string position() const;
};

/** Of a take with several sides each track says which it is on, by its tag VINYL_POSITION. */
[[nodiscard]] AlbumTrack albumTrackOf(const Track& track);

/** The tracks of one take, as an album is made of them. */
struct AlbumTake {
    AlbumTags album;
    std::string stem;               ///< of the take's file: the album's name where it has none
    std::vector<AlbumTrack> tracks; ///< side is set where it is known; the other numbers come from numberAlbum()
};

/** Gives takes without a side theirs (the next letter; the first, if there are several, A), and tracks their numbers:
   on the side from 1, on the disc from 1, on through its second side. Where the side in front is not among the takes,
   the numbers that the take has count on. */
void numberAlbum(std::vector<AlbumTake>& takes);

/** All that is known of a track. Without loudness, comment and cover. */
[[nodiscard]] TagSet tagsOf(const AlbumTags& album, const AlbumTrack& track);
/** Of a file with a whole side. */
[[nodiscard]] TagSet tagsOfSide(const AlbumTake& take);

/** The names of the fields that a pattern may have. */
[[nodiscard]] const std::vector<std::string>& nameFields();
/** What is not known has something in its place: the album the take's name, the title "Track 3". */
[[nodiscard]] NameFields namesOf(const AlbumTake& take, const AlbumTrack& track, const std::string& curve);
/** Of a file with a whole side: its title is "Side A". */
[[nodiscard]] NameFields namesOfSide(const AlbumTake& take, const std::string& curve);

} // namespace phonostage::media
