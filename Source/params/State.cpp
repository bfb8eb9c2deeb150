// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/State.h"

#include "base/json/StrictJson.h"
#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "catalogue/CurveCatalogue.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace phonostage::params {
namespace {

using nlohmann::json;

constexpr int maxDepth = 16;
constexpr double equalWithin = 1e-9;

/** Thrown and caught within this file. */
struct Fault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

[[noreturn]] void fault(const std::string& field, const std::string& what) {
    throw Fault("field '" + field + "' " + what);
}

std::string quoted(std::string_view text) { return std::string(1, '"').append(text).append(1, '"'); }

// ---- writing

/** Slots without a curve sound as RIAA, and that is what stands beside their name. */
dsp::Curve resolved(int slot) {
    const catalogue::CurveEntry* entry = catalogue::curveAtSlot(slot);
    return entry ? entry->curve : dsp::Curve{};
}

std::string microseconds(const std::optional<double>& seconds) {
    return seconds ? base::formatShortest(*seconds * 1e6) : "null";
}

std::string curveText(const Entry& e, int slot) {
    std::string text = "{ \"name\": ";
    text += quoted(e.choiceKeys[static_cast<std::size_t>(slot)]);
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
        return quoted(e.choiceKeys[static_cast<std::size_t>(value)]);
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

double readNumber(const Entry& e, const json& value) {
    if (!value.is_number()) fault(e.key, "must be a number");
    const double number = value.get<double>();
    // Written so that a NaN would be refused.
    if (!(number >= e.minimum && number <= e.maximum))
        fault(e.key, "is out of range: it must lie between " + base::formatShortest(e.minimum) + " and " +
                         base::formatShortest(e.maximum) + (*e.unit ? " " : "") + e.unit);
    return number;
}

double readValue(const Entry& e, const json& value) {
    if (e.type == Type::number) return readNumber(e, value);
    if (e.type == Type::toggle) {
        if (!value.is_boolean()) fault(e.key, "must be true or false");
        return value.get<bool>() ? 1.0 : 0.0;
    }
    const auto choice = value.is_string() ? choiceFrom(e, value.get_ref<const std::string&>()) : std::nullopt;
    if (!choice) fault(e.key, "must be one of its choices, such as " + quoted(e.choiceKeys.front()));
    return *choice;
}

std::optional<double> storedSeconds(const json& object, const char* key) {
    const std::string field = std::string("curve.") + key;
    const auto found = object.find(key);
    if (found == object.end())
        fault(field, "is missing: give all three time constants, null for none, or the name alone");
    if (found->is_null()) return std::nullopt;
    if (!found->is_number()) fault(field, "must be a number of microseconds, or null for none");
    return found->get<double>() / 1e6;
}

bool storedSwitch(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) return false;
    if (!found->is_boolean()) fault(std::string("curve.") + key, "must be true or false");
    return found->get<bool>();
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
void readCurve(Values& values, const Entry& e, const json& object) {
    if (!object.is_object()) fault(e.key, "must be an object with a name and time constants");
    const auto name = object.find("name");
    if (name == object.end() || !name->is_string()) fault("curve.name", "must be a text");
    const auto slot = choiceFrom(e, name->get_ref<const std::string&>());
    if (slot == static_cast<double>(catalogue::customCurveSlot)) {
        values.set(Id::curve, *slot);
        return;
    }
    const bool hasValues =
        object.contains("shelf_us") || object.contains("turnover_us") || object.contains("rolloff_us");
    if (!hasValues) {
        if (!slot)
            fault("curve.name", "is not in the catalogue and has no time constants beside it: choose another name");
        values.set(Id::curve, *slot);
        return;
    }
    dsp::Curve stored;
    stored.shelfSeconds = storedSeconds(object, "shelf_us");
    stored.turnoverSeconds = storedSeconds(object, "turnover_us");
    stored.rolloffSeconds = storedSeconds(object, "rolloff_us");
    stored.iec = storedSwitch(object, "iec");
    stored.neumann = storedSwitch(object, "neumann");
    if (const char* why = dsp::whyIllegal(stored)) fault(e.key, std::string("is not legal. ") + why);
    if (slot && isSame(stored, resolved(static_cast<int>(*slot))))
        values.set(Id::curve, *slot);
    else
        setCustomCurve(values, stored);
}

void readText(Texts& texts, const TextEntry& e, const json& value) {
    if (!value.is_string()) fault(e.key, "must be a text");
    if (!texts.set(e.id, value.get_ref<const std::string&>()))
        fault(e.key, "must be at most " + std::to_string(longestText) + " bytes and without control characters");
}

Snapshot parse(std::string_view text, const Snapshot& missing) {
    if (text.size() > maxStateBytes)
        throw Fault("the state is larger than " + std::to_string(maxStateBytes) + " bytes: this is not one of ours");
    if (const std::string why = base::whyNotStrictJson(text, maxDepth); !why.empty()) throw Fault(why);
    const json root = json::parse(text.begin(), text.end());
    if (!root.is_object()) throw Fault("the state must be one JSON object");
    const auto schema = root.find("schema");
    if (schema == root.end()) fault("schema", "is missing: this is not a state of Phonostage");
    if (!schema->is_number_unsigned() || schema->get<std::uint64_t>() == 0)
        fault("schema", "must be a whole number from 1");
    if (schema->get<std::uint64_t>() > static_cast<std::uint64_t>(stateSchema))
        fault("schema", "is " + std::to_string(schema->get<std::uint64_t>()) + ", newer than " +
                            std::to_string(stateSchema) + ", the newest that this version reads: update Phonostage");
    Snapshot stage = missing;
    Values& values = stage.values;
    for (const Entry& e : table()) {
        const auto found = root.find(e.key);
        if (found != root.end() && e.id != Id::curve) values.set(e.id, readValue(e, *found));
    }
    const Entry& curve = entry(Id::curve);
    if (const auto found = root.find(curve.key); found != root.end()) readCurve(values, curve, *found);
    for (const TextEntry& e : textTable())
        if (const auto found = root.find(e.key); found != root.end()) readText(stage.texts, e, *found);
    return stage;
}

} // namespace

std::string writeState(const Values& values, const Texts& texts) {
    std::string text = "{\n  \"schema\": " + std::to_string(stateSchema);
    for (const Entry& e : table())
        text.append(",\n  ").append(quoted(e.key)).append(": ").append(valueText(e, values.get(e.id)));
    for (const TextEntry& e : textTable())
        text.append(",\n  ").append(quoted(e.key)).append(": ").append(json(texts.get(e.id)).dump());
    return text + "\n}\n";
}

std::variant<Snapshot, StateError> readState(std::string_view text, const Snapshot& missing) {
    try {
        return parse(text, missing);
    } catch (const Fault& problem) {
        return StateError{base::oneLine(problem.what())};
    }
}

} // namespace phonostage::params
