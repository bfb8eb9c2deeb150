// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/simd/GuardedPiece.h"

#include "dsp/simd/SamplePeak.h"
#include "dsp/simd/WideRegisters.h"

namespace phonostage::dsp {
namespace {

#if PHONOSTAGE_WIDE
PHONOSTAGE_AVX2_INLINE double largest(__m256d of) {
    const __m128d two = _mm_max_pd(_mm256_castpd256_pd128(of), _mm256_extractf128_pd(of, 1));
    return _mm_cvtsd_f64(_mm_max_sd(two, _mm_unpackhi_pd(two, two)));
}

/** Copies as it is. The largest |x|; more than sampleLimit where one is not a number. */
PHONOSTAGE_AVX2 double copyWide(const double* samples, double* to) {
    const __m256d sign = _mm256_set1_pd(-0.0);
    __m256d high = _mm256_setzero_pd(), high2 = high, isOdd = high;
    for (int i = 0; i < guardedPieceSamples; i += 8) {
        const __m256d x = _mm256_loadu_pd(samples + i), x2 = _mm256_loadu_pd(samples + i + 4);
        _mm256_storeu_pd(to + i, x);
        _mm256_storeu_pd(to + i + 4, x2);
        high = _mm256_max_pd(_mm256_andnot_pd(sign, x), high);
        high2 = _mm256_max_pd(_mm256_andnot_pd(sign, x2), high2);
        isOdd = _mm256_or_pd(isOdd, _mm256_cmp_pd(x, x2, _CMP_UNORD_Q));
    }
    if (_mm256_movemask_pd(isOdd) != 0) return 2.0 * sampleLimit;
    return largest(_mm256_max_pd(high, high2));
}
#endif

} // namespace

double copyGuardedPiece(const double* samples, double* to) {
#if PHONOSTAGE_WIDE
    if (usesWideRegisters()) {
        const double peak = copyWide(samples, to);
        if (peak <= sampleLimit) return peak;
    }
#endif
    return copyGuarded(samples, guardedPieceSamples, to);
}

} // namespace phonostage::dsp
