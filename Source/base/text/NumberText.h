// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace phonostage::base {

// Numbers as people read them, free of the program's locale. For numbers as files have them see formatShortest() and
// formatFixed() in Units.h.

/** So many decimals (0 to 12) at most, without zeros at the end: "63.6", "75". value must be finite. */
[[nodiscard]] std::string formatUpTo(double value, int decimals);

/** Fixed decimals with a sign, in UTF-8: "+3.0", U+2212 for the minus, none for what is shown as zero. value must be
    finite. */
[[nodiscard]] std::string formatSigned(double value, int decimals);

/** As formatSigned(), without the plus. */
[[nodiscard]] std::string formatWithMinus(double value, int decimals);

/** A resistance in so many digits (1 to 9) at most and without zeros at the end: "47.1 kohm", "1 Mohm"; "0 ohm" where
   it is not above 0. `unit` is the name of the ohm, as the place shows it. */
[[nodiscard]] std::string formatOhms(double ohm, int digits, const std::string& unit = "ohm");

/** "3:07", "1:02:03": whole seconds, what is beyond them is cut off. */
[[nodiscard]] std::string clockTime(double seconds);

} // namespace phonostage::base
