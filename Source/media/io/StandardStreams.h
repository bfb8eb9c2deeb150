// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/ByteSink.h"
#include "base/files/ByteSource.h"
#include "base/files/File.h"
#include "base/files/FileError.h"

#include <memory>
#include <mutex>
#include <string>

namespace phonostage::media {

/** A pipe. What has been read is kept until forget(); from there on it goes forwards only, in constant memory. */
class PipeSource final : public base::ByteSource {
public:
    /** Does not own the descriptor. */
    explicit PipeSource(int descriptor) : descriptor_(descriptor) {}

    [[nodiscard]] std::int64_t size() const override { return ended_ ? next_ : sizeOfPipe; }
    [[nodiscard]] std::int64_t readAt(std::int64_t position, void* bytes, std::size_t count) const override;

    /** What has been read so far stays, and no more is kept. */
    void forget() { keeps_ = false; }
    /** Reads to the end. Returns the first bytes of what there was from `position` on, at most `most`. */
    [[nodiscard]] std::string drain(std::int64_t position, std::size_t most) const;
    [[nodiscard]] int error() const { return error_; } ///< errno

private:
    static constexpr std::size_t mostKept = std::size_t{1} << 26;

    [[nodiscard]] std::size_t take(void* bytes, std::size_t count) const;
    [[nodiscard]] bool skipTo(std::int64_t position) const;

    int descriptor_;
    bool keeps_ = true;
    // A source is read through const references; that of a pipe has a state.
    mutable std::string head_;
    mutable std::int64_t next_ = 0; ///< place of the next byte that the pipe gives
    mutable bool ended_ = false;
    mutable int error_ = 0;
};

/** Standard input: if it is redirected from a file, that file, from its position at the start; else the pipe. Throws
    MediaError where it is closed or a terminal. */
[[nodiscard]] std::unique_ptr<base::ByteSource> openStandardInput();
/** All that is still to come from a source, in a file without a name that is gone when it is closed. Throws MediaError.
 */
[[nodiscard]] base::File copyOf(const base::ByteSource& source);

/** As long as it lives nothing gets to standard error, where a library would talk into what we say (mpg123 does, of
   damaged MP3). One at a time: another thread waits for its end. */
class QuietError {
public:
    /** Whoever writes to standard error while other threads read sound holds this, and is heard. */
    [[nodiscard]] static std::unique_lock<std::mutex> lock();

    explicit QuietError(bool isNeeded);
    ~QuietError();
    QuietError(const QuietError&) = delete;
    QuietError& operator=(const QuietError&) = delete;

private:
    std::unique_lock<std::mutex> lock_;
    int kept_ = -1;
};

/** Standard output as a WAV stream. What is written before start() is the header, and may be written over; afterwards
    bytes go out as they come, and what the library writes again of the header is passed over. */
class StreamSink final : public base::ByteSink {
public:
    /** Throws MediaError where standard output is closed or a terminal. */
    StreamSink();

    [[nodiscard]] std::int64_t size() const override {
        return std::max(sent_, static_cast<std::int64_t>(head_.size()));
    }
    [[nodiscard]] int writeAt(std::int64_t position, const void* bytes, std::size_t count) override;
    /** Sends the header, a WAV's: with the length of the data where it is known and has room there, else with the
        0xffffffff that programs take for "to the end". 0 or errno. */
    [[nodiscard]] int start(std::int64_t dataBytes);
    [[nodiscard]] int error() const { return error_; } ///< errno of the first failure
    [[nodiscard]] bool readerIsGone() const;

private:
    [[nodiscard]] int send(const char* bytes, std::size_t count);

    std::string head_;
    bool started_ = false;
    std::int64_t sent_ = 0;
    int error_ = 0;
};

} // namespace phonostage::media
