// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <numbers>

namespace phonostage::dsp {

inline constexpr double pi = std::numbers::pi;
inline constexpr double twoPi = 2.0 * std::numbers::pi;

} // namespace phonostage::dsp
