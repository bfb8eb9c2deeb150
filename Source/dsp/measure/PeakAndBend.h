// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::dsp {

/** How large samples are, and how sharply they turn. */
struct PeakAndBend {
    double peak = 0.0; ///< largest |x|
    double bend = 0.0; ///< largest second difference, |(x[i] - x[i + 1]) - (x[i + 1] - x[i + 2])|
};

/** 0 for fewer samples than it takes. Not-a-number, and what it makes of a difference, is passed over, or (on some
    processors) may come out: ask !(peak <= sampleLimit). */
[[nodiscard]] PeakAndBend peakAndBend(const double* samples, int count);

} // namespace phonostage::dsp
