// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/Curve.h"

#include <string>

namespace phonostage::catalogue {

/** "3180 µs", "63.6 µs", "3.18 µs": one decimal, two below 10 µs, no zeros at the end. UTF-8. */
[[nodiscard]] std::string timeConstantText(double seconds);

/** "3180 · 318 · 75 µs", "no shelf · 397.9 · 63.6 µs", "flat bass · 50 µs", "no equalisation". UTF-8. */
[[nodiscard]] std::string timeConstantsText(const dsp::Curve& curve);

} // namespace phonostage::catalogue
