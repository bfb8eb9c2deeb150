// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace phonostage::dsp {

/** An autoregressive model: x[n] = -a1 x[n-1] - ... - ap x[n-p] + e[n], e white. Least squares on a windowed stretch
    (autocorrelation method), by Levinson and Durbin's recursion. Only prepare() allocates. */
class ArModel {
public:
    void prepare(int order);
    /** The model of silence: a = 1. */
    void reset();

    /** products: lag products of the windowed stretch, order + 1 of them. They are conditioned by 1e-9 of their first
        one. Where a reflection is not below 1 the rest of the order is left out. */
    void fit(const double* products);

    [[nodiscard]] int order() const { return order_; }
    /** a[0] = 1 to a[order]. */
    [[nodiscard]] const double* coefficients() const { return a_.data(); }
    [[nodiscard]] const float* shortCoefficients() const { return shortA_.data(); }
    /** Sum over k of a[k] a[k+lag], lag = 0..order: what the squared errors of unknown samples add up from. */
    [[nodiscard]] const double* products() const { return b_.data(); }
    /** Sum of squares of a: by how much an error of one sample stands out. */
    [[nodiscard]] double energy() const { return b_[0]; }
    /** Centroid of a[k]^2 over k, in samples: how long an error of one sample is seen. */
    [[nodiscard]] double spread() const { return spread_; }

private:
    void finish();

    int order_ = 0;
    double spread_ = 0.0;
    std::vector<double> a_, before_, b_;
    std::vector<float> shortA_;
};

} // namespace phonostage::dsp
