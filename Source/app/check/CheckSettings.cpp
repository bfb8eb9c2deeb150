// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/check/CheckSettings.h"

#include "base/json/JsonFields.h"
#include "catalogue/HookupTexts.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace phonostage::app {
namespace {

using Json = nlohmann::ordered_json;
using Fields = base::JsonFields<Json>;

constexpr const char* silentField = "never_mention";

} // namespace

Json checkSettingsJson(const CheckSettings& settings) {
    Json json;
    json["listen"] = settings.isQuiet;
    json["protect_speakers"] = settings.protectsSpeakers;
    json[silentField] = Json::array();
    for (const auto fault : settings.silent)
        json[silentField].push_back(catalogue::hookupText(fault).id);
    json["test_record"] = testRecordSettingsJson(settings.testRecord);
    return json;
}

CheckSettings readCheckSettings(const Json& json, const std::string& place) {
    const Fields fields(json, place);
    CheckSettings settings;
    if (fields.has("listen")) settings.isQuiet = fields.flag("listen");
    if (fields.has("protect_speakers")) settings.protectsSpeakers = fields.flag("protect_speakers");
    if (fields.has("test_record"))
        settings.testRecord = readTestRecordSettings(fields.object("test_record"), place + ".test_record");
    if (!fields.has(silentField)) return settings;
    for (const Json& item : fields.list(silentField, "findings")) {
        const auto texts = catalogue::hookupTexts();
        const auto id = item.is_string() ? item.get<std::string>() : std::string();
        const auto text = std::find_if(texts.begin(), texts.end(), [&](const auto& each) { return id == each.id; });
        if (text == texts.end())
            fields.fault(silentField,
                         "must be a list of findings as 'phonostage check --json' names them: \"hum\" ...");
        if (std::find(settings.silent.begin(), settings.silent.end(), text->fault) == settings.silent.end())
            settings.silent.push_back(text->fault);
    }
    return settings;
}

} // namespace phonostage::app
