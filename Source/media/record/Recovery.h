// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace phonostage::media {

/** A recording that was cut short: NAME.recording.flac or .wav that no program writes any more. */
struct Orphan {
    std::filesystem::path path; ///< where it is; after recover() where it is then
    double seconds = 0.0;       ///< of audio, by the file's length, not by its head
    bool isUsable = false;      ///< it holds audio that recover() can repair
    bool isRepaired = false;
    std::string note; ///< one line for a person
};

/** In the folder itself, not below it; sorted by name. Reads heads alone; nothing is changed. What a program is
    recording at this moment is left out. Throws base::FileError where the folder cannot be read. */
[[nodiscard]] std::vector<Orphan> findOrphans(const std::filesystem::path& folder);

/** Repairs one, in place: what has no whole frame at the end is cut off (less than one block), the head says the true
    length (and in FLAC the checksum), the sidecar likewise, and the file gets its name, or a free one where that is
    taken. All of the file is read once. Never throws: the note says what could not be done. */
[[nodiscard]] Orphan recover(const Orphan& orphan);

} // namespace phonostage::media
