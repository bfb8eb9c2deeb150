// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/StageSettings.h"

#include <complex>

namespace phonostage::dsp {

/** 1 / D(s) = c0 + c1 s + c2 s^2 of a cartridge and one load; s in radians per unit of time. */
struct InverseDivider {
    double c0 = 1.0, c1 = 0.0, c2 = 0.0;

    /** timeUnitSeconds: 1 for s in rad/s, 1 / rate for s in radians per sample. */
    InverseDivider(double coilHenry, double coilOhm, const Load& load, double timeUnitSeconds);

    [[nodiscard]] std::complex<double> at(double angle) const;
    /** |1/D|^2 = power(0) + power(1) W + power(2) W^2 with W the square of the angular frequency. */
    [[nodiscard]] double power(int exponent) const;
    [[nodiscard]] double squareAt(double angle) const;
};

/** The ratio D_want / D_have: have is its numerator, want its denominator. */
struct LoadRatio {
    InverseDivider have, want;

    LoadRatio(const LoadCorrection& settings, double timeUnitSeconds);

    [[nodiscard]] double squareAt(double angle) const { return have.squareAt(angle) / want.squareAt(angle); }

    struct Extreme {
        double square = 0.0; ///< |ratio|^2
        double angle = 0.0;
    };

    /** The largest value between two angles, exactly: the extremes are the roots of a quadratic. */
    [[nodiscard]] Extreme largest(double fromAngle, double toAngle) const;
    /** True where it is the same at every frequency. */
    [[nodiscard]] bool isConstant() const;
};

} // namespace phonostage::dsp
