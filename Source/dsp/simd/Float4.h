// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>

#if defined(__SSE2__) || defined(_M_X64)
#define PHONOSTAGE_QUAD_SSE2 1
#include <emmintrin.h>
#elif defined(__aarch64__) || defined(_M_ARM64)
#define PHONOSTAGE_QUAD_NEON 1
#include <arm_neon.h>
#endif

namespace phonostage::dsp {

/** Four floats in one register, for what is only measured. Each lane rounds as a scalar float would. */
struct Float4 {
#if PHONOSTAGE_QUAD_SSE2
    __m128 v;

    Float4(__m128 value) : v(value) {}
    Float4(float all) : v(_mm_set1_ps(all)) {}
    [[nodiscard]] static Float4 load(const float* x) { return _mm_loadu_ps(x); }
    void store(float* x) const { _mm_storeu_ps(x, v); }
    friend Float4 operator+(Float4 a, Float4 b) { return _mm_add_ps(a.v, b.v); }
    friend Float4 operator-(Float4 a, Float4 b) { return _mm_sub_ps(a.v, b.v); }
    friend Float4 operator*(Float4 a, Float4 b) { return _mm_mul_ps(a.v, b.v); }
    [[nodiscard]] Float4 abs() const { return _mm_andnot_ps(_mm_set1_ps(-0.0F), v); }
    [[nodiscard]] static Float4 max(Float4 a, Float4 b) { return _mm_max_ps(a.v, b.v); }
    [[nodiscard]] static Float4 min(Float4 a, Float4 b) { return _mm_min_ps(a.v, b.v); }

    /** True where any lane is above its limit. */
    [[nodiscard]] bool isAnyAbove(Float4 limit) const { return _mm_movemask_ps(_mm_cmpgt_ps(v, limit.v)) != 0; }
#elif PHONOSTAGE_QUAD_NEON
    float32x4_t v;

    Float4(float32x4_t value) : v(value) {}
    Float4(float all) : v(vdupq_n_f32(all)) {}
    [[nodiscard]] static Float4 load(const float* x) { return vld1q_f32(x); }
    void store(float* x) const { vst1q_f32(x, v); }
    friend Float4 operator+(Float4 a, Float4 b) { return vaddq_f32(a.v, b.v); }
    friend Float4 operator-(Float4 a, Float4 b) { return vsubq_f32(a.v, b.v); }
    friend Float4 operator*(Float4 a, Float4 b) { return vmulq_f32(a.v, b.v); }
    [[nodiscard]] Float4 abs() const { return vabsq_f32(v); }
    [[nodiscard]] static Float4 max(Float4 a, Float4 b) { return vmaxq_f32(a.v, b.v); }
    [[nodiscard]] static Float4 min(Float4 a, Float4 b) { return vminq_f32(a.v, b.v); }
    [[nodiscard]] bool isAnyAbove(Float4 limit) const { return vmaxvq_u32(vcgtq_f32(v, limit.v)) != 0; }
#else
    float v[4];

    Float4(float a, float b, float c, float d) : v{a, b, c, d} {}
    Float4(float all) : v{all, all, all, all} {}
    [[nodiscard]] static Float4 load(const float* x) { return {x[0], x[1], x[2], x[3]}; }
    void store(float* x) const { std::copy_n(v, 4, x); }
    friend Float4 operator+(Float4 a, Float4 b) {
        return {a.v[0] + b.v[0], a.v[1] + b.v[1], a.v[2] + b.v[2], a.v[3] + b.v[3]};
    }
    friend Float4 operator-(Float4 a, Float4 b) {
        return {a.v[0] - b.v[0], a.v[1] - b.v[1], a.v[2] - b.v[2], a.v[3] - b.v[3]};
    }
    friend Float4 operator*(Float4 a, Float4 b) {
        return {a.v[0] * b.v[0], a.v[1] * b.v[1], a.v[2] * b.v[2], a.v[3] * b.v[3]};
    }
    [[nodiscard]] Float4 abs() const { return {std::fabs(v[0]), std::fabs(v[1]), std::fabs(v[2]), std::fabs(v[3])}; }
    [[nodiscard]] static Float4 max(Float4 a, Float4 b) {
        return {std::max(a.v[0], b.v[0]), std::max(a.v[1], b.v[1]), std::max(a.v[2], b.v[2]), std::max(a.v[3], b.v[3])};
    }
    [[nodiscard]] static Float4 min(Float4 a, Float4 b) {
        return {std::min(a.v[0], b.v[0]), std::min(a.v[1], b.v[1]), std::min(a.v[2], b.v[2]), std::min(a.v[3], b.v[3])};
    }
#endif

    Float4& operator+=(Float4 b) { return *this = *this + b; }
};

} // namespace phonostage::dsp
