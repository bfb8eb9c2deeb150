// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace phonostage::media {

/** What Phonostage itself notes in an audio file: in its comment, as `phonostage:{"full_scale_dbv":-20}`.
    See Resources/docs/decisions/0002-calibration-in-files.md. */
struct FileNote {
    std::optional<double> fullScaleDbv;       ///< dBV rms of a sine at 0 dBFS, at the socket the file stands for
    std::optional<std::string> equalisedWith; ///< the curve a render has applied; a raw capture has none
    std::optional<std::string> take = {};     ///< what its sidecar is known by; recordings alone have one

    bool operator==(const FileNote&) const = default;
};

/** A place in the sound that a person has marked. */
struct Mark {
    std::uint32_t id = 0; ///< what else in the file may refer to it by
    std::int64_t frame = 0;
    std::int64_t length = 0; ///< frames; 0 for a place alone
    std::string label, note;
    std::string regionText; ///< of a region's own entry
    std::string purpose;    ///< of that entry, four bytes: "rgn "

    bool operator==(const Mark&) const = default;
};

/** A part of a file that goes into the next one as it is. */
struct TagChunk {
    enum class Kind { riff, aiff, flac };
    Kind kind = Kind::riff;
    std::string name;  ///< four bytes; of a FLAC block its number, "6" for a picture
    std::string bytes; ///< the body
};

/** Where a recording has what the stage was set to: a Vorbis comment in FLAC, a chunk in WAV. */
constexpr std::string_view stageField = "PHONOSTAGE_STAGE";
constexpr std::string_view stageChunk = "phst";

/** Text of a file: title, artist ... by libsndfile's number of the field; the comment without our note in it. */
struct FileTags {
    std::vector<std::pair<int, std::string>> texts;
    std::string comment;
    FileNote note;
    std::string stage; ///< of a recording: what the stage was set to, a state's text; never written by a render
    std::vector<std::pair<std::string, std::string>> fields; ///< texts that have another name: ("ENGINEER", "...")
    std::vector<Mark> marks;
    std::string broadcast; ///< the body of a bext chunk
    std::vector<TagChunk> chunks;
    std::vector<std::string> unread; ///< what the file has and is not read, by its name
};

/** Puts marks, and what else counts samples, to where they belong in a file of another rate, whose frames are
    `frameRatio` times as many. */
void retime(FileTags& tags, double fromRateHz, double toRateHz, double frameRatio);

/** Takes the note out of a comment: the rest of the comment, and the note; of several the last, which was written
    last. A note that is damaged or out of range is dropped: it is no one's words. */
[[nodiscard]] std::pair<std::string, FileNote> splitComment(std::string_view comment);
/** The reverse. */
[[nodiscard]] std::string joinComment(std::string_view comment, const FileNote& note);
/** In at most so many bytes: of the comment its beginning, as much as the note leaves room for; the note always whole.
 */
[[nodiscard]] std::string joinComment(std::string_view comment, const FileNote& note, std::size_t bytes);

/** The first so many bytes of a text, less where a character of UTF-8 would be cut in two. */
[[nodiscard]] std::string_view beginningOf(std::string_view text, std::size_t bytes);

} // namespace phonostage::media
