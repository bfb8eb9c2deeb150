// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/DeEmphasis.h"

#include <array>
#include <cstddef>

namespace phonostage::dsp {

/** How a corrector is built: (1 + 1/z)^fixedZeros, realZeros real zeros at -tanh(u), and biquads whose two poles lie
    inside the stability triangle for every value of their two parameters. Nothing that a fit does can make it unstable
    or take its minimum phase away. fixedZeros + realZeros is twice the number of biquads. */
struct CorrectorShape {
    std::size_t fixedZeros = 2;
    std::size_t realZeros = 4;
    std::size_t biquads = 3;

    [[nodiscard]] constexpr std::size_t parameters() const { return realZeros + 2 * biquads + 2; }
};

/** The parameters of a corrector: u of each real zero, then (atanh c2, atanh(c1 / (1 + c2))) for each denominator
    1 + c1/z + c2/z^2, then the log of the gain, then the constant delay in samples. */
struct CorrectorPoint {
    static constexpr std::size_t maxParameters = 12;
    std::array<double, maxParameters> q{};
};

/** What the corrector has to be: log magnitude and phase on a grid of angular frequencies, with the error that counts
    as one unit. The order of the points: in band (magnitude, and phase where wanted), upper (magnitude), above (only an
    error upwards counts). */
struct CorrectorTarget {
    static constexpr std::size_t maxInBand = 48;
    static constexpr std::size_t maxPoints = 104;

    std::size_t inBand = 0;
    std::size_t twoSided = 0; ///< in band and upper
    std::size_t points = 0;
    std::array<double, maxPoints> angle{};         ///< radians per sample
    std::array<double, maxPoints> logMagnitude{};  ///< wanted, nepers
    std::array<double, maxPoints> magnitudeUnit{}; ///< nepers
    std::array<double, maxInBand> phase{};         ///< wanted, radians
    bool withPhase = true;
    double phaseUnit = 1.0; ///< radians
};

struct CorrectorFit {
    CorrectorPoint point;
    double cost = 0.0; ///< sum of the squared residuals
    int evaluations = 0;
};

/** Levenberg-Marquardt from a start point, with a faint pull back to it, which pins pairs of a pole and a zero that
    nearly cancel. At most maxEvaluations evaluations of the corrector; no allocation. */
[[nodiscard]] CorrectorFit fitCorrector(const CorrectorShape& shape, const CorrectorTarget& target,
                                        const CorrectorPoint& start, int maxEvaluations);

/** The design with the corrector's biquads behind its own, each with unit gain at 0 Hz. */
[[nodiscard]] DeEmphasis withCorrector(const DeEmphasis& design, const CorrectorShape& shape,
                                       const CorrectorPoint& point);

} // namespace phonostage::dsp
