// SPDX-License-Identifier: GPL-3.0-or-later
#include "Curve.h"

#include "HighPass.h"

#include <cmath>
#include <numbers>

namespace phonostage::dsp {
namespace {

using Complex = std::complex<double>;

// One microsecond figure typed in decimal must not fall out of its range by the rounding of the last bit.
constexpr double slack = 1.0 + 1e-12;

// Written so that a NaN is outside every range.
bool isWithin(double seconds, double lowest, double highest) {
    return seconds >= lowest / slack && seconds <= highest * slack;
}

Complex corner(double angular, double seconds) { return {1.0, angular * seconds}; }

// The curve without its scale and without the 1 Hz limit of the integrating curves. An integrator keeps its 1/s.
Complex unscaled(const Curve& curve, double angular) {
    Complex numerator = 1.0;
    Complex denominator = 1.0;
    if (curve.turnoverSeconds) numerator *= corner(angular, *curve.turnoverSeconds);
    if (curve.neumann) numerator *= corner(angular, neumannSeconds);
    if (curve.shelfSeconds) denominator *= corner(angular, *curve.shelfSeconds);
    if (curve.rolloffSeconds) denominator *= corner(angular, *curve.rolloffSeconds);
    if (curve.isIntegrating()) denominator *= Complex(0.0, angular);
    if (curve.inverse) return denominator / numerator;
    if (curve.iec) {
        numerator *= Complex(0.0, angular * iecSeconds);
        denominator *= corner(angular, iecSeconds);
    }
    return numerator / denominator;
}

} // namespace

const char* whyIllegal(const Curve& curve) {
    if (curve.shelfSeconds && !isWithin(*curve.shelfSeconds, 500e-6, 32000e-6))
        return "The bass shelf must lie between 500 and 32000 us: choose a value in that range, or none.";
    if (curve.turnoverSeconds && !isWithin(*curve.turnoverSeconds, 100e-6, 2000e-6))
        return "The turnover must lie between 100 and 2000 us: choose a value in that range, or none.";
    if (curve.rolloffSeconds && !(*curve.rolloffSeconds > 0.0 && *curve.rolloffSeconds <= 300e-6 * slack))
        return "The roll-off must lie above 0 and up to 300 us: choose a value in that range, or none.";
    if (curve.shelfSeconds && !curve.turnoverSeconds)
        return "The bass shelf (500 to 32000 us) needs a turnover: give a turnover of 100 to 2000 us, or no shelf.";
    if (curve.shelfSeconds && !(*curve.shelfSeconds > *curve.turnoverSeconds))
        return "The bass shelf (500 to 32000 us) must be longer than the turnover: make the shelf longer or the "
               "turnover "
               "(100 to 2000 us) shorter.";
    return nullptr;
}

std::complex<double> analogueResponse(const Curve& curve, double frequencyHz, bool withLowLimit) {
    constexpr double twoPi = 2.0 * std::numbers::pi;
    const double angular = twoPi * frequencyHz;
    const double scale = 1.0 / std::abs(unscaled(curve, twoPi * 1000.0));
    if (!curve.isIntegrating() || curve.inverse || !withLowLimit) return scale * unscaled(curve, angular);

    // The limit's numerator s^2 takes the integrator's 1/s away, so that 0 Hz is an ordinary point.
    Curve bounded = curve;
    bounded.turnoverSeconds.reset();
    const Complex s(0.0, angular);
    const double limit = twoPi * dcCornerHz;
    const Complex limited = s / (s * s + std::numbers::sqrt2 * limit * s + limit * limit);
    return scale * unscaled(bounded, angular) * corner(angular, *curve.turnoverSeconds) * limited;
}

} // namespace phonostage::dsp
