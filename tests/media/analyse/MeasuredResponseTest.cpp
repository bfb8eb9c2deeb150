// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"

#include "catalogue/CurveCatalogue.h"
#include "media/analyse/MeasuredResponse.h"

#include <cmath>
#include <fstream>
#include <map>
#include <numbers>
#include <sstream>

#include <nlohmann/json.hpp>

using namespace phonostage;
using namespace phonostage::media;

namespace {

struct Row {
    double frequencyHz, gainDb, phaseDeg;
};

/** The table of exact values, made with 50 digits by other means. */
std::map<std::string, std::vector<Row>> truth() {
    std::map<std::string, std::vector<Row>> curves;
    std::ifstream file(PHONOSTAGE_CURVES_CSV);
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream cells(line);
        std::string name;
        std::getline(cells, name, ',');
        Row row{};
        char comma = 0;
        cells >> row.frequencyHz >> comma >> row.gainDb >> comma >> row.phaseDeg;
        curves[name].push_back(row);
    }
    return curves;
}

double decibels(std::complex<double> h) { return 20.0 * std::log10(std::abs(h)); }
double degrees(std::complex<double> h) { return std::arg(h) * 180.0 / std::numbers::pi; }

RenderStage stageOf(const std::string& curve) {
    RenderStage stage;
    stage.curveName = curve;
    stage.filter.curve = catalogue::findCurve(curve)->curve;
    stage.filter.dcRemoval = false;
    return stage;
}

} // namespace

TEST_CASE("The measured response is the table's") {
    const auto curves = truth();
    REQUIRE(curves.size() == 24);
    const auto name = GENERATE(as<std::string>{}, "riaa", "riaa_iec", "columbia_lp", "ffrr_78");
    INFO(name);
    auto stage = stageOf(name);
    stage.levels.gainDb = 32.0;
    std::vector<double> frequencies;
    for (const auto& row : curves.at(name))
        if (row.frequencyHz >= 20.0 && row.frequencyHz <= 20000.0) frequencies.push_back(row.frequencyHz);
    const auto measured = measureResponse(stage, 96000.0, frequencies);
    std::size_t i = 0;
    for (const auto& row : curves.at(name)) {
        if (row.frequencyHz < 20.0 || row.frequencyHz > 20000.0) continue;
        const auto& point = measured.points.at(i++);
        // A curve with no bass shelf is limited at 1 Hz: the table's curve times that high-pass.
        const double f = row.frequencyHz;
        const double limitDeg =
            stage.filter.curve.isIntegrating()
                ? 180.0 - std::atan2(std::numbers::sqrt2 * f, 1.0 - f * f) * 180.0 / std::numbers::pi
                : 0.0;
        CHECK_THAT(point.gainDb - 32.0, WithinAbs(row.gainDb, 1e-4));
        CHECK(std::abs(point.errorDb) <= 1e-4);
        CHECK(std::abs(point.phaseErrorDeg) <= 0.02);
        // The phase as it is differs from the truth by the one delay, and by no more.
        const double late = 360.0 * f / 96000.0 * measured.delaySamples;
        CHECK_THAT(std::remainder(point.phaseDeg + late - row.phaseDeg - limitDeg, 360.0), WithinAbs(0.0, 0.02));
    }
    CHECK(measured.points.size() == i);
}

TEST_CASE("Largest errors are those of the points, and the delay does not depend on them") {
    const auto stage = stageOf("riaa");
    const auto many = measureResponse(stage, 48000.0, standardFrequencies(48000.0));
    const std::vector<double> one{1000.0};
    const auto few = measureResponse(stage, 48000.0, one);
    CHECK(few.delaySamples == many.delaySamples);
    double most = 0.0, mostPhase = 0.0;
    for (const auto& point : many.points) {
        most = std::max(most, std::abs(point.errorDb));
        mostPhase = std::max(mostPhase, std::abs(point.phaseErrorDeg));
    }
    CHECK(many.maxErrorDb == most);
    CHECK(many.maxPhaseErrorDeg == mostPhase);
    CHECK(few.maxErrorDb == std::abs(few.points.at(0).errorDb));
}

TEST_CASE("Gain is volts for volts: the calibrations leave it alone") {
    auto stage = stageOf("riaa");
    stage.levels.inputDbv = -20.0;
    stage.levels.outputDbv = 4.0;
    const std::vector<double> one{1000.0};
    CHECK_THAT(measureResponse(stage, 48000.0, one).points.at(0).gainDb, WithinAbs(40.0, 1e-9));
    stage.levels.outputTrimDb = 3.0;
    stage.levels.invertLeft = true;
    CHECK_THAT(measureResponse(stage, 48000.0, one).points.at(0).gainDb, WithinAbs(40.0, 1e-9));
}

TEST_CASE("High-passes that are on belong to the truth") {
    auto stage = stageOf("riaa");
    stage.filter.dcRemoval = true;
    stage.filter.subsonic = dsp::Subsonic{20.0, GENERATE(12, 18, 24)};
    const auto measured = measureResponse(stage, 96000.0, standardFrequencies(96000.0));
    CHECK(measured.maxErrorDb < 1e-4);
    CHECK(measured.maxPhaseErrorDeg < 0.02);
    CHECK(measured.points.at(0).gainDb < 40.0 + 19.3 - 2.9); // 3 dB down at the corner
}

TEST_CASE("The truth in closed form") {
    dsp::FilterSettings filter;
    filter.curve = dsp::Curve::flat();
    // Butterworths: 3.0103 dB at the corner, 40 log10(f / corner) far below, 90 degrees an order and decade.
    CHECK_THAT(decibels(expectedResponse(filter, 1.0)), WithinAbs(-3.0102999566, 1e-9));
    CHECK_THAT(decibels(expectedResponse(filter, 0.001)), WithinAbs(-120.0, 1e-9));
    CHECK_THAT(degrees(expectedResponse(filter, 20.0)), WithinAbs(4.05479, 1e-4));
    filter.dcRemoval = false;
    const int slope = GENERATE(12, 18, 24);
    filter.subsonic = dsp::Subsonic{16.0, slope};
    CHECK_THAT(decibels(expectedResponse(filter, 16.0)), WithinAbs(-3.0102999566, 1e-9));
    CHECK_THAT(decibels(expectedResponse(filter, 0.016)), WithinAbs(-10.0 * slope, 1e-4));
    CHECK_THAT(degrees(expectedResponse(filter, 16.0)), WithinAbs(std::remainder(7.5 * slope, 360.0), 1e-9));
    // The IEC amendment and 18 dB/oct at 20 Hz are one Butterworth at 20.02 Hz.
    filter.curve = dsp::Curve{};
    filter.curve.iec = true;
    filter.subsonic = dsp::Subsonic{20.0, 18};
    dsp::Curve riaa;
    const double corner = 1.0 / (2.0 * std::numbers::pi * 7950e-6);
    const auto pair = expectedResponse(filter, corner) / dsp::analogueResponse(riaa, corner);
    CHECK_THAT(decibels(pair), WithinAbs(-3.0103, 2e-3)); // the curve's own 0 dB at 1 kHz moves by 0.0017 dB
}

TEST_CASE("Standard frequencies stay inside the band") {
    const auto usual = standardFrequencies(48000.0);
    CHECK(usual.size() == 31);
    CHECK(usual.front() == 20.0);
    CHECK(usual.back() == 20000.0);
    CHECK(standardFrequencies(8000.0).back() == 3150.0);
}

TEST_CASE("A response as JSON and as CSV") {
    const std::vector<double> some{20.0, 1000.0};
    const auto measured = measureResponse(stageOf("riaa"), 44100.0, some);
    const auto json = nlohmann::json::parse(toJson(measured));
    CHECK(json["curve"] == "riaa");
    CHECK(json["sample_rate"] == 44100);
    REQUIRE(json["points"].size() == 2);
    CHECK(json["points"][1]["frequency_hz"] == 1000.0);
    CHECK_THAT(json["points"][1]["gain_db"].get<double>(), WithinAbs(40.0, 1e-9));
    for (const char* key : {"phase_deg", "error_db", "phase_error_deg"})
        CHECK(json["points"][0][key].is_number());
    for (const char* key : {"max_error_db", "max_phase_error_deg", "delay_samples"})
        CHECK(json[key].is_number());
    const auto csv = toCsv(measured);
    CHECK(csv.starts_with("frequency_hz,gain_db,phase_deg,error_db,phase_error_deg\n20,"));
    CHECK(std::count(csv.begin(), csv.end(), '\n') == 3);
}
