// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/LoadFilterSections.h"

#include <array>
#include <cstddef>

namespace phonostage::dsp {

/** What is left to correct: log magnitude and phase on a grid of angular frequencies, with the error that counts as one
    unit. Order of the points: in band (magnitude, and phase where wanted), upper (magnitude), ceiling (only an error
    upwards counts). */
struct LoadFitTarget {
    static constexpr std::size_t maxInBand = 72;
    static constexpr std::size_t maxPoints = 176;

    std::size_t inBand = 0, twoSided = 0, points = 0;
    std::array<double, maxPoints> angle{};         ///< radians per sample
    std::array<double, maxPoints> logMagnitude{};  ///< wanted, nepers
    std::array<double, maxPoints> magnitudeUnit{}; ///< nepers
    std::array<double, maxInBand> phase{};         ///< wanted, radians
    double phaseUnit = 0.0;                        ///< radians; 0: the phase does not count
};

/** As many quadratics above as below: for each the two parameters of its place in the triangle of stability,
    atanh c2 and atanh(c1 / (1 + c2)), numerators first; then the log of the gain and the delay in samples. Whatever a
    fit does, its zeros stay inside the unit circle and its poles inside a circle that is somewhat smaller. */
struct LoadFitPoint {
    static constexpr std::size_t maxSections = 5;
    static constexpr std::size_t maxParameters = 4 * maxSections + 2;
    std::size_t sections = 2;
    double poleCircle = 0.98;
    std::array<double, maxParameters> q{};

    /** Puts a numerator (or denominator) where the quadratic is, as nearly as the circle allows. */
    void set(std::size_t section, bool below, const Quadratic& quadratic);

    [[nodiscard]] std::size_t parameters() const { return 4 * sections + 2; }
    [[nodiscard]] double gain() const; ///< at 0 Hz
    /** The sections put behind others. */
    void appendTo(QuadraticRatio& ratio) const;
};

struct LoadFit {
    LoadFitPoint point;
    double cost = 0.0; ///< sum of the squared residuals
    int evaluations = 0;
};

/** Levenberg-Marquardt from a start point. At most maxEvaluations evaluations; no allocation. */
[[nodiscard]] LoadFit fitLoad(const LoadFitTarget& target, const LoadFitPoint& start, int maxEvaluations);

} // namespace phonostage::dsp
