// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace phonostage::media {

// The names of a take's files: NAME.flac or NAME.wav, NAME.take.json beside it, and NAME.recording.flac while it is
// being recorded.

/** NAME.take.json of NAME.flac, and of NAME.recording.flac: the sidecar has its last name from the beginning. */
[[nodiscard]] std::filesystem::path sidecarPathOf(const std::filesystem::path& audio);
[[nodiscard]] bool isSidecarName(const std::filesystem::path& path); ///< ends in .take.json

/** The audio file that lies beside a sidecar: NAME.flac, else NAME.wav; empty where there is neither. */
[[nodiscard]] std::optional<std::filesystem::path> audioBeside(const std::filesystem::path& sidecar);

/** NAME.recording.flac of NAME.flac. */
[[nodiscard]] std::filesystem::path recordingPathOf(const std::filesystem::path& audio);
[[nodiscard]] bool isRecordingName(const std::filesystem::path& path); ///< NAME.recording.flac or .wav
/** The reverse of recordingPathOf(). */
[[nodiscard]] std::filesystem::path finishedPathOf(const std::filesystem::path& recording);

/** "NAME part 2.flac" of NAME.flac: where a side goes on. `NAME part 2` gives `NAME part 3`. */
[[nodiscard]] std::filesystem::path partPathOf(const std::filesystem::path& audio, int part);

/** "" where every file of the take can have its name here, else one line that names the file, says why, and the
    remedy: file systems hold names of at most 255 bytes, and NAME gets up to 28 more. */
[[nodiscard]] std::string whyNoTakeName(const std::filesystem::path& audio);

/** UTF-8. */
[[nodiscard]] std::string nameText(const std::filesystem::path& name);

} // namespace phonostage::media
