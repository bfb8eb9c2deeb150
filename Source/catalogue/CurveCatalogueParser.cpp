// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/CurveCatalogueParser.h"

#include "base/json/JsonFields.h"
#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "catalogue/CatalogueRules.h"
#include "catalogue/TurnoverRolloffCode.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>

namespace phonostage::catalogue {
namespace {

using nlohmann::json;

constexpr std::size_t longestTitle = 32;
constexpr double rolloffReferenceHz = 10000.0;

using Fields = base::JsonFields<json>;

bool isName(const std::string& name) {
    return name.front() >= 'a' && name.front() <= 'z' && std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

double secondsFromMicroseconds(double us) { return us / 1e6; }

double secondsFromCorner(double hz) { return 1.0 / (2.0 * std::numbers::pi * hz); }

/** The one-pole roll-off that is exactly this many dB down at 10 kHz. */
double secondsFromLoss(double db) {
    return std::sqrt(dsp::decibelsToPower(db) - 1.0) / (2.0 * std::numbers::pi * rolloffReferenceHz);
}

struct Form {
    const char* field;
    double (*toSeconds)(double);
};

/** A time constant is given in exactly one of its forms; null is none. */
std::optional<double> timeConstant(const Fields& fields, std::span<const Form> forms) {
    std::string allowed;
    const Form* given = nullptr;
    for (const Form& form : forms) {
        allowed += (allowed.empty() ? "'" : " or '") + std::string(form.field) + "'";
        if (!fields.has(form.field)) continue;
        if (given) fields.fault(form.field, "conflicts with '" + std::string(given->field) + "': keep one of the two");
        given = &form;
    }
    if (!given) fields.fault(forms.front().field, "is missing: give " + allowed + ", or null for none");
    const json& value = fields.required(given->field);
    if (value.is_null()) return std::nullopt;
    if (!value.is_number() || value.get<double>() <= 0.0)
        fields.fault(given->field, "must be a number above 0, or null");
    return given->toSeconds(value.get<double>());
}

dsp::Curve curveOf(const Fields& fields) {
    constexpr std::array<Form, 2> shelfForms{{{"shelf_us", secondsFromMicroseconds}, {"shelf_hz", secondsFromCorner}}};
    constexpr std::array<Form, 2> turnoverForms{
        {{"turnover_us", secondsFromMicroseconds}, {"turnover_hz", secondsFromCorner}}};
    constexpr std::array<Form, 3> rolloffForms{{{"rolloff_us", secondsFromMicroseconds},
                                                {"rolloff_hz", secondsFromCorner},
                                                {"rolloff_10k_db", secondsFromLoss}}};
    dsp::Curve curve;
    curve.shelfSeconds = timeConstant(fields, shelfForms);
    curve.turnoverSeconds = timeConstant(fields, turnoverForms);
    curve.rolloffSeconds = timeConstant(fields, rolloffForms);
    curve.iec = fields.flag("iec");
    curve.neumann = fields.flag("neumann");
    if (const char* why = dsp::whyIllegal(curve)) fields.fault("shelf, turnover, rolloff", why);
    return curve;
}

/** The code that the source gives, where it is one and can be this curve's; else the one made from the curve. */
std::string codeOf(const Fields& fields, const dsp::Curve& curve) {
    if (!fields.has("code")) return turnoverRolloffCode(curve);
    std::string code = fields.text("code", longestText);
    if (const std::string why = whyNotCodeOf(code, curve); !why.empty()) fields.fault("code", why);
    return code;
}

void addEntry(CurveList& list, const json& object, const Fields& sources, const std::string& file, std::size_t index) {
    constexpr std::array<std::string_view, 15> known{
        "slot", "name",        "title",       "era",        "code",       "source",         "shelf_us", "shelf_hz",
        "iec",  "turnover_us", "turnover_hz", "rolloff_us", "rolloff_hz", "rolloff_10k_db", "neumann"};
    Fields fields(object, file + ", curve number " + std::to_string(index + 1));
    const std::string name = fields.text("name", longestText);
    if (!isName(name)) fields.fault("name", "must consist of a-z, 0-9 and _, beginning with a letter");
    fields.setPlace(file + ", curve '" + name + "'");
    fields.refuseOthers(known);

    const int slotNumber = fields.whole("slot", 0, customCurveSlot - 1);
    const std::string title = fields.text("title", longestTitle);
    const std::string source = fields.text("source", longestText);
    if (!sources.has(source.c_str()))
        fields.fault("source", "'" + source + "' is not among the file's 'sources': add it");

    for (const CurveEntry& other : list.entries) {
        if (other.slot == slotNumber)
            fields.fault("slot", "is already used by '" + std::string(other.name) + "': choose another");
        for (const std::string& own : {name, title})
            if (base::equalsIgnoringCase(other.name, own) || base::equalsIgnoringCase(other.title, own))
                fields.fault("name, title",
                             "'" + own + "' is already used by '" + std::string(other.name) + "': choose another");
    }
    for (const std::string& own : {name, title})
        if (base::equalsIgnoringCase(own, "custom"))
            fields.fault("name, title", "'custom' is the custom curve: choose another");

    const auto keep = [&list](std::string value) -> std::string_view {
        return list.texts.emplace_back(std::move(value));
    };
    const dsp::Curve curve = curveOf(fields);
    list.entries.push_back({slotNumber, keep(name), keep(title), keep(fields.text("era", longestText)),
                            keep(sources.text(source.c_str(), longestText)), curve, keep(source),
                            keep(codeOf(fields, curve))});
}

CurveList parseCurves(std::string_view text, const std::string& file) {
    const json root = base::parseStrictJson<json>(text, deepestNesting, file);
    const Fields top(root, file + ", top level");
    top.requireSchema(catalogueSchema);
    const json& curves = top.list("curves", "curves");
    const Fields sources = top.inside("sources");

    CurveList list;
    for (std::size_t i = 0; i < curves.size(); ++i)
        addEntry(list, curves[i], sources, file, i);
    std::sort(list.entries.begin(), list.entries.end(),
              [](const CurveEntry& a, const CurveEntry& b) { return a.slot < b.slot; });
    constexpr std::array<std::string_view, 2> fixed{"riaa", "flat"};
    for (std::size_t slot = 0; slot < fixed.size(); ++slot)
        if (list.entries.size() <= slot || list.entries[slot].name != fixed[slot] ||
            list.entries[slot].slot != static_cast<int>(slot))
            top.fault("curves", "slot " + std::to_string(slot) + " must be '" + std::string(fixed[slot]) + "'");
    return list;
}

} // namespace

std::variant<CurveList, std::string> parseCurveCatalogue(std::string_view json, std::string_view fileName) {
    try {
        return parseCurves(json, std::string(fileName));
    } catch (const base::JsonFault& problem) {
        return base::oneLine(problem.what());
    }
}

} // namespace phonostage::catalogue
