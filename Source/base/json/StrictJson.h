// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace phonostage::base {

/** Null text ("") where the text is one JSON value without what a lenient parser lets through: duplicate keys, nesting
    beyond maxDepth, numbers a double cannot hold, bad UTF-8. Else one sentence with the field where it went wrong. */
[[nodiscard]] std::string whyNotStrictJson(std::string_view text, int maxDepth);

} // namespace phonostage::base
