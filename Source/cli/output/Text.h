// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phonostage::cli {

/** "-12.3 dBV"; "-inf dBV" for silence. */
[[nodiscard]] std::string level(std::optional<double> value, std::string_view unit, int decimals = 2);
/** "3:07.123". */
[[nodiscard]] std::string exactTime(double seconds);
/** "1 sample", "2 samples". */
[[nodiscard]] std::string counted(long long number, std::string_view one, std::string_view many);

/** A sentence as part of a longer message. */
[[nodiscard]] std::string withoutPoint(std::string_view sentence);

/** Columns as wide as their widest cell, two spaces between; the first row is the heading. Numbers (right) or text
    (left) by column: 'r' or 'l' in `alignment`. */
[[nodiscard]] std::string tableText(const std::vector<std::vector<std::string>>& rows, std::string_view alignment);

} // namespace phonostage::cli
