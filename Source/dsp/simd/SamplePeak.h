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

/** Copies, with 0 for what the guard rejects. */
inline void copyGuarded(const double* samples, int count, double* to) {
    const StereoDouble limit(sampleLimit);
    int i = 0;
    for (; i + 2 <= count; i += 2) {
        const StereoDouble x = StereoDouble::keepWithin(loadPair(samples + i), limit);
        to[i] = x.left();
        to[i + 1] = x.right();
    }
    if (i < count) to[i] = StereoDouble::keepWithin(StereoDouble(samples[i]), limit).left();
}

} // namespace phonostage::dsp
