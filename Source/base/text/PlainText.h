// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace phonostage::base {

[[nodiscard]] constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }

/** True for UTF-8 (no surrogates, no overlong forms, up to U+10FFFF) without control characters: a name that any list,
    file and terminal can show. */
[[nodiscard]] bool isPlainText(std::string_view text);

/** For messages, which quote what others wrote: plain text of at most 1000 bytes that any terminal can show. There is
   '?' for each byte that has no place in it and for each mark that turns the direction of writing or ends a line
   (U+202E, U+2028); the middle is left out where it is too long, as the remedy stands at the end. */
[[nodiscard]] std::string oneLine(std::string_view text);

} // namespace phonostage::base
