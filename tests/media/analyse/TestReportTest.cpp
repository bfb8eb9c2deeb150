// SPDX-License-Identifier: GPL-3.0-or-later
// Reports of a test record: written, read and compared.
#include "media/analyse/TestReport.h"
#include "support/Catch.h"

#include <algorithm>
#include <nlohmann/json.hpp>

using namespace phonostage;
using namespace phonostage::media;

namespace {

TestResults madeResults(double speedError) {
    TestResults results;
    FileWow wow;
    wow.wow.carrierHz = 3150.0;
    wow.wow.rpm = 100.0 / 3.0;
    wow.wow.speedError = speedError;
    wow.wow.weighted.twoSigma = 0.0009;
    wow.wow.unweighted.twoSigma = 0.0015;
    wow.wow.hole.peak = 0.0008;
    results.wow = std::make_shared<const FileWow>(wow);
    FileResonance arm;
    arm.resonance.hasSweep = true;
    arm.resonance.resonanceHz = 9.2;
    arm.resonance.q = 3.1;
    results.lateral = std::make_shared<const FileResonance>(arm);
    FileNoise noise;
    noise.noise.rumbleUnweighted = 1e-8;
    noise.noise.rumbleWeighted = 1e-10;
    noise.noise.grooveNoise = 1e-9;
    results.noise = std::make_shared<const FileNoise>(noise);
    return results;
}

TestReportHead madeHead() {
    TestReportHead head;
    head.made = "2026-12-01";
    head.recordId = "jas_ad_1";
    head.recordName = "JAS AD-1";
    head.cutName = "cv";
    head.radiusMm = 100.0;
    head.noise.isCalibrated = true;
    return head;
}

std::string errorOf(const std::string& text) {
    const auto read = parseTestReport(text, "old.json");
    const auto* why = std::get_if<std::string>(&read);
    return why != nullptr ? *why : std::string();
}

} // namespace

TEST_CASE("a report comes back with its figures, and two are compared") {
    const auto earlier = parseTestReport(testReportJson(madeResults(0.001), madeHead()).dump(2), "old.json");
    REQUIRE(std::holds_alternative<ReportFigures>(earlier));
    const auto& figures = std::get<ReportFigures>(earlier);
    CHECK(figures.made == "2026-12-01");
    CHECK(figures.record == "JAS AD-1");
    CHECK_THAT(*figures.speedErrorPct, WithinAbs(0.1, 1e-9));
    CHECK_THAT(*figures.weightedPct, WithinAbs(0.09, 1e-9));
    CHECK_THAT(*figures.lateralHz, WithinAbs(9.2, 1e-9));
    CHECK_FALSE(figures.verticalHz);
    CHECK(figures.left.empty());
    CHECK_THAT(*figures.rumbleUnweightedDbv, WithinAbs(-76.99, 0.01)); // 10 log10 of twice the power, at 0 dBV

    auto now = std::get<ReportFigures>(earlier);
    now.speedErrorPct = -0.05;
    now.left = {{500.0, 0.1}, {1000.0, 0.0}, {14254.4, 2.0}};
    auto before = figures;
    before.left = {{500.0, 0.0}, {1000.0, 0.0}, {14254.4, 0.8}, {30000.0, -9.0}};
    const auto list = differencesOf(before, now);
    const auto find = [&](const std::string& name) {
        const auto found = std::find_if(list.begin(), list.end(),
                                        [&](const auto& each) { return each.name.compare(0, name.size(), name) == 0; });
        REQUIRE(found != list.end());
        return *found;
    };
    CHECK_THAT(*find("Speed").now - *find("Speed").earlier, WithinAbs(-0.15, 1e-9));
    CHECK(find("Response, left").name == "Response, left at 14.3 kHz");
    CHECK_THAT(*find("Response, left").now - *find("Response, left").earlier, WithinAbs(1.2, 1e-9));
    CHECK(std::none_of(list.begin(), list.end(), [](const auto& each) { return each.name == "Azimuth"; }));
    CHECK(differencesOf({}, {}).empty());
}

TEST_CASE("an empty report is one, and what was not calibrated is not compared") {
    auto head = madeHead();
    head.noise.isCalibrated = false;
    const auto bare = parseTestReport(testReportJson(TestResults{}, head).dump(), "old.json");
    CHECK(std::holds_alternative<ReportFigures>(bare));
    const auto uncalibrated = parseTestReport(testReportJson(madeResults(0.0), head).dump(), "old.json");
    CHECK_FALSE(std::get<ReportFigures>(uncalibrated).rumbleUnweightedDbv);
}

TEST_CASE("what is no report is refused in one sentence that names file and field") {
    CHECK(errorOf("").find("old.json") != std::string::npos);
    CHECK(errorOf("[1, 2]").find("old.json") != std::string::npos);
    CHECK(errorOf("{}").find("'report'") != std::string::npos);
    CHECK(errorOf(R"({"report": "something else", "schema": 1})").find("page Check") != std::string::npos);
    auto json = testReportJson(madeResults(0.001), madeHead());
    json["schema"] = 99;
    CHECK(errorOf(json.dump()).find("'schema'") != std::string::npos);
    json["schema"] = 1;
    json["wow"]["speed_error_pct"] = "fast";
    CHECK(errorOf(json.dump()).find("speed_error_pct") != std::string::npos);
    json["wow"]["speed_error_pct"] = 0.1;
    json["response"] = {{"left", {{{"frequency_hz", 100.0}, {"db", 0.0}}, {{"frequency_hz", 50.0}, {"db", 0.0}}}}};
    CHECK(errorOf(json.dump()).find("frequency_hz") != std::string::npos);
    for (const auto& text : {errorOf("{}"), errorOf(json.dump())})
        CHECK(text.find('\n') == std::string::npos);
}
