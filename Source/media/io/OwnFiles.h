// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace phonostage::media {

// Which existing files this program has made, and may replace. All of these look at a regular file and
// never throw for what is in it; what cannot be read was made by somebody else. They say why a file has to stay, with
// the remedy, to be read behind its name: "is there already, and ..."; "" where it may be replaced.

constexpr const char* replaceRemedy = ": name another file, or use --overwrite to replace it";

/** A sound file that was rendered here, of this rate and length. Where the length is not known beforehand, any will do
   at first; see whyOtherLength(). */
[[nodiscard]] std::string whyNotOwnSound(const std::filesystem::path& file, double sampleRateHz,
                                         std::optional<std::int64_t> frames);
/** A report of `render`, or several of them as JSON lines. */
[[nodiscard]] std::string whyNotOwnReport(const std::filesystem::path& file);
/** A picture of this program: a PNG with "Phonostage" in its text. */
[[nodiscard]] std::string whyNotOwnPicture(const std::filesystem::path& file, const char* remedy = replaceRemedy);

/** A PNG with "Software: Phonostage" put into its text. */
[[nodiscard]] std::string signedPng(std::string_view png);

/** A recording of a side, or a part of one: NAME.take.json, what lies beside that under the same NAME, and
    NAME.recording.*. Such a file is never replaced, whatever a person allows. */
[[nodiscard]] std::string whyTake(const std::filesystem::path& file);

/** What is said of a sound file that was rendered here, but from another capture. */
[[nodiscard]] std::string whyOtherLength(double sampleRateHz, std::int64_t frames);
/** Frames of a sound file; 0 where it cannot be read. */
[[nodiscard]] std::int64_t framesOf(const std::filesystem::path& file);

} // namespace phonostage::media
