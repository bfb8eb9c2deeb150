// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <complex>
#include <cstddef>

namespace phonostage::dsp {

/** The top of the band that the accuracy holds for: 20 kHz, below 44.1 kHz in proportion to the rate (0.4535 of it). */
[[nodiscard]] double bandTopHz(double sampleRateHz);

/** What a corrector has to be: log magnitude and phase on a grid of angular frequencies, with the error that counts as
    one unit. The order of the points: in band (magnitude, and phase where wanted), upper (magnitude), above (only an
    error upwards counts). */
struct FitTarget {
    static constexpr std::size_t maxInBand = 72;
    static constexpr std::size_t maxPoints = 176;

    std::size_t inBand = 0;
    std::size_t twoSided = 0; ///< in band and upper
    std::size_t points = 0;
    std::array<double, maxPoints> angle{};         ///< radians per sample
    std::array<double, maxPoints> logMagnitude{};  ///< wanted, nepers
    std::array<double, maxPoints> magnitudeUnit{}; ///< nepers
    std::array<double, maxInBand> phase{};         ///< wanted, radians, without jumps
    bool withPhase = true;
    double phaseUnit = 1.0; ///< radians

    void add(double angleRadians, double unitDb);
    /** Says what is wanted at a point. Points in band one after the other, once inBand is set. */
    void aim(std::size_t point, std::complex<double> wanted);
    /** Of what is wanted, by its phase at a low point: a straight line up to there. */
    [[nodiscard]] double delaySamples(std::size_t point) const { return -phase[point] / angle[point]; }
};

} // namespace phonostage::dsp
