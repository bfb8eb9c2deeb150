// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/Packed24.h"

#include "dsp/simd/WideRegisters.h"

namespace phonostage::media {
namespace {

#if PHONOSTAGE_WIDE
/** How many frames it has done. */
PHONOSTAGE_AVX2 int putTogetherWide(const std::int32_t* left, const std::int32_t* right, int count,
                                    unsigned char* frames) {
    constexpr char none = -1;
    const __m128i threeOfFour = _mm_setr_epi8(1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15, none, none, none, none);
    int i = 0;
    for (; i + 4 <= count; i += 4) {
        const __m128i l = _mm_loadu_si128(reinterpret_cast<const __m128i*>(left + i));
        const __m128i r = _mm_loadu_si128(reinterpret_cast<const __m128i*>(right + i));
        auto* const to = frames + std::ptrdiff_t{6} * i;
        // Two frames are 12 bytes of 16.
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_shuffle_epi8(_mm_unpacklo_epi32(l, r), threeOfFour));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to + 12), _mm_shuffle_epi8(_mm_unpackhi_epi32(l, r), threeOfFour));
    }
    return i;
}
#endif

} // namespace

void putTogetherPacked(const std::int32_t* left, const std::int32_t* right, int count, unsigned char* frames) {
    int i = 0;
#if PHONOSTAGE_WIDE
    if (dsp::usesWideRegisters()) i = putTogetherWide(left, right, count, frames);
#endif
    for (; i < count; ++i) {
        writePacked(frames + std::ptrdiff_t{6} * i, left[i]);
        writePacked(frames + std::ptrdiff_t{6} * i + 3, right[i]);
    }
}

} // namespace phonostage::media
