// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/State.h"

#include "base/json/JsonFields.h"
#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "catalogue/CurveCatalogue.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace phonostage::params {
namespace {

using nlohmann::json;

constexpr int stateDepth = 16;
constexpr double equalWithin = 1e-9;

using StateFields = base::JsonFields<json>;

std::string inDoubleQuotes(std::string_view text) { return std::string(1, '"').append(text).append(1, '"'); }

// ---- writing

/** Slots without a curve sound as RIAA, and the state stores RIAA with their name. */
dsp::Curve resolved(int slot) {
    const catalogue::CurveEntry* entry = catalogue::curveAtSlot(slot);
    return entry ? entry->curve : dsp::Curve{};
}

std::string microseconds(const std::optional<double>& seconds) {
    return seconds ? base::formatShortest(*seconds * 1e6) : "null";
}

std::string curveText(const Entry& e, int slot) {
    std::string text = "{ \"name\": ";
    text += inDoubleQuotes(e.choiceKeys[static_cast<std::size_t>(slot)]);
    if (slot != catalogue::customCurveSlot) {
        const dsp::Curve curve = resolved(slot);
        text.append(", \"shelf_us\": ").append(microseconds(curve.shelfSeconds));
        text.append(", \"turnover_us\": ").append(microseconds(curve.turnoverSeconds));
        text.append(", \"rolloff_us\": ").append(microseconds(curve.rolloffSeconds));
        text.append(", \"iec\": ").append(curve.iec ? "true" : "false");
        text.append(", \"neumann\": ").append(curve.neumann ? "true" : "false");
    }
    return text + " }";
}

std::string valueText(const Entry& e, double value) {
    if (e.id == Id::curve) return curveText(e, static_cast<int>(value));
    switch (e.type) {
    case Type::toggle:
        return value >= 0.5 ? "true" : "false";
    case Type::choice:
        return inDoubleQuotes(e.choiceKeys[static_cast<std::size_t>(value)]);
    case Type::number:
        break;
    }
    return base::formatShortest(value);
}

// ---- reading

std::optional<double> choiceFrom(const Entry& e, const std::string& key) {
    const auto found = std::find_if(e.choiceKeys.begin(), e.choiceKeys.end(), [&](const char* k) { return key == k; });
    if (found == e.choiceKeys.end()) return std::nullopt;
    return static_cast<double>(found - e.choiceKeys.begin());
}

double readValue(const StateFields& fields, const Entry& e) {
    if (e.type == Type::number) return fields.number(e.key, {e.minimum, e.maximum, e.unit});
    if (e.type == Type::toggle) return fields.flag(e.key) ? 1.0 : 0.0;
    const json& value = fields.required(e.key);
    const auto choice = value.is_string() ? choiceFrom(e, value.get_ref<const std::string&>()) : std::nullopt;
    if (!choice) fields.fault(e.key, "must be one of its choices, such as " + inDoubleQuotes(e.choiceKeys.front()));
    return *choice;
}

std::optional<double> storedSeconds(const StateFields& curve, const char* field) {
    if (!curve.has(field))
        curve.fault(field, "is missing: give all three time constants (null for none), or only the name");
    const json& value = curve.required(field);
    if (value.is_null()) return std::nullopt;
    if (!value.is_number()) curve.fault(field, "must be a number of microseconds, or null for none");
    return value.get<double>() / 1e6;
}

bool isSame(const std::optional<double>& a, const std::optional<double>& b) {
    if (!a || !b) return a.has_value() == b.has_value();
    return std::abs(*a - *b) <= equalWithin * std::abs(*b);
}

bool isSame(const dsp::Curve& a, const dsp::Curve& b) {
    return isSame(a.shelfSeconds, b.shelfSeconds) && isSame(a.turnoverSeconds, b.turnoverSeconds) &&
           isSame(a.rolloffSeconds, b.rolloffSeconds) && a.iec == b.iec && a.neumann == b.neumann;
}

void setCustom(Values& values, Id on, Id number, const std::optional<double>& seconds) {
    values.set(on, seconds ? 1.0 : 0.0);
    if (seconds) values.set(number, *seconds * 1e6);
}

void setCustomCurve(Values& values, const dsp::Curve& curve) {
    values.set(Id::curve, catalogue::customCurveSlot);
    setCustom(values, Id::customShelfOn, Id::customShelf, curve.shelfSeconds);
    setCustom(values, Id::customTurnoverOn, Id::customTurnover, curve.turnoverSeconds);
    setCustom(values, Id::customRolloffOn, Id::customRolloff, curve.rolloffSeconds);
    if (curve.iec) values.set(Id::curveIec, 1.0);
    if (curve.neumann) values.set(Id::curveNeumann, 1.0);
}

/** After all other entries, as it may change some of them. */
void readCurve(Values& values, const StateFields& state, const Entry& e) {
    const StateFields fields = state.inside(e.key);
    const json& name = fields.required("name");
    if (!name.is_string()) fields.fault("name", "must be a string");
    const auto slot = choiceFrom(e, name.get_ref<const std::string&>());
    if (slot == static_cast<double>(catalogue::customCurveSlot)) {
        values.set(Id::curve, *slot);
        return;
    }
    const bool hasValues = fields.has("shelf_us") || fields.has("turnover_us") || fields.has("rolloff_us");
    if (!hasValues) {
        if (!slot) fields.fault("name", "is not in the catalogue and has no time constants: choose another name");
        values.set(Id::curve, *slot);
        return;
    }
    dsp::Curve stored;
    stored.shelfSeconds = storedSeconds(fields, "shelf_us");
    stored.turnoverSeconds = storedSeconds(fields, "turnover_us");
    stored.rolloffSeconds = storedSeconds(fields, "rolloff_us");
    stored.iec = fields.flag("iec");
    stored.neumann = fields.flag("neumann");
    if (const char* why = dsp::whyIllegal(stored)) state.fault(e.key, std::string("is not valid. ") + why);
    if (slot && isSame(stored, resolved(static_cast<int>(*slot))))
        values.set(Id::curve, *slot);
    else
        setCustomCurve(values, stored);
}

void readText(Texts& texts, const StateFields& fields, const TextEntry& e) {
    const json& value = fields.required(e.key);
    if (!value.is_string()) fields.fault(e.key, "must be a string");
    if (!texts.set(e.id, value.get_ref<const std::string&>()))
        fields.fault(e.key, "must be at most " + std::to_string(longestText) + " bytes and without control characters");
}

json rootOf(std::string_view text) {
    if (text.size() > maxStateBytes)
        throw base::JsonFault("the state is larger than " + std::to_string(maxStateBytes) +
                              " bytes: it is not a Phonostage state");
    return base::parseStrictJson<json>(text, stateDepth, {});
}

Snapshot stageIn(const StateFields& fields, const Snapshot& missing) {
    fields.requireSchema(stateSchema);
    Snapshot stage = missing;
    Values& values = stage.values;
    for (const Entry& e : table())
        if (e.id != Id::curve && fields.has(e.key)) values.set(e.id, readValue(fields, e));
    if (const Entry& curve = entry(Id::curve); fields.has(curve.key)) readCurve(values, fields, curve);
    for (const TextEntry& e : textTable())
        if (fields.has(e.key)) readText(stage.texts, fields, e);
    return stage;
}

constexpr const char* compareKey = "compare";

Session sessionIn(const StateFields& fields) {
    Session session;
    session.stage = stageIn(fields, {});
    if (!fields.has(compareKey)) return session;
    const StateFields compare = fields.inside(compareKey);
    const json& slot = compare.required("slot");
    if (slot != "a" && slot != "b") compare.fault("slot", "must be \"a\" or \"b\"");
    session.isB = slot == "b";
    session.other = stageIn(compare.inside("other"), {});
    return session;
}

std::string stateText(const Values& values, const Texts& texts) {
    std::string text = "{\n  \"schema\": " + std::to_string(stateSchema);
    for (const Entry& e : table())
        text.append(",\n  ").append(inDoubleQuotes(e.key)).append(": ").append(valueText(e, values.get(e.id)));
    for (const TextEntry& e : textTable())
        text.append(",\n  ").append(inDoubleQuotes(e.key)).append(": ").append(json(texts.get(e.id)).dump());
    return text;
}

} // namespace

std::string writeState(const Values& values, const Texts& texts) { return stateText(values, texts) + "\n}\n"; }

std::string writeSession(const Session& session) {
    auto text = stateText(session.stage.values, session.stage.texts);
    if (session.other)
        text.append(",\n  ")
            .append(inDoubleQuotes(compareKey))
            .append(": { \"slot\": ")
            .append(session.isB ? "\"b\"" : "\"a\"")
            .append(", \"other\": ")
            .append(stateText(session.other->values, session.other->texts))
            .append("\n} }");
    return text + "\n}\n";
}

std::variant<Snapshot, StateError> readState(std::string_view text, const Snapshot& missing) {
    try {
        const json root = rootOf(text);
        return stageIn(StateFields(root, {}), missing);
    } catch (const base::JsonFault& problem) {
        return StateError{base::oneLine(problem.what())};
    }
}

std::variant<Session, StateError> readSession(std::string_view text) {
    try {
        const json root = rootOf(text);
        return sessionIn(StateFields(root, {}));
    } catch (const base::JsonFault& problem) {
        return StateError{base::oneLine(problem.what())};
    }
}

} // namespace phonostage::params
