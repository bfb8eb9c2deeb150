// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/LabelCatalogueParser.h"

#include "base/json/JsonFields.h"
#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "catalogue/CatalogueRules.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace phonostage::catalogue {
namespace {

using nlohmann::json;

constexpr std::size_t longestLabel = 64;

using Fields = base::JsonFields<json>;

std::optional<int> year(const Fields& fields, const char* field) {
    const json& value = fields.required(field);
    if (value.is_null()) return std::nullopt;
    const bool whole = value.is_number_unsigned();
    if (!whole || value.get<std::uint64_t>() < firstYear || value.get<std::uint64_t>() > lastYear)
        fields.fault(field, "must be a year from " + std::to_string(firstYear) + " to " + std::to_string(lastYear) +
                                ", or null if open");
    return value.get<int>();
}

RecordFormat format(const Fields& fields) {
    constexpr std::array<base::JsonWord<RecordFormat>, 4> words{{{"LP", RecordFormat::lp},
                                                                 {"45", RecordFormat::fortyFive},
                                                                 {"78", RecordFormat::seventyEight},
                                                                 {"transcription", RecordFormat::transcription}}};
    return fields.choice("format", words);
}

bool confirmed(const Fields& fields) {
    constexpr std::array<base::JsonWord<bool>, 2> words{{{"confirmed", true}, {"unconfirmed", false}}};
    return fields.choice("status", words);
}

std::vector<const CurveEntry*> candidates(const Fields& fields) {
    const json& names = fields.listOfSome("candidates", "name of a curve, the most likely first");
    std::vector<const CurveEntry*> curves;
    for (const json& value : names) {
        const std::string name = fields.textIn(value, "candidates", longestText);
        const CurveEntry* curve = findCurve(name);
        if (!curve || curve->slot == customCurveSlot)
            fields.fault("candidates", "'" + name + "' is not a curve of the catalogue: correct its name");
        if (std::find(curves.begin(), curves.end(), curve) != curves.end())
            fields.fault("candidates", "'" + name + "' is listed twice: keep one");
        curves.push_back(curve);
    }
    return curves;
}

struct Label {
    std::string_view name;
    std::span<const std::string_view> aliases;
};

void addEra(LabelList& list, const Label& label, const Fields& fields, const Fields& sources) {
    constexpr std::array<std::string_view, 7> known{"format", "from", "to", "candidates", "source", "status", "note"};
    fields.refuseOthers(known);
    const auto keep = [&list](std::string value) -> std::string_view {
        return list.texts.emplace_back(std::move(value));
    };
    LabelEntry entry;
    entry.label = label.name;
    entry.aliases = label.aliases;
    entry.format = format(fields);
    entry.fromYear = year(fields, "from");
    entry.toYear = year(fields, "to");
    if (entry.fromYear && entry.toYear && *entry.fromYear > *entry.toYear)
        fields.fault("from, to", "the era ends before it begins: swap the two");
    entry.candidates = candidates(fields);
    const std::string source = fields.text("source", longestText);
    if (!sources.has(source.c_str()))
        fields.fault("source", "'" + source + "' is not among the file's 'sources': add it");
    entry.sourceKey = keep(source);
    entry.source = keep(sources.text(source.c_str(), longestText));
    entry.confirmed = confirmed(fields);
    if (fields.has("note")) entry.note = keep(fields.text("note", longestText));
    list.entries.push_back(std::move(entry));
}

void addLabel(LabelList& list, const json& object, const Fields& sources, const std::string& file, std::size_t index) {
    constexpr std::array<std::string_view, 3> known{"label", "aliases", "eras"};
    Fields fields(object, file + ", label number " + std::to_string(index + 1));
    const std::string name = fields.text("label", longestLabel);
    fields.setPlace(file + ", label '" + name + "'");
    fields.refuseOthers(known);
    for (const LabelEntry& other : list.entries)
        if (base::equalsIgnoringCase(other.label, name)) fields.fault("label", "is listed twice: merge the two");

    auto& aliases = list.aliases.emplace_back();
    if (fields.has("aliases"))
        for (const json& alias : fields.list("aliases", "names"))
            aliases.push_back(list.texts.emplace_back(fields.textIn(alias, "aliases", longestText)));
    const Label label{list.texts.emplace_back(name), aliases};
    const json& eras = fields.listOfSome("eras", "era");
    for (std::size_t i = 0; i < eras.size(); ++i)
        addEra(list, label, Fields(eras[i], fields.place() + ", era " + std::to_string(i + 1)), sources);
}

LabelList parseLabels(std::string_view text, const std::string& file) {
    const json root = base::parseStrictJson<json>(text, deepestNesting, file);
    const Fields top(root, file + ", top level");
    top.requireSchema(catalogueSchema);
    const json& labels = top.list("labels", "labels");
    const Fields sources = top.inside("sources");
    LabelList list;
    for (std::size_t i = 0; i < labels.size(); ++i)
        addLabel(list, labels[i], sources, file, i);
    return list;
}

} // namespace

std::variant<LabelList, std::string> parseLabelCatalogue(std::string_view json, std::string_view fileName) {
    try {
        return parseLabels(json, std::string(fileName));
    } catch (const base::JsonFault& problem) {
        return base::oneLine(problem.what());
    }
}

} // namespace phonostage::catalogue
