// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/LoadPrototype.h"
#include "dsp/design/fit/FitGuard.h"
#include "dsp/design/fit/FitTarget.h"

#include <array>
#include <cmath>
#include <complex>
#include <optional>

namespace phonostage::dsp {

/** The square of a factor in dB. */
inline double squareOfDecibels(double db) { return std::pow(10.0, 0.1 * db); }

/** The load ratio, and the limits of what may stand for it. Decibels of its level. */
class LoadGoal final : public FitGoal {
public:
    LoadGoal(const LoadCorrection& settings, double sampleRateHz);

    /** The exact ratio in band, unless it is limited there; above it the limit. */
    [[nodiscard]] std::complex<double> wanted(double angle, bool aboveBand) const override;
    /** For a fit: adds the wanted value of each point to the list. */
    [[nodiscard]] FitTarget target(std::array<std::complex<double>, FitTarget::maxPoints>& values) const;
    /** On a denser grid; nowhere above the limit. */
    [[nodiscard]] FitGuard guard() const;

    static constexpr double magnitudeUnitDb = 1e-4; ///< error in the band that counts as one unit

    LoadRatio ratio;
    double lowest, top; ///< of the band, radians per sample
    double limitDb;
    double neededDb; ///< in the band
    bool isLimited;
    double ceilingDb;
    std::optional<double> ceilingSquare; ///< none where the ratio stays below it by itself
    LoadPrototype prototype;
};

} // namespace phonostage::dsp
