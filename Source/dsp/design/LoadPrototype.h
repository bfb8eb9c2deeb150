// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/LoadDivider.h"
#include "dsp/design/fit/QuadraticRatio.h"

#include <array>
#include <complex>
#include <cstddef>
#include <optional>

namespace phonostage::dsp {

/** A root of a polynomial in s, radians per sample, in the left half-plane; imag > 0 stands for it and its mirror. */
struct AnalogueRoot {
    double real = 0.0, imag = 0.0;
};

/** Both roots of a pair mapped by z = exp(s). */
[[nodiscard]] Quadratic mappedPair(const AnalogueRoot& root);

/** The load ratio as an analogue filter, bent off below a ceiling where one is given.

    With x = |ratio|^2 / ceiling^2 its square is ceiling^2 x (x^2 + 4) / (x^3 + x^2 + 4): that is never above the
    ceiling, at most 0.80 dB below the lower of ratio and ceiling, and next to the ratio where that is well below:
    0.001 dB at -10 dB. It is a quotient of polynomials in the squared frequency, so its poles and zeros are closed
    forms. */
class LoadPrototype {
public:
    /** ratio in radians per sample; ceilingSquare a factor of power. */
    LoadPrototype(const LoadRatio& ratio, std::optional<double> ceilingSquare);

    [[nodiscard]] double squareAt(double angle) const;
    /** With its phase, that of a minimum-phase filter. */
    [[nodiscard]] std::complex<double> at(double angle) const;
    /** Poles and zeros mapped by z = exp(s), but for those that are too fast for the rate: of high angle, in radians
       per sample, or of fast decay. */
    [[nodiscard]] QuadraticRatio matched(double highestAngle) const;

private:
    static constexpr std::size_t maxRoots = 6;

    struct Roots {
        std::array<AnalogueRoot, maxRoots> root{};
        std::size_t count = 0;
        void add(std::complex<double> s, bool alone);
        void addOfDivider(const InverseDivider& divider);
        /** |have|^2 = x ceiling^2 |want|^2. */
        void addOfLevel(const LoadRatio& ratio, double ceilingSquare, std::complex<double> x);
    };

    LoadRatio ratio_;
    std::optional<double> ceilingSquare_;
    Roots zeros_, poles_;
};

} // namespace phonostage::dsp
