// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Program.h"

#include <cmath>
#include <sstream>

using namespace phonostage::tests;

TEST_CASE("The response as JSON has the fields of the promise, within its floors") {
    struct Floor {
        const char* rate;
        double hz, phaseDeg;
    };
    const auto floor = GENERATE(values<Floor>({{"44.1k", 44100, 1.3},
                                               {"48000", 48000, 0.6},
                                               {"64kHz", 64000, 0.1},
                                               {"88.2k", 88200, 0.02},
                                               {"192k", 192000, 0.02},
                                               {"768k", 768000, 0.02}}));
    const auto json = jsonOf({"response", "--json", "--rate", floor.rate});
    CHECK(json["curve"] == "riaa");
    CHECK(json["sample_rate"] == floor.hz);
    REQUIRE(json["points"].size() >= 30);
    double most = 0.0;
    for (const auto& point : json["points"]) {
        for (const char* key : {"frequency_hz", "gain_db", "phase_deg", "error_db", "phase_error_deg"})
            CHECK(point[key].is_number());
        most = std::max(most, std::abs(point["error_db"].get<double>()));
        if (point["frequency_hz"] == 1000.0) CHECK_THAT(point["gain_db"].get<double>(), WithinAbs(40.0, 1e-4));
    }
    CHECK(json["max_error_db"] == most);
    CHECK(most <= 1e-4);
    CHECK(json["max_phase_error_deg"] <= floor.phaseDeg);
    CHECK(std::abs(json["delay_samples"].get<double>()) < 1.0);
}

TEST_CASE("Frequencies are those that were asked for") {
    const auto json = jsonOf({"response", "--json", "--freqs", "20,1k,1e+04", "--gain", "0"});
    REQUIRE(json["points"].size() == 3);
    CHECK(json["points"][2]["frequency_hz"] == 10000.0);
    // RIAA: +19.274 dB at 20 Hz, -13.734 dB at 10 kHz.
    CHECK_THAT(json["points"][0]["gain_db"].get<double>(), WithinAbs(19.274, 0.001));
    CHECK_THAT(json["points"][2]["gain_db"].get<double>(), WithinAbs(-13.734, 0.001));
}

TEST_CASE("DC removal is off in a response unless told") {
    const auto off = jsonOf({"response", "--json", "--freqs", "2", "--gain", "0"});
    const auto on = jsonOf({"response", "--json", "--freqs", "2", "--gain", "0", "--dc", "on"});
    // 1 Hz Butterworth at 2 Hz: -10 log10(1 + 1/16).
    const double drop = on["points"][0]["gain_db"].get<double>() - off["points"][0]["gain_db"].get<double>();
    CHECK_THAT(drop, WithinAbs(-0.26329, 1e-3));
}

TEST_CASE("Every curve, both ways, is measured right") {
    for (const auto& curve : jsonOf({"curves", "--json"})) {
        const std::string name = curve["name"];
        INFO(name);
        CHECK(jsonOf({"response", "--json", "--rate", "96k", "--curve", name})["max_error_db"] <= 1e-4);
        CHECK(jsonOf({"response", "--json", "--rate", "96k", "--inverse", "--curve", name})["max_error_db"] <= 1e-4);
    }
}

TEST_CASE("The response as CSV and as a table") {
    const auto csv = runStage({"response", "--csv", "--freqs", "100,1000"});
    CHECK(csv.status == 0);
    CHECK(csv.err.empty());
    std::istringstream lines(csv.out);
    std::string line;
    std::getline(lines, line);
    CHECK(line == "frequency_hz,gain_db,phase_deg,error_db,phase_error_deg");
    std::getline(lines, line);
    CHECK(line.starts_with("100,53.0"));
    CHECK(std::count(line.begin(), line.end(), ',') == 4);
    CHECK_THAT(runStage({"response"}).out, says("RIAA") && says("1000") && says("largest error"));
}

TEST_CASE("An inverse curve says that it ignores the IEC amendment") {
    const auto outcome = runStage({"response", "--inverse", "--iec"});
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.err, says("ignores"));
    const auto plain = jsonOf({"response", "--json", "--inverse"});
    const auto iec = jsonOf({"response", "--json", "--inverse", "--iec"});
    CHECK(plain["points"] == iec["points"]);
}
