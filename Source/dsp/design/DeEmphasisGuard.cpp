// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/DeEmphasisGuard.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace phonostage::dsp {
namespace {

using Complex = std::complex<double>;
constexpr double pi = std::numbers::pi;

// The plain product: the library's checks for infinities cost more than all the rest.
Complex product(Complex a, Complex b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

// The response of the biquads from one on; z stands for 1/z.
Complex biquadResponse(const DeEmphasis& design, int first, Complex z) {
    Complex numerator = 1.0;
    Complex denominator = 1.0;
    for (int i = first; i < design.biquadCount; ++i) {
        const Biquad& section = design.biquad[static_cast<std::size_t>(i)];
        numerator = product(numerator, section.b0 + product(z, section.b1 + section.b2 * z));
        denominator = product(denominator, 1.0 + product(z, section.a1 + section.a2 * z));
    }
    return product(numerator, std::conj(denominator)) / std::norm(denominator);
}

double decibels(Complex value) { return 10.0 * std::log10(std::max(std::norm(value), 1e-300)); }

} // namespace

double bandTopHz(double sampleRateHz) { return 20000.0 * std::min(1.0, sampleRateHz / 44100.0); }

double phaseLimitDeg(double sampleRateHz) {
    if (sampleRateHz >= 88200.0) return 0.02;
    if (sampleRateHz >= 64000.0) return 0.1;
    return sampleRateHz >= 48000.0 ? 0.6 : 1.3;
}

DeEmphasisGuard::DeEmphasisGuard(const CurveNetwork& network, double sampleRateHz, const DeEmphasis& matched)
    : network_(network), rate_(sampleRateHz), matched_(matched),
      topAngle_(2.0 * pi * bandTopHz(sampleRateHz) / sampleRateHz) {
    const double lowest = 2.0 * pi * 20.0 * std::min(1.0, network.speedRatio) / sampleRateHz;
    for (std::size_t i = 0; i < lowPoints; ++i)
        points_[count_++] = pointAt(
            lowest * std::pow(0.02 * topAngle_ / lowest, static_cast<double>(i) / static_cast<double>(lowPoints)));
    for (std::size_t i = 1; i <= bandPoints; ++i) // denser towards the top, where the errors swing faster
        points_[count_++] =
            pointAt(topAngle_ * std::sin(0.5 * pi * static_cast<double>(i) / static_cast<double>(bandPoints)));
    const double upper = 0.9 * pi;
    if (upper > 1.001 * topAngle_)
        for (std::size_t i = 1; i <= upperPoints; ++i)
            points_[count_++] =
                pointAt(topAngle_ + (upper - topAngle_) * static_cast<double>(i) / static_cast<double>(upperPoints));
    upperEnd_ = count_;
    for (std::size_t i = 0; i < topPoints; ++i) // closer and closer together towards half the rate, itself the last one
        points_[count_++] =
            pointAt(pi - (pi - std::max(upper, topAngle_)) *
                             (std::pow(1e-4, static_cast<double>(i) / static_cast<double>(topPoints - 1)) - 1e-4));
    reference_ = pointAt(2.0 * pi * referenceHz(network, sampleRateHz) / sampleRateHz);
}

DeEmphasisGuard::Point DeEmphasisGuard::pointAt(double angle) const {
    const double hz = angle * rate_ / (2.0 * pi);
    return {angle, std::polar(1.0, -angle), response(matched_, hz, rate_) / response(network_, hz)};
}

double DeEmphasisGuard::bestDelay(const std::array<double, inBand>& phases, double& worst) const {
    // The largest of many straight lines' distances is convex in the delay: golden section.
    const auto largest = [&](double delay) {
        double value = 0.0;
        for (std::size_t i = 0; i < inBand; ++i)
            value = std::max(value, std::abs(phases[i] + delay * points_[i].angle));
        return value;
    };
    const double golden = 0.5 * (std::sqrt(5.0) - 1.0);
    double low = -2.0;
    double high = 2.0;
    double first = high - golden * (high - low);
    double second = low + golden * (high - low);
    double atFirst = largest(first);
    double atSecond = largest(second);
    for (int i = 0; i < 44; ++i) {
        if (atFirst < atSecond) {
            high = second;
            second = first;
            atSecond = atFirst;
            first = high - golden * (high - low);
            atFirst = largest(first);
        } else {
            low = first;
            first = second;
            atFirst = atSecond;
            second = low + golden * (high - low);
            atSecond = largest(second);
        }
    }
    const double delay = 0.5 * (low + high);
    worst = largest(delay);
    return delay;
}

double DeEmphasisGuard::peakAtPolesDb(const DeEmphasis& design, double scale) const {
    double peak = -std::numeric_limits<double>::infinity();
    for (int i = matched_.biquadCount; i < design.biquadCount; ++i) {
        const Biquad& section = design.biquad[static_cast<std::size_t>(i)];
        const double radius = std::sqrt(std::max(section.a2, 0.0));
        if (section.a1 * section.a1 >= 4.0 * section.a2 || !(radius > 0.0))
            continue; // real poles peak at half the rate
        const double angle = std::acos(std::clamp(-0.5 * section.a1 / radius, -1.0, 1.0));
        if (angle < topAngle_) continue;
        const Point point = pointAt(angle);
        peak = std::max(
            peak, decibels(scale * product(point.relative, biquadResponse(design, matched_.biquadCount, point.delay))));
    }
    return peak;
}

DesignFigures DeEmphasisGuard::judge(const DeEmphasis& design) const {
    DesignFigures figures;
    const double scale =
        1.0 / std::abs(product(reference_.relative, biquadResponse(design, matched_.biquadCount, reference_.delay)));
    std::array<double, inBand> phases{};
    figures.peakDb = peakAtPolesDb(design, scale);
    double sum = 0.0; // a NaN anywhere shows here, where std::max would hide it
    for (std::size_t i = 0; i < count_; ++i) {
        const Complex ratio =
            scale * product(points_[i].relative, biquadResponse(design, matched_.biquadCount, points_[i].delay));
        const double errorDb = decibels(ratio);
        sum += errorDb;
        if (i < inBand) {
            figures.errorDb = std::max(figures.errorDb, std::abs(errorDb));
            phases[i] = std::arg(ratio);
        } else {
            figures.peakDb = std::max(figures.peakDb, errorDb);
            if (i < upperEnd_) figures.upperDb = std::max(figures.upperDb, std::abs(errorDb));
        }
    }
    double worst = 0.0;
    figures.delaySamples = bestDelay(phases, worst);
    figures.phaseDeg = worst * 180.0 / pi;
    figures.magnitudeRating =
        std::max({figures.errorDb / errorLimitDb, figures.upperDb / upperLimitDb, figures.peakDb / peakLimitDb});
    figures.phaseRating = figures.phaseDeg / phaseLimitDeg(rate_);
    if (!std::isfinite(sum + worst + figures.peakDb)) figures.magnitudeRating = std::numeric_limits<double>::infinity();
    return figures;
}

} // namespace phonostage::dsp
