// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/fit/QuadraticRatio.h"

#include <array>
#include <complex>
#include <cstddef>
#include <limits>

namespace phonostage::dsp {

/** What sections have to be, at any frequency. */
class FitGoal {
public:
    /** At an angle in radians per sample: what is wanted in the band, and above it the most that is allowed. */
    [[nodiscard]] virtual std::complex<double> wanted(double angle, bool aboveBand) const = 0;

protected:
    ~FitGoal() = default;
};

/** What sections do against the goal. Decibels and degrees. */
struct FitFigures {
    double errorDb = 0.0;      ///< largest magnitude error in the band; infinite where anything is no number
    double phaseDeg = 0.0;     ///< largest phase error there, after delaySamples
    double delaySamples = 0.0; ///< the constant delay, up to 2 samples, that leaves the smallest phase error
    double upperDb = 0.0;      ///< largest magnitude error in the upper points
    double overDb =
        -std::numeric_limits<double>::infinity(); ///< largest error upwards, above the band or over a ceiling
};

/** Judges sections on a grid much denser than a fit's, with the angles of their poles besides: a narrow peak between
    two points of the fit's grid does not pass. */
class FitGuard {
public:
    static constexpr std::size_t maxInBand = 200;
    static constexpr std::size_t maxPoints = 802;

    /** topAngle: of the band, radians per sample. The goal must outlive the guard. */
    FitGuard(const FitGoal& goal, double topAngle) : goal_(&goal), topAngle_(topAngle) {}

    /** Points in the band first; an error upwards of more than roomDb is over the ceiling. */
    void addInBand(double angle, double roomDb = std::numeric_limits<double>::infinity());
    /** Then the upper ones, whose error counts both ways; then those above, where only an error upwards counts. */
    void addUpper(double angle);
    void addAbove(double angle) { points_[count_++] = pointAt(angle, true); }
    /** Makes levels relative to that at an angle. */
    void setReference(double angle);

    /** With a gain at 0 Hz. */
    [[nodiscard]] FitFigures judge(const QuadraticRatio& sections, double gain) const;

private:
    struct Point {
        double angle = 0.0;
        std::complex<double> delay;  ///< 1/z
        std::complex<double> factor; ///< 1 over what is wanted
        double roomDb = 0.0;
    };

    [[nodiscard]] Point pointAt(double angle, bool aboveBand) const;
    void findDelay(const std::array<double, maxInBand>& phases, FitFigures& figures) const;

    const FitGoal* goal_;
    double topAngle_;
    std::size_t inBand_ = 0, twoSided_ = 0, count_ = 0;
    std::array<Point, maxPoints> points_;
    Point reference_;
    bool hasReference_ = false;
};

} // namespace phonostage::dsp
