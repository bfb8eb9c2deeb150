// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/simd/StereoDouble.h"

#include <algorithm>

namespace phonostage::dsp {

/** Samples that are not finite or beyond this count as 0, everywhere. */
constexpr double sampleLimit = 1e6;

inline StereoDouble loadPair(const double* x) {
#if PHONOSTAGE_PAIR_SSE2
    return StereoDouble(_mm_loadu_pd(x));
#elif PHONOSTAGE_PAIR_NEON
    return StereoDouble(vld1q_f64(x));
#else
    return StereoDouble(x[0], x[1]);
#endif
}

inline void storePair(double* to, StereoDouble x) {
#if PHONOSTAGE_PAIR_SSE2
    _mm_storeu_pd(to, x.v);
#elif PHONOSTAGE_PAIR_NEON
    vst1q_f64(to, x.v);
#else
    to[0] = x.l;
    to[1] = x.r;
#endif
}

/** Largest |x|, 0 for none. Not-a-number is passed over, or (on some processors) may come out: ask !(peak <=
 * sampleLimit). */
inline double samplePeak(const double* samples, int count) {
    StereoDouble high[4] = {StereoDouble(0.0), StereoDouble(0.0), StereoDouble(0.0), StereoDouble(0.0)};
    int i = 0;
    for (; i + 8 <= count; i += 8) {
        const double* x = samples + i;
        for (int j = 0; j < 4; ++j, x += 2)
            high[j] = StereoDouble::max(loadPair(x).abs(), high[j]);
    }
    for (; i < count; ++i)
        high[0] = StereoDouble::max(StereoDouble(samples[i]).abs(), high[0]);
    const StereoDouble all =
        StereoDouble::max(StereoDouble::max(high[0], high[1]), StereoDouble::max(high[2], high[3]));
    return std::max(all.left(), all.right());
}

/** Copies, with 0 for what the guard rejects. Returns the largest |x| of the copy. */
inline double copyGuarded(const double* samples, int count, double* to) {
    // As they are; the sums tell whether there is one that is not a number.
    StereoDouble high[4] = {StereoDouble(0.0), StereoDouble(0.0), StereoDouble(0.0), StereoDouble(0.0)},
                 sum[4] = {high[0], high[0], high[0], high[0]};
    int i = 0;
    for (; i + 8 <= count; i += 8)
        for (int j = 0; j < 4; ++j) {
            const StereoDouble x = loadPair(samples + i + static_cast<std::ptrdiff_t>(j) * 2), size = x.abs();
            storePair(to + i + static_cast<std::ptrdiff_t>(j) * 2, x);
            high[j] = StereoDouble::max(size, high[j]);
            sum[j] += size;
        }
    for (; i < count; ++i) {
        to[i] = samples[i];
        const StereoDouble size = StereoDouble(samples[i]).abs();
        high[0] = StereoDouble::max(size, high[0]);
        sum[0] += size;
    }
    const StereoDouble all =
        StereoDouble::max(StereoDouble::max(high[0], high[1]), StereoDouble::max(high[2], high[3]));
    const StereoDouble allSums = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    const double peak = std::max(all.left(), all.right());
    if (peak <= sampleLimit && StereoDouble::same(allSums, allSums)) return peak;
    for (i = 0; i < count; ++i)
        to[i] = StereoDouble::keepWithin(StereoDouble(to[i]), StereoDouble(sampleLimit)).left();
    return samplePeak(to, count);
}

} // namespace phonostage::dsp
