// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with the hook-up, by the command line.
#include "support/Program.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <string>

using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

/** Noise that comes and goes; the right channel is the left one, or noise of its own. */
void writeBursts(const fs::path& path, int rate, double seconds, bool isMono, double level = 0.05) {
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> noise(-1.0, 1.0);
    std::vector<double> samples;
    for (std::size_t i = 0; i < static_cast<std::size_t>(rate * seconds); ++i) {
        const double t = static_cast<double>(i) / rate;
        const double shape = level * std::exp(-std::fmod(t, 0.4) / 0.07);
        const double left = shape * noise(random);
        samples.push_back(left);
        samples.push_back(isMono ? left : shape * noise(random));
    }
    writeSound(path, SF_FORMAT_WAV | SF_FORMAT_PCM_24, rate, 2, samples);
}

std::vector<std::string> idsIn(const nlohmann::json& report) {
    std::vector<std::string> ids;
    for (const auto& finding : report["findings"])
        ids.push_back(finding["id"]);
    return ids;
}

bool has(const std::vector<std::string>& ids, const char* id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

} // namespace

TEST_CASE("check names what is wrong, as JSON and in words, and ends with 0") {
    const TemporaryFolder folder;
    const auto file = (folder / "mono.wav").string();
    writeBursts(file, 48000, 14.0, true);
    const auto report = jsonOf({"check", "--json", "--input-dbv", "-10dBV", "--rpm", "33", file});
    CHECK(report["sample_rate"] == 48000);
    CHECK(report["frames"] == 14 * 48000);
    CHECK(report["seconds"] == 14.0);
    CHECK(report["calibrated"] == true);
    REQUIRE(has(idsIn(report), "mono"));
    for (const auto& finding : report["findings"]) {
        for (const char* field : {"id", "channel", "confidence", "unit", "evidence", "remedy"})
            CHECK_FALSE(finding[field].get<std::string>().empty());
        CHECK(finding.contains("value"));
        if (finding["id"] == "mono") CHECK(finding["confidence"] == "sure");
    }
    CHECK(jsonOf({"check", "--json", file})["calibrated"] == false);

    const auto words = runStage({"check", file});
    CHECK(words.status == 0);
    CHECK(words.out.find("Left and right are the same (sure)") != std::string::npos);
    CHECK(words.out.find("Y lead") != std::string::npos);
    CHECK(words.out.find("not calibrated") != std::string::npos);

    // The same findings, a line each, in analyze and in the report of a render.
    CHECK(idsIn(jsonOf({"analyze", "--json", "--input-dbv", "-10dBV", file})) == idsIn(report));
    CHECK(runStage({"analyze", "-q", file}).out.find("Left and right are the same: ") != std::string::npos);
    const auto rendered = jsonOf(
        {"render", "-q", "--input-dbv", "-10dBV", "--gain", "0", "--report", "-", file, (folder / "out.wav").string()});
    CHECK(idsIn(rendered) == idsIn(report));
}

TEST_CASE("check --strict has status 3 where something is sure, and 0 where nothing is") {
    const TemporaryFolder folder;
    const auto mono = (folder / "mono.wav").string(), stereo = (folder / "stereo.wav").string();
    writeBursts(mono, 44100, 14.0, true);
    writeBursts(stereo, 44100, 14.0, false);
    const auto strict = runStage({"check", "--strict", "--json", mono});
    CHECK(strict.status == 3);
    CHECK(strict.err.find("sure") != std::string::npos);
    CHECK(has(idsIn(nlohmann::json::parse(strict.out)), "mono"));
    CHECK_FALSE(has(idsIn(jsonOf({"check", "--json", stereo})), "mono"));
    CHECK(runStage({"check", "--strict", stereo}).status == 0);
}

TEST_CASE("check of silence, of a needle that is up, and of what is too short") {
    const TemporaryFolder folder;
    const auto silence = (folder / "silence.wav").string(), quiet = (folder / "quiet.wav").string();
    writeSilence(silence, 96000, 12.0);
    CHECK(idsIn(jsonOf({"check", "--json", silence})) == std::vector<std::string>{"no_signal"});
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> noise(-1e-5, 1e-5);
    std::vector<double> samples(2 * 48000 * 14);
    for (auto& sample : samples)
        sample = noise(random);
    writeSound(quiet, SF_FORMAT_WAV | SF_FORMAT_PCM_24, 48000, 2, samples);
    CHECK(idsIn(jsonOf({"check", "--json", quiet})) == std::vector<std::string>{"no_record"});
    CHECK(idsIn(jsonOf({"check", "--json", "--needle-up", quiet})).empty());
    const auto shortFile = (folder / "short.wav").string();
    writeBursts(shortFile, 48000, 1.0, true);
    const auto words = runStage({"check", shortFile});
    CHECK(words.status == 0);
    CHECK(words.out.find("Too short") != std::string::npos);
}

TEST_CASE("check refuses in one line what it cannot use") {
    const TemporaryFolder folder;
    const auto low = (folder / "low.wav").string();
    writeBursts(low, 22050, 2.0, false);
    const auto rate = runStage({"check", low});
    CHECK(rate.isOneClearLine());
    CHECK(rate.err.find("22050 Hz") != std::string::npos);
    const auto both = runStage({"check", "--music", "--needle-up", low});
    CHECK(both.isOneClearLine());
    const auto rpm = runStage({"check", "--rpm", "46", low});
    CHECK(rpm.isOneClearLine());
    CHECK(rpm.err.find("--rpm") != std::string::npos);
    CHECK(runStage({"check", (folder / "none.wav").string()}).isOneClearLine());
}
