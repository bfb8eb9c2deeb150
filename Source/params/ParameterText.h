// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "params/ParameterTable.h"

#include <optional>
#include <string>
#include <string_view>

namespace phonostage::params {

// Texts of the values: what a host, the editor and the command line show and take.

/** Locale-free text of a value with its unit ("40.00 dB", "RIAA", "on"). */
[[nodiscard]] std::string toText(Id id, double value);
/** The reverse; takes bare numbers, units and prefixes ("40", "40 dB", "318us", "0.5 kHz", "riaa", "off"); empty where
    the text is none of this or out of range, and then why (where given) gets one sentence with the remedy. */
[[nodiscard]] std::optional<double> fromText(Id id, std::string_view text, std::string* why = nullptr);

} // namespace phonostage::params
