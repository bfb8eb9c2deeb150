// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/CurveCatalogueParser.h"

#include "catalogue/CatalogueFault.h"

#include "base/json/StrictJson.h"
#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "catalogue/TurnoverRolloffCode.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>
#include <stdexcept>

namespace phonostage::catalogue {
namespace {

using nlohmann::json;

constexpr int catalogueSchema = 1;
constexpr int maxDepth = 8;
constexpr std::size_t longestTitle = 32;
constexpr double rolloffReferenceHz = 10000.0;

using catalogue::Fault;
using catalogue::fault;
using catalogue::Place;

const json& required(const json& object, const char* field, const Place& place) {
    const auto found = object.find(field);
    if (found == object.end()) fault(place, field, "is missing: add it");
    return *found;
}

std::string text(const json& object, const char* field, const Place& place) {
    const json& value = required(object, field, place);
    if (!value.is_string() || value.get_ref<const std::string&>().empty())
        fault(place, field, "must be a text that is not empty");
    if (!base::isPlainText(value.get_ref<const std::string&>()))
        fault(place, field, "has control characters: remove them");
    return value.get<std::string>();
}

bool flag(const json& object, const char* field, const Place& place) {
    const auto found = object.find(field);
    if (found == object.end()) return false;
    if (!found->is_boolean()) fault(place, field, "must be true or false; leave it out for false");
    return found->get<bool>();
}

bool isName(const std::string& name) {
    return name.front() >= 'a' && name.front() <= 'z' && std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

double secondsFromMicroseconds(double us) { return us / 1e6; }

double secondsFromCorner(double hz) { return 1.0 / (2.0 * std::numbers::pi * hz); }

/** The one-pole roll-off that is exactly this many dB down at 10 kHz. */
double secondsFromLoss(double db) {
    return std::sqrt(std::pow(10.0, db / 10.0) - 1.0) / (2.0 * std::numbers::pi * rolloffReferenceHz);
}

struct Form {
    const char* field;
    double (*toSeconds)(double);
};

/** A time constant is given in exactly one of its forms; null is none. */
std::optional<double> timeConstant(const json& object, std::span<const Form> forms, const Place& place) {
    std::string allowed;
    const Form* given = nullptr;
    for (const Form& form : forms) {
        allowed += (allowed.empty() ? "'" : " or '") + std::string(form.field) + "'";
        if (!object.contains(form.field)) continue;
        if (given) fault(place, form.field, "stands beside '" + std::string(given->field) + "': keep one of the two");
        given = &form;
    }
    if (!given) fault(place, forms.front().field, "is missing: give " + allowed + ", or null for none");
    const json& value = object.at(given->field);
    if (value.is_null()) return std::nullopt;
    if (!value.is_number() || value.get<double>() <= 0.0)
        fault(place, given->field, "must be a number above 0, or null");
    return given->toSeconds(value.get<double>());
}

void refuseUnknownFields(const json& object, const Place& place) {
    constexpr std::array<std::string_view, 15> known{
        "slot", "name",        "title",       "era",        "code",       "source",         "shelf_us", "shelf_hz",
        "iec",  "turnover_us", "turnover_hz", "rolloff_us", "rolloff_hz", "rolloff_10k_db", "neumann"};
    for (const auto& [field, value] : object.items())
        if (std::find(known.begin(), known.end(), field) == known.end())
            fault(place, field, "is unknown: correct its spelling or remove it");
}

dsp::Curve curveOf(const json& object, const Place& place) {
    constexpr std::array<Form, 2> shelfForms{{{"shelf_us", secondsFromMicroseconds}, {"shelf_hz", secondsFromCorner}}};
    constexpr std::array<Form, 2> turnoverForms{
        {{"turnover_us", secondsFromMicroseconds}, {"turnover_hz", secondsFromCorner}}};
    constexpr std::array<Form, 3> rolloffForms{{{"rolloff_us", secondsFromMicroseconds},
                                                {"rolloff_hz", secondsFromCorner},
                                                {"rolloff_10k_db", secondsFromLoss}}};
    dsp::Curve curve;
    curve.shelfSeconds = timeConstant(object, shelfForms, place);
    curve.turnoverSeconds = timeConstant(object, turnoverForms, place);
    curve.rolloffSeconds = timeConstant(object, rolloffForms, place);
    curve.iec = flag(object, "iec", place);
    curve.neumann = flag(object, "neumann", place);
    if (const char* why = dsp::whyIllegal(curve)) fault(place, "shelf, turnover, rolloff", why);
    return curve;
}

/** The code that the source gives, where it is one and can be this curve's; else the one made from the curve. */
std::string codeOf(const json& object, const dsp::Curve& curve, const Place& place) {
    if (!object.contains("code")) return turnoverRolloffCode(curve);
    std::string code = text(object, "code", place);
    if (const std::string why = whyNotCodeOf(code, curve); !why.empty()) fault(place, "code", why);
    return code;
}

void addEntry(CurveList& list, const json& object, const json& sources, std::string_view file, std::size_t index) {
    Place place{file, "curve number " + std::to_string(index + 1)};
    if (!object.is_object()) fault(place, "curves", "every curve must be an object");
    const std::string name = text(object, "name", place);
    if (!isName(name)) fault(place, "name", "must be of a-z, 0-9 and _, beginning with a letter");
    place.entry = "curve '" + name + "'";
    refuseUnknownFields(object, place);

    const json& slot = required(object, "slot", place);
    if (!slot.is_number_unsigned() || slot.get<std::size_t>() >= static_cast<std::size_t>(customCurveSlot))
        fault(place, "slot", "must be a whole number from 0 to " + std::to_string(customCurveSlot - 1));
    const std::string title = text(object, "title", place);
    if (title.size() > longestTitle)
        fault(place, "title", "must be at most " + std::to_string(longestTitle) + " bytes");
    const std::string source = text(object, "source", place);
    if (!sources.contains(source)) fault(place, "source", "'" + source + "' is not among the file's 'sources': add it");

    const int slotNumber = slot.get<int>();
    for (const CurveEntry& other : list.entries) {
        if (other.slot == slotNumber)
            fault(place, "slot", "belongs to '" + std::string(other.name) + "': take another");
        for (const std::string& own : {name, title})
            if (base::equalsIgnoringCase(other.name, own) || base::equalsIgnoringCase(other.title, own))
                fault(place, "name, title", "'" + own + "' belongs to '" + std::string(other.name) + "': take another");
    }
    for (const std::string& own : {name, title})
        if (base::equalsIgnoringCase(own, "custom"))
            fault(place, "name, title", "'custom' is the custom curve: take another");

    const auto keep = [&list](std::string value) -> std::string_view {
        return list.texts.emplace_back(std::move(value));
    };
    const dsp::Curve curve = curveOf(object, place);
    list.entries.push_back({slotNumber, keep(name), keep(title), keep(text(object, "era", place)),
                            keep(text(sources, source.c_str(), place)), curve, keep(source),
                            keep(codeOf(object, curve, place))});
}

CurveList parse(std::string_view text, std::string_view file) {
    const Place top{file, "top level"};
    if (const std::string why = base::whyNotStrictJson(text, maxDepth); !why.empty())
        throw Fault(std::string(file) + ": " + why + ": correct the JSON there");
    const json root = json::parse(text.begin(), text.end());
    if (!root.is_object()) fault(top, "schema", "is missing: the file must be one JSON object");
    if (required(root, "schema", top) != catalogueSchema)
        fault(top, "schema", "must be " + std::to_string(catalogueSchema) + ", the only one this version reads");
    const json& sources = required(root, "sources", top);
    const json& curves = required(root, "curves", top);
    if (!sources.is_object()) fault(top, "sources", "must be an object of names and texts");
    if (!curves.is_array()) fault(top, "curves", "must be a list");

    CurveList list;
    for (std::size_t i = 0; i < curves.size(); ++i)
        addEntry(list, curves[i], sources, file, i);
    std::sort(list.entries.begin(), list.entries.end(),
              [](const CurveEntry& a, const CurveEntry& b) { return a.slot < b.slot; });
    constexpr std::array<std::string_view, 2> fixed{"riaa", "flat"};
    for (std::size_t slot = 0; slot < fixed.size(); ++slot)
        if (list.entries.size() <= slot || list.entries[slot].name != fixed[slot] ||
            list.entries[slot].slot != static_cast<int>(slot))
            fault(top, "curves", "slot " + std::to_string(slot) + " must be '" + std::string(fixed[slot]) + "'");
    return list;
}

} // namespace

std::variant<CurveList, std::string> parseCurveCatalogue(std::string_view json, std::string_view fileName) {
    try {
        return parse(json, fileName);
    } catch (const Fault& problem) {
        return base::oneLine(problem.what());
    }
}

} // namespace phonostage::catalogue
