// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/Errors.h"

#include "base/text/PlainText.h"

namespace phonostage::cli {

std::string shown(std::string_view value) {
    constexpr std::size_t longest = 200;
    if (value.size() <= longest) return base::oneLine(value);
    std::size_t end = longest; // no character is cut in two: a byte that goes on with one begins with the bits 10
    while (end > longest - 4 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U)
        --end;
    return base::oneLine(value.substr(0, end)) + "...";
}

} // namespace phonostage::cli
