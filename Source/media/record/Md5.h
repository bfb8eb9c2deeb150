// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace phonostage::media {

/** MD5 (RFC 1321), as FLAC keeps it of the samples. libFLAC's own cannot be copied half-way, which it takes to cut the
    end of a recording off. Not for anything that must be safe against forgery. */
class Md5 {
public:
    using Digest = std::array<unsigned char, 16>;

    void add(const void* bytes, std::size_t count);
    /** Of all that was added; more may be added afterwards. */
    [[nodiscard]] Digest digest() const;

private:
    void transform(const unsigned char* block);

    std::array<std::uint32_t, 4> state_{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    std::uint64_t bytes_ = 0;
    std::array<unsigned char, 64> waiting_{};
};

} // namespace phonostage::media
