// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json/FlatJson.h"

#include "base/json/JsonFields.h"
#include "base/text/PlainText.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace phonostage::base {
namespace {

using Json = nlohmann::ordered_json;

constexpr int flatDepth = 8; ///< ours has 1; what is deeper is nobody's settings

} // namespace

std::variant<FlatObject, std::string> readFlatJson(std::string_view text) {
    try {
        const auto json = parseStrictJson<Json>(text, flatDepth, {});
        const JsonFields<Json> fields(json, {}); // that it is an object
        FlatObject object;
        for (const auto& [key, value] : json.items()) {
            if (value.is_boolean()) object[key] = value.get<bool>();
            if (value.is_number()) object[key] = value.get<double>();
            if (value.is_string()) object[key] = value.get<std::string>();
        }
        return object;
    } catch (const JsonFault& problem) {
        return oneLine(problem.what());
    }
}

std::string writeFlatJson(const FlatObject& object) {
    Json json = Json::object();
    for (const auto& field : object) {
        const auto* number = std::get_if<double>(&field.second);
        if (number != nullptr && !std::isfinite(*number)) continue;
        std::visit([&](const auto& value) { json[field.first] = value; }, field.second);
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace phonostage::base
