// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "HeaderFacts.h"
#include "SoundFile.h"
#include "Tags.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace phonostage::media {

/** Reads an audio file from its beginning to its end: WAV, RF64, W64, AIFF, FLAC, CAF, AU and what else libsndfile
   knows; 8 to 32 bit, float and double; mono and stereo; 8 to 768 kHz. Every way in which a file can be bad ends in a
   MediaError that names the file, the fault and the remedy. */
class AudioReader {
public:
    /** allowTruncated: a file with less in it than its header says is read as far as it goes. */
    explicit AudioReader(const std::filesystem::path& path, bool allowTruncated = false);

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] double sampleRateHz() const { return sampleRateHz_; }
    [[nodiscard]] int channels() const { return channels_; }
    /** Frames to come in all; empty where only reading will tell. */
    [[nodiscard]] std::optional<std::int64_t> frames() const { return frames_; }
    /** Word length of integer samples where it is a converter's (16, 20 or 24), else 0. */
    [[nodiscard]] int wordBits() const { return wordBits_; }
    [[nodiscard]] const std::string& formatName() const { return formatName_; } ///< "WAV, 24 bit"
    [[nodiscard]] const FileTags& tags() const { return tags_; }
    [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

    /** Planar samples, full scale 1.0, not checked for NaN. As many frames as asked for but at the end, where it is
       less; 0 when all is read. channel pointers as many as channels(). Throws MediaError where the data are damaged,
       or end early and that is not allowed. */
    [[nodiscard]] int read(double* const* channel, int frames);

private:
    void describe(const HeaderFacts& facts, int format);
    void readTags();
    void chooseTransfer(int bits);
    [[nodiscard]] int fetch(double* const* channel, int start, int count);
    void endEarly();

    std::filesystem::path path_;
    bool allowTruncated_;
    File file_;
    std::unique_ptr<FileStream> stream_;
    SoundFileHandle handle_; // after the stream it reads through: destroyed first
    double sampleRateHz_ = 0.0;
    int channels_ = 0;
    std::optional<std::int64_t> frames_;
    std::int64_t done_ = 0;
    int wordBits_ = 0;
    enum class Transfer { values, words, packed24 };
    Transfer transfer_ = Transfer::values; ///< how samples come out of the library
    bool ended_ = false;
    std::string formatName_;
    FileTags tags_;
    std::vector<std::string> warnings_;
    std::vector<std::int32_t> words_;
    std::vector<double> values_;
    std::vector<unsigned char> packed_;
};

} // namespace phonostage::media
