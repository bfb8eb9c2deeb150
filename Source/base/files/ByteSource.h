// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace phonostage::base {

/** Bytes to read: of a file, anywhere; of a pipe, forwards only beyond what it keeps. Nothing here throws: it is called
    from a C library's callbacks. */
class ByteSource {
public:
    ByteSource() = default;
    ByteSource(const ByteSource&) = default;
    ByteSource& operator=(const ByteSource&) = default;
    ByteSource(ByteSource&&) = default;
    ByteSource& operator=(ByteSource&&) = default;
    virtual ~ByteSource() = default;

    /** Bytes in all; -1 on error. Of a pipe whose end has not come: sizeOfPipe. */
    [[nodiscard]] virtual std::int64_t size() const = 0;
    /** Bytes from a position, as many as there are up to count; -1 on error. */
    [[nodiscard]] virtual std::int64_t readAt(std::int64_t position, void* bytes, std::size_t count) const = 0;

    static constexpr std::int64_t sizeOfPipe = std::int64_t{1} << 60;
};

} // namespace phonostage::base
