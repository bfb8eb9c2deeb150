// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/BandedKernels.h"

#include "dsp/simd/WideRegisters.h"

#include <algorithm>
#include <cstddef>

namespace phonostage::dsp {
namespace {

void takeOffNarrow(double* column, int stride, int earlier, int band) {
    for (int d = std::min(earlier, band); d >= 1; --d) {
        const double* const other = column - static_cast<std::ptrdiff_t>(d) * stride + d;
        const double factor = other[0];
        for (int j = 0; j <= band - d; ++j)
            column[j] -= factor * other[j];
    }
}

void multiplyNarrow(const double* rows, int stride, const double* factors, double* sums, int size) {
    std::fill_n(sums, size, 0.0);
    for (int r = 0; r < size; ++r) {
        const double* const row = rows + static_cast<std::ptrdiff_t>(r) * stride;
        for (int i = 0; i < size; ++i)
            sums[i] += factors[r] * row[i];
    }
}

#if PHONOSTAGE_WIDE
constexpr std::size_t lanes = 4;
constexpr std::size_t mostVectors = 8; ///< of sums that stay in registers

// For d from `high` down to `low`, what `vectors` registers hold of the column from `offset` on.
template <std::size_t vectors>
PHONOSTAGE_AVX2 void takeOffStretch(double* column, int stride, int high, int low, int offset) {
    __m256d sums[vectors];
    for (std::size_t v = 0; v < vectors; ++v)
        sums[v] = _mm256_loadu_pd(column + offset + lanes * v);
    for (int d = high; d >= low; --d) {
        const double* const other = column - static_cast<std::ptrdiff_t>(d) * stride + d;
        const __m256d factor = _mm256_set1_pd(other[0]);
        for (std::size_t v = 0; v < vectors; ++v)
            sums[v] = _mm256_sub_pd(sums[v], _mm256_mul_pd(factor, _mm256_loadu_pd(other + offset + lanes * v)));
    }
    for (std::size_t v = 0; v < vectors; ++v)
        _mm256_storeu_pd(column + offset + lanes * v, sums[v]);
}

template <std::size_t vectors>
PHONOSTAGE_AVX2 void multiplyStretch(const double* rows, int stride, const double* factors, double* sums, int size) {
    __m256d wide[vectors];
    for (std::size_t v = 0; v < vectors; ++v)
        wide[v] = _mm256_setzero_pd();
    for (int r = 0; r < size; ++r) {
        const double* const row = rows + static_cast<std::ptrdiff_t>(r) * stride;
        const __m256d factor = _mm256_set1_pd(factors[r]);
        for (std::size_t v = 0; v < vectors; ++v)
            wide[v] = _mm256_add_pd(wide[v], _mm256_mul_pd(factor, _mm256_loadu_pd(row + lanes * v)));
    }
    for (std::size_t v = 0; v < vectors; ++v)
        _mm256_storeu_pd(sums + lanes * v, wide[v]);
}

using TakeOff = void (*)(double*, int, int, int, int);
using Multiply = void (*)(const double*, int, const double*, double*, int);
constexpr TakeOff takeOffs[mostVectors] = {takeOffStretch<1>, takeOffStretch<2>, takeOffStretch<3>, takeOffStretch<4>,
                                           takeOffStretch<5>, takeOffStretch<6>, takeOffStretch<7>, takeOffStretch<8>};
constexpr Multiply multiplies[mostVectors] = {multiplyStretch<1>, multiplyStretch<2>, multiplyStretch<3>,
                                              multiplyStretch<4>, multiplyStretch<5>, multiplyStretch<6>,
                                              multiplyStretch<7>, multiplyStretch<8>};

// The farther a column is away, the fewer of its numbers count: as many registers as hold them.
void takeOffWide(double* column, int stride, int earlier, int band) {
    constexpr int width = lanes, most = mostVectors;
    for (int offset = 0; offset < band; offset += width * most) {
        for (int d = std::min(earlier, band - offset); d >= 1;) {
            const int vectors = std::min(most, (band - d - offset) / width + 1);
            const int low = vectors == most ? 1 : std::max(1, band - offset - width * vectors + 1);
            takeOffs[vectors - 1](column, stride, d, low, offset);
            d = low - 1;
        }
    }
}

void multiplyWide(const double* rows, int stride, const double* factors, double* sums, int size) {
    constexpr int width = lanes, most = mostVectors;
    const int all = (size + width - 1) / width, parts = (all + most - 1) / most;
    for (int part = 0, first = 0; part < parts; ++part) {
        const int vectors = (all - first) / (parts - part);
        const auto place = static_cast<std::ptrdiff_t>(first) * width;
        multiplies[vectors - 1](rows + place, stride, factors, sums + place, size);
        first += vectors;
    }
}
#endif

} // namespace

void takeOffColumns(double* column, int stride, int earlier, int band) {
#if PHONOSTAGE_WIDE
    if (usesWideRegisters()) return takeOffWide(column, stride, earlier, band);
#endif
    takeOffNarrow(column, stride, earlier, band);
}

void multiplyRows(const double* rows, int stride, const double* factors, double* sums, int size) {
#if PHONOSTAGE_WIDE
    if (usesWideRegisters()) return multiplyWide(rows, stride, factors, sums, size);
#endif
    multiplyNarrow(rows, stride, factors, sums, size);
}

} // namespace phonostage::dsp
