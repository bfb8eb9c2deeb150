// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <vector>

namespace phonostage::tests {

/** In place; the length must be a power of two. */
void fourier(std::vector<std::complex<double>>& values);

struct NullResult {
    double gainErrorDb = 0.0;
    double delaySamples = 0.0;
    double depthDb = 0.0; ///< residual against truth, both between 20 Hz and 20 kHz
};

/** How far a signal is from the truth after the best constant delay is removed, and nothing else: a gain error counts.
    Both in volts, at one rate. */
[[nodiscard]] NullResult compare(const std::vector<double>& signal, const std::vector<double>& truth, double rateHz);

} // namespace phonostage::tests
