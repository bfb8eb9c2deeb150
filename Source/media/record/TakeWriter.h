// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/File.h"
#include "media/take/Sidecar.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace phonostage::media {

/** What an audio file that is recorded is made of. */
struct TakeFormat {
    double sampleRateHz = 48000.0;
    int channels = 2; ///< 1 or 2
    SampleWord word = SampleWord::bits24;

    [[nodiscard]] int frameBytes() const { return channels * wordBytes(word); } ///< without compression
};

/** What the file says of itself, so that it is enough alone. */
struct TakeNotes {
    std::string comment; ///< with our note in it: joinComment()
    std::string stage;   ///< a state, on one line; "" for none
};

/** Room in front of the samples: for the notes, which may change until the end, and for tags that other programs add.
 */
constexpr std::size_t takeHeadBytes = 16384;

/** Writes an audio file that can be read at every moment, up to the last noteLength(): FLAC or WAV, by the name's
   ending. WAV becomes RF64 in place when it passes 4 GiB.

    All calls that return an int give 0 or the errno of the failure. After a failure nothing more is appended;
   unwritten() has what is not in the file, and finish() makes the best of the rest. One thread at a time. */
class TakeWriter {
public:
    /** The writer for a name; null where its ending is neither .flac nor .wav. */
    [[nodiscard]] static std::unique_ptr<TakeWriter> forName(const std::filesystem::path& path,
                                                             const TakeFormat& format);
    /** "" where such a file can be written, else what cannot be and the remedy. */
    [[nodiscard]] static std::string whyNot(const std::filesystem::path& path, const TakeFormat& format);

    virtual ~TakeWriter() = default;
    TakeWriter(const TakeWriter&) = delete;
    TakeWriter& operator=(const TakeWriter&) = delete;

    /** Creates the file, which must not exist (EEXIST), with a head that says 0 frames. It is brought to the disk by
       the first bringToDisk(). */
    [[nodiscard]] int create(const std::filesystem::path& path, const TakeNotes& notes);
    /** Interleaved, full scale 1.0. Rounded to the word's nearest step, held at its ends; NaN becomes 0 but in float
        files, which keep every bit. */
    [[nodiscard]] int append(const float* samples, int frames);
    /** A head that says all that is whole. Waits for nothing. */
    [[nodiscard]] int noteLength();
    /** Brings what was written before to the disk, and waits for it. The one call that another thread may make beside
        append() and noteLength(), though not beside the rest. */
    [[nodiscard]] int bringToDisk();
    /** That bringToDisk() has brought so many frames. */
    void setSynced(std::int64_t frames) { syncedFrames_ = frames; }

    /** The file may end here: finish() leaves out what is appended from now on. */
    void markEnd();
    /** It goes on. */
    void clearEnd();

    /** Ends the file, at the mark where there is one: head, tags, disk, close. */
    [[nodiscard]] int finish(const TakeNotes& notes);
    /** Closes it as it is, as if the program had been ended. */
    void abandon();

    [[nodiscard]] const TakeFormat& format() const { return format_; }
    [[nodiscard]] std::int64_t frames() const { return frames_; } ///< appended
    [[nodiscard]] std::int64_t bytes() const { return end_; }     ///< of the file
    /** Frames that the head says are there. */
    [[nodiscard]] std::int64_t notedFrames() const { return notedFrames_; }
    /** Frames that are on the disk. */
    [[nodiscard]] std::int64_t syncedFrames() const { return syncedFrames_; }
    /** Samples that were not on the word's grid, or beyond full scale: a file of 32-bit float would have kept them. */
    [[nodiscard]] std::int64_t roundedSamples() const { return rounded_; }
    [[nodiscard]] std::int64_t heldSamples() const { return held_; } ///< beyond full scale
    /** Interleaved: what was appended and could not be written. Whole frames. */
    [[nodiscard]] virtual std::vector<float> unwritten() const = 0;
    [[nodiscard]] bool hasFailed() const { return error_ != 0; }

protected:
    explicit TakeWriter(const TakeFormat& format) : format_(format) {}

    [[nodiscard]] virtual std::string head(const TakeNotes& notes, std::int64_t frames) = 0;
    [[nodiscard]] virtual int begin() = 0;
    [[nodiscard]] virtual int put(const float* samples, int frames) = 0;
    [[nodiscard]] virtual std::int64_t wholeFrames() const = 0; ///< in the file
    [[nodiscard]] virtual int writeLength(std::int64_t frames) = 0;
    [[nodiscard]] virtual int padding() const { return 0; } ///< bytes that the format asks for behind the samples
    virtual void rememberEnd() = 0;
    virtual void forgetEnd() = 0;
    [[nodiscard]] virtual int endHere() = 0;   ///< all that is appended
    [[nodiscard]] virtual int endAtMark() = 0; ///< cut to the mark

    /** Behind the file's end. */
    [[nodiscard]] int addBytes(const void* bytes, std::size_t count);
    /** To whole numbers of the word, right-justified. */
    void toWords(const float* samples, std::size_t count, std::vector<std::int32_t>& words);
    [[nodiscard]] base::File& file() { return file_; }
    void setEnd(std::int64_t bytes) { end_ = bytes; }

private:
    TakeFormat format_;
    base::File file_;
    std::int64_t frames_ = 0, end_ = 0, notedFrames_ = 0, syncedFrames_ = 0;
    std::int64_t rounded_ = 0, held_ = 0;
    bool isMarked_ = false;
    int error_ = 0;
};

} // namespace phonostage::media
