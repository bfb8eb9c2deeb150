// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/Presets.h"

#include "base/json/StrictJson.h"
#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "embedded/factoryPresetsJson.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace phonostage::params {
namespace {

using Json = nlohmann::ordered_json;

constexpr int schema = 1;
constexpr int maxDepth = 16;
constexpr std::size_t longestAbout = 400;
constexpr std::size_t longestId = 40;

/** Thrown and caught within this file. */
struct Fault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::string inQuotes(std::string_view text) { return std::string(1, '"').append(text).append(1, '"'); }

std::string readText(const Json& object, const char* key, std::size_t longest) {
    const auto found = object.find(key);
    const std::string field = "field " + inQuotes(key);
    if (found == object.end() || !found->is_string()) throw Fault(field + " must be a text");
    auto text = found->get<std::string>();
    if (text.empty() || text.size() > longest || !base::isPlainText(text))
        throw Fault(field + " must have 1 to " + std::to_string(longest) + " bytes and no control characters");
    return text;
}

bool isId(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

bool isTextKey(std::string_view key) {
    const auto texts = textTable();
    return std::any_of(texts.begin(), texts.end(), [&](const TextEntry& e) { return key == e.key; });
}

std::string readStage(const Json& object) {
    const auto stage = object.find("stage");
    if (stage == object.end() || !stage->is_object() || stage->empty())
        throw Fault("field \"stage\" must be an object with the values that the preset sets");
    Json state;
    state["schema"] = stateSchema;
    for (const auto& [key, value] : stage->items()) {
        const Entry* const known = findEntry(key);
        if (!known && !isTextKey(key))
            throw Fault("field \"stage\" names " + inQuotes(key) + ", which this version does not have: leave it out");
        if ((known && known->id == Id::bypass) || key == textTable()[static_cast<std::size_t>(TextId::presetName)].key)
            throw Fault("field \"stage\" names " + inQuotes(key) + ", which no preset sets: leave it out");
        state[key] = value;
    }
    std::string text = state.dump(2) + "\n";
    const auto read = readState(text);
    if (const auto* error = std::get_if<StateError>(&read)) throw Fault(error->message);
    return text;
}

void checkKeys(const Json& object, std::initializer_list<std::string_view> known) {
    for (const auto& [key, value] : object.items())
        if (std::find(known.begin(), known.end(), key) == known.end())
            throw Fault("has no field " + inQuotes(key) + ": leave it out");
}

Preset readPreset(const Json& object) {
    if (!object.is_object()) throw Fault("must be an object");
    checkKeys(object, {"id", "title", "group", "about", "stage"});
    Preset preset;
    preset.id = readText(object, "id", longestId);
    if (!isId(preset.id)) throw Fault("field \"id\" must be of a to z, 0 to 9 and -");
    preset.title = readText(object, "title", longestText);
    preset.group = readText(object, "group", longestText);
    preset.about = readText(object, "about", longestAbout);
    preset.state = readStage(object);
    return preset;
}

std::vector<Preset> parse(std::string_view text) {
    if (const std::string why = base::whyNotStrictJson(text, maxDepth); !why.empty()) throw Fault(why);
    const Json root = Json::parse(text.begin(), text.end());
    if (!root.is_object()) throw Fault("must be one JSON object");
    const auto version = root.find("schema");
    if (version == root.end() || *version != schema) throw Fault("field \"schema\" must be " + std::to_string(schema));
    const auto list = root.find("presets");
    if (list == root.end() || !list->is_array()) throw Fault("field \"presets\" must be a list");
    checkKeys(root, {"schema", "presets"});
    std::vector<Preset> presets;
    for (const Json& item : *list) {
        try {
            Preset preset = readPreset(item);
            for (const Preset& other : presets)
                if (other.id == preset.id || base::equalsIgnoringCase(other.title, preset.title))
                    throw Fault("has the id or title of an earlier one: choose another");
            presets.push_back(std::move(preset));
        } catch (const Fault& problem) {
            const bool hasId = item.is_object() && item.contains("id") && item["id"].is_string();
            const std::string name =
                hasId ? inQuotes(item["id"].get_ref<const std::string&>()) : std::to_string(presets.size() + 1);
            throw Fault("preset " + name + ": " + problem.what());
        }
    }
    return presets;
}

} // namespace

std::variant<std::vector<Preset>, std::string> parsePresets(std::string_view json, std::string_view fileName) {
    try {
        return parse(json);
    } catch (const Fault& problem) {
        return base::oneLine(std::string(fileName) + ": " + problem.what());
    }
}

std::span<const Preset> factoryPresets() {
    static const std::vector<Preset> presets = [] {
        auto parsed = parsePresets(embedded::factoryPresetsJson, "Resources/presets/factory.json");
        if (const auto* why = std::get_if<std::string>(&parsed)) throw std::logic_error(*why);
        return std::get<std::vector<Preset>>(std::move(parsed));
    }();
    return presets;
}

const Preset* findFactoryPreset(std::string_view idOrTitle) {
    const auto presets = factoryPresets();
    const auto found = std::find_if(presets.begin(), presets.end(), [&](const Preset& preset) {
        return preset.id == idOrTitle || base::equalsIgnoringCase(preset.title, idOrTitle);
    });
    return found == presets.end() ? nullptr : &*found;
}

std::variant<Snapshot, StateError> applyPreset(const Preset& preset, const Snapshot& base) {
    auto read = readState(preset.state, base);
    // What undoes another stage's RIAA has no gain of its own; the record after it would be faint.
    const auto* next = std::get_if<Snapshot>(&read);
    if (next != nullptr && base.values.get(Id::gain) == 0.0 && base.values.isOn(Id::undoRiaa) &&
        !next->values.isOn(Id::undoRiaa)) {
        Snapshot withGain = base;
        withGain.values.set(Id::gain, Values().get(Id::gain));
        read = readState(preset.state, withGain);
    }
    if (auto* stage = std::get_if<Snapshot>(&read)) {
        stage->values.set(Id::bypass, base.values.get(Id::bypass));
        stage->texts.set(TextId::presetName, preset.title);
    }
    return read;
}

} // namespace phonostage::params
