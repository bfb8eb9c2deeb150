// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/AppSettings.h"

#include "base/json/StrictJson.h"
#include "base/text/PlainText.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

namespace phonostage::app {
namespace {

using Json = nlohmann::ordered_json;

/** Reads fields of one object; the first thing that is wrong stays in error. */
class Reader {
public:
    explicit Reader(const Json& object) : object_(object) {}

    void text(const char* key, std::string& out) {
        if (const Json* value = find(key)) {
            if (value->is_string())
                out = value->get<std::string>();
            else
                fail(key, "has to be a text");
        }
    }

    void number(const char* key, double low, double high, double& out) {
        if (const Json* value = find(key)) {
            const double read = value->is_number() ? value->get<double>() : std::nan("");
            // 0 always stands for "not chosen".
            if (std::isfinite(read) && (std::abs(read) <= 0.0 || (read >= low && read <= high)))
                out = read;
            else
                fail(key, "is out of range");
        }
    }

    void whole(const char* key, int low, int high, int& out) {
        double value = out;
        number(key, low, high, value);
        if (std::floor(value) < value) fail(key, "has to be a whole number");
        if (!error_) out = static_cast<int>(value);
    }

    const Json* find(const char* key) const {
        const auto found = object_.find(key);
        return found == object_.end() ? nullptr : &*found;
    }

    void fail(const char* key, const char* what) {
        if (!error_) error_ = std::string("\"") + key + "\" " + what;
    }

    [[nodiscard]] const std::optional<std::string>& error() const { return error_; }

private:
    const Json& object_;
    std::optional<std::string> error_;
};

void readInputs(Reader& reader, AppSettings& settings) {
    const Json* list = reader.find("inputs_on");
    if (list == nullptr) return;
    if (!list->is_array() || list->size() > maxRememberedInputs) {
        reader.fail("inputs_on", "has to be a list of at most 64 devices");
        return;
    }
    for (const Json& item : *list) {
        RememberedInput input;
        if (!item.is_object()) {
            reader.fail("inputs_on", "has to hold objects");
            return;
        }
        Reader fields(item);
        fields.text("type", input.type);
        fields.text("device", input.device);
        if (fields.error() || input.type.empty() || input.device.empty()) {
            reader.fail("inputs_on", "has to name a type and a device each");
            return;
        }
        settings.inputsOn.push_back(std::move(input));
    }
}

} // namespace

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
    if (!settings.stage.empty()) {
        Json stage = Json::parse(settings.stage, nullptr, false);
        if (stage.is_object()) json["stage"] = std::move(stage);
    }
    // A device may call itself something that is not UTF-8: replaced, never thrown.
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::variant<AppSettings, SettingsError> readSettings(std::string_view text) {
    if (text.size() > maxSettingsBytes) return SettingsError{"it is larger than 1 MiB"};
    // Before anything that calls itself for each level, as dump() does.
    if (const auto why = base::whyNotStrictJson(text, maxSettingsDepth); !why.empty())
        return SettingsError{base::oneLine(why)};
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return SettingsError{"it is not a JSON object"};

    const auto schema = json.find("schema");
    if (schema == json.end() || !schema->is_number_unsigned() || schema->get<std::uint64_t>() < 1)
        return SettingsError{"\"schema\" is missing or no whole number from 1"};
    if (schema->get<std::uint64_t>() > settingsSchema)
        return SettingsError{"it was written by a newer version (schema " + schema->dump() + ")"};

    AppSettings settings;
    Reader reader(json);
    reader.text("device_type", settings.deviceType);
    reader.text("output_device", settings.outputDevice);
    reader.text("input_device", settings.inputDevice);
    reader.number("rate_hz", 8000.0, 768000.0, settings.rateHz);
    reader.whole("buffer_frames", 8, 16384, settings.bufferFrames);
    reader.whole("input_first_channel", 0, 1023, settings.inputFirstChannel);
    reader.whole("output_first_channel", 0, 1023, settings.outputFirstChannel);
    readInputs(reader, settings);
    reader.whole("window_width", 100, 16384, settings.windowWidth);
    reader.whole("window_height", 100, 16384, settings.windowHeight);
    if (const Json* stage = reader.find("stage")) {
        if (stage->is_object())
            settings.stage = stage->dump();
        else
            reader.fail("stage", "has to be an object");
    }
    if (reader.error()) return SettingsError{*reader.error()};
    return settings;
}

} // namespace phonostage::app
