// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <numbers>

namespace phonostage::tests {

/** The analogue RIAA de-emphasis in closed form (3180, 318 and 75 us), 0 dB at 1 kHz. */
inline std::complex<double> analogueRiaa(double hz) {
    const auto h = [](double f) {
        const std::complex<double> s(0.0, 2.0 * std::numbers::pi * f);
        return (1.0 + 318e-6 * s) / ((1.0 + 3180e-6 * s) * (1.0 + 75e-6 * s));
    };
    return h(hz) / std::abs(h(1000.0));
}

} // namespace phonostage::tests
