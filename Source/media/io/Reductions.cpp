// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/Reductions.h"

#include "dsp/simd/WideRegisters.h"

#include <array>
#include <cmath>
#include <cstddef>

namespace phonostage::media {
namespace {

PHONOSTAGE_ALWAYS_INLINE double largest(const double* values, int count) {
    constexpr int lanes = 32;
    std::array<double, lanes> most{};
    const int whole = count - count % lanes;
    for (int i = 0; i < whole; i += lanes) {
        const double* part = values + i;
        for (std::size_t k = 0; k < lanes; ++k) {
            const double size = std::abs(part[k]);
            most[k] = size > most[k] ? size : most[k];
        }
    }
    double result = 0.0;
    for (int i = whole; i < count; ++i)
        result = std::abs(values[i]) > result ? std::abs(values[i]) : result;
    for (const double value : most)
        result = value > result ? value : result;
    return result;
}

PHONOSTAGE_ALWAYS_INLINE double squares(const double* values, int count) {
    constexpr int lanes = 8;
    std::array<double, lanes> sums{};
    const int whole = count - count % lanes;
    for (int i = 0; i < whole; i += lanes) {
        const double* part = values + i;
        for (std::size_t k = 0; k < lanes; ++k)
            sums[k] += part[k] * part[k];
    }
    double result = 0.0;
    for (int i = whole; i < count; ++i)
        result += values[i] * values[i];
    for (const double value : sums)
        result += value;
    return result;
}

#if PHONOSTAGE_WIDE
PHONOSTAGE_AVX2 double largestWide(const double* values, int count) { return largest(values, count); }

PHONOSTAGE_AVX2 double squaresWide(const double* values, int count) { return squares(values, count); }
#endif

} // namespace

double largestMagnitude(const double* values, int count) {
#if PHONOSTAGE_WIDE
    if (dsp::usesWideRegisters()) return largestWide(values, count);
#endif
    return largest(values, count);
}

double sumOfSquares(const double* values, int count) {
#if PHONOSTAGE_WIDE
    if (dsp::usesWideRegisters()) return squaresWide(values, count);
#endif
    return squares(values, count);
}

} // namespace phonostage::media
