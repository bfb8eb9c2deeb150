// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace phonostage::base {

/** Where bytes are written: a file, or a stream that only goes forwards. Nothing here throws. */
class ByteSink {
public:
    ByteSink() = default;
    ByteSink(const ByteSink&) = default;
    ByteSink& operator=(const ByteSink&) = default;
    ByteSink(ByteSink&&) = default;
    ByteSink& operator=(ByteSink&&) = default;
    virtual ~ByteSink() = default;

    [[nodiscard]] virtual std::int64_t size() const = 0; ///< bytes so far; -1 on error
    /** 0, or the errno of the failure; all bytes or an error. */
    [[nodiscard]] virtual int writeAt(std::int64_t position, const void* bytes, std::size_t count) = 0;
};

} // namespace phonostage::base
