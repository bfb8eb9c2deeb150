// SPDX-License-Identifier: GPL-3.0-or-later
// The app's settings file and the editor's.
#include "fuzz/Fuzz.h"

#include "app/AppSettings.h"
#include "base/json/FlatJson.h"
#include "base/json/StrictJson.h"

using namespace phonostage;
using namespace phonostage::fuzz;

namespace {

void tryApp(std::string_view text) {
    const auto result = app::readSettings(text);
    if (const auto* error = std::get_if<app::SettingsError>(&result)) {
        requireMessage(error->message);
        return;
    }
    const auto& settings = std::get<app::AppSettings>(result);
    require(settings.inputsOn.size() <= app::maxRememberedInputs, "the inputs that are remembered are few");
    require(settings.stage.empty() || base::whyNotStrictJson(settings.stage, app::maxSettingsDepth).empty(),
            "a stage that was read is no deeper than any parser takes", settings.stage);
    const auto written = app::writeSettings(settings);
    const auto again = app::readSettings(written);
    require(std::holds_alternative<app::AppSettings>(again), "settings that were read and written read back", written);
    require(std::get<app::AppSettings>(again) == settings, "settings come back as they were", written);
    require(app::writeSettings(std::get<app::AppSettings>(again)) == written, "the same settings give the same bytes",
            written);
}

void tryEditor(std::string_view text) {
    const auto result = base::readFlatJson(text);
    if (const auto* why = std::get_if<std::string>(&result)) {
        requireMessage(*why);
        return;
    }
    const auto& object = std::get<base::FlatObject>(result);
    const auto written = base::writeFlatJson(object);
    const auto again = base::readFlatJson(written);
    require(std::holds_alternative<base::FlatObject>(again), "fields that were read and written read back", written);
    require(std::get<base::FlatObject>(again) == object, "fields come back as they were", written);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    tryApp(textOf(data, size));
    tryEditor(textOf(data, size));
    return 0;
}
