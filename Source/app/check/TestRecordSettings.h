// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalogue/EquipmentCatalogue.h"
#include "dsp/measure/testrecord/RecordCut.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace phonostage::app {

/** Which test record is played, and what a person knows of it where the catalogue does not: kept from one start of the
   app to the next. */
struct TestRecordSettings {
    std::string recordId; ///< of the catalogue; empty: another one
    double carrierHz = 3150.0;
    dsp::RecordCut cut = dsp::RecordCut::riaa;
    double velocityCmPerS = 0.0; ///< of the 1 kHz bands; 0: unknown
    catalogue::VelocityKind velocityKind = catalogue::VelocityKind::unknown;
    double radiusMm = 0.0; ///< of the speed band; 0: unknown

    bool operator==(const TestRecordSettings&) const = default;

    static constexpr double leastRadiusMm = 40.0, mostRadiusMm = 150.0;
    static constexpr double leastVelocity = 0.1, mostVelocity = 100.0;
};

[[nodiscard]] nlohmann::ordered_json testRecordSettingsJson(const TestRecordSettings& settings);
/** What is missing gets its default. Throws base::JsonFault. */
[[nodiscard]] TestRecordSettings readTestRecordSettings(const nlohmann::ordered_json& json, const std::string& place);

/** "riaa", "jvc", "cv", "str100": as `--cut` and reports have it. */
[[nodiscard]] const char* cutName(dsp::RecordCut cut);

} // namespace phonostage::app
