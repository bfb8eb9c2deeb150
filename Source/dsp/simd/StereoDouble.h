// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

#if defined(__SSE2__) || defined(_M_X64)
#define PHONOSTAGE_PAIR_SSE2 1
#include <emmintrin.h>
#elif defined(__aarch64__) || defined(_M_ARM64)
#define PHONOSTAGE_PAIR_NEON 1
#include <arm_neon.h>
#endif

namespace phonostage::dsp {

/** Two doubles, left and right, in one register. Each lane rounds as a scalar double would, so that all three
    implementations give the same bits (the build forbids contraction into fused multiply-adds). */
struct StereoDouble {
#if PHONOSTAGE_PAIR_SSE2
    __m128d v;

    StereoDouble() : v(_mm_setzero_pd()) {}
    StereoDouble(__m128d value) : v(value) {}
    StereoDouble(double both) : v(_mm_set1_pd(both)) {}
    StereoDouble(double left, double right) : v(_mm_set_pd(right, left)) {}
    [[nodiscard]] double left() const { return _mm_cvtsd_f64(v); }
    [[nodiscard]] double right() const { return _mm_cvtsd_f64(_mm_unpackhi_pd(v, v)); }
    [[nodiscard]] StereoDouble swapped() const { return _mm_shuffle_pd(v, v, 1); }
    friend StereoDouble operator+(StereoDouble a, StereoDouble b) { return _mm_add_pd(a.v, b.v); }
    friend StereoDouble operator-(StereoDouble a, StereoDouble b) { return _mm_sub_pd(a.v, b.v); }
    friend StereoDouble operator*(StereoDouble a, StereoDouble b) { return _mm_mul_pd(a.v, b.v); }
    [[nodiscard]] StereoDouble abs() const { return _mm_andnot_pd(_mm_set1_pd(-0.0), v); }
    [[nodiscard]] static StereoDouble max(StereoDouble a, StereoDouble b) { return _mm_max_pd(a.v, b.v); }

    /** x where |x| <= limit, else 0; not-a-number counts as beyond. */
    [[nodiscard]] static StereoDouble keepWithin(StereoDouble x, StereoDouble limit) {
        return _mm_and_pd(_mm_cmple_pd(x.abs().v, limit.v), x.v);
    }

    /** True where both lanes of a and b are the same number; not-a-number never is. */
    [[nodiscard]] static bool same(StereoDouble a, StereoDouble b) {
        return _mm_movemask_pd(_mm_cmpeq_pd(a.v, b.v)) == 3;
    }

    /** x where |x| >= limit, else 0. */
    [[nodiscard]] static StereoDouble keepBeyond(StereoDouble x, StereoDouble limit) {
        return _mm_and_pd(_mm_cmpge_pd(x.abs().v, limit.v), x.v);
    }
#elif PHONOSTAGE_PAIR_NEON
    float64x2_t v;

    StereoDouble() : v(vdupq_n_f64(0.0)) {}
    StereoDouble(float64x2_t value) : v(value) {}
    StereoDouble(double both) : v(vdupq_n_f64(both)) {}
    StereoDouble(double left, double right) : v(vsetq_lane_f64(right, vdupq_n_f64(left), 1)) {}
    [[nodiscard]] double left() const { return vgetq_lane_f64(v, 0); }
    [[nodiscard]] double right() const { return vgetq_lane_f64(v, 1); }
    [[nodiscard]] StereoDouble swapped() const { return vextq_f64(v, v, 1); }
    friend StereoDouble operator+(StereoDouble a, StereoDouble b) { return vaddq_f64(a.v, b.v); }
    friend StereoDouble operator-(StereoDouble a, StereoDouble b) { return vsubq_f64(a.v, b.v); }
    friend StereoDouble operator*(StereoDouble a, StereoDouble b) { return vmulq_f64(a.v, b.v); }
    [[nodiscard]] StereoDouble abs() const { return vabsq_f64(v); }
    [[nodiscard]] static StereoDouble max(StereoDouble a, StereoDouble b) { return vmaxq_f64(a.v, b.v); }

    [[nodiscard]] static StereoDouble keepWithin(StereoDouble x, StereoDouble limit) {
        return vreinterpretq_f64_u64(vandq_u64(vcaleq_f64(x.v, limit.v), vreinterpretq_u64_f64(x.v)));
    }

    [[nodiscard]] static bool same(StereoDouble a, StereoDouble b) {
        const uint64x2_t equal = vceqq_f64(a.v, b.v);
        return (vgetq_lane_u64(equal, 0) & vgetq_lane_u64(equal, 1)) != 0;
    }

    [[nodiscard]] static StereoDouble keepBeyond(StereoDouble x, StereoDouble limit) {
        return vreinterpretq_f64_u64(vandq_u64(vcageq_f64(x.v, limit.v), vreinterpretq_u64_f64(x.v)));
    }
#else
    double l, r;

    StereoDouble() : l(0.0), r(0.0) {}
    StereoDouble(double both) : l(both), r(both) {}
    StereoDouble(double left, double right) : l(left), r(right) {}
    [[nodiscard]] double left() const { return l; }
    [[nodiscard]] double right() const { return r; }
    [[nodiscard]] StereoDouble swapped() const { return {r, l}; }
    friend StereoDouble operator+(StereoDouble a, StereoDouble b) { return {a.l + b.l, a.r + b.r}; }
    friend StereoDouble operator-(StereoDouble a, StereoDouble b) { return {a.l - b.l, a.r - b.r}; }
    friend StereoDouble operator*(StereoDouble a, StereoDouble b) { return {a.l * b.l, a.r * b.r}; }
    [[nodiscard]] StereoDouble abs() const { return {std::fabs(l), std::fabs(r)}; }
    [[nodiscard]] static StereoDouble max(StereoDouble a, StereoDouble b) {
        return {a.l > b.l ? a.l : b.l, a.r > b.r ? a.r : b.r};
    }

    [[nodiscard]] static StereoDouble keepWithin(StereoDouble x, StereoDouble limit) {
        return {std::fabs(x.l) <= limit.l ? x.l : 0.0, std::fabs(x.r) <= limit.r ? x.r : 0.0};
    }

    [[nodiscard]] static bool same(StereoDouble a, StereoDouble b) { return a.l == b.l && a.r == b.r; }

    [[nodiscard]] static StereoDouble keepBeyond(StereoDouble x, StereoDouble limit) {
        return {std::fabs(x.l) >= limit.l ? x.l : 0.0, std::fabs(x.r) >= limit.r ? x.r : 0.0};
    }
#endif

    StereoDouble& operator+=(StereoDouble b) { return *this = *this + b; }
    [[nodiscard]] double channel(int c) const { return c == 0 ? left() : right(); }
};

/** A state that has decayed below this (volts, at a cartridge's millivolts) is silence; kept, it would become a
    subnormal number and slow the processor down. */
constexpr double silenceVolts = 1e-30;

inline void flushTiny(StereoDouble& state) { state = StereoDouble::keepBeyond(state, StereoDouble(silenceVolts)); }

} // namespace phonostage::dsp
