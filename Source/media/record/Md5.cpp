// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/Md5.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace phonostage::media {
namespace {

constexpr std::array<int, 16> turns{7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21};

/** floor(2^32 |sin(i + 1)|) */
constexpr std::array<std::uint32_t, 64> sines{
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};

std::uint32_t littleWord(const unsigned char* at) {
    return static_cast<std::uint32_t>(at[0]) | static_cast<std::uint32_t>(at[1]) << 8 |
           static_cast<std::uint32_t>(at[2]) << 16 | static_cast<std::uint32_t>(at[3]) << 24;
}

} // namespace

void Md5::transform(const unsigned char* block) {
    std::array<std::uint32_t, 16> words;
    for (std::size_t i = 0; i < 16; ++i)
        words[i] = littleWord(block + 4 * i);
    auto [a, b, c, d] = state_;
    for (std::size_t i = 0; i < 64; ++i) {
        std::uint32_t mixed = 0;
        std::size_t word = 0;
        switch (i / 16) {
        case 0:
            mixed = (b & c) | (~b & d);
            word = i;
            break;
        case 1:
            mixed = (b & d) | (c & ~d);
            word = (5 * i + 1) % 16;
            break;
        case 2:
            mixed = b ^ c ^ d;
            word = (3 * i + 5) % 16;
            break;
        default:
            mixed = c ^ (b | ~d);
            word = 7 * i % 16;
            break;
        }
        const auto next = b + std::rotl(a + mixed + sines[i] + words[word], turns[i / 16 * 4 + i % 4]);
        a = d;
        d = c;
        c = b;
        b = next;
    }
    state_[0] += a;
    state_[1] += b;
    state_[2] += c;
    state_[3] += d;
}

void Md5::add(const void* bytes, std::size_t count) {
    const auto* in = static_cast<const unsigned char*>(bytes);
    auto fill = static_cast<std::size_t>(bytes_ % 64);
    bytes_ += count;
    if (fill > 0) {
        const auto part = std::min(count, 64 - fill);
        std::memcpy(waiting_.data() + fill, in, part);
        in += part;
        count -= part;
        if (fill + part < 64) return;
        transform(waiting_.data());
    }
    for (; count >= 64; in += 64, count -= 64)
        transform(in);
    if (count > 0) std::memcpy(waiting_.data(), in, count);
}

Md5::Digest Md5::digest() const {
    Md5 last = *this;
    const std::uint64_t bits = bytes_ * 8;
    std::array<unsigned char, 72> padding{0x80};
    const auto zeros = static_cast<std::size_t>((55 - static_cast<std::int64_t>(bytes_ % 64) + 64) % 64);
    std::array<unsigned char, 8> length;
    for (std::size_t i = 0; i < 8; ++i)
        length[i] = static_cast<unsigned char>(bits >> (8 * i));
    last.add(padding.data(), 1 + zeros);
    last.add(length.data(), length.size());
    Digest result;
    for (std::size_t i = 0; i < 16; ++i)
        result[i] = static_cast<unsigned char>(last.state_[i / 4] >> (8 * (i % 4)));
    return result;
}

} // namespace phonostage::media
