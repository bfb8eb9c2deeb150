// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <limits>

namespace phonostage::dsp {

/** 20 log10 of a ratio of amplitudes; minus infinity where that is not above 0. */
[[nodiscard]] inline double decibels(double ratio) {
    return ratio > 0.0 ? 20.0 * std::log10(ratio) : -std::numeric_limits<double>::infinity();
}

/** 10 log10 of a ratio of powers; minus infinity where that is not above 0. */
[[nodiscard]] inline double decibelsOfPower(double ratio) {
    return ratio > 0.0 ? 10.0 * std::log10(ratio) : -std::numeric_limits<double>::infinity();
}

/** The ratio of amplitudes: the reverse of decibels(). */
[[nodiscard]] inline double decibelsToFactor(double db) { return std::pow(10.0, db / 20.0); }

} // namespace phonostage::dsp
