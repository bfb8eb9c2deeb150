// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/BandedSolver.h"

#include "dsp/restore/BandedKernels.h"
#include "dsp/restore/PredictionKernels.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace phonostage::dsp {
namespace {

constexpr double addedDiagonal = 1e-9; ///< of B's diagonal
constexpr double leastPivot = 1e-12;   ///< of B's diagonal

} // namespace

void BandedSolver::prepare(int mostUnknowns, int mostBand) {
    const int width = mostBand + 1 + bandedSlack;
    columns_.assign(static_cast<std::size_t>(mostUnknowns) * static_cast<std::size_t>(width), 0.0);
    pivots_.assign(static_cast<std::size_t>(mostUnknowns), 0.0);
    z_.assign(static_cast<std::size_t>(mostBand) * static_cast<std::size_t>(width), 0.0);
    inverse_.assign(static_cast<std::size_t>(mostUnknowns), 0.0);
    factors_.assign(static_cast<std::size_t>(width), 0.0);
    sums_.assign(static_cast<std::size_t>(width), 0.0);
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
    stride_ = band_ + 1 + bandedSlack;
    floor_ = leastPivot * products[0];
    next_ = 0;
}

bool BandedSolver::factor(double budget, double& cost) {
    double done = 0.0;
    for (; next_ < unknowns_ && done < budget; ++next_) {
        factorColumn(next_);
        done += factorCost(std::min(next_, band_));
    }
    cost += done;
    return next_ == unknowns_;
}

// Column m of the matrix, with zeros to the end of the band and behind it.
void BandedSolver::fill(int m, double* to) const {
    const int n = std::min(band_, unknowns_ - 1 - m);
    std::fill_n(to + n + 1, stride_ - n - 1, 0.0);
    const int* const at = positions_ + m;
    if (at[n] - at[0] == n) { // without a gap
        std::copy_n(products_, n + 1, to);
    } else {
        for (int j = 0; j <= n; ++j)
            to[j] = at[j] - at[0] <= reach_ ? products_[at[j] - at[0]] : 0.0;
    }
    to[0] += diagonal_[m] + addedDiagonal * products_[0];
    if (beside_ != nullptr && n > 0) to[1] += beside_[m + 1];
}

void BandedSolver::factorColumn(int m) {
    double* const column = columns_.data() + static_cast<std::ptrdiff_t>(m) * stride_;
    fill(m, column);
    takeOffColumns(column, stride_, std::min(m, band_), band_);
    const double pivot = 1.0 / std::sqrt(std::max(column[0], floor_));
    pivots_[static_cast<std::size_t>(m)] = pivot;
    for (int j = 1; j <= band_; ++j)
        column[j] *= pivot;
}

void BandedSolver::solve(double* x, double& cost) const {
    for (int m = 0; m < unknowns_; ++m) {
        x[m] *= pivots_[static_cast<std::size_t>(m)];
        addScaled(x + m + 1, columns_.data() + static_cast<std::ptrdiff_t>(m) * stride_ + 1, -x[m],
                  std::min(band_, unknowns_ - 1 - m));
    }
    for (int m = unknowns_ - 1; m >= 0; --m) {
        const int n = std::min(band_, unknowns_ - 1 - m);
        x[m] = (x[m] - dot(columns_.data() + static_cast<std::ptrdiff_t>(m) * stride_ + 1, x + m + 1, n)) *
               pivots_[static_cast<std::size_t>(m)];
    }
    cost += 5.6 * unknowns_ * (20.0 + band_);
}

void BandedSolver::beginInverse() {
    next_ = unknowns_ - 1;
    std::fill_n(z_.begin(), band_ * stride_, 0.0);
    std::fill_n(factors_.begin(), band_, 0.0);
}

bool BandedSolver::invert(double budget, double& cost) {
    double done = 0.0;
    for (; next_ >= 0 && done < budget; --next_) {
        invertRow(next_);
        done += inverseCost(band_);
    }
    cost += done;
    return next_ < 0;
}

// Z[m][j] = ((j == m ? 1/L[m][m] : 0) - sum over t > m of L[t][m] Z[t][j]) / L[m][m], for j = m..m+band. Of Z there is
// what lies among the last rows, whole: row and column n stand at n modulo the band, where a new one takes the place
// of the one that is no longer needed.
void BandedSolver::invertRow(int m) {
    const double pivot = pivots_[static_cast<std::size_t>(m)];
    if (band_ == 0) {
        inverse_[static_cast<std::size_t>(m)] = pivot * pivot;
        return;
    }
    const double* const column = columns_.data() + static_cast<std::ptrdiff_t>(m) * stride_;
    double* const factors = factors_.data();
    double* const sums = sums_.data();
    const int n = std::min(band_, unknowns_ - 1 - m), own = m % band_, first = std::min(n, band_ - 1 - own);
    std::copy_n(column + 1, first, factors + own + 1);
    std::copy_n(column + 1 + first, n - first, factors);
    multiplyRows(z_.data(), stride_, factors, sums, band_);
    for (int i = 0; i < band_; ++i)
        sums[i] *= -pivot;
    const double diagonal = (pivot - dot(factors, sums, band_)) * pivot;
    sums[own] = diagonal;
    std::copy_n(sums, band_, z_.begin() + static_cast<std::ptrdiff_t>(own) * stride_);
    double* const z = z_.data() + own;
    for (int i = 0; i < band_; ++i)
        z[static_cast<std::ptrdiff_t>(i) * stride_] = sums[i];
    inverse_[static_cast<std::size_t>(m)] = diagonal;
}

} // namespace phonostage::dsp
