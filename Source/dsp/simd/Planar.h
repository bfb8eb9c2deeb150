// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/simd/StereoDouble.h"

namespace phonostage::dsp {

/** Two frames: one after the other as planes hold them, left[0], left[1] and right[0], right[1]. */
struct TwoFrames {
    StereoDouble first, second;

    [[nodiscard]] static TwoFrames load(const double* left, const double* right) {
#if PHONOSTAGE_PAIR_SSE2
        const __m128d l = _mm_loadu_pd(left), r = _mm_loadu_pd(right);
        return {_mm_unpacklo_pd(l, r), _mm_unpackhi_pd(l, r)};
#elif PHONOSTAGE_PAIR_NEON
        const float64x2_t l = vld1q_f64(left), r = vld1q_f64(right);
        return {vzip1q_f64(l, r), vzip2q_f64(l, r)};
#else
        return {{left[0], right[0]}, {left[1], right[1]}};
#endif
    }

    void store(double* left, double* right) const {
#if PHONOSTAGE_PAIR_SSE2
        _mm_storeu_pd(left, _mm_unpacklo_pd(first.v, second.v));
        _mm_storeu_pd(right, _mm_unpackhi_pd(first.v, second.v));
#elif PHONOSTAGE_PAIR_NEON
        vst1q_f64(left, vzip1q_f64(first.v, second.v));
        vst1q_f64(right, vzip2q_f64(first.v, second.v));
#else
        left[0] = first.l;
        left[1] = second.l;
        right[0] = first.r;
        right[1] = second.r;
#endif
    }
};

} // namespace phonostage::dsp
