// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json/JsonFields.h"

#include "base/json/StrictJson.h"
#include "base/text/PlainText.h"
#include "base/text/Units.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>

namespace phonostage::base {
namespace {

std::string rangeText(const NumberRange& range) {
    return formatShortest(range.low) + " to " + formatShortest(range.high) + (*range.unit ? " " : "") + range.unit;
}

template <typename Json> bool isWithin(const Json& value, const NumberRange& range) {
    // Written so that a NaN would be refused.
    return value.is_number() && value.template get<double>() >= range.low && value.template get<double>() <= range.high;
}

} // namespace

template <typename Json> Json parseStrictJson(std::string_view text, int maxDepth, std::string_view place) {
    const std::string before = place.empty() ? std::string() : std::string(place) + ": ";
    if (const std::string why = whyNotStrictJson(text, maxDepth); !why.empty())
        throw JsonFault(before + why + ": correct the JSON there");
    return Json::parse(text.begin(), text.end());
}

template <typename Json>
JsonFields<Json>::JsonFields(const Json& object, std::string place) : object_(&object), place_(std::move(place)) {
    if (!object.is_object()) throw JsonFault((place_.empty() ? "the text" : place_ + ":") + " must be one JSON object");
}

template <typename Json> void JsonFields<Json>::fault(std::string_view field, const std::string& what) const {
    std::string message = place_.empty() ? "field '" : place_ + ", field '";
    throw JsonFault(message.append(prefix_).append(field).append("': ").append(what));
}

template <typename Json> void JsonFields<Json>::refuseOthers(std::span<const std::string_view> known) const {
    for (const auto& [field, value] : object_->items())
        if (std::find(known.begin(), known.end(), field) == known.end())
            fault(field, "is unknown: correct its spelling or remove it");
}

template <typename Json> void JsonFields<Json>::requireSchema(int newest) const {
    const Json* value = find("schema");
    if (value == nullptr) fault("schema", "is missing: add it, or check that this is the right file");
    const bool isWhole = value->is_number_unsigned() && value->template get<std::uint64_t>() >= 1;
    if (!isWhole) fault("schema", "must be a whole number from 1, and " + std::to_string(newest) + " at most");
    const auto schema = value->template get<std::uint64_t>();
    if (schema > static_cast<std::uint64_t>(newest))
        fault("schema", "is " + std::to_string(schema) + ", newer than " + std::to_string(newest) +
                            ", the newest that this version reads: update Phonostage");
}

template <typename Json> const Json* JsonFields<Json>::find(const char* field) const {
    const auto found = object_->find(field);
    return found == object_->end() ? nullptr : &*found;
}

template <typename Json> const Json& JsonFields<Json>::required(const char* field) const {
    const Json* value = find(field);
    if (value == nullptr) fault(field, "is missing: add it");
    return *value;
}

template <typename Json> std::string JsonFields<Json>::text(const char* field, std::size_t longest) const {
    return textIn(required(field), field, longest);
}

template <typename Json> std::string JsonFields<Json>::optionalText(const char* field, std::size_t longest) const {
    return has(field) ? text(field, longest) : std::string();
}

template <typename Json>
std::string JsonFields<Json>::textIn(const Json& value, std::string_view field, std::size_t longest) const {
    if (!value.is_string() || value.template get_ref<const std::string&>().empty())
        fault(field, "must be a non-empty string");
    auto found = value.template get<std::string>();
    if (found.size() > longest) fault(field, "must be at most " + std::to_string(longest) + " bytes: shorten it");
    if (!isPlainText(found)) fault(field, "has control characters: remove them");
    if (trimmed(found).size() != found.size()) fault(field, "has leading or trailing spaces: remove them");
    return found;
}

template <typename Json> double JsonFields<Json>::number(const char* field, const NumberRange& range) const {
    const Json& value = required(field);
    if (!isWithin(value, range)) fault(field, "must be a number, " + rangeText(range));
    return value.template get<double>();
}

template <typename Json>
std::optional<double> JsonFields<Json>::numberOrNull(const char* field, const NumberRange& range) const {
    const Json& value = required(field);
    if (value.is_null()) return std::nullopt;
    if (!isWithin(value, range)) fault(field, "must be a number, " + rangeText(range) + ", or null for none");
    return value.template get<double>();
}

template <typename Json> int JsonFields<Json>::whole(const char* field, int low, int high) const {
    const Json& value = required(field);
    const NumberRange range{static_cast<double>(low), static_cast<double>(high), ""};
    const bool fits =
        isWithin(value, range) && std::floor(value.template get<double>()) >= value.template get<double>();
    if (!fits) fault(field, "must be a whole number, " + rangeText(range));
    return value.template get<int>();
}

template <typename Json> bool JsonFields<Json>::flag(const char* field) const {
    const Json* value = find(field);
    if (value == nullptr) return false;
    if (!value->is_boolean()) fault(field, "must be true or false; omit it for false");
    return value->template get<bool>();
}

template <typename Json> const Json& JsonFields<Json>::list(const char* field, const char* of) const {
    const Json& value = required(field);
    if (!value.is_array()) fault(field, std::string("must be a list of ") + of);
    return value;
}

template <typename Json> const Json& JsonFields<Json>::listOfSome(const char* field, const char* one) const {
    const Json& value = required(field);
    if (!value.is_array() || value.empty()) fault(field, std::string("must be a list with at least one ") + one);
    return value;
}

template <typename Json> const Json& JsonFields<Json>::object(const char* field) const {
    const Json& value = required(field);
    if (!value.is_object()) fault(field, "must be an object");
    return value;
}

template <typename Json> JsonFields<Json> JsonFields<Json>::inside(const char* field) const {
    JsonFields fields(object(field), place_);
    fields.prefix_ = prefix_ + field + ".";
    return fields;
}

template class JsonFields<nlohmann::json>;
template class JsonFields<nlohmann::ordered_json>;
template nlohmann::json parseStrictJson(std::string_view, int, std::string_view);
template nlohmann::ordered_json parseStrictJson(std::string_view, int, std::string_view);

} // namespace phonostage::base
