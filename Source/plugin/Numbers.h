// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

namespace phonostage::plugin {

/** Where compilers warn of ==, and equal is meant. */
[[nodiscard]] constexpr bool isSame(double a, double b) { return !(a < b) && !(a > b); }

/** What a host sends may be no number. */
template <typename Sample> [[nodiscard]] double finiteOrZero(Sample sample) {
    return std::isfinite(sample) ? static_cast<double>(sample) : 0.0;
}

/** From 0 to 1 with no kink at either end. */
[[nodiscard]] constexpr double smoothStep(double position) { return position * position * (3.0 - 2.0 * position); }

} // namespace phonostage::plugin
