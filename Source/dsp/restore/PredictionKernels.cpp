// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/PredictionKernels.h"

#include "dsp/simd/Float4.h"
#include "dsp/simd/StereoDouble.h"
#include "dsp/simd/WideRegisters.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace phonostage::dsp {
namespace {

constexpr int outputsAtOnce = 32;
constexpr int blocksAtOnce = 8;
constexpr int lanes = 8; ///< of dot()

StereoDouble load(const double* x) { return {x[0], x[1]}; }

void store(StereoDouble value, double* x) {
    x[0] = value.left();
    x[1] = value.right();
}

double joined(const double (&sums)[lanes]) {
    return ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7]));
}

// step: -1 forward, +1 backward.
template <int step>
PHONOSTAGE_ALWAYS_INLINE void predictOne(const float* x, const float* a, int order, float* error, int from, int to) {
    for (int i = from; i < to; ++i) {
        float sum = 0.0F;
        for (int k = 0; k <= order; ++k)
            sum += a[k] * x[i + step * k];
        error[i] = sum;
    }
}

template <int step> void predict(const float* x, const float* a, int order, float* error, int from, int to) {
    constexpr int width = 4, registers = outputsAtOnce / width;
    int i = from;
    for (; i + outputsAtOnce <= to; i += outputsAtOnce) {
        Float4 s0 = 0.0F, s1 = 0.0F, s2 = 0.0F, s3 = 0.0F, s4 = 0.0F, s5 = 0.0F, s6 = 0.0F, s7 = 0.0F;
        static_assert(registers == 8);
        for (int k = 0; k <= order; ++k) {
            const Float4 factor = a[k];
            const float* const at = x + i + static_cast<std::ptrdiff_t>(step) * k;
            s0 += factor * Float4::load(at);
            s1 += factor * Float4::load(at + 4);
            s2 += factor * Float4::load(at + 8);
            s3 += factor * Float4::load(at + 12);
            s4 += factor * Float4::load(at + 16);
            s5 += factor * Float4::load(at + 20);
            s6 += factor * Float4::load(at + 24);
            s7 += factor * Float4::load(at + 28);
        }
        s0.store(error + i);
        s1.store(error + i + 4);
        s2.store(error + i + 8);
        s3.store(error + i + 12);
        s4.store(error + i + 16);
        s5.store(error + i + 20);
        s6.store(error + i + 24);
        s7.store(error + i + 28);
    }
    predictOne<step>(x, a, order, error, i, to);
}

double joinedFour(const double (&sums)[4]) { return (sums[0] + sums[2]) + (sums[1] + sums[3]); }

// What is left of the last four, each in its lane.
double joinedRest(double (&sums)[4], const double* x, const double* late, int from, int count) {
    for (int j = 0; from < count; ++from, ++j)
        sums[j] += x[from] * late[from];
    return joinedFour(sums);
}

void multiplyLags(const double* x, int count, int firstLag, double* products) {
    for (int j = 0; j < lagsAtOnce; ++j) {
        const double* const late = x - firstLag - j;
        StereoDouble s0, s1;
        int i = 0;
        for (; i + 4 <= count; i += 4) {
            s0 += load(x + i) * load(late + i);
            s1 += load(x + i + 2) * load(late + i + 2);
        }
        double sums[4] = {s0.left(), s0.right(), s1.left(), s1.right()};
        products[j] = joinedRest(sums, x, late, i, count);
    }
}

void predictNarrow(const double* x, const double* a, int order, double* error, int from, int to) {
    int i = from;
    for (; i + 8 <= to; i += 8) {
        StereoDouble s0, s1, s2, s3;
        for (int k = 0; k <= order; ++k) {
            const StereoDouble factor = a[k];
            s0 += factor * load(x + i - k);
            s1 += factor * load(x + i - k + 2);
            s2 += factor * load(x + i - k + 4);
            s3 += factor * load(x + i - k + 6);
        }
        store(s0, error + i);
        store(s1, error + i + 2);
        store(s2, error + i + 4);
        store(s3, error + i + 6);
    }
    for (; i < to; ++i) {
        double sum = 0.0;
        for (int k = 0; k <= order; ++k)
            sum += a[k] * x[i - k];
        error[i] = sum;
    }
}

double multiply(const double* a, const double* b, int count) {
    StereoDouble s0, s1, s2, s3;
    int i = 0;
    for (; i + lanes <= count; i += lanes) {
        s0 += load(a + i) * load(b + i);
        s1 += load(a + i + 2) * load(b + i + 2);
        s2 += load(a + i + 4) * load(b + i + 4);
        s3 += load(a + i + 6) * load(b + i + 6);
    }
    double sums[lanes] = {s0.left(), s0.right(), s1.left(), s1.right(), s2.left(), s2.right(), s3.left(), s3.right()};
    for (int j = 0; i < count; ++i, ++j)
        sums[j] += a[i] * b[i];
    return joined(sums);
}

void add(double* to, const double* from, double factor, int count) {
    int i = 0;
    for (; i + 2 <= count; i += 2)
        store(load(to + i) + StereoDouble(factor) * load(from + i), to + i);
    if (i < count) to[i] += factor * from[i];
}

/** Batcher's odd-even merge sort of 16: which rows are compared, in turn. */
struct SortingNetwork {
    static constexpr int steps = 63;
    std::array<std::array<std::uint8_t, 2>, steps> pairs{};

    constexpr SortingNetwork() {
        std::size_t n = 0;
        for (int p = 1; p < medianSamples; p *= 2) {
            for (int k = p; k >= 1; k /= 2) {
                for (int j = k % p; j + k < medianSamples; j += 2 * k) {
                    for (int i = 0; i < k && i + j + k < medianSamples; ++i) {
                        if ((i + j) / (2 * p) != (i + j + k) / (2 * p)) continue;
                        pairs[n++] = {static_cast<std::uint8_t>(i + j), static_cast<std::uint8_t>(i + j + k)};
                    }
                }
            }
        }
    }
};

constexpr SortingNetwork network;

// Eight blocks side by side.
using Rows = float[medianSamples][blocksAtOnce];

void sortRows(Rows& rows) {
    for (const auto& pair : network.pairs) {
        for (int half = 0; half < blocksAtOnce; half += 4) {
            float* const low = rows[pair[0]] + half;
            float* const high = rows[pair[1]] + half;
            const Float4 a = Float4::load(low), b = Float4::load(high);
            Float4::min(a, b).store(low);
            Float4::max(a, b).store(high);
        }
    }
}

void gather(const float* x, int blockFrames, int blocks, Rows& rows) {
    const int stride = blockFrames / medianSamples;
    for (int b = 0; b < blocks; ++b) {
        for (int s = 0; s < medianSamples; ++s)
            rows[s][b] = std::fabs(x[b * blockFrames + s * stride]);
    }
}

template <typename Sort> void findMedians(const float* x, int blockFrames, float* medians, int blocks, Sort sort) {
    for (int first = 0; first < blocks; first += blocksAtOnce) {
        Rows rows = {};
        const int n = std::min(blocksAtOnce, blocks - first);
        gather(x + static_cast<std::ptrdiff_t>(first) * blockFrames, blockFrames, n, rows);
        sort(rows);
        std::copy_n(rows[medianSamples / 2], n, medians + first);
    }
}

#if PHONOSTAGE_WIDE
PHONOSTAGE_AVX2_INLINE __m256 addProduct(__m256 sum, __m256 factor, const float* x) {
    return _mm256_add_ps(sum, _mm256_mul_ps(factor, _mm256_loadu_ps(x)));
}
PHONOSTAGE_AVX2_INLINE __m256d addProduct(__m256d sum, __m256d factor, const double* x) {
    return _mm256_add_pd(sum, _mm256_mul_pd(factor, _mm256_loadu_pd(x)));
}

template <int step>
PHONOSTAGE_AVX2 void predictWide(const float* x, const float* a, int order, float* error, int from, int to) {
    int i = from;
    for (; i + 64 <= to; i += 64) {
        __m256 s0 = _mm256_setzero_ps(), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
        for (int k = 0; k <= order; ++k) {
            const __m256 factor = _mm256_set1_ps(a[k]);
            const float* const at = x + i + static_cast<std::ptrdiff_t>(step) * k;
            s0 = addProduct(s0, factor, at);
            s1 = addProduct(s1, factor, at + 8);
            s2 = addProduct(s2, factor, at + 16);
            s3 = addProduct(s3, factor, at + 24);
            s4 = addProduct(s4, factor, at + 32);
            s5 = addProduct(s5, factor, at + 40);
            s6 = addProduct(s6, factor, at + 48);
            s7 = addProduct(s7, factor, at + 56);
        }
        _mm256_storeu_ps(error + i, s0);
        _mm256_storeu_ps(error + i + 8, s1);
        _mm256_storeu_ps(error + i + 16, s2);
        _mm256_storeu_ps(error + i + 24, s3);
        _mm256_storeu_ps(error + i + 32, s4);
        _mm256_storeu_ps(error + i + 40, s5);
        _mm256_storeu_ps(error + i + 48, s6);
        _mm256_storeu_ps(error + i + 56, s7);
    }
    for (; i + 8 <= to; i += 8) {
        __m256 sum = _mm256_setzero_ps();
        for (int k = 0; k <= order; ++k)
            sum = addProduct(sum, _mm256_set1_ps(a[k]), x + i + static_cast<std::ptrdiff_t>(step) * k);
        _mm256_storeu_ps(error + i, sum);
    }
    predictOne<step>(x, a, order, error, i, to);
}

PHONOSTAGE_AVX2 void predictWide(const double* x, const double* a, int order, double* error, int from, int to) {
    int i = from;
    for (; i + 16 <= to; i += 16) {
        __m256d s0 = _mm256_setzero_pd(), s1 = s0, s2 = s0, s3 = s0;
        for (int k = 0; k <= order; ++k) {
            const __m256d factor = _mm256_set1_pd(a[k]);
            s0 = addProduct(s0, factor, x + i - k);
            s1 = addProduct(s1, factor, x + i - k + 4);
            s2 = addProduct(s2, factor, x + i - k + 8);
            s3 = addProduct(s3, factor, x + i - k + 12);
        }
        _mm256_storeu_pd(error + i, s0);
        _mm256_storeu_pd(error + i + 4, s1);
        _mm256_storeu_pd(error + i + 8, s2);
        _mm256_storeu_pd(error + i + 12, s3);
    }
    for (; i + 4 <= to; i += 4) {
        __m256d sum = _mm256_setzero_pd();
        for (int k = 0; k <= order; ++k)
            sum = addProduct(sum, _mm256_set1_pd(a[k]), x + i - k);
        _mm256_storeu_pd(error + i, sum);
    }
    for (; i < to; ++i) {
        double sum = 0.0;
        for (int k = 0; k <= order; ++k)
            sum += a[k] * x[i - k];
        error[i] = sum;
    }
}

// Written out, so that all sums stay in registers.
template <std::size_t... lag>
PHONOSTAGE_AVX2_INLINE void multiplyLagsWide(const double* x, int count, const double* late, double (*lanesOf)[4],
                                             std::index_sequence<lag...>) {
    __m256d sums[] = {(static_cast<void>(lag), _mm256_setzero_pd())...};
    for (int i = 0; i + 4 <= count; i += 4) {
        const __m256d now = _mm256_loadu_pd(x + i);
        ((sums[lag] = addProduct(sums[lag], now, late + i - lag)), ...);
    }
    (_mm256_storeu_pd(lanesOf[lag], sums[lag]), ...);
}

PHONOSTAGE_AVX2 void lagProductsWide(const double* x, int count, int firstLag, double* products) {
    double lanesOf[lagsAtOnce][4];
    constexpr int half = lagsAtOnce / 2; // with more, the compiler runs out of registers
    constexpr auto lags = std::make_index_sequence<half>();
    multiplyLagsWide(x, count, x - firstLag, lanesOf, lags);
    multiplyLagsWide(x, count, x - firstLag - half, lanesOf + half, lags);
    for (int j = 0; j < lagsAtOnce; ++j)
        products[j] = joinedRest(lanesOf[j], x, x - firstLag - j, count / 4 * 4, count);
}

PHONOSTAGE_AVX2 double dotWide(const double* a, const double* b, int count) {
    __m256d s0 = _mm256_setzero_pd(), s1 = s0;
    int i = 0;
    for (; i + lanes <= count; i += lanes) {
        s0 = addProduct(s0, _mm256_loadu_pd(a + i), b + i);
        s1 = addProduct(s1, _mm256_loadu_pd(a + i + 4), b + i + 4);
    }
    double sums[lanes];
    _mm256_storeu_pd(sums, s0);
    _mm256_storeu_pd(sums + 4, s1);
    for (int j = 0; i < count; ++i, ++j)
        sums[j] += a[i] * b[i];
    return joined(sums);
}

PHONOSTAGE_AVX2 void addScaledWide(double* to, const double* from, double factor, int count) {
    const __m256d wide = _mm256_set1_pd(factor);
    int i = 0;
    for (; i + 4 <= count; i += 4)
        _mm256_storeu_pd(to + i, addProduct(_mm256_loadu_pd(to + i), wide, from + i));
    for (; i < count; ++i)
        to[i] += factor * from[i];
}
PHONOSTAGE_AVX2 void sortRowsWide(Rows& rows) {
    for (const auto& pair : network.pairs) {
        const __m256 a = _mm256_loadu_ps(rows[pair[0]]), b = _mm256_loadu_ps(rows[pair[1]]);
        _mm256_storeu_ps(rows[pair[0]], _mm256_min_ps(a, b));
        _mm256_storeu_ps(rows[pair[1]], _mm256_max_ps(a, b));
    }
}
#endif

} // namespace

void predictForward(const float* x, const float* a, int order, float* error, int from, int to) {
#if PHONOSTAGE_WIDE
    if (usesWideRegisters()) return predictWide<-1>(x, a, order, error, from, to);
#endif
    predict<-1>(x, a, order, error, from, to);
}

void predictForward(const double* x, const double* a, int order, double* error, int from, int to) {
#if PHONOSTAGE_WIDE
    if (usesWideRegisters()) return predictWide(x, a, order, error, from, to);
#endif
    predictNarrow(x, a, order, error, from, to);
}

void predictBackward(const float* x, const float* a, int order, float* error, int from, int to) {
#if PHONOSTAGE_WIDE
    if (usesWideRegisters()) return predictWide<1>(x, a, order, error, from, to);
#endif
    predict<1>(x, a, order, error, from, to);
}

void lagProducts(const double* x, int count, int firstLag, double* products) {
#if PHONOSTAGE_WIDE
    if (usesWideRegisters()) return lagProductsWide(x, count, firstLag, products);
#endif
    multiplyLags(x, count, firstLag, products);
}

double dot(const double* a, const double* b, int count) {
#if PHONOSTAGE_WIDE
    if (usesWideRegisters()) return dotWide(a, b, count);
#endif
    return multiply(a, b, count);
}

void addScaled(double* to, const double* from, double factor, int count) {
#if PHONOSTAGE_WIDE
    if (usesWideRegisters()) return addScaledWide(to, from, factor, count);
#endif
    add(to, from, factor, count);
}

void blockMedians(const float* x, int blockFrames, float* medians, int blocks) {
#if PHONOSTAGE_WIDE
    if (usesWideRegisters()) return findMedians(x, blockFrames, medians, blocks, sortRowsWide);
#endif
    findMedians(x, blockFrames, medians, blocks, sortRows);
}

} // namespace phonostage::dsp
