// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace phonostage::dsp {

/** The upper triangle R and the rotated right side Q'b of a linear least-squares problem, found by Householder
    reflections: the condition of the problem is not squared, as it would be by the normal equations. */
template <std::size_t MaxColumns> struct Triangle {
    std::array<std::array<double, MaxColumns>, MaxColumns> r{}; ///< r[column][row], row <= column
    std::array<double, MaxColumns> rightSide{};
};

/** Reduces columns[0 .. columnCount) and rightSide (rowCount rows each) in place. The rows from denseRows on are a
   diagonal: of them column k has only the one with the number denseRows + k. */
template <std::size_t MaxColumns, std::size_t MaxRows>
void reduceToTriangle(std::array<std::array<double, MaxRows>, MaxColumns>& columns,
                      std::array<double, MaxRows>& rightSide, std::size_t columnCount, std::size_t rowCount,
                      std::size_t denseRows, Triangle<MaxColumns>& out) {
    const auto reflect = [](const std::array<double, MaxRows>& v, std::array<double, MaxRows>& x, std::size_t from,
                            std::size_t end, double factor) {
        // Four sums at once: the order is fixed, so the result is the same everywhere, and the adds overlap.
        std::array<double, 4> sum{};
        std::size_t i = from;
        for (; i + 4 <= end; i += 4)
            for (std::size_t lane = 0; lane < 4; ++lane)
                sum[lane] += v[i + lane] * x[i + lane];
        for (; i < end; ++i)
            sum[0] += v[i] * x[i];
        const double scale = factor * ((sum[0] + sum[1]) + (sum[2] + sum[3]));
        for (i = from; i < end; ++i)
            x[i] -= scale * v[i];
    };

    for (std::size_t column = 0; column < columnCount; ++column) {
        auto& v = columns[column];
        // Zeros follow behind denseRows + 1 rows. A whole number of four sums keeps the order of the sums.
        const std::size_t end = std::min(rowCount, column + (denseRows + 4) / 4 * 4);
        double tail = 0.0;
        for (std::size_t i = column + 1; i < end; ++i)
            tail += v[i] * v[i];
        const double head = v[column];
        const double length = std::sqrt(head * head + tail);
        for (std::size_t row = 0; row < column; ++row)
            out.r[column][row] = v[row];
        if (!(length > 0.0)) {
            out.r[column][column] = 0.0;
            continue;
        }
        const double diagonal = head > 0.0 ? -length : length;
        out.r[column][column] = diagonal;
        v[column] = head - diagonal;
        const double factor = 1.0 / (length * (length + std::abs(head)));
        for (std::size_t other = column + 1; other < columnCount; ++other)
            reflect(v, columns[other], column, end, factor);
        reflect(v, rightSide, column, end, factor);
    }
    for (std::size_t i = 0; i < columnCount; ++i)
        out.rightSide[i] = rightSide[i];
}

/** Minimises |R x - rightSide|^2 + damping |x|^2. A column without any weight gets x = 0. */
template <std::size_t MaxColumns>
std::array<double, MaxColumns> solveDamped(const Triangle<MaxColumns>& triangle, std::size_t count, double damping) {
    constexpr std::size_t rows = 2 * MaxColumns;
    std::array<std::array<double, rows>, MaxColumns> columns{};
    std::array<double, rows> rightSide{};
    const double root = std::sqrt(damping);
    for (std::size_t column = 0; column < count; ++column) {
        for (std::size_t row = 0; row <= column; ++row)
            columns[column][row] = triangle.r[column][row];
        columns[column][count + column] = root;
        rightSide[column] = triangle.rightSide[column];
    }
    Triangle<MaxColumns> damped;
    reduceToTriangle(columns, rightSide, count, 2 * count, count, damped);

    std::array<double, MaxColumns> x{};
    for (std::size_t i = count; i-- > 0;) {
        double sum = damped.rightSide[i];
        for (std::size_t j = i + 1; j < count; ++j)
            sum -= damped.r[j][i] * x[j];
        x[i] = damped.r[i][i] != 0.0 ? sum / damped.r[i][i] : 0.0;
    }
    return x;
}

} // namespace phonostage::dsp
