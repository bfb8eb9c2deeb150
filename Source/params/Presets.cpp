// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/Presets.h"

#include "base/json/JsonFields.h"
#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "embedded/factoryPresetsJson.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace phonostage::params {
namespace {

using Json = nlohmann::ordered_json;

constexpr int schema = 1;
constexpr int maxDepth = 16;
constexpr std::size_t longestAbout = 400;
constexpr std::size_t longestId = 40;

using Fields = base::JsonFields<Json>;

std::string inQuotes(std::string_view text) { return std::string(1, '\'').append(text).append(1, '\''); }

bool isId(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

bool isTextKey(std::string_view key) {
    const auto texts = textTable();
    return std::any_of(texts.begin(), texts.end(), [&](const TextEntry& e) { return key == e.key; });
}

std::string readStage(const Fields& preset) {
    const Json& stage = preset.object("stage");
    if (stage.empty()) preset.fault("stage", "must have the values that the preset sets: add one");
    Json state;
    state["schema"] = stateSchema;
    for (const auto& [key, value] : stage.items()) {
        const Entry* const known = findEntry(key);
        if (!known && !isTextKey(key))
            preset.fault("stage", "names " + inQuotes(key) + ", which this version does not have: remove it");
        if ((known && known->id == Id::bypass) || key == textTable()[static_cast<std::size_t>(TextId::presetName)].key)
            preset.fault("stage", "names " + inQuotes(key) + ", which a preset cannot set: remove it");
        state[key] = value;
    }
    std::string text = state.dump(2) + "\n";
    const auto read = readState(text);
    if (const auto* error = std::get_if<StateError>(&read))
        throw base::JsonFault(preset.place() + ", stage, " + error->message);
    return text;
}

Preset readPreset(const Json& object, const std::string& place) {
    constexpr std::array<std::string_view, 5> known{"id", "title", "group", "about", "stage"};
    const Fields fields(object, place);
    fields.refuseOthers(known);
    Preset preset;
    preset.id = fields.text("id", longestId);
    if (!isId(preset.id)) fields.fault("id", "must consist of a to z, 0 to 9 and -");
    preset.title = fields.text("title", longestText);
    preset.group = fields.text("group", longestText);
    preset.about = fields.text("about", longestAbout);
    preset.state = readStage(fields);
    return preset;
}

std::string placeOf(const std::string& file, const Json& object, std::size_t index) {
    const bool hasId = object.is_object() && object.contains("id") && object["id"].is_string();
    return file + ", preset " +
           (hasId ? inQuotes(object["id"].get_ref<const std::string&>()) : "number " + std::to_string(index + 1));
}

std::vector<Preset> parse(std::string_view text, const std::string& file) {
    constexpr std::array<std::string_view, 2> known{"schema", "presets"};
    const auto root = base::parseStrictJson<Json>(text, maxDepth, file);
    const Fields top(root, file + ", top level");
    top.refuseOthers(known);
    top.requireSchema(schema);
    const Json& list = top.list("presets", "presets");
    std::vector<Preset> presets;
    for (const Json& item : list) {
        const auto place = placeOf(file, item, presets.size());
        Preset preset = readPreset(item, place);
        for (const Preset& other : presets)
            if (other.id == preset.id || base::equalsIgnoringCase(other.title, preset.title))
                throw base::JsonFault(place +
                                      ", field 'id' or 'title': is already used by an earlier one: choose another");
        presets.push_back(std::move(preset));
    }
    return presets;
}

} // namespace

std::variant<std::vector<Preset>, std::string> parsePresets(std::string_view json, std::string_view fileName) {
    try {
        return parse(json, std::string(fileName));
    } catch (const base::JsonFault& problem) {
        return base::oneLine(problem.what());
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
