// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
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

/** The same, but -3000 dB where there is nothing, so that one can calculate with it. */
[[nodiscard]] inline double finiteDecibelsOfPower(double ratio) { return decibelsOfPower(std::max(ratio, 1e-300)); }

/** The ratio of powers: the reverse of decibelsOfPower(). */
[[nodiscard]] inline double decibelsToPower(double db) { return std::pow(10.0, db / 10.0); }

/** The ratio of amplitudes: the reverse of decibels(). */
[[nodiscard]] inline double decibelsToFactor(double db) { return std::pow(10.0, db / 20.0); }

} // namespace phonostage::dsp
