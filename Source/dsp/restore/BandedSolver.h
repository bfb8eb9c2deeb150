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

    /** The next rows of the factor, at most about `budget` multiplications; true when it is whole. cost: raised by the
        multiplications done. */
    bool factor(double budget, double& cost);
    /** In place: from the right-hand side to the solution. */
    void solve(double* x, double& cost) const;
    void beginInverse();
    /** Goes on from the last row upwards; true when the diagonal is whole. */
    bool invert(double budget, double& cost);
    /** Of the inverse, one for each unknown. */
    [[nodiscard]] const double* inverseDiagonal() const { return inverse_.data(); }

private:
    [[nodiscard]] double* row(std::vector<double>& of, int m) const { return of.data() + m * (band_ + 1); }
    [[nodiscard]] const double* row(const std::vector<double>& of, int m) const { return of.data() + m * (band_ + 1); }
    void factorRow(int m);
    void invertRow(int m);

    const int* positions_ = nullptr;
    const double* products_ = nullptr;
    const double* diagonal_ = nullptr;
    const double* beside_ = nullptr;
    int unknowns_ = 0, reach_ = 0, band_ = 0;
    int next_ = 0;                ///< row that comes next
    double floor_ = 0.0;          ///< the least pivot
    std::vector<double> lower_;   ///< row m: L[m][m-band] to L[m][m]
    std::vector<double> z_;       ///< row m: Z[m][m] to Z[m][m+band] of the inverse
    std::vector<double> inverse_; ///< diagonal of Z
    std::vector<double> column_, sums_;
};

} // namespace phonostage::dsp
