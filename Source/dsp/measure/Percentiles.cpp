// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/Percentiles.h"

#include "dsp/simd/WideRegisters.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

namespace phonostage::dsp {
namespace {

#if PHONOSTAGE_WIDE
PHONOSTAGE_AVX2_INLINE float largestOf(__m256 of) {
    const __m128 four = _mm_max_ps(_mm256_castps256_ps128(of), _mm256_extractf128_ps(of, 1));
    const __m128 two = _mm_max_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_max_ss(two, _mm_shuffle_ps(two, two, 1)));
}

constexpr std::size_t middleRegisters = 4; ///< at once: with twice as many the processor would run out of them

/** Of 32 of the 64 numbers, the largest ones that at most 31, and at most 32, of the 64 are below. Without branches,
    which nobody could foretell. */
PHONOSTAGE_AVX2_INLINE void addMiddle(const float* values, const float* own, __m256& low, __m256& high) {
    __m256i below[middleRegisters];
    for (auto& counts : below)
        counts = _mm256_setzero_si256();
    for (std::size_t i = 0; i < 64; ++i) {
        const __m256 other = _mm256_broadcast_ss(values + i);
        for (std::size_t r = 0; r < middleRegisters; ++r) {
            const __m256 isBelow = _mm256_cmp_ps(other, _mm256_loadu_ps(own + 8 * r), _CMP_LT_OQ);
            below[r] = _mm256_sub_epi32(below[r], _mm256_castps_si256(isBelow));
        }
    }
    for (std::size_t r = 0; r < middleRegisters; ++r) {
        const __m256 of = _mm256_loadu_ps(own + 8 * r);
        const __m256 isLow = _mm256_castsi256_ps(_mm256_cmpgt_epi32(_mm256_set1_epi32(32), below[r]));
        const __m256 isHigh = _mm256_castsi256_ps(_mm256_cmpgt_epi32(_mm256_set1_epi32(33), below[r]));
        low = _mm256_max_ps(low, _mm256_blendv_ps(low, of, isLow));
        high = _mm256_max_ps(high, _mm256_blendv_ps(high, of, isHigh));
    }
}

PHONOSTAGE_AVX2 double wideMedianOf64(const float* values) {
    __m256 low = _mm256_set1_ps(-std::numeric_limits<float>::infinity()), high = low;
    addMiddle(values, values, low, high);
    addMiddle(values, values + 8 * middleRegisters, low, high);
    const double first = static_cast<double>(largestOf(low)), second = static_cast<double>(largestOf(high));
    return first + 0.5 * (second - first);
}
#endif

} // namespace

double percentileOf(std::span<float> values, double part) {
    if (values.empty()) return 0.0;
    const double place = part * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(place));
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(below);
    std::nth_element(values.begin(), at, values.end());
    const double low = static_cast<double>(*at);
    if (below + 1 >= values.size()) return low;
    const double high = static_cast<double>(*std::min_element(at + 1, values.end()));
    return low + (place - static_cast<double>(below)) * (high - low);
}

double medianOf(std::span<float> values) { return percentileOf(values, 0.5); }

double medianOf64(std::span<const float, 64> values) {
#if PHONOSTAGE_WIDE
    if (usesWideRegisters()) return wideMedianOf64(values.data());
#endif
    std::array<float, 64> sorted{};
    std::copy(values.begin(), values.end(), sorted.begin());
    return medianOf(sorted);
}

} // namespace phonostage::dsp
