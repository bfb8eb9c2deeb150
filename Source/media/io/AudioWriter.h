// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/PendingFile.h"
#include "media/io/FlacTags.h"
#include "media/io/Quantizer.h"
#include "media/io/SoundFile.h"
#include "media/io/SoundWriter.h"
#include "media/io/StandardStreams.h"
#include "media/io/Tags.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phonostage::media {

enum class Container { wav, flac, aiff, mp3, opus };
enum class SampleFormat { pcm16, pcm24, float32 };

/** MP3 and Opus: the coder takes samples as float32, and gives them back with its own losses. */
[[nodiscard]] constexpr bool isLossy(Container container) {
    return container == Container::mp3 || container == Container::opus;
}
/** "WAV". */
[[nodiscard]] const char* nameOf(Container container);
/** ".wav". */
[[nodiscard]] const char* extensionOf(Container container);
/** What the audio library that is loaded can write: it may lack MP3 (before 1.1, or without LAME). */
[[nodiscard]] bool canWrite(Container container);
/** Rates in Hz of a container that has only some, in order; empty where it takes any that are asked for here. */
[[nodiscard]] const std::vector<double>& ratesOf(Container container);
/** The lowest of its rates that loses nothing of a sound of this rate, else its highest; the same rate where it may be.
 */
[[nodiscard]] double fittingRate(Container container, double sampleRateHz);

/** What a written file will be. */
struct AudioSpec {
    Container container = Container::wav;
    SampleFormat format = SampleFormat::pcm24;
    double sampleRateHz = 48000.0; ///< whole numbers only
    int channels = 2;
    std::optional<std::int64_t> frames; ///< where known: chooses between WAV and RF64
    std::size_t tagRoomBytes = 0;       ///< for tags that are written later: FLAC leaves it free in its head
};

/** What an AIFF file can hold of sample data, and a WAV file that is not RF64: 4 GiB less room for header and tags. */
constexpr std::int64_t largestDataBytes = (std::int64_t{1} << 32) - 65536;
/** What is written of each text of a file's tags (see Tags.h) to WAV and AIFF, bytes: libsndfile passes over a text of
   a WAV file from 2046 bytes on, and refuses an AIFF file with one from 8191 bytes on. All ten fields together stay
   well below the 100 KiB that the library has for a header. FLAC keeps texts of any length. */
constexpr std::size_t longestTagBytes = 2000;

/** From the extension (.wav, .flac, .aiff, .aif; any case). Throws MediaError for any other, naming these and the one
   that may be meant. */
[[nodiscard]] Container containerOf(const std::filesystem::path& path);
[[nodiscard]] int bitsOf(SampleFormat format);
/** Throws MediaError where the container cannot hold it, or the library not write it, naming all that would do instead.
   sourceRateHz: the rate that the file would have with its speed corrected by resampling, or not at all; 0 where that
   is no choice. */
void requireHoldable(const AudioSpec& spec, double sourceRateHz = 0.0);
/** True where a WAV file would pass 4 GiB: it is written as RF64. */
[[nodiscard]] bool needsRf64(const AudioSpec& spec);

/** Writes one audio file into a PendingFile: dither and rounding to 16 or 24 bit, or 32 bit float as it is. The same
    samples give the same bytes. */
class AudioWriter final : public SoundWriter {
public:
    /** file must outlive the writer; its target names the file in messages. largestAiffBytes is smaller in tests alone.
        Throws MediaError. */
    AudioWriter(base::PendingFile& file, const AudioSpec& spec, const FileTags& tags,
                std::int64_t largestAiffBytes = largestDataBytes);
    /** To standard output, a WAV whatever its length; sink must outlive the writer. */
    AudioWriter(StreamSink& sink, const AudioSpec& spec, const FileTags& tags);

    /** Warnings about tags that the file does not contain, to be shown once the file is complete. */
    [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

    /** Throws MediaError, also where an AIFF file of unknown length gets too long. */
    void write(double* const* channel, int frames, bool keepWritten) override;
    /** Of 16 and 24 bit: words as a Quantizer of these bits gives them, planar, at most mostWords a call. Not to be
       mixed with write(). Throws MediaError. */
    void writeWords(const std::int32_t* const* words, int frames);
    static constexpr int mostWords = 4096;
    /** Ends the file: header, buffers. The PendingFile still has to be committed. Throws MediaError. */
    void finish() override;

    [[nodiscard]] std::int64_t framesWritten() const override;
    [[nodiscard]] std::int64_t clippedSamples(int channel) const override;
    [[nodiscard]] double peak(int channel) const override;

private:
    void open();
    void setQuality();
    void makeRoom();
    void writeChunks(const FileTags& tags, std::vector<std::string>& lost);
    void appendChunks();
    [[noreturn]] void fail();
    void writeTags(const FileTags& tags, std::vector<std::string> lost);
    void count(int frames);
    void quantise(double* const* channel, int frames, bool keepWritten);
    void putWords(const std::int32_t* const* words, int frames);
    void writeFloats(double* const* channel, int frames);

    std::string name_; ///< for messages
    StreamSink* sink_ = nullptr;
    base::File* file_ = nullptr;
    std::unique_ptr<FlacSink> flac_;
    std::vector<TagChunk> appended_; ///< what has no room in the library's header
    AudioSpec spec_;
    std::int64_t largestAiffBytes_ = largestDataBytes;
    std::int64_t dataBytes_ = 0;
    std::vector<std::string> warnings_;
    std::unique_ptr<FileStream> stream_;
    SoundFileHandle handle_; // after the stream it writes through: destroyed first
    std::vector<Quantizer> quantizers_;
    std::vector<std::int32_t> words_;       ///< planar
    std::vector<std::int32_t> interleaved_; ///< as the library takes them
    std::vector<unsigned char> packed_;     ///< as a file of 24 bit holds them; empty where the library packs
    std::vector<float> floats_;
    std::vector<std::int64_t> beyond_;
    std::vector<double> floatPeak_;
};

} // namespace phonostage::media
