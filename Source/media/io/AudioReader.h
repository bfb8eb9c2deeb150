// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/File.h"
#include "media/io/HeaderFacts.h"
#include "media/io/SoundFile.h"
#include "media/io/SoundSource.h"
#include "media/io/Tags.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace phonostage::media {

class PipeSource;

/** Reads an audio file, or standard input, from its beginning to its end: WAV, RF64, W64, AIFF, FLAC, CAF, AU and what
    else libsndfile knows; 8 to 32 bit, float and double; one or two of its channels; 8 to 768 kHz. Where a header
    contradicts the file, the file is believed, with a warning. Every way in which a file can be bad ends in a
   MediaError that names the file, the fault and the remedy. */
class AudioReader {
public:
    explicit AudioReader(const SoundSource& source);
    /** allowTruncated: a file with less in it than its header says is read as far as it goes. */
    explicit AudioReader(const std::filesystem::path& path, bool allowTruncated = false);
    ~AudioReader();
    AudioReader(const AudioReader&) = delete;
    AudioReader& operator=(const AudioReader&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return source_.path; }
    [[nodiscard]] double sampleRateHz() const { return sampleRateHz_; }
    [[nodiscard]] int channels() const { return channels_; } ///< that are read: 1 or 2
    [[nodiscard]] int fileChannels() const { return fileChannels_; }
    /** Total number of frames; empty if only reading can show it. */
    [[nodiscard]] std::optional<std::int64_t> frames() const { return frames_; }
    /** Word length of integer samples where it is a converter's (16, 20 or 24), else 0. */
    [[nodiscard]] int wordBits() const { return wordBits_; }
    /** A-law, mu-law, ADPCM and the like: samples of few codes, which are no converter's. */
    [[nodiscard]] bool isCompanded() const { return isCompanded_; }
    [[nodiscard]] const std::string& formatName() const { return formatName_; } ///< "WAV, 24 bit"
    [[nodiscard]] const FileTags& tags() const { return tags_; }
    /** Complete when all is read. */
    [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

    /** Planar samples, full scale 1.0, not checked for NaN. As many frames as asked for but at the end, where it is
       less; 0 when all is read. channel pointers as many as channels(). Throws MediaError where the data are damaged,
       or end early and that is not allowed. */
    [[nodiscard]] int read(double* const* channel, int frames);

private:
    void openBytes();
    void takeRawFormat();
    void checkLength();
    void openPlain();
    void openWithLibrary();
    void placeWords();
    void choosePair();
    [[nodiscard]] std::string loudestPair();
    void describe(int format);
    void chooseTransfer(int format, int bits);
    void readTags();
    [[nodiscard]] int fetch(double* const* channel, int start, int count);
    void watchWords(double* const* channel, int start, int count);
    void endEarly();
    void finishStream();
    void finishWords();
    [[nodiscard]] std::string name() const { return sourceName(source_.path); }

    SoundSource source_;
    std::shared_ptr<const base::ByteSource> bytes_;
    PipeSource* pipe_ = nullptr; ///< what bytes_ is, where it is one
    HeaderFacts facts_;
    std::unique_ptr<FileStream> stream_;
    SoundFileHandle handle_; // after the stream it reads through: destroyed first
    bool isPlain_ = false;   ///< read as samples without a header
    double sampleRateHz_ = 0.0;
    int channels_ = 0, fileChannels_ = 0;
    int first_ = 0, second_ = 1; ///< of a frame's samples: those that are read
    std::optional<std::int64_t> frames_;
    std::int64_t done_ = 0;
    int wordBits_ = 0;
    int shift_ = 0; ///< of words that lie low in their containers
    bool isCompanded_ = false;
    enum class Transfer { values, words, packed24 };
    Transfer transfer_ = Transfer::values; ///< how samples come out of the library
    bool ended_ = false;
    bool watchesWords_ = false;           ///< as long as all samples could be short words
    double lowest_ = 0.0, highest_ = 0.0; ///< of what was watched
    bool lowBitsUsed_ = false;
    std::string formatName_;
    FileTags tags_;
    std::vector<std::string> warnings_;
    std::vector<std::int32_t> words_;
    std::vector<double> values_;
    std::vector<unsigned char> packed_;
};

} // namespace phonostage::media
