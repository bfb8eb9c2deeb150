// SPDX-License-Identifier: GPL-3.0-or-later
// What a test record says of the turntable, by the command line.
#include "support/Program.h"
#include "support/UniformNoise.h"

#include <cmath>
#include <complex>
#include <fstream>
#include <limits>
#include <numbers>
#include <string>

using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

constexpr double twoPi = 2.0 * std::numbers::pi;

void writeStereo(const fs::path& path, int rate, const std::vector<double>& left, const std::vector<double>& right) {
    std::vector<double> samples;
    samples.reserve(2 * left.size());
    for (std::size_t i = 0; i < left.size(); ++i) {
        samples.push_back(left[i]);
        samples.push_back(right[i]);
    }
    writeSound(path, SF_FORMAT_WAV | SF_FORMAT_PCM_24, rate, 2, samples);
}

/** 3 kHz, 0.5 % fast, with 0.1 % at 4 Hz and an off-centre hole of 0.3 %. */
void writeTone(const fs::path& path, double seconds, double hz = 3015.0) {
    std::vector<double> tone(static_cast<std::size_t>(48000.0 * seconds));
    for (std::size_t i = 0; i < tone.size(); ++i) {
        const double t = static_cast<double>(i) / 48000.0;
        tone[i] = 0.1 * std::sin(twoPi * hz * t - hz * 1e-3 / 4.0 * std::cos(twoPi * 4.0 * t) -
                                 hz * 3e-3 / 0.5583 * std::cos(twoPi * 0.5583 * t));
    }
    writeStereo(path, 48000, tone, tone);
}

/** Pilot and glide from 200 Hz to 10 kHz at constant velocity, left then right; right is 1 dB down, 5 % leak. */
void writeSweeps(const fs::path& path) {
    constexpr double rate = 48000.0, slope = 0.652; // ln 50 in 6 s
    std::vector<double> left(48000 * 19), right(left.size());
    UniformNoise noise(1);
    for (std::size_t i = 0; i < left.size(); ++i) {
        const double t = std::fmod(static_cast<double>(i) / rate, 9.5) - 0.4;
        const bool isRight = static_cast<double>(i) / rate >= 9.5;
        double value = 0.0;
        if (t >= 0.0 && t < 1.8) value = 0.05 * std::sin(twoPi * 1000.0 * t);
        if (t >= 2.3 && t < 8.3) value = 0.05 * std::sin(twoPi * 200.0 / slope * std::exp(slope * (t - 2.3)));
        if (isRight) value *= std::pow(10.0, -1.0 / 20.0);
        left[i] = (isRight ? -0.05 : 1.0) * value + 1e-5 * noise();
        right[i] = (isRight ? 1.0 : 0.05) * value + 1e-5 * noise();
    }
    writeStereo(path, 48000, left, right);
}

} // namespace

TEST_CASE("measure wow gives speed, wow and the off-centre hole, as JSON and in words") {
    const TemporaryFolder folder;
    const auto file = (folder / "tone.wav").string();
    writeTone(file, 16.0);
    const auto report = jsonOf({"measure", "wow", "--json", "--radius", "100", file});
    CHECK(report["carrier_hz"] == 3000.0);
    CHECK_THAT(report["speed_error_pct"].get<double>(), WithinAbs(0.5, 0.0005));
    CHECK_THAT(report["rpm"].get<double>(), WithinAbs(33.333, 0.001));
    CHECK_THAT(report["eccentricity"]["peak_pct"].get<double>(), WithinAbs(0.3, 0.003));
    CHECK_THAT(report["eccentricity"]["mm"].get<double>(), WithinAbs(0.3, 0.003));
    CHECK_THAT(report["weighted_without_eccentricity"]["two_sigma"].get<double>(), WithinAbs(0.0997, 0.002));
    CHECK_THAT(report["unweighted"]["rms"].get<double>(), WithinAbs(std::sqrt(0.5 * (0.01 + 0.09)), 0.006));
    for (const char* key : {"rms", "peak", "two_sigma"})
        CHECK(report["weighted"][key].is_number());
    REQUIRE(report["lines"].size() >= 2);
    CHECK_THAT(report["lines"][0]["hz"].get<double>(), WithinAbs(0.5583, 0.005));
    CHECK_THAT(report["lines"][1]["peak_pct"].get<double>(), WithinAbs(0.1, 0.001));
    CHECK(report["bridged_pct"] == 0.0);
    CHECK(report["method"]["weighting"].get<std::string>().find("AES6") != std::string::npos);
    CHECK(jsonOf({"measure", "wow", "--json", file})["eccentricity"]["mm"].is_null());

    const auto words = runStage({"measure", "wow", "--carrier", "3000", file});
    CHECK(words.status == 0);
    CHECK(words.out.find("Speed +0.5000 %") != std::string::npos);
    CHECK(words.out.find("Off-centre hole") != std::string::npos);
}

TEST_CASE("measure wow warns where the tone may be another one") {
    const TemporaryFolder folder;
    const auto file = (folder / "tone.wav").string();
    writeTone(file, 10.0, 3060.0);
    const auto unsure = runStage({"measure", "wow", "--json", file});
    CHECK(unsure.status == 0);
    CHECK(unsure.err.find("--carrier") != std::string::npos);
    CHECK(nlohmann::json::parse(unsure.out)["other_carrier_hz"] == 3150.0);
    CHECK(runStage({"measure", "wow", "--json", "--carrier", "3150", file}).err.empty());
}

TEST_CASE("measure response gives both channels, crosstalk, balance and azimuth") {
    const TemporaryFolder folder;
    const auto file = (folder / "sweeps.wav").string();
    writeSweeps(file);
    const auto report = jsonOf({"measure", "response", "--json", "--cut", "cv", file});
    CHECK_THAT(report["balance_db"].get<double>(), WithinAbs(-1.0, 0.005));
    CHECK_THAT(report["speed_error_pct"].get<double>(), WithinAbs(0.0, 0.05));
    for (const char* side : {"left", "right"}) {
        REQUIRE(report[side].size() > 40);
        for (const auto& point : report[side])
            CHECK_THAT(point["db"].get<double>(), WithinAbs(0.0, 0.05));
    }
    for (const auto& point : report["crosstalk_left"]) {
        CHECK_THAT(point["db"].get<double>(), WithinAbs(-26.02, 0.1));
        CHECK_THAT(point["deg"].get<double>(), WithinAbs(0.0, 1.0));
    }
    for (const auto& point : report["crosstalk_right"])
        CHECK_THAT(std::abs(point["deg"].get<double>()), WithinAbs(180.0, 1.0));
    CHECK_THAT(report["azimuth_deg"].get<double>(), WithinAbs(std::asin(0.05) * 57.29578, 0.01));
    CHECK(report["azimuth_sure"] == true);
    const auto words = runStage({"measure", "response", "--cut", "cv", file});
    CHECK(words.out.find("counter-clockwise") != std::string::npos);

    // A record of the catalogue brings its cut.
    CHECK(jsonOf({"measure", "response", "--json", "--record", "jvc_trs_1007", file})["cut"] == "jvc");
    CHECK(runStage({"measure", "response", "--record", "jas_ad_1", file}).err.find("--cut") != std::string::npos);
    const auto unknown = runStage({"measure", "response", "--record", "jvc_trs_1008", file});
    CHECK(unknown.isOneClearLine());
    CHECK(unknown.err.find("jvc_trs_1007") != std::string::npos);

    // The load's part is taken out: 500 mH at 47 kohm and 400 pF where 100 pF are meant.
    const auto loaded =
        jsonOf({"measure", "response", "--json", "--cut", "cv", "--cartridge-l", "500mH", "--cartridge-r", "700",
                "--load-r", "47k", "--load-c", "400pF", "--want-c", "100pF", file});
    CHECK(loaded["right"].back()["db"].get<double>() < -1.0);
}

TEST_CASE("measure resonance gives the arm's resonance, with a picture") {
    const TemporaryFolder folder;
    const auto file = (folder / "bass.wav").string();
    // 25 to 5 Hz in 30 s at constant amplitude, through a resonance of 9 Hz with a Q of 3, in closed form.
    constexpr double rate = 48000.0, seconds = 30.0, slope = -1.6094379124341003 / seconds, armHz = 9.0, q = 3.0;
    std::vector<double> tone(static_cast<std::size_t>(rate * (seconds + 6.0)));
    for (std::size_t i = 0; i < tone.size(); ++i) {
        const double t = static_cast<double>(i) / rate - 3.0;
        if (t < 0.0 || t > seconds) continue;
        const double hz = 25.0 * std::exp(slope * t);
        const std::complex<double> s(0.0, hz);
        const auto arm = s * s / (s * s + s * armHz / q + armHz * armHz);
        tone[i] =
            0.001 * hz * std::abs(arm) * std::sin(twoPi * 25.0 / slope * (std::exp(slope * t) - 1.0) + std::arg(arm));
    }
    writeStereo(file, 48000, tone, tone);
    const auto png = (folder / "bass.png").string();
    const auto report = jsonOf({"measure", "resonance", "--json", "--png", png, file});
    CHECK_THAT(report["resonance_hz"].get<double>(), WithinAbs(9.0, 0.3));
    CHECK_THAT(report["q"].get<double>(), WithinAbs(3.0, 0.5));
    CHECK(report["sure"] == true);
    CHECK(report["plane"] == "lateral");
    CHECK(readBytes(png).compare(1, 3, "PNG") == 0);
    CHECK(runStage({"measure", "resonance", file}).out.find("Resonance of arm and cartridge: 9.") != std::string::npos);
    const auto none = (folder / "tone.wav").string();
    writeTone(none, 8.0);
    const auto refused = runStage({"measure", "resonance", none});
    CHECK(refused.isOneClearLine());
    CHECK(refused.err.find("bass sweep") != std::string::npos);
}

TEST_CASE("measure draws its pictures, names them, and replaces only its own") {
    const TemporaryFolder folder;
    const auto tone = (folder / "tone.wav").string(), sweeps = (folder / "sweeps.wav").string();
    writeTone(tone, 12.0);
    writeSweeps(sweeps);
    const auto png = (folder / "picture.png").string();
    CHECK(jsonOf({"measure", "response", "--json", "--png", png, sweeps})["png"] == png);
    CHECK(jsonOf({"measure", "response", "--json", sweeps})["png"].is_null());
    const auto response = readBytes(png);
    CHECK(response.compare(1, 3, "PNG") == 0);
    CHECK(runStage({"measure", "wow", "--png", png, tone}).status == 0); // its own is replaced
    CHECK(readBytes(png) != response);
    std::ofstream(folder / "other.png") << "a picture of somebody";
    const auto other = (folder / "other.png").string();
    CHECK(runStage({"measure", "wow", "--png", other, tone}).isOneClearLine());
    CHECK(readBytes(other) == "a picture of somebody");
    CHECK(runStage({"measure", "wow", "--png", tone, tone}).isOneClearLine());
}

TEST_CASE("measure noise gives rumble, groove noise and hum") {
    const TemporaryFolder folder;
    const auto file = (folder / "silent.wav").string();
    std::vector<double> left(48000 * 8), right(left.size());
    UniformNoise noise(1);
    for (std::size_t i = 0; i < left.size(); ++i) {
        const double hum = 1e-3 * std::sin(twoPi * 50.0 * static_cast<double>(i) / 48000.0);
        left[i] = hum + 1e-4 * noise();
        right[i] = hum + 1e-4 * noise();
    }
    writeStereo(file, 48000, left, right);
    const auto report = jsonOf({"measure", "noise", "--json", "--input-dbv", "0", file});
    CHECK(report["mains_hz"] == 50.0);
    CHECK_THAT(report["hum"][0]["dbv"].get<double>(), WithinAbs(-60.0, 0.1));
    CHECK(report["rumble_unweighted_db"].is_null());
    // 50 Hz is 16.95 dB up after RIAA, and 0.17 dB down by the weighting.
    CHECK_THAT(report["rumble_unweighted_dbv"].get<double>(), WithinAbs(-60.0 + 16.95 - 0.17, 0.2));
    // 5 mV at 5 cm/s rms: 46 dB below 1 V.
    const auto relative = jsonOf({"measure", "noise", "--json", "--input-dbv", "0", "--cartridge-mv", "5",
                                  "--cartridge-velocity", "7.0710678", file});
    CHECK_THAT(relative["rumble_unweighted_db"].get<double>(),
               WithinAbs(report["rumble_unweighted_dbv"].get<double>() + 46.02, 0.01));
    CHECK(runStage({"measure", "noise", file}).out.find("Hum at the input: 50 Hz") != std::string::npos);
}

TEST_CASE("A sample that is no number does not spoil what is measured") {
    const TemporaryFolder folder;
    const auto file = (folder / "tone.wav").string();
    writeTone(file, 12.0);
    const auto whole = jsonOf({"measure", "wow", "--json", file});
    auto sound = readSound(file);
    sound.samples[2 * 48000 * 5] = std::numeric_limits<double>::quiet_NaN();
    sound.samples[2 * 48000 * 6 + 1] = std::numeric_limits<double>::infinity();
    const auto broken = (folder / "broken.wav").string();
    writeSound(broken, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 48000, 2, sound.samples);
    const auto result = jsonOf({"measure", "wow", "--json", broken});
    CHECK_THAT(result["mean_hz"].get<double>(), WithinAbs(whole["mean_hz"].get<double>(), 0.01));
    CHECK_THAT(result["weighted"]["two_sigma"].get<double>(),
               WithinRel(whole["weighted"]["two_sigma"].get<double>(), 0.02));
    const auto noise = jsonOf({"measure", "noise", "--json", broken});
    CHECK(noise["rumble_unweighted_dbv"].is_number());
}

TEST_CASE("measure refuses in one line what it cannot use") {
    const TemporaryFolder folder;
    const auto file = (folder / "tone.wav").string(), low = (folder / "low.wav").string();
    writeTone(file, 3.0);
    const std::vector<double> tone(22050 * 8, 0.1);
    writeStereo(low, 22050, tone, tone);
    for (const auto* what : {"wow", "response", "noise"}) {
        const auto refused = runStage({"measure", what, low});
        CHECK(refused.isOneClearLine());
        CHECK(refused.err.find("22050 Hz") != std::string::npos);
        CHECK(runStage({"measure", what, (folder / "none.wav").string()}).isOneClearLine());
        CHECK(runStage({"measure", what, file}).isOneClearLine());
    }
    CHECK(runStage({"measure", "wow", file}).err.find("phonostage measure wow:") != std::string::npos);
    CHECK(runStage({"measure"}).isOneClearLine());
    CHECK(runStage({"measure", "wov", file}).isOneClearLine());
    CHECK(runStage({"measure", "wow", "--rpm", "46", file}).isOneClearLine());
    CHECK(runStage({"measure", "wow", "--radius", "3", file}).isOneClearLine());
    const auto cut = runStage({"measure", "response", "--cut", "rias", file});
    CHECK(cut.isOneClearLine());
    CHECK(cut.err.find("--cut") != std::string::npos);
    CHECK(runStage({"measure", "wow", "--no-such", file}).isOneClearLine());
    const std::vector<double> silence(48000 * 8, 0.0);
    writeStereo(low, 48000, silence, silence);
    const auto nothing = runStage({"measure", "noise", low});
    CHECK(nothing.isOneClearLine());
    CHECK(nothing.err.find("digital silence") != std::string::npos);
}
