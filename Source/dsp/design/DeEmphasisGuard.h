// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/DeEmphasis.h"
#include "dsp/design/DeEmphasisNetwork.h"

#include <array>
#include <cstddef>

namespace phonostage::dsp {

/** What a design does against the exact network, with its magnitude at the reference frequency. Decibels and degrees.
 */
struct DesignFigures {
    double errorDb = 0.0;      ///< largest magnitude error, 20 Hz (at a low speed 20 r) to the top of the band
    double phaseDeg = 0.0;     ///< largest phase error there, after delaySamples
    double delaySamples = 0.0; ///< the constant delay that leaves the smallest phase error
    double upperDb = 0.0;      ///< largest magnitude error from there to 0.45 rate
    double peakDb = 0.0;       ///< largest error upwards from the top of the band to half the rate

    /** The largest of the three magnitudes over what each may be; below 1 is good. Infinite where one is no number. */
    double magnitudeRating = 0.0;
    double phaseRating = 0.0; ///< the phase error over what it may be
};

/** The top of the band that the accuracy holds for: 20 kHz, below 44.1 kHz in proportion to the rate (0.4535 of it). */
[[nodiscard]] double bandTopHz(double sampleRateHz);

/** The phase error that a playback design may have at a rate, degrees. */
[[nodiscard]] double phaseLimitDeg(double sampleRateHz);

constexpr double errorLimitDb = 1e-4;
constexpr double upperLimitDb = 0.005;
constexpr double peakLimitDb = 0.01;

/** Judges designs for one network and rate on a grid much denser than the fit's, with the angles of their poles
   besides: a narrow peak between two points of the fit's grid does not pass. */
class DeEmphasisGuard {
public:
    /** matched: the sections that all designs to be judged begin with; only the biquads behind them are looked at. */
    DeEmphasisGuard(const CurveNetwork& network, double sampleRateHz, const DeEmphasis& matched);

    [[nodiscard]] DesignFigures judge(const DeEmphasis& design) const;

private:
    static constexpr std::size_t lowPoints = 24;
    static constexpr std::size_t bandPoints = 150;
    static constexpr std::size_t upperPoints = 80;
    static constexpr std::size_t topPoints = 120;
    static constexpr std::size_t inBand = lowPoints + bandPoints;
    static constexpr std::size_t maxPoints = inBand + upperPoints + topPoints;

    struct Point {
        double angle = 0.0;
        std::complex<double> delay;    ///< 1/z
        std::complex<double> relative; ///< matched sections over network
    };

    [[nodiscard]] Point pointAt(double angle) const;
    [[nodiscard]] double bestDelay(const std::array<double, inBand>& phases, double& worst) const;
    [[nodiscard]] double peakAtPolesDb(const DeEmphasis& design, double scale) const;

    CurveNetwork network_;
    double rate_;
    DeEmphasis matched_;
    double topAngle_ = 0.0;
    std::size_t upperEnd_ = 0;
    std::size_t count_ = 0;
    std::array<Point, maxPoints> points_;
    Point reference_; ///< the reference frequency
};

} // namespace phonostage::dsp
