// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <complex>
#include <cstddef>

namespace phonostage::dsp {

/** 1 + c1/z + c2/z^2, its roots inside the unit circle or on it. */
struct Quadratic {
    double c1 = 0.0, c2 = 0.0;
    double atDc = 1.0; ///< 1 + c1 + c2, where it matters without cancellation
};

/** Numerator and denominator of a digital filter whose gain at 0 Hz is apart. */
struct QuadraticRatio {
    static constexpr std::size_t maxCount = 6;
    std::array<Quadratic, maxCount> numerator{}, denominator{};
    std::size_t numerators = 0, denominators = 0;

    void addNumerator(const Quadratic& q) { numerator[numerators++] = q; }
    void addDenominator(const Quadratic& q) { denominator[denominators++] = q; }

    /** The value at z = exp(j angle), with 1 at 0 Hz; exact at low angles, where others cancel. */
    [[nodiscard]] std::complex<double> at(double angle) const;
};

} // namespace phonostage::dsp
