// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/PeakAndBend.h"

#include "dsp/simd/SamplePeak.h"
#include "dsp/simd/WideRegisters.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr int group = 8;                ///< places that are looked at together
constexpr int leastSamples = group + 2; ///< samples: the last place's second difference reaches two further

struct Found {
    StereoDouble high[4], turn[4];

    void add(const double* samples) {
        for (int i = 0; i < 4; ++i) {
            const double* const x = samples + 2 * i;
            const StereoDouble middle = loadPair(x + 1);
            const StereoDouble bend = (loadPair(x) - middle) - (middle - loadPair(x + 2));
            high[i] = StereoDouble::max(loadPair(x).abs(), high[i]);
            turn[i] = StereoDouble::max(bend.abs(), turn[i]);
        }
    }

    static double largest(const StereoDouble (&of)[4]) {
        const auto two = StereoDouble::max(StereoDouble::max(of[0], of[1]), StereoDouble::max(of[2], of[3]));
        return std::max(two.left(), two.right());
    }
};

/** All but the last two samples' size. The last group goes over places that the one before has done. */
PeakAndBend ofGroups(const double* samples, int count) {
    Found found;
    for (int i = 0; i + leastSamples <= count; i += group)
        found.add(samples + i);
    found.add(samples + count - leastSamples);
    return {Found::largest(found.high), Found::largest(found.turn)};
}

#if PHONOSTAGE_WIDE
PHONOSTAGE_AVX2_INLINE double largestOf(__m256d of) {
    const __m128d two = _mm_max_pd(_mm256_castpd256_pd128(of), _mm256_extractf128_pd(of, 1));
    return _mm_cvtsd_f64(_mm_max_sd(two, _mm_unpackhi_pd(two, two)));
}

struct WideFound {
    __m256d high[2], turn[2];

    PHONOSTAGE_AVX2_INLINE void add(const double* samples) {
        const __m256d sign = _mm256_set1_pd(-0.0);
        for (int i = 0; i < 2; ++i) {
            const double* const at = samples + 4 * i;
            const __m256d x = _mm256_loadu_pd(at), next = _mm256_loadu_pd(at + 1), third = _mm256_loadu_pd(at + 2);
            const __m256d bend = _mm256_sub_pd(_mm256_sub_pd(x, next), _mm256_sub_pd(next, third));
            high[i] = _mm256_max_pd(_mm256_andnot_pd(sign, x), high[i]);
            turn[i] = _mm256_max_pd(_mm256_andnot_pd(sign, bend), turn[i]);
        }
    }
};

PHONOSTAGE_AVX2 PeakAndBend ofGroupsWide(const double* samples, int count) {
    const __m256d none = _mm256_setzero_pd();
    WideFound found{{none, none}, {none, none}};
    for (int i = 0; i + leastSamples <= count; i += group)
        found.add(samples + i);
    found.add(samples + count - leastSamples);
    return {largestOf(_mm256_max_pd(found.high[0], found.high[1])),
            largestOf(_mm256_max_pd(found.turn[0], found.turn[1]))};
}
#else
constexpr auto ofGroupsWide = ofGroups;
#endif

} // namespace

PeakAndBend peakAndBend(const double* samples, int count) {
    PeakAndBend found;
    int i = 0;
    if (count >= leastSamples) {
        found = (usesWideRegisters() ? ofGroupsWide : ofGroups)(samples, count);
        i = count - 2;
    }
    for (; i < count; ++i) {
        found.peak = std::max(found.peak, std::fabs(samples[i]));
        if (i + 2 >= count) continue;
        const double bend = (samples[i] - samples[i + 1]) - (samples[i + 1] - samples[i + 2]);
        found.bend = std::max(found.bend, std::fabs(bend));
    }
    return found;
}

} // namespace phonostage::dsp
