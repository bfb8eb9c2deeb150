// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/text/PlainText.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

/** What a fuzz target consists of. With clang and PHONOSTAGE_BUILD_FUZZERS libFuzzer calls it, else Driver.cpp. */
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace phonostage::fuzz {

inline std::string_view textOf(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/** Ends the program where something does not hold that holds for any input whatever. */
inline void require(bool holds, const char* what, std::string_view detail = {}) {
    if (holds) return;
    std::fprintf(stderr, "\nBroken: %s\n%s\n", what, std::string(detail).c_str());
    std::abort();
}

constexpr std::size_t longestMessage = 1200; ///< bytes

/** A message for a person is there, can be shown anywhere, and is not as long as the input likes it. */
inline void requireMessage(std::string_view message) {
    require(!message.empty(), "a message says something");
    require(base::isPlainText(message), "a message is one line of plain text", message);
    require(message.size() <= longestMessage, "a message is short", message.substr(0, longestMessage));
}

} // namespace phonostage::fuzz
