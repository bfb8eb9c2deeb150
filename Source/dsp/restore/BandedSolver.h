// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace phonostage::dsp {

/** Solves (B + M) x = r for a symmetric positive band matrix B and a diagonal M by Cholesky's method, and finds the
    diagonal of the inverse from the factor (Takahashi's recurrence). In slices, so that the work can be spread over
    time. Only prepare() allocates. */
class BandedSolver {
public:
    void prepare(int mostUnknowns, int mostBand);

    /** Unknown m stands at sample positions[m], ascending. B[m][n] = products[distance], 0 beyond reach, and
        B[m][m] has diagonal[m] added, and B[m][m-1] and B[m-1][m] beside[m], where that is given. What is given must
       stay until solve(). */
    void begin(const int* positions, int unknowns, const double* products, int reach, const double* diagonal,
               const double* beside = nullptr);

    /** The next rows of the factor, at most about `budget` instructions; true when it is whole. cost: raised by the
        instructions done, about, with wide registers. */
    bool factor(double budget, double& cost);
    /** In place: from the right-hand side to the solution. */
    void solve(double* x, double& cost) const;
    void beginInverse();
    /** Goes on from the last row upwards; true when the diagonal is whole. */
    bool invert(double budget, double& cost);
    /** Of the inverse, one for each unknown. */
    [[nodiscard]] const double* inverseDiagonal() const { return inverse_.data(); }

    /** Instructions of a row of the factor, and of the inverse, about; as callgrind counts them. */
    [[nodiscard]] static double factorCost(double width) { return 180.0 + width * (18.0 + 0.9 * width); }
    [[nodiscard]] static double inverseCost(double width) { return 110.0 + width * (15.0 + 1.0 * width); }

private:
    void fill(int m, double* to) const;
    void factorColumn(int m);
    void invertRow(int m);

    const int* positions_ = nullptr;
    const double* products_ = nullptr;
    const double* diagonal_ = nullptr;
    const double* beside_ = nullptr;
    int unknowns_ = 0, reach_ = 0, band_ = 0;
    int stride_ = 0;                     ///< from one column, or row, to the next
    int next_ = 0;                       ///< column or row that comes next
    double floor_ = 0.0;                 ///< the least pivot, squared
    std::vector<double> columns_;        ///< column m: L[m+1][m] to L[m+band][m] behind a first one that is not used
    std::vector<double> pivots_;         ///< 1 / L[m][m]
    std::vector<double> z_;              ///< the last rows of the inverse, a ring both ways
    std::vector<double> inverse_;        ///< its diagonal
    std::vector<double> factors_, sums_; ///< of a row of it
};

} // namespace phonostage::dsp
