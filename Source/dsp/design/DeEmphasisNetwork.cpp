// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/DeEmphasisNetwork.h"

#include "dsp/Angles.h"
#include "dsp/design/HighPass.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonostage::dsp {
namespace {

using Complex = std::complex<double>;

// Time constants that differ by less are one: the same figure, typed in another unit. It makes 1e-11 dB.
constexpr double sameRatio = 1e-12;

Complex corner(double angular, double seconds) { return {1.0, angular * seconds}; }

Complex cornersResponse(const CurveNetwork& network, double angular) {
    Complex numerator = 1.0;
    Complex denominator = 1.0;
    for (std::size_t i = 0; i < network.zeros.count(); ++i)
        numerator *= corner(angular, network.zeros[i]);
    for (std::size_t i = 0; i < network.poles.count(); ++i)
        denominator *= corner(angular, network.poles[i]);
    if (network.highPassSeconds > 0.0) {
        numerator *= Complex(0.0, angular * network.highPassSeconds);
        denominator *= corner(angular, network.highPassSeconds);
    }
    return numerator / denominator;
}

// Without the 1 Hz limit and with a scale of 1.
double magnitude(const CurveNetwork& network, double frequencyHz) {
    const double angular = twoPi * frequencyHz;
    const double corners = std::abs(cornersResponse(network, angular));
    if (network.integrators == 0) return corners;
    return network.integrators > 0 ? corners / angular : corners * angular;
}

// The curve at r times the record's speed: its time constants divided by r.
CurveNetwork playedCurve(const Curve& curve, double r) {
    CurveNetwork network;
    network.inverse = curve.inverse;
    network.speedRatio = r;
    CornerList& zeros = curve.inverse ? network.poles : network.zeros;
    CornerList& poles = curve.inverse ? network.zeros : network.poles;
    if (curve.turnoverSeconds) zeros.add(*curve.turnoverSeconds / r);
    if (curve.neumann) zeros.add(neumannSeconds / r);
    if (curve.shelfSeconds) poles.add(*curve.shelfSeconds / r);
    if (curve.rolloffSeconds) poles.add(*curve.rolloffSeconds / r);
    if (curve.isIntegrating()) network.integrators = curve.inverse ? -1 : 1;
    if (curve.iec && !curve.inverse) network.highPassSeconds = iecSeconds / r;
    return network;
}

void cancelEqualCorners(CurveNetwork& network) {
    for (std::size_t zero = 0; zero < network.zeros.count();) {
        std::size_t pole = 0;
        while (pole < network.poles.count() &&
               std::abs(network.poles[pole] - network.zeros[zero]) > sameRatio * network.zeros[zero])
            ++pole;
        if (pole == network.poles.count()) {
            ++zero;
            continue;
        }
        network.poles.remove(pole);
        network.zeros.remove(zero);
    }
}

} // namespace

void CornerList::add(double seconds) {
    std::size_t at = count_++;
    for (; at > 0 && seconds_[at - 1] < seconds; --at)
        seconds_[at] = seconds_[at - 1];
    seconds_[at] = seconds;
}

void CornerList::remove(std::size_t i) {
    --count_;
    for (; i < count_; ++i)
        seconds_[i] = seconds_[i + 1];
}

CurveNetwork networkOf(const FilterSettings& settings) {
    const double r = settings.speedRatio;
    CurveNetwork network = playedCurve(settings.curve, r);
    const double ownLevel = magnitude(network, 1000.0 * r);
    if (!settings.undoRiaa) {
        network.scale = (settings.curve.inverse ? r : 1.0 / r) / ownLevel;
        return network;
    }
    const Curve riaa;
    network.undone = true;
    network.scale = (settings.curve.inverse ? r : 1.0 / r) * (magnitude(playedCurve(riaa, 1.0), 1000.0) / ownLevel);
    network.zeros.add(*riaa.shelfSeconds);
    network.zeros.add(*riaa.rolloffSeconds);
    network.poles.add(*riaa.turnoverSeconds);
    cancelEqualCorners(network);
    return network;
}

CurveNetwork networkOf(const Curve& curve) {
    FilterSettings settings;
    settings.curve = curve;
    return networkOf(settings);
}

std::complex<double> response(const CurveNetwork& network, double frequencyHz, bool withLowLimit) {
    const double angular = twoPi * frequencyHz;
    const Complex h = network.scale * cornersResponse(network, angular);
    if (network.integrators == 0) return h;
    const Complex s(0.0, angular);
    if (network.integrators < 0) return h * s;
    if (!withLowLimit) return h / s;
    // The limit's numerator s^2 takes the integrator's 1/s away, so that 0 Hz is an ordinary point.
    const double limit = twoPi * dcCornerHz;
    return h * (s / (s * s + std::numbers::sqrt2 * limit * s + limit * limit));
}

double referenceHz(const CurveNetwork& network, double sampleRateHz) {
    return std::min(1000.0 * network.speedRatio, 0.25 * sampleRateHz);
}

} // namespace phonostage::dsp
