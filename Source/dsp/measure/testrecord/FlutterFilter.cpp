// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/FlutterFilter.h"

#include "dsp/Angles.h"

#include <array>
#include <cmath>
#include <complex>
#include <cstddef>

namespace phonostage::dsp {
namespace {

constexpr std::array<double, 5> polesHz{0.4684, 0.6813, 0.7828, 10.7547, 212.09};
constexpr std::array<double, 4> zerosHz{0.0, 0.0, 0.0, 156.38};
constexpr double unityHz = 4.0;

/** Where a corner's root lies in z. */
double mapped(double cornerHz, double rateHz) {
    const double warped = std::tan(pi * cornerHz / rateHz);
    return (1.0 - warped) / (1.0 + warped);
}

} // namespace

FlutterFilter FlutterFilter::weighting(double rateHz) {
    FlutterFilter filter;
    const auto unity = std::polar(1.0, -2.0 * pi * unityHz / rateHz);
    std::complex<double> gain = 1.0;
    for (std::size_t i = 0; i < polesHz.size(); ++i) {
        const double pole = mapped(polesHz[i], rateHz);
        const double zero = i < zerosHz.size() ? mapped(zerosHz[i], rateHz) : -1.0; // one zero lies at infinity
        filter.sections_.push_back({1.0, zero, pole});
        gain *= (1.0 - zero * unity) / (1.0 - pole * unity);
    }
    filter.sections_.front().gain = 1.0 / std::abs(gain);
    return filter;
}

double FlutterFilter::next(double value) {
    for (auto& section : sections_) {
        const double out = section.gain * (value - section.zero * section.lastIn) + section.pole * section.lastOut;
        section.lastIn = value;
        section.lastOut = out;
        value = out;
    }
    return value;
}

} // namespace phonostage::dsp
