// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/Catch.h"

#include <string>

namespace phonostage::tests {

/** Matches text that has this in it, under Catch2 2.13 and 3. */
[[nodiscard]] inline auto says(const std::string& text) {
#if CATCH_VERSION_MAJOR >= 3
    return Catch::Matchers::ContainsSubstring(text);
#else
    return Catch::Matchers::Contains(text);
#endif
}

} // namespace phonostage::tests
