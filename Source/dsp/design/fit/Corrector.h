// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/fit/QuadraticRatio.h"

#include <array>
#include <cstddef>

namespace phonostage::dsp {

/** How a corrector is built: (1 + 1/z)^fixedZeros, realZeros real zeros, and pairs of zeros and of poles, each pair
    inside the triangle of stability for every value of its two parameters. Nothing that a fit does can make it unstable
    or take its minimum phase away. There are as many zeros as poles. */
struct CorrectorShape {
    std::size_t fixedZeros = 0;
    std::size_t realZeros = 0; ///< even
    std::size_t zeroPairs = 0;
    std::size_t polePairs = 0;
    double zeroCircle = 1.0;   ///< the radius that the pairs of zeros stay inside
    double poleCircle = 1.0;   ///< and those of poles
    double largestValue = 8.0; ///< of any parameter of a zero or a pole: tanh(8) = 1 - 2e-7

    [[nodiscard]] constexpr std::size_t parameters() const { return realZeros + 2 * (zeroPairs + polePairs) + 2; }
};

/** A corrector: what a fit puts behind matched sections, so that both together are what is wanted.

    Its parameters: u of each real zero at z = -tanh(u); then, for each pair at a quadratic 1 + c1/z + c2/z^2, zeros
    first, atanh c2 and atanh(c1 / (1 + c2)), with c1 and c2 those of the unit circle; then the log of the gain at 0 Hz;
    then the delay in samples by which it may lag what is wanted. */
struct Corrector {
    static constexpr std::size_t maxParameters = 22;
    using Parameters = std::array<double, maxParameters>;

    CorrectorShape shape;
    Parameters q{};

    /** Puts a pair (of two real zeros, where the shape has those) where the roots of a quadratic are, as nearly as the
        circle allows. */
    void setZeros(std::size_t pair, const Quadratic& quadratic);
    void setPoles(std::size_t pair, const Quadratic& quadratic);

    [[nodiscard]] double gain() const; ///< at 0 Hz
    /** Puts the sections behind others. */
    void appendTo(QuadraticRatio& ratio) const;
};

/** The quadratic of a pair with the parameters u and v inside a circle. */
[[nodiscard]] Quadratic placedPair(double u, double v, double circle);

/** A closed form: real negative zeros and poles that take turns, for a target that lags by some samples (up to 1, or
    leads by as much). Near ((1 + 1/z) / 2)^(2/3 delay), whose phase is that of a constant delay; zeros and poles cancel
    where it is 0. Two pairs of each do that; any further cancel each other. For shapes without fixed zeros. */
[[nodiscard]] Corrector interlacedCorrector(const CorrectorShape& shape, double delaySamples);

} // namespace phonostage::dsp
