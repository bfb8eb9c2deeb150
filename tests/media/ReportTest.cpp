// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"

#include "media/Report.h"

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
    CHECK(input["overloads"][0] ==
          Json{{"start", 48000}, {"length", 4}, {"time_s", 0.5}, {"kind", "full_scale"}, {"level_dbfs", -6.0}});
    CHECK(input["overloads"][1]["kind"] == "below");
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
