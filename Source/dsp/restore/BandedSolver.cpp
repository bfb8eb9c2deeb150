// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/BandedSolver.h"

#include "dsp/restore/PredictionKernels.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr double conditioning = 1e-9; ///< of B's diagonal
constexpr double leastPivot = 1e-12;  ///< of B's diagonal

} // namespace

void BandedSolver::prepare(int mostUnknowns, int mostBand) {
    const auto unknowns = static_cast<std::size_t>(mostUnknowns), width = static_cast<std::size_t>(mostBand) + 1;
    lower_.assign(unknowns * width, 0.0);
    z_.assign(unknowns * width, 0.0);
    inverse_.assign(unknowns, 0.0);
    column_.assign(width, 0.0);
    sums_.assign(width, 0.0);
}

void BandedSolver::begin(const int* positions, int unknowns, const double* products, int reach, const double* diagonal,
                         const double* beside) {
    positions_ = positions;
    unknowns_ = unknowns;
    products_ = products;
    diagonal_ = diagonal;
    beside_ = beside;
    reach_ = reach;
    band_ = std::min(reach, unknowns - 1);
    floor_ = leastPivot * products[0];
    next_ = 0;
}

bool BandedSolver::factor(double budget, double& cost) {
    double done = 0.0;
    for (; next_ < unknowns_ && done < budget; ++next_) {
        factorRow(next_);
        const double width = std::min(next_, band_);
        done += 20.0 + width * (8.0 + 0.5 * width);
    }
    cost += done;
    return next_ == unknowns_;
}

void BandedSolver::factorRow(int m) {
    double* const lower = row(lower_, m);
    const int first = std::max(0, m - band_);
    for (int c = first; c <= m; ++c) {
        const int lag = positions_[m] - positions_[c];
        double value = lag <= reach_ ? products_[lag] : 0.0;
        if (c == m) value += diagonal_[m] + conditioning * products_[0];
        const int from = std::max(first, c - band_);
        if (c == m - 1 && beside_ != nullptr) value += beside_[m];
        value -= dot(lower + (from - m + band_), row(lower_, c) + (from - c + band_), c - from);
        if (c == m)
            lower[band_] = std::sqrt(std::max(value, floor_));
        else
            lower[c - m + band_] = value / row(lower_, c)[band_];
    }
}

void BandedSolver::solve(double* x, double& cost) const {
    for (int m = 0; m < unknowns_; ++m) {
        const double* const lower = row(lower_, m);
        const int n = std::min(m, band_);
        x[m] = (x[m] - dot(lower + band_ - n, x + m - n, n)) / lower[band_];
    }
    for (int m = unknowns_ - 1; m >= 0; --m) {
        const double* const lower = row(lower_, m);
        const int n = std::min(m, band_);
        x[m] /= lower[band_];
        addScaled(x + m - n, lower + band_ - n, -x[m], n);
    }
    cost += 2.0 * unknowns_ * (20.0 + band_);
}

void BandedSolver::beginInverse() { next_ = unknowns_ - 1; }

bool BandedSolver::invert(double budget, double& cost) {
    double done = 0.0;
    for (; next_ >= 0 && done < budget; --next_) {
        invertRow(next_);
        const double width = std::min(unknowns_ - 1 - next_, band_);
        done += 20.0 + width * (16.0 + width);
    }
    cost += done;
    return next_ < 0;
}

// Z[m][j] = ((j == m ? 1/L[m][m] : 0) - sum over t > m of L[t][m] Z[t][j]) / L[m][m], for j = m..m+band.
void BandedSolver::invertRow(int m) {
    const int n = std::min(band_, unknowns_ - 1 - m);
    for (int t = 0; t < n; ++t)
        column_[static_cast<std::size_t>(t)] = row(lower_, m + 1 + t)[band_ - 1 - t];
    std::fill_n(sums_.begin(), n, 0.0);
    const double* const column = column_.data();
    double* const sums = sums_.data();
    for (int t = 0; t < n; ++t) { // Z is symmetric: its upper half is read once, for both sides
        const double* const z = row(z_, m + 1 + t);
        const int right = n - 1 - t;
        addScaled(sums + t, z, column[t], right + 1);
        sums[t] += dot(column + t + 1, z + 1, right);
    }
    double* const z = row(z_, m);
    const double pivot = row(lower_, m)[band_];
    for (int t = 0; t < n; ++t)
        z[1 + t] = -sums[t] / pivot;
    z[0] = (1.0 / pivot - dot(column, z + 1, n)) / pivot;
    inverse_[static_cast<std::size_t>(m)] = z[0];
}

} // namespace phonostage::dsp
