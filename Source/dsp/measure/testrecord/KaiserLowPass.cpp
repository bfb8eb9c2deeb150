// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/KaiserLowPass.h"

#include <cmath>
#include <numbers>

namespace phonostage::dsp {
namespace {

constexpr double beta = 7.0;

/** The modified Bessel function of order 0, by its series: not every standard library has it. */
double besselI0(double x) {
    double term = 1.0, sum = 1.0;
    for (int k = 1; k < 40; ++k) {
        const double factor = 0.5 * x / k;
        term *= factor * factor;
        sum += term;
    }
    return sum;
}

} // namespace

std::vector<double> kaiserLowPass(double cutoff, std::size_t length) {
    std::vector<double> taps(length);
    const double middle = 0.5 * static_cast<double>(length - 1);
    double sum = 0.0;
    for (std::size_t i = 0; i < length; ++i) {
        const double x = static_cast<double>(i) - middle;
        const double place = length > 1 ? x / middle : 0.0;
        const double angle = std::numbers::pi * x;
        const double sinc = x == 0.0 ? 2.0 * cutoff : std::sin(2.0 * cutoff * angle) / angle;
        taps[i] = sinc * besselI0(beta * std::sqrt(std::fmax(0.0, 1.0 - place * place)));
        sum += taps[i];
    }
    for (auto& tap : taps)
        tap /= sum;
    return taps;
}

} // namespace phonostage::dsp
