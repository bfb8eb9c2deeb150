// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"

#include "media/analyse/Report.h"

#include <nlohmann/json.hpp>

using namespace phonostage;
using namespace phonostage::media;
using Json = nlohmann::json;

namespace {

Report example() {
    Report report;
    report.sampleRateHz = 96000.0;
    report.frames = 192000;
    report.seconds = 0.5;
    report.stage.levels.inputDbv = -20.0;
    ChannelFigures left;
    left.name = "left";
    left.input.meanSquare = 0.125;
    left.input.overload.peak = 0.5;
    left.input.overload.events = 2;
    left.input.overload.eventSamples = 9;
    left.input.overload.fullScaleSamples = 11;
    left.input.events = {{48000, 4, 3, dsp::OverloadKind::fullScale, -6.0},
                         {96001, 5, 5, dsp::OverloadKind::belowFullScale, -7.0}};
    left.output = OutputFigures{0.5, 1.0, 2.0, 3};
    ChannelFigures silent;
    silent.name = "right";
    silent.output = OutputFigures{};
    report.channels = {left, silent};
    return report;
}

} // namespace

TEST_CASE("A report has the fields of the promise, with levels in volts") {
    const auto json = Json::parse(toJson(example()));
    CHECK(json["curve"] == "riaa");
    CHECK(json["gain_db"] == 40.0);
    CHECK(json["sample_rate"] == 96000);
    CHECK(json["sample_rate"].is_number_integer());
    CHECK(json["frames"] == 192000);
    CHECK(json["realtime_factor"] == 4.0);
    CHECK(json["input_dbv"] == -20.0);
    CHECK(json["output_dbv"] == 6.0);
    REQUIRE(json["channels"].size() == 2);
    const auto& left = json["channels"][0];
    CHECK(left["name"] == "left");
    const auto& input = left["input"];
    // A sine of 0.5: mean square 0.125, -6.02 dBFS, -26.02 dBV at a full scale of -20 dBV.
    CHECK_THAT(input["rms_dbv"].get<double>(), WithinAbs(-26.020599913279624, 1e-12));
    CHECK_THAT(input["peak_dbv"].get<double>(), WithinAbs(-26.020599913279624, 1e-12));
    CHECK_THAT(input["peak_dbfs"].get<double>(), WithinAbs(-6.020599913279624, 1e-12));
    CHECK_THAT(input["headroom_db"].get<double>(), WithinAbs(6.020599913279624, 1e-12));
    CHECK(input["full_scale_samples"] == 11);
    CHECK(input["overload_count"] == 2);
    CHECK(input["overload_samples"] == 9);
    CHECK(input["overloads_truncated"] == false);
    REQUIRE(input["overloads"].size() == 2);
    CHECK(input["overloads"][0] == Json{{"start", 48000},
                                        {"length", 4},
                                        {"samples", 3},
                                        {"time_s", 0.5},
                                        {"kind", "full_scale"},
                                        {"level_dbfs", -6.0},
                                        {"click", false}});
    CHECK(input["overloads"][1]["kind"] == "below");
    CHECK(input["overload_clicks"] == 0);
    CHECK(input["ceiling"].is_null());
    const auto& output = left["output"];
    CHECK_THAT(output["rms_dbv"].get<double>(), WithinAbs(6.0, 1e-12));
    CHECK_THAT(output["peak_dbv"].get<double>(), WithinAbs(6.0, 1e-12));
    CHECK_THAT(output["true_peak_dbfs"].get<double>(), WithinAbs(6.020599913279624, 1e-12));
    CHECK(output["clipped_samples"] == 3);
}

TEST_CASE("What silence has no figure for is null") {
    const auto json = Json::parse(toJson(example()));
    const auto& right = json["channels"][1];
    for (const char* key : {"rms_dbv", "peak_dbv", "peak_dbfs", "headroom_db"})
        CHECK(right["input"][key].is_null());
    for (const char* key : {"rms_dbv", "peak_dbv", "true_peak_dbfs"})
        CHECK(right["output"][key].is_null());
    CHECK(right["input"]["overload_count"] == 0);
    CHECK(right["input"]["overloads"].is_array());
}

TEST_CASE("A list that was cut says so, and an analysis has no output") {
    auto report = example();
    report.channels[0].input.overload.events = 3;
    report.channels[0].output.reset();
    const auto json = Json::parse(toJson(report));
    CHECK(json["channels"][0]["input"]["overloads_truncated"] == true);
    CHECK_FALSE(json["channels"][0].contains("output"));
    CHECK(report.overloadCount() == 3);
    CHECK(report.clippedSamples() == 0);
}

TEST_CASE("A ceiling below full scale is reported, and found to lie before the interface") {
    auto report = example();
    report.facts.isCalibrated = true;
    for (auto& channel : report.channels) {
        channel.input.events.clear();
        channel.input.overload.ceiling = {dsp::Confidence::sure, 0.6, 0.125, 40.0, 48000};
    }
    auto json = Json::parse(toJson(report));
    const auto& ceiling = json["channels"][0]["input"]["ceiling"];
    CHECK_THAT(ceiling["level_dbfs"].get<double>(), WithinAbs(-4.436974992327127, 1e-12)); // 20 log10 0.6
    CHECK_THAT(ceiling["level_dbv"].get<double>(), WithinAbs(-24.436974992327127, 1e-12));
    CHECK(ceiling["share"] == 0.125);
    CHECK(ceiling["z"] == 40.0);
    CHECK(ceiling["confidence"] == "sure");
    CHECK(ceiling["from_s"] == 0.5);
    // One stage clips on both sides.
    REQUIRE(json["findings"].size() == 1);
    const auto finding = json["findings"][0];
    CHECK(finding["id"] == "clipped_before");
    CHECK(finding["channel"] == "both");
    CHECK(finding["confidence"] == "sure");
    CHECK_THAT(finding["value"].get<double>(), WithinAbs(-4.436974992327127, 1e-12));
    CHECK(finding["unit"] == "dBFS");
    CHECK(finding["evidence"] == "12.5 % of the loudest peaks are at -4.4 dBFS (-24.4 dBV), below full scale.");
    CHECK(finding["remedy"].get<std::string>().find("does not help") != std::string::npos);

    report.facts.isCalibrated = false; // then nobody knows the volts
    CHECK(Json::parse(toJson(report))["findings"][0]["evidence"] ==
          "12.5 % of the loudest peaks are at -4.4 dBFS, below full scale.");

    report.channels[1].input.overload.ceiling.level = 0.5;
    CHECK(Json::parse(toJson(report))["findings"].size() == 2);
    report.channels[1].input.overload.ceiling = {};
    report.channels[0].input.overload.ceiling.confidence = dsp::Confidence::likely;
    json = Json::parse(toJson(report));
    REQUIRE(json["findings"].size() == 1);
    CHECK(json["findings"][0]["channel"] == "left");
    CHECK(json["findings"][0]["confidence"] == "likely");
}

TEST_CASE("Flat tops below full scale are a sure finding, an event alone at full scale is none") {
    auto report = example();
    auto json = Json::parse(toJson(report));
    REQUIRE(json["findings"].size() == 1);
    CHECK(json["findings"][0]["value"] == -7.0);
    CHECK(json["findings"][0]["confidence"] == "sure");
    CHECK(json["findings"][0]["channel"] == "left");
    report.channels[0].input.events.pop_back();
    CHECK(Json::parse(toJson(report))["findings"].empty());
    report.channels[0].name = "mono";
    report.channels[0].input.events[0].kind = dsp::OverloadKind::ceilingStatistic;
    CHECK(Json::parse(toJson(report))["channels"][0]["input"]["overloads"][0]["kind"] == "ceiling_statistic");
}
