// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace phonostage::base {

/** Numbers in text, free of the program's locale. Files have a point as their decimal mark, always; what a person types
    may have a comma (see withPoint). All conversions between text and double that people or files see go through here.
 */

/** A plain decimal number, nothing around it: optional sign, digits with at most one point, optional exponent. Empty
    for anything else, and for a number that a double cannot hold. */
[[nodiscard]] std::optional<double> parseDecimal(std::string_view text);

/** The shortest decimal text that reads back as the same double; "40", "0.1", "1e+300". Valid JSON. value must be
    finite. A negative zero becomes "0". */
[[nodiscard]] std::string formatShortest(double value);

/** Fixed decimals (0 to 12), never "-0.00". value must be finite. */
[[nodiscard]] std::string formatFixed(double value, int decimals);

/** 0 dBu is the square root of 0.6 V rms: dBV = dBu - 2.218. */
[[nodiscard]] double dbvFromDbu(double dbu);

/** Either a value or the reason why there is none: one sentence that names the text and the remedy. */
struct ParsedQuantity {
    std::optional<double> value;
    std::string error;
};

/** Reads a number with an optional unit and SI prefix and gives it in homeUnit.

    homeUnit is "" (no unit), or one of dB, dBV, Hz, s, V, H, F, ohm, rpm, cm/s; all but the decibels may carry a prefix
    ("us", "mV", "kHz"). A bare number is in homeUnit. A prefix alone goes with the base unit: "10k" for Hz is 10,000,
    "220p" for pF is 220. Units are read without regard to case, prefixes with: m is milli, M is mega; u, µ and μ are
    micro; K is kilo. A dBV quantity also takes dBu (0 dBu is the square root of 0.6 V) and volts rms.

    A decimal comma is taken where withPoint() takes it. Refused: any other comma, a wrong unit, anything after the
   unit, words such as nan, and what overflows. */
[[nodiscard]] ParsedQuantity parseQuantity(std::string_view text, std::string_view homeUnit);

/** A number as it was typed, with its decimal comma turned into a point: "33,5" becomes "33.5"; text without a comma
   stays as it is. Empty where the comma is no decimal mark for sure: "1,000" may be a thousand or one, and then neither
   is taken. So are two commas, a comma beside a point, and one with no digit behind it. */
[[nodiscard]] std::optional<std::string> withPoint(std::string_view text);

/** Why withPoint() is empty: one sentence that names the text and the remedy. */
[[nodiscard]] std::string whyNoDecimalComma(std::string_view text);

/** Spaces, tabs and the no-break spaces that come with copied text. */
[[nodiscard]] std::string_view trimmed(std::string_view text);
/** ASCII letters only: the names in the tables are ASCII. */
[[nodiscard]] bool equalsIgnoringCase(std::string_view a, std::string_view b);

} // namespace phonostage::base
