// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace phonostage::dsp {

/** The value so far up in the ordered list (part 0 to 1), linear between two values; 0 for an empty list. Puts the
    list out of order. */
[[nodiscard]] double percentileOf(std::span<float> values, double part);
/** The middle value, or the mean of the two in the middle; 0 for an empty list. Puts the list out of order. */
[[nodiscard]] double medianOf(std::span<float> values);

/** As medianOf(), of 64 numbers that stay in their order. */
[[nodiscard]] double medianOf64(std::span<const float, 64> values);

} // namespace phonostage::dsp
