// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/DeEmphasisGoal.h"

#include "dsp/Angles.h"
#include "dsp/design/DeEmphasisSections.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr double upperEnd = 0.9 * pi; // 0.45 of the rate

double share(int i, int count) { return static_cast<double>(i) / static_cast<double>(count); }

// Degrees that weigh as much as 1.5e-5 dB: a fiftieth of a degree where less than half of the range up to half the rate
// must be right, a whole one where nearly all of it must.
double phaseUnitDeg(double bandShare) {
    const double x = std::clamp((bandShare - 0.4535) / (0.833 - 0.4535), 0.0, 1.0);
    return std::pow(10.0, 1.7 * (x - 1.0));
}

} // namespace

DeEmphasisGoal::DeEmphasisGoal(const CurveNetwork& network, double sampleRateHz)
    : network_(network), rate_(sampleRateHz), top_(2.0 * pi * bandTopHz(sampleRateHz) / sampleRateHz),
      matched_(matchedSections(network, sampleRateHz)) {}

std::complex<double> DeEmphasisGoal::wanted(double angle, bool) const {
    const double hz = angle * rate_ / (2.0 * pi);
    return response(network_, hz) / response(matched_, hz, rate_);
}

DeEmphasis DeEmphasisGoal::with(const QuadraticRatio& corrector) const {
    DeEmphasis design = matched_;
    for (std::size_t i = 0; i < corrector.denominators; ++i) {
        const Quadratic& above = corrector.numerator[i];
        const Quadratic& below = corrector.denominator[i];
        const double scale = below.atDc / above.atDc;
        design.biquad[static_cast<std::size_t>(design.biquadCount++)] = {scale, scale * above.c1, scale * above.c2,
                                                                         below.c1, below.c2};
    }
    return design;
}

FitTarget DeEmphasisGoal::target() const {
    constexpr int band = 48, upper = 32, above = 24;
    FitTarget target;
    for (int i = 1; i <= band; ++i)
        target.add(top_ * std::sin(0.5 * pi * i / band), 1.5e-5);
    target.inBand = target.points;
    if (upperEnd > 1.01 * top_)
        for (int i = 1; i <= upper; ++i)
            target.add(top_ + (upperEnd - top_) * i / upper, 1.5e-3);
    target.twoSided = target.points;
    const double from = std::max(upperEnd, 1.002 * top_);
    for (int i = 0; i < above; ++i)
        target.add(pi - (pi - from) * std::pow(0.02, share(i, above - 1)), 3e-3);
    for (std::size_t i = 0; i < target.points; ++i)
        target.aim(i, wanted(target.angle[i], i >= target.inBand));
    target.withPhase = !network_.inverse;
    target.phaseUnit = phaseUnitDeg(top_ / pi) * pi / 180.0;
    return target;
}

FitGuard DeEmphasisGoal::guard() const {
    constexpr int low = 24, band = 150, upper = 80, above = 120;
    FitGuard guard(*this, top_);
    const double lowest = 2.0 * pi * 20.0 * std::min(1.0, network_.speedRatio) / rate_;
    for (int i = 0; i < low; ++i)
        guard.addInBand(lowest * std::pow(0.02 * top_ / lowest, share(i, low)));
    for (int i = 1; i <= band; ++i) // denser towards the top, where the errors swing faster
        guard.addInBand(top_ * std::sin(0.5 * pi * i / band));
    if (upperEnd > 1.001 * top_)
        for (int i = 1; i <= upper; ++i)
            guard.addUpper(top_ + (upperEnd - top_) * i / upper);
    const double from = std::max(upperEnd, top_);
    for (int i = 0; i < above; ++i) // closer and closer together towards half the rate, itself the last one
        guard.addAbove(pi - (pi - from) * (std::pow(1e-4, share(i, above - 1)) - 1e-4));
    guard.setReference(2.0 * pi * referenceHz(network_, rate_) / rate_);
    return guard;
}

} // namespace phonostage::dsp
