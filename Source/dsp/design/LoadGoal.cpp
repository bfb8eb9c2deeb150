// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/LoadGoal.h"

#include "dsp/Angles.h"
#include "dsp/design/LoadFilter.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

using Complex = std::complex<double>;

// Where the band is limited: room for what a fit may miss the ceiling by.
constexpr double belowLimitDb = 0.05;

double share(int i, int count) { return static_cast<double>(i) / static_cast<double>(count); }

} // namespace

LoadGoal::LoadGoal(const LoadCorrection& settings, double rate)
    : ratio(settings, 1.0 / rate), lowest(2.0 * pi * 20.0 / rate), top(2.0 * pi * bandTopHz(rate) / rate),
      limitDb(settings.limitDb), neededDb(finiteDecibelsOfPower(ratio.largest(lowest, top).square)),
      isLimited(neededDb > limitDb),
      ceilingDb(isLimited ? limitDb - belowLimitDb
                          : std::min(limitDb - std::min(0.3, 0.2 * (limitDb - neededDb)), neededDb + levelOffDb)),
      ceilingSquare(isLimited || finiteDecibelsOfPower(ratio.largest(lowest, pi).square) > ceilingDb
                        ? std::optional(squareOfDecibels(ceilingDb))
                        : std::nullopt),
      prototype(ratio, ceilingSquare) {}

Complex LoadGoal::wanted(double angle, bool aboveBand) const {
    if (aboveBand) return std::sqrt(squareOfDecibels(limitDb));
    return isLimited ? prototype.at(angle) : ratio.have.at(angle) / ratio.want.at(angle);
}

FitTarget LoadGoal::target(std::array<Complex, FitTarget::maxPoints>& values) const {
    constexpr int low = 12, band = 60, upper = 40, ceiling = 40, highest = 20;
    FitTarget target;
    const auto append = [&](double angle, double unitDb, Complex value) {
        values[target.points] = value;
        target.add(angle, unitDb);
    };
    for (int i = 0; i < low; ++i) {
        const double angle = lowest * std::pow(0.03 * top / lowest, share(i, low));
        append(angle, magnitudeUnitDb, wanted(angle, false));
    }
    for (int i = 1; i <= band; ++i) { // denser towards the top
        const double angle = top * std::sin(0.5 * pi * share(i, band));
        append(angle, magnitudeUnitDb, wanted(angle, false));
    }
    target.inBand = target.points;
    const double end = 0.95 * pi;
    for (int i = 1; i <= upper && end > 1.01 * top; ++i) {
        const double angle = top * std::pow(end / top, std::pow(share(i, upper), 3.0));
        append(angle, 0.1, prototype.at(angle));
    }
    target.twoSided = target.points;
    const double most = std::sqrt(squareOfDecibels(ceilingDb));
    for (int i = 1; i <= ceiling; ++i)
        append(top * std::pow(0.97 * pi / top, std::pow(share(i, ceiling), 3.0)), 0.003, most);
    for (int i = 0; i < highest; ++i)
        append(pi * (1.0 - 0.03 * share(i, highest)), 0.003, most);
    return target;
}

FitGuard LoadGoal::guard() const {
    constexpr int low = 40, band = 160, above = 300;
    FitGuard guard(*this, top);
    const auto addInBand = [&](double angle) {
        guard.addInBand(angle, limitDb - finiteDecibelsOfPower(std::norm(wanted(angle, false))));
    };
    for (int i = 0; i < low; ++i)
        addInBand(lowest * std::pow(top / lowest, share(i, low)));
    for (int i = 1; i <= band; ++i)
        addInBand(top * std::sin(0.5 * pi * share(i, band)));
    for (int i = 0; i <= above; ++i) {
        const double part = share(i, above);
        guard.addAbove(top + (pi - top) * part);
        guard.addAbove(top * std::pow(pi / top, part * part * part));
    }
    return guard;
}

} // namespace phonostage::dsp
