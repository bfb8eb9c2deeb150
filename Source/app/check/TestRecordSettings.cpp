// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/check/TestRecordSettings.h"

#include "base/json/JsonFields.h"

#include <nlohmann/json.hpp>

#include <array>

namespace phonostage::app {
namespace {

using Json = nlohmann::ordered_json;
using Fields = base::JsonFields<Json>;
using base::JsonWord;
using catalogue::VelocityKind;

constexpr std::array<JsonWord<dsp::RecordCut>, 4> cutWords{{{"riaa", dsp::RecordCut::riaa},
                                                            {"jvc", dsp::RecordCut::jvc},
                                                            {"cv", dsp::RecordCut::constantVelocity},
                                                            {"str100", dsp::RecordCut::str100}}};
constexpr std::array<JsonWord<VelocityKind>, 3> kindWords{
    {{"peak", VelocityKind::peak}, {"rms", VelocityKind::rms}, {"unknown", VelocityKind::unknown}}};

template <typename Words, typename Value> const char* wordOf(const Words& words, Value value) {
    for (const auto& word : words)
        if (word.value == value) return word.word.data();
    return "";
}

} // namespace

const char* cutName(dsp::RecordCut cut) { return wordOf(cutWords, cut); }

Json testRecordSettingsJson(const TestRecordSettings& settings) {
    Json json;
    json["record"] = settings.recordId;
    json["carrier_hz"] = settings.carrierHz;
    json["cut"] = cutName(settings.cut);
    json["velocity_cm_s"] = settings.velocityCmPerS;
    json["velocity_kind"] = wordOf(kindWords, settings.velocityKind);
    json["radius_mm"] = settings.radiusMm;
    return json;
}

TestRecordSettings readTestRecordSettings(const Json& json, const std::string& place) {
    const Fields fields(json, place);
    TestRecordSettings settings;
    if (const auto* id = fields.find("record"); id != nullptr && !(id->is_string() && id->get<std::string>().empty()))
        settings.recordId = fields.text("record", 64);
    if (fields.has("carrier_hz")) settings.carrierHz = fields.number("carrier_hz", {100.0, 7000.0, "Hz"});
    if (fields.has("cut")) settings.cut = fields.choice("cut", cutWords);
    if (fields.has("velocity_cm_s"))
        settings.velocityCmPerS = fields.number("velocity_cm_s", {0.0, TestRecordSettings::mostVelocity, "cm/s"});
    if (fields.has("velocity_kind")) settings.velocityKind = fields.choice("velocity_kind", kindWords);
    if (fields.has("radius_mm"))
        settings.radiusMm = fields.number("radius_mm", {0.0, TestRecordSettings::mostRadiusMm, "mm"});
    return settings;
}

} // namespace phonostage::app
