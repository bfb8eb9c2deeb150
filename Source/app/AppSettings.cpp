// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/AppSettings.h"

#include "base/json/JsonFields.h"
#include "base/text/PlainText.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace phonostage::app {
namespace {

using Json = nlohmann::ordered_json;

using Fields = base::JsonFields<Json>;

/** What a device calls itself; empty where nothing was chosen. */
std::string nameIn(const Fields& fields, const char* field) {
    if (!fields.has(field)) return {};
    const Json& value = fields.required(field);
    if (!value.is_string()) fields.fault(field, "must be a string");
    return value.get<std::string>();
}

/** 0, which always stands for "not chosen", or a whole number. */
int wholeOrZero(const Fields& fields, const char* field, int low, int high) {
    const Json* const value = fields.find(field);
    const bool isChosen = value != nullptr && *value != 0;
    return isChosen ? fields.whole(field, low, high) : 0;
}

std::vector<RememberedInput> inputsIn(const Fields& fields) {
    std::vector<RememberedInput> inputs;
    if (!fields.has("inputs_on")) return inputs;
    const Json& list = fields.list("inputs_on", "devices");
    if (list.size() > maxRememberedInputs)
        fields.fault("inputs_on", "has more than " + std::to_string(maxRememberedInputs) + " devices: remove some");
    for (const Json& item : list) {
        const Fields input(item, "inputs_on");
        inputs.push_back({nameIn(input, "type"), nameIn(input, "device")});
        if (inputs.back().type.empty() || inputs.back().device.empty())
            fields.fault("inputs_on", "must name a type and a device each");
    }
    return inputs;
}

AppSettings parse(std::string_view text) {
    if (text.size() > maxSettingsBytes) throw base::JsonFault("it is larger than 1 MiB");
    // Strictly, before anything that calls itself for each level, as dump() does.
    const auto root = base::parseStrictJson<Json>(text, maxSettingsDepth, {});
    const Fields fields(root, {});
    fields.requireSchema(settingsSchema);
    AppSettings settings;
    settings.deviceType = nameIn(fields, "device_type");
    settings.outputDevice = nameIn(fields, "output_device");
    settings.inputDevice = nameIn(fields, "input_device");
    if (const Json* rate = fields.find("rate_hz"); rate != nullptr && *rate != 0)
        settings.rateHz = fields.number("rate_hz", {8000.0, 768000.0, "Hz"});
    settings.bufferFrames = wholeOrZero(fields, "buffer_frames", 8, 16384);
    settings.inputFirstChannel = wholeOrZero(fields, "input_first_channel", 0, 1023);
    settings.outputFirstChannel = wholeOrZero(fields, "output_first_channel", 0, 1023);
    settings.inputsOn = inputsIn(fields);
    settings.windowWidth = wholeOrZero(fields, "window_width", 100, 16384);
    settings.windowHeight = wholeOrZero(fields, "window_height", 100, 16384);
    if (fields.has("window_x") && fields.has("window_y")) {
        settings.windowX = fields.whole("window_x", -32768, 32767);
        settings.windowY = fields.whole("window_y", -32768, 32767);
    }
    if (fields.has("record")) settings.record = readRecordSettings(fields.object("record"), "record");
    if (fields.has("check")) settings.check = readCheckSettings(fields.object("check"), "check");
    if (fields.has("stage")) settings.stage = fields.object("stage").dump();
    return settings;
}

auto deviceOf(AppSettings& settings) {
    return std::tie(settings.deviceType, settings.outputDevice, settings.inputDevice, settings.rateHz,
                    settings.bufferFrames, settings.inputFirstChannel, settings.outputFirstChannel);
}

auto windowOf(AppSettings& settings) {
    return std::tie(settings.windowWidth, settings.windowHeight, settings.windowX, settings.windowY);
}

} // namespace

AppSettings withChanges(AppSettings stored, const AppSettings& before, const AppSettings& now) {
    auto was = before, is = now;
    if (deviceOf(is) != deviceOf(was)) deviceOf(stored) = deviceOf(is);
    if (windowOf(is) != windowOf(was)) windowOf(stored) = windowOf(is);
    if (is.record != was.record) stored.record = std::move(is.record);
    if (is.check != was.check) stored.check = std::move(is.check);
    if (is.inputsOn != was.inputsOn) stored.inputsOn = std::move(is.inputsOn);
    if (is.stage != was.stage) stored.stage = std::move(is.stage);
    return stored;
}

bool AppSettings::inputRemembered(std::string_view type, std::string_view device) const {
    return std::any_of(inputsOn.begin(), inputsOn.end(),
                       [&](const RememberedInput& input) { return input.type == type && input.device == device; });
}

void AppSettings::rememberInput(std::string_view type, std::string_view device, bool on) {
    std::erase_if(inputsOn, [&](const RememberedInput& input) { return input.type == type && input.device == device; });
    if (!on) return;
    inputsOn.push_back({std::string(type), std::string(device)});
    if (inputsOn.size() > maxRememberedInputs) inputsOn.erase(inputsOn.begin());
}

std::string writeSettings(const AppSettings& settings) {
    Json json;
    json["schema"] = settingsSchema;
    json["device_type"] = settings.deviceType;
    json["output_device"] = settings.outputDevice;
    json["input_device"] = settings.inputDevice;
    json["rate_hz"] = settings.rateHz;
    json["buffer_frames"] = settings.bufferFrames;
    json["input_first_channel"] = settings.inputFirstChannel;
    json["output_first_channel"] = settings.outputFirstChannel;
    json["inputs_on"] = Json::array();
    for (const RememberedInput& input : settings.inputsOn)
        json["inputs_on"].push_back({{"type", input.type}, {"device", input.device}});
    json["window_width"] = settings.windowWidth;
    json["window_height"] = settings.windowHeight;
    if (settings.windowX && settings.windowY) {
        json["window_x"] = *settings.windowX;
        json["window_y"] = *settings.windowY;
    }
    json["record"] = recordSettingsJson(settings.record);
    json["check"] = checkSettingsJson(settings.check);
    if (!settings.stage.empty()) {
        Json stage = Json::parse(settings.stage, nullptr, false);
        if (stage.is_object()) json["stage"] = std::move(stage);
    }
    // A device may call itself something that is not UTF-8: replaced, never thrown.
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::variant<AppSettings, SettingsError> readSettings(std::string_view text) {
    try {
        return parse(text);
    } catch (const base::JsonFault& problem) {
        return SettingsError{base::oneLine(problem.what())};
    }
}

} // namespace phonostage::app
