// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace phonostage::test {

using Matrix = std::vector<std::vector<double>>;

/** Gauss and Jordan, with pivots. */
inline Matrix inverseOf(Matrix a) {
    const std::size_t n = a.size();
    Matrix inverse(n, std::vector<double>(n, 0.0));
    for (std::size_t i = 0; i < n; ++i)
        inverse[i][i] = 1.0;
    for (std::size_t c = 0; c < n; ++c) {
        std::size_t best = c;
        for (std::size_t r = c; r < n; ++r)
            if (std::fabs(a[r][c]) > std::fabs(a[best][c])) best = r;
        std::swap(a[c], a[best]);
        std::swap(inverse[c], inverse[best]);
        const double pivot = a[c][c];
        for (std::size_t j = 0; j < n; ++j) {
            a[c][j] /= pivot;
            inverse[c][j] /= pivot;
        }
        for (std::size_t r = 0; r < n; ++r) {
            if (r == c) continue;
            const double factor = a[r][c];
            for (std::size_t j = 0; j < n; ++j) {
                a[r][j] -= factor * a[c][j];
                inverse[r][j] -= factor * inverse[c][j];
            }
        }
    }
    return inverse;
}

} // namespace phonostage::test
