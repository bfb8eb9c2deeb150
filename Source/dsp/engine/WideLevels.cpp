// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/WideLevels.h"

#include "dsp/simd/WideRegisters.h"

namespace phonostage::dsp {

#if PHONOSTAGE_WIDE
namespace {

constexpr int wideFrames = 4; // at once

PHONOSTAGE_AVX2_INLINE __m128d lowerOf(__m256d x) { return _mm256_castpd256_pd128(x); }

PHONOSTAGE_AVX2_INLINE __m128d upperOf(__m256d x) { return _mm256_extractf128_pd(x, 1); }

PHONOSTAGE_AVX2_INLINE __m256d sizeOf(__m256d x) { return _mm256_andnot_pd(_mm256_set1_pd(-0.0), x); }

/** The larger one of both halves' lanes. */
PHONOSTAGE_AVX2_INLINE __m128d halvesMaximum(__m256d x) { return _mm_max_pd(lowerOf(x), upperOf(x)); }

PHONOSTAGE_AVX2 int toVolts(const double* left, const double* right, __m128d scale, double limit, StereoDouble* volts,
                            int count, LevelMeter::Sums& sums) {
    const __m256d leftScale = _mm256_broadcastsd_pd(scale);
    const __m256d rightScale = _mm256_broadcastsd_pd(_mm_unpackhi_pd(scale, scale));
    __m256d leftPeak = _mm256_setzero_pd(), rightPeak = leftPeak, isOdd = leftPeak;
    __m128d squares = sums.squares.v;
    auto* const to = reinterpret_cast<double*>(volts);
    int i = 0;
    for (; i + wideFrames <= count; i += wideFrames) {
        const __m256d l = _mm256_loadu_pd(left + i), r = _mm256_loadu_pd(right + i);
        leftPeak = _mm256_max_pd(sizeOf(l), leftPeak);
        rightPeak = _mm256_max_pd(sizeOf(r), rightPeak);
        isOdd = _mm256_or_pd(isOdd, _mm256_cmp_pd(l, r, _CMP_UNORD_Q));
        const __m256d leftVolts = _mm256_mul_pd(leftScale, l), rightVolts = _mm256_mul_pd(rightScale, r);
        // Frames 0 and 2, and 1 and 3.
        const __m256d even = _mm256_unpacklo_pd(leftVolts, rightVolts);
        const __m256d odd = _mm256_unpackhi_pd(leftVolts, rightVolts);
        const __m256d evenSquares = _mm256_mul_pd(even, even), oddSquares = _mm256_mul_pd(odd, odd);
        _mm256_storeu_pd(to + 2 * i, _mm256_permute2f128_pd(even, odd, 0x20));
        _mm256_storeu_pd(to + 2 * i + 4, _mm256_permute2f128_pd(even, odd, 0x31));
        squares = _mm_add_pd(_mm_add_pd(squares, lowerOf(evenSquares)), lowerOf(oddSquares));
        squares = _mm_add_pd(_mm_add_pd(squares, upperOf(evenSquares)), upperOf(oddSquares));
    }
    // Of left and right.
    const __m128d two = halvesMaximum(leftPeak), other = halvesMaximum(rightPeak);
    const __m128d peak = _mm_max_pd(_mm_unpacklo_pd(two, other), _mm_unpackhi_pd(two, other));
    const bool isGood = _mm256_movemask_pd(isOdd) == 0 && _mm_movemask_pd(_mm_cmple_pd(peak, _mm_set1_pd(limit))) == 3;
    if (!isGood) return 0;
    sums.squares = squares;
    // Scaling keeps the order, rounding too: the largest one's volts are the largest.
    sums.peak = StereoDouble::max(sums.peak, StereoDouble(_mm_mul_pd(scale, peak)));
    return i;
}

PHONOSTAGE_AVX2 int toSamples(const StereoDouble* volts, __m128d scale, double* left, double* right, int count,
                              LevelMeter::Sums& sums, StereoDouble& rectified) {
    const __m256d scales = _mm256_broadcast_pd(&scale);
    __m256d peak = _mm256_setzero_pd();
    __m128d squares = sums.squares.v, sizes = rectified.v;
    const auto* const from = reinterpret_cast<const double*>(volts);
    int i = 0;
    for (; i + wideFrames <= count; i += wideFrames) {
        const __m256d first = _mm256_loadu_pd(from + 2 * i), second = _mm256_loadu_pd(from + 2 * i + 4);
        const __m256d firstSizes = sizeOf(first), secondSizes = sizeOf(second);
        peak = _mm256_max_pd(peak, _mm256_max_pd(firstSizes, secondSizes));
        sizes = _mm_add_pd(_mm_add_pd(sizes, lowerOf(firstSizes)), upperOf(firstSizes));
        sizes = _mm_add_pd(_mm_add_pd(sizes, lowerOf(secondSizes)), upperOf(secondSizes));
        const __m256d firstSquares = _mm256_mul_pd(first, first), secondSquares = _mm256_mul_pd(second, second);
        squares = _mm_add_pd(_mm_add_pd(squares, lowerOf(firstSquares)), upperOf(firstSquares));
        squares = _mm_add_pd(_mm_add_pd(squares, lowerOf(secondSquares)), upperOf(secondSquares));
        const __m256d a = _mm256_mul_pd(scales, first), b = _mm256_mul_pd(scales, second);
        const __m256d even = _mm256_permute2f128_pd(a, b, 0x20), odd = _mm256_permute2f128_pd(a, b, 0x31);
        _mm256_storeu_pd(left + i, _mm256_unpacklo_pd(even, odd));
        _mm256_storeu_pd(right + i, _mm256_unpackhi_pd(even, odd));
    }
    sums.squares = squares;
    sums.peak = StereoDouble::max(sums.peak, StereoDouble(halvesMaximum(peak)));
    rectified = sizes;
    return i;
}

} // namespace

int wideToVolts(const double* left, const double* right, StereoDouble scale, double limit, StereoDouble* volts,
                int count, LevelMeter::Sums& sums) {
    return usesWideRegisters() ? toVolts(left, right, scale.v, limit, volts, count, sums) : 0;
}

int wideToSamples(const StereoDouble* volts, StereoDouble scale, double* left, double* right, int count,
                  LevelMeter::Sums& sums, StereoDouble& rectified) {
    return usesWideRegisters() ? toSamples(volts, scale.v, left, right, count, sums, rectified) : 0;
}
#else
int wideToVolts(const double*, const double*, StereoDouble, double, StereoDouble*, int, LevelMeter::Sums&) { return 0; }

int wideToSamples(const StereoDouble*, StereoDouble, double*, double*, int, LevelMeter::Sums&, StereoDouble&) {
    return 0;
}
#endif

} // namespace phonostage::dsp
