// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/fit/FitTarget.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonostage::dsp {

double bandTopHz(double sampleRateHz) { return 20000.0 * std::min(1.0, sampleRateHz / 44100.0); }

void FitTarget::add(double angleRadians, double unitDb) {
    angle[points] = angleRadians;
    magnitudeUnit[points++] = unitDb * (std::numbers::ln10 / 20.0);
}

void FitTarget::aim(std::size_t point, std::complex<double> wanted) {
    constexpr double turn = 2.0 * std::numbers::pi;
    logMagnitude[point] = 0.5 * std::log(std::norm(wanted));
    if (point >= inBand) return;
    phase[point] = std::arg(wanted);
    if (point > 0) phase[point] -= turn * std::round((phase[point] - phase[point - 1]) / turn);
}

} // namespace phonostage::dsp
