// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/LabelCatalogueParser.h"

#include "catalogue/CatalogueFault.h"

#include "base/json/StrictJson.h"
#include "base/text/PlainText.h"
#include "base/text/Units.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace phonostage::catalogue {
namespace {

using nlohmann::json;

constexpr int catalogueSchema = 1;
constexpr int maxDepth = 8;
constexpr std::size_t longestLabel = 64;
constexpr int firstYear = 1877; // the phonograph
constexpr int lastYear = 2100;

using catalogue::Fault;
using catalogue::fault;
using catalogue::Place;

const json& required(const json& object, const char* field, const Place& place) {
    const auto found = object.find(field);
    if (found == object.end()) fault(place, field, "is missing: add it");
    return *found;
}

std::string checkedText(const json& value, const char* field, const Place& place) {
    if (!value.is_string() || value.get_ref<const std::string&>().empty())
        fault(place, field, "must be a text that is not empty");
    if (!base::isPlainText(value.get_ref<const std::string&>()))
        fault(place, field, "has control characters: remove them");
    return value.get<std::string>();
}

std::string text(const json& object, const char* field, const Place& place) {
    return checkedText(required(object, field, place), field, place);
}

void refuseUnknownFields(const json& object, std::span<const std::string_view> known, const Place& place) {
    for (const auto& [field, value] : object.items())
        if (std::find(known.begin(), known.end(), field) == known.end())
            fault(place, field, "is unknown: correct its spelling or remove it");
}

std::optional<int> year(const json& object, const char* field, const Place& place) {
    const json& value = required(object, field, place);
    if (value.is_null()) return std::nullopt;
    const bool whole = value.is_number_unsigned();
    if (!whole || value.get<std::uint64_t>() < firstYear || value.get<std::uint64_t>() > lastYear)
        fault(place, field,
              "must be a year from " + std::to_string(firstYear) + " to " + std::to_string(lastYear) +
                  ", or null for open");
    return value.get<int>();
}

RecordFormat format(const json& object, const Place& place) {
    const std::string name = text(object, "format", place);
    for (const auto f :
         {RecordFormat::lp, RecordFormat::fortyFive, RecordFormat::seventyEight, RecordFormat::transcription})
        if (name == formatName(f)) return f;
    fault(place, "format", "'" + name + "' is none: write LP, 45, 78 or transcription");
}

bool confirmed(const json& object, const Place& place) {
    const std::string status = text(object, "status", place);
    if (status != "confirmed" && status != "unconfirmed")
        fault(place, "status", "'" + status + "' is none: write confirmed or unconfirmed");
    return status == "confirmed";
}

std::vector<const CurveEntry*> candidates(const json& object, const Place& place) {
    const json& names = required(object, "candidates", place);
    if (!names.is_array() || names.empty())
        fault(place, "candidates", "must be a list of curve names, most likely first");
    std::vector<const CurveEntry*> curves;
    for (const json& value : names) {
        const std::string name = checkedText(value, "candidates", place);
        const CurveEntry* curve = findCurve(name);
        if (!curve || curve->slot == customCurveSlot)
            fault(place, "candidates", "'" + name + "' is no curve of the catalogue: correct its name");
        if (std::find(curves.begin(), curves.end(), curve) != curves.end())
            fault(place, "candidates", "'" + name + "' stands there twice: keep one");
        curves.push_back(curve);
    }
    return curves;
}

struct Label {
    std::string_view name;
    std::span<const std::string_view> aliases;
};

void addEra(LabelList& list, const Label& label, const json& object, const json& sources, const Place& place) {
    constexpr std::array<std::string_view, 7> known{"format", "from", "to", "candidates", "source", "status", "note"};
    if (!object.is_object()) fault(place, "eras", "every era must be an object");
    refuseUnknownFields(object, known, place);
    const auto keep = [&list](std::string value) -> std::string_view {
        return list.texts.emplace_back(std::move(value));
    };
    LabelEntry entry;
    entry.label = label.name;
    entry.aliases = label.aliases;
    entry.format = format(object, place);
    entry.fromYear = year(object, "from", place);
    entry.toYear = year(object, "to", place);
    if (entry.fromYear && entry.toYear && *entry.fromYear > *entry.toYear)
        fault(place, "from, to", "the era ends before it begins: exchange the two");
    entry.candidates = candidates(object, place);
    const std::string source = text(object, "source", place);
    if (!sources.contains(source)) fault(place, "source", "'" + source + "' is not among the file's 'sources': add it");
    entry.sourceKey = keep(source);
    entry.source = keep(text(sources, source.c_str(), place));
    entry.confirmed = confirmed(object, place);
    if (object.contains("note")) entry.note = keep(text(object, "note", place));
    list.entries.push_back(std::move(entry));
}

void addLabel(LabelList& list, const json& object, const json& sources, std::string_view file, std::size_t index) {
    constexpr std::array<std::string_view, 3> known{"label", "aliases", "eras"};
    Place place{file, "label number " + std::to_string(index + 1)};
    if (!object.is_object()) fault(place, "labels", "every label must be an object");
    const std::string name = text(object, "label", place);
    if (name.size() > longestLabel) fault(place, "label", "must be at most " + std::to_string(longestLabel) + " bytes");
    place.entry = "label '" + name + "'";
    refuseUnknownFields(object, known, place);
    for (const LabelEntry& other : list.entries)
        if (base::equalsIgnoringCase(other.label, name)) fault(place, "label", "is there twice: join the two");

    auto& aliases = list.aliases.emplace_back();
    if (const auto found = object.find("aliases"); found != object.end()) {
        if (!found->is_array()) fault(place, "aliases", "must be a list of names");
        for (const json& alias : *found)
            aliases.push_back(list.texts.emplace_back(checkedText(alias, "aliases", place)));
    }
    const Label label{list.texts.emplace_back(name), aliases};
    const json& eras = required(object, "eras", place);
    if (!eras.is_array() || eras.empty()) fault(place, "eras", "must be a list with at least one era");
    for (std::size_t i = 0; i < eras.size(); ++i)
        addEra(list, label, eras[i], sources, Place{file, place.entry + ", era " + std::to_string(i + 1)});
}

LabelList parse(std::string_view text, std::string_view file) {
    const Place top{file, "top level"};
    if (const std::string why = base::whyNotStrictJson(text, maxDepth); !why.empty())
        throw Fault(std::string(file) + ": " + why + ": correct the JSON there");
    const json root = json::parse(text.begin(), text.end());
    if (!root.is_object()) fault(top, "schema", "is missing: the file must be one JSON object");
    if (required(root, "schema", top) != catalogueSchema)
        fault(top, "schema", "must be " + std::to_string(catalogueSchema) + ", the only one this version reads");
    const json& sources = required(root, "sources", top);
    const json& labels = required(root, "labels", top);
    if (!sources.is_object()) fault(top, "sources", "must be an object of names and texts");
    if (!labels.is_array()) fault(top, "labels", "must be a list");
    LabelList list;
    for (std::size_t i = 0; i < labels.size(); ++i)
        addLabel(list, labels[i], sources, file, i);
    return list;
}

} // namespace

std::variant<LabelList, std::string> parseLabelCatalogue(std::string_view json, std::string_view fileName) {
    try {
        return parse(json, fileName);
    } catch (const Fault& problem) {
        return base::oneLine(problem.what());
    }
}

} // namespace phonostage::catalogue
