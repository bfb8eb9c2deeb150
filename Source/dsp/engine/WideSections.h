// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/BiquadSection.h"
#include "dsp/engine/FirstOrderSection.h"
#include "dsp/engine/HighPassSections.h"
#include "dsp/simd/WideRegisters.h"

#include <type_traits>

#if PHONOSTAGE_WIDE
namespace phonostage::dsp {

// Two sections of two channels, one behind the other, in one register. While the first one works at a frame, the second
// one works at one that came `delay` frames before: at what the first one has long made of it, so that it need not
// wait. Each lane does what the section alone would do, in the same order, and so gives the same bits.

PHONOSTAGE_AVX2_INLINE __m256d joined(StereoDouble first, StereoDouble second) {
    return _mm256_insertf128_pd(_mm256_castpd128_pd256(first.v), second.v, 1);
}

PHONOSTAGE_AVX2_INLINE StereoDouble firstOf(__m256d both) { return _mm256_castpd256_pd128(both); }

PHONOSTAGE_AVX2_INLINE StereoDouble secondOf(__m256d both) { return _mm256_extractf128_pd(both, 1); }

/** Sections of any kinds that have no pair. */
template <typename First, typename Second> struct SectionPair { static constexpr bool exists = false; };

template <> struct SectionPair<HighPass2Section, HighPass2Section> {
    static constexpr bool exists = true;
    static constexpr std::size_t delay = 1;
    __m256d c1, c2, band, low;

    PHONOSTAGE_AVX2_INLINE void take(const HighPass2Section& first, const HighPass2Section& second) {
        c1 = joined(first.c1, second.c1);
        c2 = joined(first.c2, second.c2);
        band = joined(first.band, second.band);
        low = joined(first.low, second.low);
    }

    PHONOSTAGE_AVX2_INLINE void giveBack(HighPass2Section& first, HighPass2Section& second) const {
        first.band = firstOf(band);
        first.low = firstOf(low);
        second.band = secondOf(band);
        second.low = secondOf(low);
    }

    PHONOSTAGE_AVX2_INLINE __m256d process(__m256d x) {
        const __m256d high = _mm256_sub_pd(_mm256_sub_pd(x, low), _mm256_mul_pd(c1, band));
        low = _mm256_add_pd(low, _mm256_mul_pd(c2, band));
        band = _mm256_add_pd(band, high);
        return high;
    }
};

template <bool secondIsLowPass> struct SectionPair<FirstOrderSection<false>, FirstOrderSection<secondIsLowPass>> {
    static constexpr bool exists = true;
    static constexpr std::size_t delay = 2; // a frame takes twice as long as a recursion
    __m256d k, c, pole;

    PHONOSTAGE_AVX2_INLINE void take(const FirstOrderSection<false>& first,
                                     const FirstOrderSection<secondIsLowPass>& second) {
        k = joined(first.k, second.k);
        c = joined(first.c, second.c);
        pole = joined(first.pole, second.pole);
    }

    PHONOSTAGE_AVX2_INLINE void giveBack(FirstOrderSection<false>& first,
                                         FirstOrderSection<secondIsLowPass>& second) const {
        first.pole = firstOf(pole);
        second.pole = secondOf(pole);
    }

    PHONOSTAGE_AVX2_INLINE __m256d process(__m256d x) {
        pole = _mm256_add_pd(pole, _mm256_mul_pd(k, _mm256_sub_pd(x, pole)));
        const __m256d withZero = _mm256_add_pd(pole, _mm256_mul_pd(c, _mm256_sub_pd(x, pole)));
        return secondIsLowPass ? _mm256_blend_pd(withZero, pole, 0b1100) : withZero;
    }
};

template <> struct SectionPair<BiquadSection, BiquadSection> {
    static constexpr bool exists = true;
    static constexpr std::size_t delay = 1;
    __m256d b1, b2, a1, a2, s1, s2;

    PHONOSTAGE_AVX2_INLINE void take(const BiquadSection& first, const BiquadSection& second) {
        b1 = joined(first.b1, second.b1);
        b2 = joined(first.b2, second.b2);
        a1 = joined(first.a1, second.a1);
        a2 = joined(first.a2, second.a2);
        s1 = joined(first.s1, second.s1);
        s2 = joined(first.s2, second.s2);
    }

    PHONOSTAGE_AVX2_INLINE void giveBack(BiquadSection& first, BiquadSection& second) const {
        first.s1 = firstOf(s1);
        first.s2 = firstOf(s2);
        second.s1 = secondOf(s1);
        second.s2 = secondOf(s2);
    }

    PHONOSTAGE_AVX2_INLINE __m256d process(__m256d x) {
        const __m256d y = _mm256_add_pd(x, s1);
        s1 = _mm256_sub_pd(_mm256_add_pd(_mm256_mul_pd(b1, x), s2), _mm256_mul_pd(a1, y));
        s2 = _mm256_sub_pd(_mm256_mul_pd(b2, x), _mm256_mul_pd(a2, y));
        return y;
    }
};

} // namespace phonostage::dsp
#endif
