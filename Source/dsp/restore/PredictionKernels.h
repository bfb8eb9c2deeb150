// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::dsp {

// The loops that cost. Wide registers are used where there are some: the same bits either way.

/** error[i] = sum over k = 0..order of a[k] x[i-k], for i from `from` up to `to`. */
void predictForward(const float* x, const float* a, int order, float* error, int from, int to);
void predictForward(const double* x, const double* a, int order, double* error, int from, int to);
/** error[i] = sum over k = 0..order of a[k] x[i+k], for i from `from` up to `to`. */
void predictBackward(const float* x, const float* a, int order, float* error, int from, int to);

/** Instructions that a frame takes in floats, about: as callgrind counts them, with wide registers. */
[[nodiscard]] constexpr double predictionCost(int order) { return 1.0 + 0.37 * (order + 1); }

/** Lags that lagProducts() does at once. */
constexpr int lagsAtOnce = 14;
/** products[j] = sum over i = 0..count-1 of x[i] x[i-firstLag-j], j = 0..lagsAtOnce-1; x reaches as far back. */
void lagProducts(const double* x, int count, int firstLag, double* products);

/** Sum of a[i] b[i], added up in eight lanes. */
[[nodiscard]] double dot(const double* a, const double* b, int count);
/** to[i] += factor from[i]. */
void addScaled(double* to, const double* from, double factor, int count);

/** Samples of one median of magnitudes. */
constexpr int medianSamples = 16;
/** medians[j] = the ninth smallest of 16 magnitudes spread evenly over the j-th block of x; a block has 16 or more. */
void blockMedians(const float* x, int blockFrames, float* medians, int blocks);

} // namespace phonostage::dsp
