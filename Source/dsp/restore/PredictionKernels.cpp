// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/PredictionKernels.h"

#include "dsp/simd/WideRegisters.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr int outputsAtOnce = 32;
constexpr int blocksAtOnce = 8;

// step: -1 forward, +1 backward.
template <int step>
PHONOSTAGE_ALWAYS_INLINE void predict(const float* x, const float* a, int order, float* error, int from, int to) {
    int i = from;
    for (; i + outputsAtOnce <= to; i += outputsAtOnce) {
        float sums[outputsAtOnce] = {};
        for (int k = 0; k <= order; ++k) {
            const float factor = a[k];
            const float* const at = x + i + step * k;
            for (int j = 0; j < outputsAtOnce; ++j)
                sums[j] += factor * at[j];
        }
        for (int j = 0; j < outputsAtOnce; ++j)
            error[i + j] = sums[j];
    }
    for (; i < to; ++i) {
        float sum = 0.0F;
        for (int k = 0; k <= order; ++k)
            sum += a[k] * x[i + step * k];
        error[i] = sum;
    }
}

PHONOSTAGE_ALWAYS_INLINE void multiplyLags(const double* x, int count, int firstLag, double* products) {
    double sums[lagsAtOnce] = {};
    for (int i = 0; i < count; ++i) {
        const double factor = x[i];
        const double* const at = x + i - firstLag - (lagsAtOnce - 1);
        for (int j = 0; j < lagsAtOnce; ++j)
            sums[j] += factor * at[j];
    }
    for (int j = 0; j < lagsAtOnce; ++j)
        products[j] = sums[lagsAtOnce - 1 - j];
}

PHONOSTAGE_ALWAYS_INLINE double multiply(const double* a, const double* b, int count) {
    double sums[4] = {};
    int i = 0;
    for (; i + 4 <= count; i += 4) {
        for (int j = 0; j < 4; ++j)
            sums[j] += a[i + j] * b[i + j];
    }
    for (int j = 0; i < count; ++i, ++j)
        sums[j] += a[i] * b[i];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

PHONOSTAGE_ALWAYS_INLINE void add(double* to, const double* from, double factor, int count) {
    for (int i = 0; i < count; ++i)
        to[i] += factor * from[i];
}

PHONOSTAGE_ALWAYS_INLINE void order(float* low, float* high) {
    for (int j = 0; j < blocksAtOnce; ++j) {
        const float a = low[j], b = high[j];
        low[j] = b < a ? b : a;
        high[j] = b < a ? a : b;
    }
}

// Batcher's odd-even merge sort of 16, eight blocks side by side.
PHONOSTAGE_ALWAYS_INLINE void sortRows(float (&rows)[medianSamples][blocksAtOnce]) {
    for (int p = 1; p < medianSamples; p *= 2) {
        for (int k = p; k >= 1; k /= 2) {
            for (int j = k % p; j + k < medianSamples; j += 2 * k) {
                for (int i = 0; i < k && i + j + k < medianSamples; ++i) {
                    if ((i + j) / (2 * p) == (i + j + k) / (2 * p)) order(rows[i + j], rows[i + j + k]);
                }
            }
        }
    }
}

PHONOSTAGE_ALWAYS_INLINE void findMedians(const float* x, int blockFrames, float* medians, int blocks) {
    const int stride = blockFrames / medianSamples;
    for (int first = 0; first < blocks; first += blocksAtOnce) {
        float rows[medianSamples][blocksAtOnce] = {};
        const int n = std::min(blocksAtOnce, blocks - first);
        for (int b = 0; b < n; ++b) {
            for (int s = 0; s < medianSamples; ++s)
                rows[s][b] = std::fabs(x[(first + b) * blockFrames + s * stride]);
        }
        sortRows(rows);
        for (int b = 0; b < n; ++b)
            medians[first + b] = rows[medianSamples / 2][b];
    }
}

#if PHONOSTAGE_WIDE
PHONOSTAGE_AVX2 void predictForwardWide(const float* x, const float* a, int order, float* error, int from, int to) {
    predict<-1>(x, a, order, error, from, to);
}
PHONOSTAGE_AVX2 void predictBackwardWide(const float* x, const float* a, int order, float* error, int from, int to) {
    predict<1>(x, a, order, error, from, to);
}
PHONOSTAGE_AVX2 void lagProductsWide(const double* x, int count, int firstLag, double* products) {
    multiplyLags(x, count, firstLag, products);
}
PHONOSTAGE_AVX2 double dotWide(const double* a, const double* b, int count) { return multiply(a, b, count); }
PHONOSTAGE_AVX2 void addScaledWide(double* to, const double* from, double factor, int count) {
    add(to, from, factor, count);
}
PHONOSTAGE_AVX2 void blockMediansWide(const float* x, int blockFrames, float* medians, int blocks) {
    findMedians(x, blockFrames, medians, blocks);
}
#endif

} // namespace

void predictForward(const float* x, const float* a, int order, float* error, int from, int to) {
#if PHONOSTAGE_WIDE
    if (usesWideRegisters()) return predictForwardWide(x, a, order, error, from, to);
#endif
    predict<-1>(x, a, order, error, from, to);
}

void predictBackward(const float* x, const float* a, int order, float* error, int from, int to) {
#if PHONOSTAGE_WIDE
    if (usesWideRegisters()) return predictBackwardWide(x, a, order, error, from, to);
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
    if (usesWideRegisters()) return blockMediansWide(x, blockFrames, medians, blocks);
#endif
    findMedians(x, blockFrames, medians, blocks);
}

} // namespace phonostage::dsp
