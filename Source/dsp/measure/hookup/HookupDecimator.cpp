// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupDecimator.h"

#include <cmath>
#include <numbers>

namespace phonostage::dsp {
namespace {

constexpr std::size_t pairs = 16; ///< every second tap is 0, but for the middle one

double besselI0(double x) {
    double sum = 1.0, term = 1.0;
    for (int k = 1; k < 40; ++k) {
        term *= (0.5 * x / k) * (0.5 * x / k);
        sum += term;
    }
    return sum;
}

/** The taps at odd distances from the middle: Kaiser window, beta 6.8; their sum makes the gain 1. */
std::array<double, pairs> makeTaps() {
    constexpr double beta = 6.8, half = 32.0;
    std::array<double, pairs> values{};
    double sum = 0.0;
    for (std::size_t i = 0; i < pairs; ++i) {
        const double k = 2.0 * static_cast<double>(i) + 1.0;
        const double window = besselI0(beta * std::sqrt(1.0 - (k / half) * (k / half))) / besselI0(beta);
        values[i] = window * (i % 2 == 0 ? 1.0 : -1.0) / (std::numbers::pi * k);
        sum += 2.0 * values[i];
    }
    for (auto& value : values)
        value *= 0.5 / sum;
    return values;
}

const std::array<double, pairs> halfBand = makeTaps();

} // namespace

void HookupDecimator::process(std::vector<std::complex<double>>& values) {
    constexpr std::size_t middle = taps / 2;
    std::size_t kept = 0;
    for (const auto value : values) {
        line_[place_] = line_[place_ + taps] = value;
        place_ = place_ + 1 == taps ? 0 : place_ + 1;
        isOdd_ = !isOdd_;
        if (isOdd_) continue;
        const auto* const oldest = line_.data() + place_;
        std::complex<double> sum = 0.5 * oldest[middle];
        for (std::size_t i = 0; i < pairs; ++i) {
            const std::size_t k = 2 * i + 1;
            sum += halfBand[i] * (oldest[middle - k] + oldest[middle + k]);
        }
        values[kept++] = sum;
    }
    values.resize(kept);
}

} // namespace phonostage::dsp
