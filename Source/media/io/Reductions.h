// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::media {

// In as wide registers as there are: many running results, always as many, so that they are the same in all.

/** The largest |value|; NaN is passed over. */
[[nodiscard]] double largestMagnitude(const double* values, int count);

/** The sum of squares, in eight partial sums. */
[[nodiscard]] double sumOfSquares(const double* values, int count);

} // namespace phonostage::media
