// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/Text.h"

#include "base/text/NumberText.h"
#include "base/text/Units.h"

#include <algorithm>
#include <cmath>

namespace phonostage::cli {
namespace {

/** Code points of UTF-8: columns line up for what the catalogue holds. */
std::size_t widthOf(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

} // namespace

std::string level(std::optional<double> value, std::string_view unit, int decimals) {
    return (value ? base::formatFixed(*value, decimals) : std::string("-inf")) + " " + std::string(unit);
}

std::string exactTime(double seconds) {
    const auto thousandths = std::llround(seconds * 1000.0);
    const auto whole = thousandths / 1000, rest = thousandths % 1000;
    return base::clockTime(static_cast<double>(whole)) + "." + std::to_string(1000 + rest).substr(1);
}

std::string counted(long long number, std::string_view one, std::string_view many) {
    return std::to_string(number) + " " + std::string(number == 1 ? one : many);
}

std::string withoutPoint(std::string_view sentence) {
    if (!sentence.empty() && sentence.back() == '.') sentence.remove_suffix(1);
    return std::string(sentence);
}

std::string tableText(const std::vector<std::vector<std::string>>& rows, std::string_view alignment) {
    std::vector<std::size_t> widths(alignment.size());
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], widthOf(row[i]));
    std::string text;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string padding(widths[i] - widthOf(row[i]), ' ');
            if (i > 0) line += "  ";
            line += alignment[i] == 'r' ? padding + row[i] : row[i] + padding;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

} // namespace phonostage::cli
