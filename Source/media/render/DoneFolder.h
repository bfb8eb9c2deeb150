// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/FilePlace.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace phonostage::media {

/** What a file was when a note was made of it. */
struct FileMark {
    std::int64_t bytes = 0;
    std::int64_t writtenAt = 0; ///< in the system's own unit
    std::uint64_t number = 0;   ///< of the file on its disk
    std::string hash;           ///< of its content; of inputs alone

    bool operator==(const FileMark&) const = default;
};

/** Empty where there is no such file. */
[[nodiscard]] std::optional<FileMark> fileMark(const std::filesystem::path& file);

/** How a result in a folder came about. */
struct Done {
    std::string maker;    ///< "render", "export"
    std::string settings; ///< hash of all that the result depends on beside the input
    FileMark input, output;
    std::string inputPath;        ///< absolute
    std::int64_t frames = 0;      ///< of the result
    double sampleRateHz = 0.0;    ///< of the result
    std::optional<double> peak;   ///< true peak at peakGainDb, where the gain was found from it
    double peakGainDb = 0.0;      ///< dB
    std::optional<double> gainDb; ///< that was found so
    std::int64_t overloads = 0;   ///< at the input, all channels
    std::string clipping;         ///< what was said of an output that clips; else ""
    bool isClipped = false;       ///< samples were cut off, for good
    std::string report;           ///< one line of JSON with the full report; empty where none was asked for
};

/** Notes on what a folder's files were made from, so that work that is done is not done again: a small file each in
    its folder `.phonostage`, so that many programs can work into one folder at the same time. Losing them costs nothing
    but the work. The rule stands in Resources/docs/decisions/0015-export-and-resume.md. */
class DoneFolder {
public:
    explicit DoneFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /** name: of the result, relative to the folder. Empty where there is no note, or none that can be read. */
    [[nodiscard]] std::optional<Done> find(const std::filesystem::path& name) const;
    /** Throws base::FileError where it cannot be written. */
    void note(const std::filesystem::path& name, const Done& done) const;

private:
    [[nodiscard]] std::filesystem::path placeOf(const std::filesystem::path& name) const;
    std::filesystem::path folder_;
};

/** Of an input that is about to be read: with the hash of its content. Its time counts as unknown where it was written
    to within the last seconds, as a later change might leave the same time. Throws MediaError. */
[[nodiscard]] FileMark inputMark(const std::filesystem::path& file);

/** Size, time and number first; the content only where these differ. May bring the note's mark up to date. Throws
    MediaError where the file cannot be read. */
[[nodiscard]] bool isSameInput(FileMark& noted, const std::filesystem::path& file);

} // namespace phonostage::media
