// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/HighPass.h"

#include <cmath>
#include <numbers>

namespace phonostage::dsp {
namespace {

// 1 - exp(-jw) = 2j sin(w/2) exp(-jw/2): exact where 1 - cos(w) would cancel.
std::complex<double> oneMinusDelay(double frequencyHz, double sampleRateHz) {
    const double w = 2.0 * std::numbers::pi * frequencyHz / sampleRateHz;
    return std::complex<double>(0.0, 2.0 * std::sin(0.5 * w)) * std::polar(1.0, -0.5 * w);
}

// The section without its scale: high = d^2 / (d^2 + c1 d z^-1 + c2 z^-2) with d = 1 - z^-1, from the update equations.
std::complex<double> denominator(const HighPass2& f, std::complex<double> d) {
    const std::complex<double> delay = 1.0 - d;
    return d * d + delay * (f.c1 * d + f.c2 * delay);
}

} // namespace

HighPass2 designHighPass2(double cornerHz, double q, double sampleRateHz) {
    // Bilinear transform of s^2 / (s^2 + s/q + 1) with g = tan(pi fc / fs) and n = 1 + g/q + g^2: p1 + p2 =
    // 2 (1 - g^2) / n and (1 - p1)(1 - p2) = 4 g^2 / n; the numerator's factor is 1 / n.
    const double g = std::tan(std::numbers::pi * cornerHz / sampleRateHz);
    const double n = 1.0 + g / q + g * g;
    return {(2.0 * g / q + 4.0 * g * g) / n, 4.0 * g * g / n, 1.0 / n};
}

HighPass1 designHighPass1(double cornerHz, double sampleRateHz) {
    const double g = std::tan(std::numbers::pi * cornerHz / sampleRateHz);
    return {2.0 * g / (1.0 + g), 1.0 / (1.0 + g)};
}

std::complex<double> response(const HighPass2& f, double frequencyHz, double sampleRateHz) {
    const auto d = oneMinusDelay(frequencyHz, sampleRateHz);
    return f.scale * d * d / denominator(f, d);
}

std::complex<double> integralResponse(const HighPass2& f, double frequencyHz, double sampleRateHz) {
    const auto d = oneMinusDelay(frequencyHz, sampleRateHz);
    return f.scale * d / denominator(f, d);
}

std::complex<double> response(const HighPass1& f, double frequencyHz, double sampleRateHz) {
    const auto d = oneMinusDelay(frequencyHz, sampleRateHz);
    return f.scale * d / (d + f.k * (1.0 - d));
}

} // namespace phonostage::dsp
