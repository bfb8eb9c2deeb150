// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace phonostage::dsp {

/** A bit for each of count samples, at most 64, that is a local peak of its polarity: at or beyond the threshold,
   beyond the sample before it, and no less than the one behind it. In memory beside them are those two. Without
   branches: which samples are peaks cannot be foretold. */
[[nodiscard]] std::uint64_t peakBits(const double* samples, int count, double threshold);

} // namespace phonostage::dsp
