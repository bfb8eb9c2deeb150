// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/BandedSolver.h"
#include "DenseMatrix.h"
#include "dsp/restore/ArModel.h"
#include "support/Catch.h"

#include <cmath>
#include <random>

using namespace phonostage::dsp;
using namespace phonostage::test;

TEST_CASE("The banded solver agrees with a dense one, with gaps and a diagonal, in slices of any size", "[dsp]") {
    const int order = GENERATE(2, 7, 40), unknowns = GENERATE(1, 5, 37, 90);
    const double budget = GENERATE(1.0, 500.0, 1e9);
    const bool isJoined = GENERATE(false, true);
    std::mt19937 random(static_cast<unsigned>(order * 100 + unknowns));
    std::uniform_real_distribution<double> uniform(-1.0, 1.0);

    // A decaying correlation has a stable model; its products are those of a positive matrix.
    std::vector<double> correlation(static_cast<std::size_t>(order) + 1);
    for (std::size_t k = 0; k < correlation.size(); ++k)
        correlation[k] = std::pow(0.8, static_cast<double>(k)) * std::cos(0.9 * static_cast<double>(k));
    ArModel model;
    model.prepare(order);
    model.fit(correlation.data());

    std::vector<int> positions;
    std::vector<double> diagonal, beside, right;
    int at = 50;
    for (int m = 0; m < unknowns; ++m) {
        positions.push_back(at);
        at += m % 6 == 5 ? 4 : 1;
        diagonal.push_back(m % 3 == 0 ? 0.0 : uniform(random) + 1.0);
        // Of a chain: less than the diagonals on both sides allow.
        beside.push_back(
            isJoined && m % 6 != 0 && m % 3 == 2
                ? -0.4 * std::sqrt(diagonal[static_cast<std::size_t>(m)] * diagonal[static_cast<std::size_t>(m - 1)])
                : 0.0);
        right.push_back(uniform(random));
    }
    const auto n = static_cast<std::size_t>(unknowns);
    Matrix dense(n, std::vector<double>(n, 0.0));
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            const int lag = std::abs(positions[i] - positions[j]);
            if (lag <= order) dense[i][j] = model.products()[lag];
        }
        dense[i][i] += diagonal[i] + 1e-9 * model.energy();
        if (i > 0) {
            dense[i][i - 1] += beside[i];
            dense[i - 1][i] += beside[i];
        }
    }
    const auto inverse = inverseOf(dense);

    BandedSolver solver;
    solver.prepare(100, 40);
    solver.begin(positions.data(), unknowns, model.products(), order, diagonal.data(),
                 isJoined ? beside.data() : nullptr);
    double cost = 0.0;
    while (!solver.factor(budget, cost)) {
    }
    auto x = right;
    solver.solve(x.data(), cost);
    solver.beginInverse();
    while (!solver.invert(budget, cost)) {
    }
    CHECK(cost > 0.0);
    for (std::size_t i = 0; i < n; ++i) {
        double expected = 0.0;
        for (std::size_t j = 0; j < n; ++j)
            expected += inverse[i][j] * right[j];
        CHECK_THAT(x[i], WithinAbs(expected, 1e-8));
        // Takahashi's band reaches as far as unknowns that share an error.
        CHECK_THAT(solver.inverseDiagonal()[i], WithinAbs(inverse[i][i], 1e-8));
    }
}
