// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/overload/PeakBits.h"

#include "dsp/simd/StereoDouble.h"
#include "dsp/simd/WideRegisters.h"

namespace phonostage::dsp {
namespace {

constexpr int pieceSamples = 32; // what nearly all calls are for

#if PHONOSTAGE_PAIR_SSE2
// A negative sample and its neighbours are turned over: then all are compared alike.

/** Of two samples. */
__m128d peaksOfTwo(const double* at, __m128d threshold) {
    const __m128d x = _mm_loadu_pd(at), sign = _mm_and_pd(x, _mm_set1_pd(-0.0)), size = _mm_xor_pd(x, sign);
    const __m128d before = _mm_xor_pd(_mm_loadu_pd(at - 1), sign), next = _mm_xor_pd(_mm_loadu_pd(at + 1), sign);
    return _mm_and_pd(_mm_cmpge_pd(size, threshold), _mm_and_pd(_mm_cmpgt_pd(size, before), _mm_cmpge_pd(size, next)));
}

/** As 32-bit numbers. */
__m128i peaksOfFour(const double* at, __m128d threshold) {
    const __m128 one = _mm_castpd_ps(peaksOfTwo(at, threshold)), other = _mm_castpd_ps(peaksOfTwo(at + 2, threshold));
    return _mm_castps_si128(_mm_shuffle_ps(one, other, _MM_SHUFFLE(3, 1, 3, 1)));
}

std::uint32_t peakBitsOfSixteen(const double* at, __m128d threshold) {
    const __m128i first = _mm_packs_epi32(peaksOfFour(at, threshold), peaksOfFour(at + 4, threshold));
    const __m128i last = _mm_packs_epi32(peaksOfFour(at + 8, threshold), peaksOfFour(at + 12, threshold));
    return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_packs_epi16(first, last)));
}

std::uint64_t peakBitsOfPiece(const double* at, double threshold) {
    const __m128d least = _mm_set1_pd(threshold);
    return peakBitsOfSixteen(at, least) | std::uint64_t{peakBitsOfSixteen(at + 16, least)} << 16;
}
#endif

#if PHONOSTAGE_WIDE
PHONOSTAGE_AVX2_INLINE __m256 widePeaksOfFour(const double* at, __m256d threshold) {
    const __m256d x = _mm256_loadu_pd(at), sign = _mm256_and_pd(x, _mm256_set1_pd(-0.0));
    const __m256d size = _mm256_xor_pd(x, sign);
    const __m256d before = _mm256_xor_pd(_mm256_loadu_pd(at - 1), sign);
    const __m256d next = _mm256_xor_pd(_mm256_loadu_pd(at + 1), sign);
    const __m256d isPeak =
        _mm256_and_pd(_mm256_cmp_pd(size, before, _CMP_GT_OQ), _mm256_cmp_pd(size, next, _CMP_GE_OQ));
    return _mm256_castpd_ps(_mm256_and_pd(_mm256_cmp_pd(size, threshold, _CMP_GE_OQ), isPeak));
}

/** As 32-bit numbers: samples 0, 1, 4, 5 in the lower half, 2, 3, 6, 7 in the upper one. */
PHONOSTAGE_AVX2_INLINE __m256i widePeaksOfEight(const double* at, __m256d threshold) {
    return _mm256_castps_si256(
        _mm256_shuffle_ps(widePeaksOfFour(at, threshold), widePeaksOfFour(at + 4, threshold), 0xdd));
}

PHONOSTAGE_AVX2 std::uint64_t widePeakBitsOfPiece(const double* at, double threshold) {
    const __m256d least = _mm256_set1_pd(threshold);
    const __m256i first = _mm256_packs_epi32(widePeaksOfEight(at, least), widePeaksOfEight(at + 8, least));
    const __m256i last = _mm256_packs_epi32(widePeaksOfEight(at + 16, least), widePeaksOfEight(at + 24, least));
    const __m256i all = _mm256_packs_epi16(first, last);
    // Bytes by twos, in turn from both halves.
    const __m128i lower = _mm256_castsi256_si128(all), upper = _mm256_extracti128_si256(all, 1);
    const auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_unpacklo_epi16(lower, upper)));
    const auto more = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_unpackhi_epi16(lower, upper)));
    return bits | std::uint64_t{more} << 16;
}
#endif

} // namespace

std::uint64_t peakBits(const double* at, int count, double threshold) {
    if (count == pieceSamples && threshold > 0.0) {
#if PHONOSTAGE_WIDE
        if (usesWideRegisters()) return widePeakBitsOfPiece(at, threshold);
#endif
#if PHONOSTAGE_PAIR_SSE2
        return peakBitsOfPiece(at, threshold);
#endif
    }
    std::uint64_t bits = 0;
    for (int i = 0; i < count; ++i) {
        const double before = at[i - 1], sample = at[i], next = at[i + 1];
        const bool isUp = sample >= threshold && sample > before && sample >= next;
        const bool isDown = sample <= -threshold && sample < before && sample <= next;
        bits |= static_cast<std::uint64_t>(isUp || isDown) << i;
    }
    return bits;
}

} // namespace phonostage::dsp
