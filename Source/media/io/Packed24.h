// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/simd/StereoDouble.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace phonostage::media {

/** 24-bit samples as little-endian files hold them, three bytes each. Handled four bytes at a time, which takes half
   the time of a byte at a time: buffers have packedSlack bytes behind the last sample. Little-endian machines only. */
constexpr bool canHandlePacked = std::endian::native == std::endian::little;
constexpr std::size_t packedSlack = 4;

/** The sample at a place, left-justified in 32 bits. */
[[nodiscard]] inline std::int32_t readPacked(const unsigned char* at) {
    std::uint32_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return static_cast<std::int32_t>(word << 8);
}

/** Of two channels to planes, full scale 1.0. */
inline void takeApartPacked(const unsigned char* frames, int count, double* left, double* right) {
    int i = 0;
#if PHONOSTAGE_PAIR_SSE2
    const __m128i noLowByte = _mm_set1_epi64x(0xffffff00);
    const __m128d scale = _mm_set1_pd(0x1p-31);
    // Two frames at a time, each in half a register; two bytes behind them are read with them.
    for (; i + 3 <= count; i += 2) {
        const unsigned char* at = frames + std::ptrdiff_t{6} * i;
        const __m128i both = _mm_unpacklo_epi64(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(at)),
                                                _mm_loadl_epi64(reinterpret_cast<const __m128i*>(at + 6)));
        const __m128i lefts = _mm_slli_epi64(both, 8), rights = _mm_and_si128(_mm_srli_epi64(both, 16), noLowByte);
        const __m128i words = _mm_castps_si128(
            _mm_shuffle_ps(_mm_castsi128_ps(lefts), _mm_castsi128_ps(rights), _MM_SHUFFLE(2, 0, 2, 0)));
        _mm_storeu_pd(left + i, _mm_mul_pd(_mm_cvtepi32_pd(words), scale));
        _mm_storeu_pd(right + i, _mm_mul_pd(_mm_cvtepi32_pd(_mm_shuffle_epi32(words, _MM_SHUFFLE(3, 2, 3, 2))), scale));
    }
#endif
    for (; i < count; ++i) {
        left[i] = readPacked(frames + std::ptrdiff_t{6} * i) * 0x1p-31;
        right[i] = readPacked(frames + std::ptrdiff_t{6} * i + 3) * 0x1p-31;
    }
}

/** The reverse; the byte behind the sample is overwritten. */
inline void writePacked(unsigned char* at, std::int32_t sample) {
    const auto word = static_cast<std::uint32_t>(sample) >> 8;
    std::memcpy(at, &word, sizeof word);
}

/** Two planes of samples, left-justified in 32 bits, to frames; the slack behind them is overwritten. */
void putTogetherPacked(const std::int32_t* left, const std::int32_t* right, int count, unsigned char* frames);

} // namespace phonostage::media
