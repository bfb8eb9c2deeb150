// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/simd/SampleTypes.h"

#include "dsp/simd/WideRegisters.h"

namespace phonostage::dsp {
namespace {

#if PHONOSTAGE_WIDE
/** How many samples it has done. */
PHONOSTAGE_AVX2 int convertWide(const float* from, double* to, int count) {
    int i = 0;
    for (; i + 4 <= count; i += 4)
        _mm256_storeu_pd(to + i, _mm256_cvtps_pd(_mm_loadu_ps(from + i)));
    return i;
}

PHONOSTAGE_AVX2 int convertWide(const double* from, float* to, int count) {
    int i = 0;
    for (; i + 4 <= count; i += 4)
        _mm_storeu_ps(to + i, _mm256_cvtpd_ps(_mm256_loadu_pd(from + i)));
    _mm256_zeroupper(); // gcc 12 sees no wide register here; without it, what follows took three times as long
    return i;
}
#endif

template <typename From, typename To> void convertAll(const From* from, To* to, int count) {
    int i = 0;
#if PHONOSTAGE_WIDE
    if (usesWideRegisters()) i = convertWide(from, to, count);
#endif
    for (; i < count; ++i)
        to[i] = static_cast<To>(from[i]);
}

} // namespace

void convert(const float* from, double* to, int count) { convertAll(from, to, count); }

void convert(const double* from, float* to, int count) { convertAll(from, to, count); }

} // namespace phonostage::dsp
