// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/ByteSink.h"
#include "base/files/ByteSource.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

struct sf_private_tag;

namespace phonostage::media {

/** A file as libsndfile's virtual I/O sees it: with our own buffer, and with the first error kept. The library itself
    reports a full disk only as a short count. */
class FileStream {
public:
    /** To write. */
    explicit FileStream(base::ByteSink& sink) : sink_(&sink), buffer_(bufferBytes) {}
    /** To read: `bytes` of the source from `start` on. */
    FileStream(const base::ByteSource& source, std::int64_t start, std::int64_t bytes)
        : source_(&source), start_(start), bytes_(bytes), buffer_(bufferBytes) {}

    /** Reading gives these bytes at this place, whatever the file has there. */
    void overlay(std::int64_t position, std::string bytes) {
        overlayPosition_ = position;
        overlay_ = std::move(bytes);
    }

    std::int64_t length() const;
    std::int64_t seek(std::int64_t offset, int whence);
    std::int64_t read(void* bytes, std::int64_t count);
    std::int64_t write(const void* bytes, std::int64_t count);
    std::int64_t tell() const { return position_; }
    /** Hands what is buffered to the system. 0 or errno; the first error stays. */
    int flush();
    [[nodiscard]] int error() const { return error_; }

private:
    /** Small enough for a core's cache. What is as large as directBytes goes by it. */
    static constexpr std::size_t bufferBytes = 65536;
    static constexpr std::int64_t directBytes = 16384;

    std::int64_t readDirectly(char* out, std::int64_t count);

    base::ByteSink* sink_ = nullptr;
    const base::ByteSource* source_ = nullptr;
    std::int64_t start_ = 0, bytes_ = 0;
    std::vector<char> buffer_;
    std::int64_t position_ = 0;    ///< of the next byte
    std::int64_t bufferStart_ = 0; ///< place of the buffer's first byte in the file
    std::size_t bufferFill_ = 0;
    bool dirty_ = false;
    int error_ = 0;
    std::int64_t overlayPosition_ = 0;
    std::string overlay_;
};

/** Of the library that is loaded: "1.2.0". */
[[nodiscard]] std::string soundLibraryVersion();

struct SoundFileCloser {
    void operator()(sf_private_tag* handle) const;
};

using SoundFileHandle = std::unique_ptr<sf_private_tag, SoundFileCloser>;

} // namespace phonostage::media
