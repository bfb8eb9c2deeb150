// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/fit/FitGuard.h"

#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonostage::dsp {
namespace {

using Complex = std::complex<double>;

// The plain product: the library's checks for infinities cost more than all the rest.
Complex product(Complex a, Complex b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

// z stands for 1/z.
Complex product(const std::array<Quadratic, QuadraticRatio::maxCount>& quadratics, std::size_t count, Complex z) {
    Complex value = 1.0;
    for (std::size_t i = 0; i < count; ++i)
        value = product(value, 1.0 + product(z, quadratics[i].c1 + quadratics[i].c2 * z));
    return value;
}

Complex responseOf(const QuadraticRatio& sections, Complex z) {
    const Complex denominator = product(sections.denominator, sections.denominators, z);
    return product(product(sections.numerator, sections.numerators, z), std::conj(denominator)) /
           std::norm(denominator);
}

double decibelsOf(Complex value) { return finiteDecibelsOfPower(std::norm(value)); }

} // namespace

FitGuard::Point FitGuard::pointAt(double angle, bool aboveBand) const {
    return {angle, std::polar(1.0, -angle), 1.0 / goal_->wanted(angle, aboveBand), 0.0};
}

void FitGuard::addInBand(double angle, double roomDb) {
    points_[count_] = pointAt(angle, false);
    points_[count_++].roomDb = roomDb;
    inBand_ = twoSided_ = count_;
}

void FitGuard::addUpper(double angle) {
    addAbove(angle);
    twoSided_ = count_;
}

void FitGuard::setReference(double angle) {
    reference_ = pointAt(angle, false);
    hasReference_ = true;
}

void FitGuard::findDelay(const std::array<double, maxInBand>& phases, FitFigures& figures) const {
    // The largest of many straight lines' distances is convex in the delay: golden section.
    const auto largest = [&](double delay) {
        double value = 0.0;
        for (std::size_t i = 0; i < inBand_; ++i)
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
    figures.delaySamples = 0.5 * (low + high);
    figures.phaseDeg = largest(figures.delaySamples) * 180.0 / std::numbers::pi;
}

FitFigures FitGuard::judge(const QuadraticRatio& sections, double gain) const {
    for (std::size_t i = 0; i < sections.numerators; ++i)
        gain /= sections.numerator[i].atDc;
    for (std::size_t i = 0; i < sections.denominators; ++i)
        gain *= sections.denominator[i].atDc;
    if (hasReference_) gain = 1.0 / std::abs(product(reference_.factor, responseOf(sections, reference_.delay)));
    const auto errorAt = [&](const Point& point) {
        return gain * product(point.factor, responseOf(sections, point.delay));
    };

    FitFigures figures;
    std::array<double, maxInBand> phases{};
    double sum = 0.0; // a NaN anywhere shows here, where std::max would hide it
    for (std::size_t i = 0; i < count_; ++i) {
        const Complex error = errorAt(points_[i]);
        const double errorDb = decibelsOf(error);
        sum += errorDb;
        figures.overDb = std::max(figures.overDb, errorDb - points_[i].roomDb);
        if (i < inBand_) {
            figures.errorDb = std::max(figures.errorDb, std::abs(errorDb));
            phases[i] = std::arg(error);
        } else if (i < twoSided_) {
            figures.upperDb = std::max(figures.upperDb, std::abs(errorDb));
        }
    }
    for (std::size_t i = 0; i < sections.denominators; ++i) {
        const Quadratic& pair = sections.denominator[i];
        if (pair.c1 * pair.c1 >= 4.0 * pair.c2) continue; // real poles peak at half the rate
        const double angle = std::acos(std::clamp(-0.5 * pair.c1 / std::sqrt(pair.c2), -1.0, 1.0));
        if (angle > topAngle_) figures.overDb = std::max(figures.overDb, decibelsOf(errorAt(pointAt(angle, true))));
    }
    findDelay(phases, figures);
    if (!std::isfinite(sum + figures.phaseDeg + figures.overDb))
        figures.errorDb = std::numeric_limits<double>::infinity();
    return figures;
}

} // namespace phonostage::dsp
