// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/take/Track.h"
#include "media/tracks/AudacityLabels.h"
#include "media/tracks/CueSheet.h"
#include "media/tracks/ListSides.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace phonostage::media {

/** A track with what was heard of it. */
struct SplitTrack {
    Track track;      ///< frames with room around what was heard; cutFrame empty for the first of a side
    std::string side; ///< "A"; "" where it is not known
    int numberOnSide = 1;
    double startSeconds = 0.0, endSeconds = 0.0; ///< first and last sound; of read cuts, the track's ends

    [[nodiscard]] std::string position() const { return side + std::to_string(numberOnSide); }
    /** Where it is cut from what is before it. */
    [[nodiscard]] std::int64_t cutFrame() const { return track.cutFrame.value_or(track.startFrame); }
};

/** A file's own length. */
struct FileExtent {
    double sampleRateHz = 48000.0;
    std::int64_t frames = 0;
};

/** The tracks of a capture, and what was heard around them. */
struct TakeSplit {
    std::vector<FoundSide> sides;       ///< with music; empty where the needle never touched a record
    std::vector<std::string> sideNames; ///< as many
    std::vector<SplitTrack> tracks;
    std::vector<std::string> warnings; ///< what a person should know, one sentence each
};

/** Whether cuts are moved to the nearest 1/75 s, as compact discs and cue sheets have them. */
enum class Snap { toCueFrames, toFrames };

/** The tracks of the sides that were found. A track gets 0.5 s in front of its first sound and 2 s behind its last (3 s
    at the end of a side: fade-outs may be found that much early), never beyond its cuts or the groove. Throws
   TrackTextFault where a list does not show which side it means. */
[[nodiscard]] TakeSplit splitTake(const TrackFinder& finder, const FileExtent& file, const TrackKnowledge& known,
                                  Snap snap);

/** The same with tracks that a cue sheet or labels give: they are taken as they are, but for the snap, and end where
   the next begins or, the last of a cue sheet or of labels without a length, 3 s behind the last sound. Labels without
   a length are where tracks begin, with a length the tracks themselves. Throws TrackTextFault where they lie behind the
   end of the file or overlap. */
[[nodiscard]] TakeSplit splitAt(const CueSheet& sheet, const TrackFinder& finder, const FileExtent& file, Snap snap);
[[nodiscard]] TakeSplit splitAt(const std::vector<TimeLabel>& labels, const TrackFinder& finder, const FileExtent& file,
                                Snap snap);

/** Gives tracks the names of a list: to all in their order. Throws TrackTextFault where there are more or fewer. */
void nameTracks(TakeSplit& split, const TrackList& list);

/** INDEX 01 stands where an export without gaps cuts. fileName: as players find the file from the sheet. */
[[nodiscard]] CueSheet cueOf(const TakeSplit& split, const FileExtent& file, const std::string& fileName,
                             const AlbumTags& album);
/** A label with a length for each track. */
[[nodiscard]] std::vector<TimeLabel> labelsOf(const TakeSplit& split, const FileExtent& file);

} // namespace phonostage::media
