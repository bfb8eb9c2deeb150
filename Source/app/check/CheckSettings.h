// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/check/TestRecordSettings.h"
#include "dsp/measure/hookup/HookupFinding.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace phonostage::app {

/** Of the hook-up check: kept from one start of the app to the next. */
struct CheckSettings {
    bool isQuiet = true;                  ///< listens while music plays, and says what it is sure of
    bool protectsSpeakers = true;         ///< turns the output down where it is in danger
    std::vector<dsp::HookupFault> silent; ///< that are never mentioned again, each once

    TestRecordSettings testRecord;

    bool operator==(const CheckSettings&) const = default;
};

[[nodiscard]] nlohmann::ordered_json checkSettingsJson(const CheckSettings& settings);
/** What is missing gets its default. Throws base::JsonFault. place: "check". */
[[nodiscard]] CheckSettings readCheckSettings(const nlohmann::ordered_json& json, const std::string& place);

} // namespace phonostage::app
