// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phonostage::media {

/** Cue sheets count in frames of a compact disc, 75 a second. */
constexpr int cueFramesPerSecond = 75;
constexpr std::size_t mostCueTracks = 99;

struct CueTrack {
    int number = 1;
    std::string title, performer;
    std::optional<std::int64_t> gapFrame; ///< INDEX 00: where the gap before it begins, in 1/75 s
    std::int64_t startFrame = 0;          ///< INDEX 01, in 1/75 s

    bool operator==(const CueTrack&) const = default;
};

struct CueSheet {
    std::string title, performer, genre, date, comment;
    std::string file;              ///< as written: a name, or a path from the sheet's folder
    std::string fileType = "WAVE"; ///< WAVE for WAV and FLAC, AIFF, MP3
    std::vector<CueTrack> tracks;

    bool operator==(const CueSheet&) const = default;
};

/** A cue sheet for one file. What it says beyond a CueSheet (ISRC, FLAGS, other REM lines) is passed over. A name ends
   at its line's last quote, so that names with quotes in them are read whole. Any bytes may be given. Throws
   TrackTextFault where there are no tracks, several files, no INDEX 01, or times that do not go forwards. */
[[nodiscard]] CueSheet readCueSheet(std::string_view bytes);

/** Names are put between quotes, and quotes in names, for which the format has no way, become apostrophes. UTF-8, lines
    ended by CR LF. Throws TrackTextFault for more than 99 tracks. */
[[nodiscard]] std::string writeCueSheet(const CueSheet& sheet);

/** "MM:SS:FF", minutes of two digits or more. */
[[nodiscard]] std::string cueTime(std::int64_t cueFrame);
/** Empty for what is no such time. */
[[nodiscard]] std::optional<std::int64_t> parseCueTime(std::string_view text);

/** The sample frame nearest to a cue frame, and the cue frame nearest to a sample frame. Whole sample frames at rates
    that are multiples of 75 Hz. */
[[nodiscard]] std::int64_t sampleFrameOfCue(std::int64_t cueFrame, double sampleRateHz);
[[nodiscard]] std::int64_t cueFrameOfSample(std::int64_t sampleFrame, double sampleRateHz);

} // namespace phonostage::media
