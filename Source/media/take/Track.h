// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace phonostage::media {

/** How a track's beginning was found. */
enum class CutOrigin {
    side,     ///< it is where the music of the side begins
    gap,      ///< groove noise alone in front of it
    dip,      ///< the quietest place of music that goes through
    applause, ///< the end of applause
    list,     ///< from the times of a list: no gap was found there
    cue,      ///< from a cue sheet
    labels,   ///< from Audacity's labels
    person,   ///< set or moved by hand
};

/** A field of a tag that has no place of its own: ("ENGINEER", "..."). Names as FLAC has them, in capitals. */
using TagField = std::pair<std::string, std::string>;

/** A part of a take: the frames [startFrame, endFrame). Tracks may touch, or leave groove noise out between them.
    Texts are plain UTF-8 of at most longestTag bytes; "" where there is none. */
struct Track {
    std::int64_t startFrame = 0;
    std::int64_t endFrame = 0;
    /** Where an export that leaves nothing out cuts in front of this track; empty: at startFrame. */
    std::optional<std::int64_t> cutFrame;
    int number = 1; ///< runs through a disc, from 1
    std::string title, artist, composer;
    CutOrigin origin = CutOrigin::person;
    /** 0 to 1: how sure the track's two cuts are, the less sure of the two; empty where a person set them. */
    std::optional<double> confidence;
    std::string why;              ///< what it rests on, for a person: "gap of 2.9 s"
    std::vector<TagField> others; ///< tags beside these
    std::string unknownFields;    ///< JSON object of fields that this version does not know, ""; kept as they are

    [[nodiscard]] std::int64_t frames() const { return endFrame - startFrame; }
    bool operator==(const Track&) const = default;
};

/** From here a cut counts as sure; below it is shown as "perhaps". */
constexpr double sureConfidence = 0.5;

constexpr std::size_t longestTag = 4000; ///< bytes of UTF-8: 300 characters of any kind, and more
constexpr std::size_t mostTracks = 999;  ///< of one take
constexpr std::size_t mostOtherTags = 200;

/** Tags of the record that a take is a side of. */
struct AlbumTags {
    std::string title, artist, date, label, catalogueNumber, genre, comment;
    /** Of a picture, as a path from the take's folder or a whole one; "". */
    std::string cover;
    char side = 0; ///< 'A' to 'Z'; 0 where it is not known
    int disc = 0;  ///< from 1; 0: from the side, two of them a disc
    int discs = 0; ///< of the album; 0 where it is not known
    std::vector<TagField> others;
    std::string unknownFields;

    bool operator==(const AlbumTags&) const = default;
};

/** The disc that a side belongs to: as set, else A and B are the first; 0 where neither is known. */
[[nodiscard]] constexpr int discOf(const AlbumTags& album) {
    if (album.disc > 0) return album.disc;
    return album.side >= 'A' && album.side <= 'Z' ? (album.side - 'A') / 2 + 1 : 0;
}

} // namespace phonostage::media
