// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/fit/QuadraticRatio.h"

#include <cmath>

namespace phonostage::dsp {

std::complex<double> QuadraticRatio::at(double angle) const {
    using Complex = std::complex<double>;
    // 1 + c1/z + c2/z^2 by powers of 1 - 1/z, where nothing cancels: atDc - (c1 + 2 c2) d + c2 d^2.
    const Complex d = Complex(0.0, 2.0 * std::sin(0.5 * angle)) * std::polar(1.0, -0.5 * angle);
    const auto value = [d](const Quadratic& q) { return 1.0 + d * (q.c2 * d - (q.c1 + 2.0 * q.c2)) / q.atDc; };
    Complex result = 1.0;
    for (std::size_t i = 0; i < numerators; ++i)
        result *= value(numerator[i]);
    for (std::size_t i = 0; i < denominators; ++i)
        result /= value(denominator[i]);
    return result;
}

} // namespace phonostage::dsp
