// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace phonostage::base {

using FlatValue = std::variant<bool, double, std::string>;
/** Settings by their names, in the order of these. Text is UTF-8. */
using FlatObject = std::map<std::string, FlatValue, std::less<>>;

/** What a JSON object says of booleans, numbers and texts; null, lists and objects in it are passed over. A text that
   is no object, or not strict JSON (see whyNotStrictJson), is one sentence that says why. Any bytes may be given. */
[[nodiscard]] std::variant<FlatObject, std::string> readFlatJson(std::string_view text);

/** Bad UTF-8 is replaced, never thrown; a number that is not finite is left out. Ends with a line break. */
[[nodiscard]] std::string writeFlatJson(const FlatObject& object);

} // namespace phonostage::base
