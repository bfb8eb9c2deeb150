// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "File.h"

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
    explicit FileStream(File& file) : file_(file), buffer_(bufferBytes) {}

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
    static constexpr std::size_t bufferBytes = 262144;

    File& file_;
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
