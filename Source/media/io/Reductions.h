// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace phonostage::media {

/** The largest |value|; NaN is passed over. Many running maxima, so that the compiler may use wide registers without
    changing the result. */
[[nodiscard]] inline double largestMagnitude(const double* values, int count) {
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

/** The sum of squares, in eight partial sums. */
[[nodiscard]] inline double sumOfSquares(const double* values, int count) {
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

} // namespace phonostage::media
