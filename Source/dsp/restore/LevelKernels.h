// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace phonostage::dsp {

// Loops over whole windows that only look at sizes, four samples at once.

/** to[i] = x[i] as a float; 0 where it is smaller than `silent`. */
void shorten(const double* x, float* to, int count, double silent);
/** peaks[j] = the largest magnitude of the j-th block of x. */
void blockPeaks(const float* x, int blockFrames, float* peaks, int blocks);
/** The largest magnitude. */
[[nodiscard]] double largestOf(const double* x, int count);
/** powers[j] = sum of squares over the j-th block of x. */
void blockPowers(const float* x, int blockFrames, float* powers, int blocks);
/** heights[i] = max(|twoSided[i]|, min(|forward[i]|, |backward[i]|)). */
void errorHeights(const float* forward, const float* backward, const float* twoSided, float* heights, int count);

/** Bits of one word of markAbove(). */
constexpr int wordBits = 64;
/** One bit for each value, the lowest first: whether it is above `limit`. bits: room for whole words. */
void markAbove(const float* x, int count, float limit, std::uint64_t* bits);

} // namespace phonostage::dsp
