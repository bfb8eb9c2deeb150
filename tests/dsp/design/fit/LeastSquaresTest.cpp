// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/fit/LeastSquares.h"
#include "support/Catch.h"

#include <cmath>

using namespace phonostage;

TEST_CASE("Least squares finds the solution of an ill-conditioned problem", "[dsp][deemphasis]") {
    // Columns that differ by 1e-7 of their length: the normal equations would have lost all digits.
    std::array<std::array<double, 8>, 3> columns{};
    std::array<double, 8> rightSide{};
    const std::array<double, 3> solution{1.5, -2.0, 0.75};
    for (std::size_t i = 0; i < 8; ++i) {
        const double x = static_cast<double>(i) / 7.0;
        columns[0][i] = 1.0 + x;
        columns[1][i] = 1.0 + x + 1e-7 * x * x;
        columns[2][i] = std::cos(3.0 * x);
        for (std::size_t k = 0; k < 3; ++k)
            rightSide[i] += solution[k] * columns[k][i];
    }
    dsp::Triangle<3> triangle;
    dsp::reduceToTriangle(columns, rightSide, 3, 8, 8, triangle);
    const auto x = dsp::solveDamped(triangle, 3, 0.0);
    for (std::size_t k = 0; k < 3; ++k)
        CHECK_THAT(x[k], WithinAbs(solution[k], 1e-7));
    CHECK(std::abs(dsp::solveDamped(triangle, 3, 1e6)[0]) < 1e-3); // strong damping: a short step
}
