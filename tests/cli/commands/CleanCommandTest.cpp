// SPDX-License-Identifier: GPL-3.0-or-later
// Clicks and hum removed in a render: where they were, and nothing else; what the report says.
#include "cli/commands/ExportSupport.h"
#include "support/ClickedRecord.h"
#include "support/Program.h"
#include "support/Says.h"

#include <algorithm>
#include <cmath>
#include <random>

using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

constexpr int rate = 48000;
constexpr std::size_t frames = 96000, every = 12000, firstClick = 9000;

/** Music, with a click of a millisecond in turn on each wall where wanted. */
void writeRecord(const fs::path& path, bool hasClicks) {
    auto samples = resonantMusic(frames);
    for (std::size_t at = firstClick; hasClicks && at < frames; at += every) {
        for (std::size_t i = 0; i < 40; ++i)
            samples[2 * (at + i) + at / every % 2] +=
                0.2 * std::exp(-0.15 * static_cast<double>(i)) * std::cos(1.1 * static_cast<double>(i));
    }
    writeSound(path, SF_FORMAT_WAV | SF_FORMAT_PCM_24, rate, 2, samples);
}

std::vector<double> rendered(const TemporaryFolder& folder, const std::string& in, std::vector<std::string> flags) {
    flags.insert(flags.begin(), {"render", "-q", "--gain", "20", "--bits", "32f"});
    flags.insert(flags.end(), {"--overwrite", folder / in, folder / "out.wav"});
    const auto outcome = runStage(flags);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    const auto sound = readSound(folder / "out.wav");
    auto left = sound.channel(0);
    const auto right = sound.channel(1);
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

constexpr int humRate = 8000;
constexpr std::size_t humFrames = 15 * humRate, humKnown = 13 * humRate;

/** Surface noise, and where wanted hum of 60.1 Hz: two lines, 6 dB less on the right. */
void writeHum(const fs::path& path, bool hasHum) {
    std::mt19937 random(6);
    std::normal_distribution<double> normal(0.0, 2e-5);
    std::vector<double> samples(2 * humFrames);
    for (std::size_t i = 0; i < humFrames; ++i) {
        const double turn = std::fmod(60.1 * static_cast<double>(i) / humRate, 1.0) * 6.283185307179586;
        const double hum = hasHum ? 2e-3 * std::sin(turn) + 1e-3 * std::sin(3.0 * turn + 1.0) : 0.0;
        samples[2 * i] = hum + normal(random);
        samples[2 * i + 1] = 0.5 * hum + normal(random);
    }
    writeSound(path, SF_FORMAT_WAV | SF_FORMAT_PCM_24, humRate, 2, samples);
}

double energyFrom(const std::vector<double>& a, const std::vector<double>& b, std::size_t from) {
    double sum = 0.0;
    for (std::size_t i = from; i < a.size() / 2; ++i)
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    return sum;
}

double energy(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    return sum;
}

} // namespace

TEST_CASE("A render removes clicks, is as long as its source and not late, and leaves clean music to the bit") {
    const TemporaryFolder folder;
    writeRecord(folder / "clean.wav", false);
    writeRecord(folder / "clicked.wav", true);
    const auto clean = rendered(folder, "clean.wav", {}), clicked = rendered(folder, "clicked.wav", {});
    REQUIRE(clean.size() == 2 * frames);
    CHECK(rendered(folder, "clean.wav", {"--declick", "on"}) == clean);
    CHECK(rendered(folder, "clicked.wav", {"--declick", "off", "--hear", "removed"}) == clicked);
    const auto declicked = rendered(folder, "clicked.wav", {"--declick", "50%"});
    REQUIRE(declicked.size() == clean.size());
    // Behind the de-emphasis the bass of an estimate counts most, and differs from draw to draw of the music: 0.5 to 9
    // %.
    CHECK(energy(declicked, clean) < 0.12 * energy(clicked, clean));
    CHECK(rendered(folder, "clicked.wav", {"--declick", "on"}) == declicked);

    CHECK(rendered(folder, "clicked.wav", {"--declick", "on", "--hear", "original"}) == clicked);
    auto sum = rendered(folder, "clicked.wav", {"--declick", "on", "--hear", "removed"});
    for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] += declicked[i];
    CHECK(energy(sum, clicked) < 1e-10 * energy(clicked, std::vector<double>(clicked.size())));
}

TEST_CASE("The report of a render lists the clicks that were removed, with times and sizes") {
    const TemporaryFolder folder;
    writeRecord(folder / "clicked.wav", true);
    rendered(folder, "clicked.wav", {"--declick", "60", "--report", folder / "report.json"});
    const auto report = nlohmann::json::parse(readBytes(folder / "report.json"));
    CHECK(report["declick_pct"] == 60.0);
    CHECK(report["decrackle_pct"].is_null());
    CHECK(report["hear"] == "cleaned");
    std::size_t clicks = 0;
    for (std::size_t c = 0; c < 2; ++c) {
        const auto& of = report["channels"][c]["clicks"];
        CHECK(of["truncated"] == false);
        CHECK(of["count"] == of["list"].size());
        CHECK_THAT(of["per_second"].get<double>(), WithinRel(of["count"].get<double>() / 2.0, 1e-9));
        for (const auto& click : of["list"]) {
            const auto start = click["start"].get<std::int64_t>();
            const auto place = (start - static_cast<std::int64_t>(firstClick) + 100) % static_cast<std::int64_t>(every);
            // What is left of a click's tail may be one more.
            const bool isTail = click["peak_dbv"].get<double>() < -30.0;
            CHECK(place >= 88);
            CHECK(place < (isTail ? 140 : 112));
            CHECK_THAT(click["time_s"].get<double>(), WithinAbs(static_cast<double>(start) / rate, 1e-9));
            CHECK(click["kind"] == "click");
            // 0.2 of full scale is -14 dB; full scale is 6 dBV.
            if (!isTail) CHECK_THAT(click["peak_dbv"].get<double>(), WithinAbs(-8.0, 1.0));
            clicks += isTail ? 0 : 1;
        }
    }
    CHECK(clicks == 8);
    rendered(folder, "clicked.wav", {"--report", folder / "plain.json"});
    CHECK_FALSE(nlohmann::json::parse(readBytes(folder / "plain.json"))["channels"][0].contains("clicks"));
}

TEST_CASE("A render removes hum once it is known, by no more than was asked, and leaves the rest to the bit") {
    const TemporaryFolder folder;
    writeHum(folder / "clean.wav", false);
    writeHum(folder / "hum.wav", true);
    const auto clean = rendered(folder, "clean.wav", {}), hum = rendered(folder, "hum.wav", {});
    REQUIRE(clean.size() == 2 * humFrames);
    CHECK(rendered(folder, "clean.wav", {"--dehum", "auto"}) == clean);
    CHECK(rendered(folder, "hum.wav", {"--dehum", "off", "--hear", "removed"}) == hum);
    CHECK(rendered(folder, "hum.wav", {"--dehum", "50"}) == hum);
    const double was = energyFrom(hum, clean, humKnown);
    const auto left = [&](const std::vector<std::string>& flags) {
        return 10.0 * std::log10(energyFrom(rendered(folder, "hum.wav", flags), clean, humKnown) / was);
    };
    CHECK(left({"--dehum", "auto"}) < -30.0);
    CHECK_THAT(left({"--dehum", "60:10"}), WithinAbs(-10.0, 0.5));
    CHECK(left({"--dehum", "60:20dB", "--declick", "on"}) < -18.0);
    auto sum = rendered(folder, "hum.wav", {"--dehum", "auto", "--hear", "removed"});
    const auto cleaned = rendered(folder, "hum.wav", {"--dehum", "auto"});
    CHECK(rendered(folder, "hum.wav", {"--dehum", "auto", "--hear", "original"}) == hum);
    for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] += cleaned[i];
    CHECK(energy(sum, hum) < 1e-12 * energy(hum, std::vector<double>(hum.size())));
}

TEST_CASE("The report of a render names the hum that was found, with its level") {
    const TemporaryFolder folder;
    writeHum(folder / "clean.wav", false);
    writeHum(folder / "hum.wav", true);
    const auto reportOf = [&](const std::string& in, std::vector<std::string> flags) {
        flags.insert(flags.end(), {"--report", folder / "report.json"});
        rendered(folder, in, flags);
        return nlohmann::json::parse(readBytes(folder / "report.json"));
    };
    const auto report = reportOf("hum.wav", {"--dehum", "auto:30"});
    CHECK(report["dehum"] == "auto");
    CHECK(report["dehum_most_db"] == 30.0);
    CHECK_THAT(report["hum"]["frequency_hz"].get<double>(), WithinAbs(60.1, 0.01));
    CHECK(report["hum"]["lines"] == 2);
    CHECK(report["hum"]["from_s"].get<double>() > 8.0);
    CHECK(report["hum"]["from_s"].get<double>() < 12.5);
    // The lines' power is 2.5e-6 of full scale 1, and that of a sine at full scale, 6 dBV, 0.5.
    const double expectedDbv = 10.0 * std::log10(2.5e-6 / 0.5) + 6.0;
    CHECK_THAT(report["channels"][0]["hum"]["rms_dbv"].get<double>(), WithinAbs(expectedDbv, 0.3));
    CHECK_THAT(report["channels"][1]["hum"]["rms_dbv"].get<double>(), WithinAbs(expectedDbv - 6.02, 0.3));

    const auto none = reportOf("clean.wav", {"--dehum", "60"});
    CHECK(none["dehum"] == "60");
    CHECK(none["hum"].is_null());
    const auto off = reportOf("hum.wav", {});
    CHECK(off["dehum"] == "off");
    CHECK(off["dehum_most_db"].is_null());
    CHECK_FALSE(off.contains("hum"));
    CHECK_FALSE(off["channels"][0].contains("hum"));

    const auto said = [&](const std::string& in) {
        return runStage({"render", "--dehum", "auto", "--overwrite", folder / in, folder / "out.wav"}).err;
    };
    CHECK_THAT(said("hum.wav"), says("hum: 2 lines of 60.1") && says("hum lowered by up to 40 dB"));
    CHECK_THAT(said("clean.wav"), says("hum: none found"));
}

TEST_CASE("A file without a pause keeps its hum with auto, and is told so") {
    const TemporaryFolder folder;
    std::vector<double> samples(2 * humFrames);
    std::mt19937 random(9);
    std::normal_distribution<double> normal(0.0, 1e-5);
    for (std::size_t i = 0; i < humFrames; ++i) {
        const double t = static_cast<double>(i) / humRate, turn = 6.283185307179586 * 60.1 * t;
        // A note after the other, never at rest.
        const auto note = static_cast<int>(t / 0.23);
        const double hz = 330.0 * std::pow(2.0, note * 7 % 25 / 12.0);
        const double music = 0.02 * (std::sin(6.283185307179586 * hz * t) + 0.4 * std::sin(12.5663706 * hz * t));
        samples[2 * i] = samples[2 * i + 1] =
            music + 2e-3 * std::sin(turn) + 1e-3 * std::sin(3.0 * turn + 1.0) + normal(random);
    }
    writeSound(folder / "music.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, humRate, 2, samples);
    const auto plain = rendered(folder, "music.wav", {});
    CHECK(rendered(folder, "music.wav", {"--dehum", "auto", "--report", folder / "report.json"}) == plain);
    CHECK(rendered(folder, "music.wav", {"--dehum", "60"}) != plain);
    const auto report = nlohmann::json::parse(readBytes(folder / "report.json"));
    CHECK(report["hum"].is_null());
    CHECK(report["hum_kept"]["lines"] == 2);
    CHECK(report["hum_kept"]["heard_pause"] == false);
    CHECK_THAT(report["hum_kept"]["frequency_hz"].get<double>(), WithinAbs(60.1, 0.02));
    CHECK_THAT(runStage({"render", "--dehum", "auto", folder / "music.wav", folder / "said.wav"}).err,
               says("a steady tone of 60.1") && says("no pause") && says("--dehum 60 takes it out"));
}

TEST_CASE("A render offline is gentler, reports what it removed, and is late by nothing") {
    const TemporaryFolder folder;
    writeRecord(folder / "clean.wav", false);
    writeRecord(folder / "clicked.wav", true);
    const auto clean = rendered(folder, "clean.wav", {}), clicked = rendered(folder, "clicked.wav", {});
    const auto live = rendered(folder, "clicked.wav", {"--declick", "on"});
    CHECK(rendered(folder, "clicked.wav", {"--declick", "on", "--declick-quality", "live"}) == live);
    const auto offline = rendered(folder, "clicked.wav",
                                  {"--declick", "on", "--declick-quality", "offline", "--report", folder / "r.json"});
    CHECK(offline.size() == clicked.size());
    CHECK(offline != live);
    CHECK(energy(offline, clean) < 0.1 * energy(clicked, clean));
    CHECK(rendered(folder, "clean.wav", {"--declick", "on", "--declick-quality", "offline"}) == clean);
    CHECK(rendered(folder, "clicked.wav", {"--declick-quality", "offline"}) == clicked); // nothing is removed
    const auto report = nlohmann::json::parse(readBytes(folder / "r.json"));
    CHECK(report["declick_quality"] == "offline");
    CHECK(report["channels"][0]["clicks"]["count"].get<int>() > 0);
    CHECK_THAT(runStage({"render", "--declick-quality", "best", folder / "clean.wav"}).err,
               says("--declick-quality") && says("live or offline"));
}

TEST_CASE("A strength that is none is refused, with the flag and the remedy") {
    const TemporaryFolder folder;
    writeRecord(folder / "clicked.wav", true);
    const auto [flag, value, part] =
        GENERATE(table<std::string, std::string, std::string>({{"--declick", "101", "0 to 100"},
                                                               {"--decrackle", "-1", "0 to 100"},
                                                               {"--dehum", "55", "off, auto, 50"},
                                                               {"--dehum", "auto:61", "0 to 60"},
                                                               {"--dehum", "auto:", "number"},
                                                               {"--hear", "foo", "cleaned, original"}}));
    const auto outcome = runStage({"render", flag, value, folder / "clicked.wav", folder / "out.wav"});
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says(flag) && says(part));
    CHECK_FALSE(fs::exists(folder / "out.wav"));
}

TEST_CASE("What was given back stays in the tracks that are exported, and the rest is clean") {
    const TemporaryFolder folder;
    const auto take = folder / "side.flac";
    writeClickedRecord(take);
    const auto tracks = nlohmann::json::array({trackJson(1, 10000, 280000, "One")});
    std::string command = "export";
    const auto exported = [&](const nlohmann::json& more, const std::vector<std::string>& flags) {
        writeSidecar(take, tracks, {{"title", "T"}, {"side", "A"}}, more);
        const auto out = folder / command;
        std::vector<std::string> arguments{command, "-q", take, "--out", out, "--overwrite", "--bits", "24"};
        fs::create_directories(out);
        arguments.insert(arguments.end(), flags.begin(), flags.end());
        const auto outcome = runStage(arguments);
        INFO(outcome.err);
        REQUIRE(outcome.status == 0);
        const auto files = filesIn(out);
        REQUIRE(files.size() == 1);
        return readSound(fs::path(out) / files.front()).samples;
    };
    const std::vector<std::string> clean{"--declick", "on"};
    const auto flat = exported({}, {}), cleaned = exported({}, clean);
    CHECK(energy(flat, cleaned) > 1e-4);
    // A sound that was only listened to: the files are cleaned all the same.
    CHECK(exported({{"stage", {{"schema", 1}, {"declick", true}, {"hear", "removed"}}}}, {}) == cleaned);

    const auto clicks = clickedRecordClicks();
    auto all = nlohmann::json::array();
    for (const auto& click : clicks)
        all.push_back({{"frame", click.frame}, {"frames", 5}});
    CHECK(exported({{"given_back", all}}, clean) == flat);

    // How clicks are taken out is the recording's, unless a flag says another.
    const auto offline = exported({{"declick_quality", "offline"}}, clean);
    CHECK(offline != cleaned);
    CHECK(energy(offline, cleaned) < 0.1 * energy(flat, cleaned));
    CHECK(exported({}, {"--declick", "on", "--declick-quality", "offline"}) == offline);
    CHECK(exported({{"declick_quality", "offline"}}, {"--declick", "on", "--declick-quality", "live"}) == cleaned);

    command = "digitise";
    CHECK(exported({{"stage", {{"schema", 1}, {"declick", true}, {"hear", "removed"}}}}, {}) == cleaned);
    CHECK(exported({{"given_back", all}}, clean) == flat);
    CHECK(exported({{"declick_quality", "offline"}}, clean) == offline);
    command = "export";

    const auto& back = clicks[2];
    const auto one = exported({{"given_back", {{{"frame", back.frame + 3}, {"frames", 1}}}}}, clean);
    const auto part = [&](const std::vector<double>& samples, std::size_t frame, std::size_t before,
                          std::size_t after) {
        const auto at = samples.begin() + static_cast<std::ptrdiff_t>(2 * (frame - 10000));
        return std::vector<double>(at - static_cast<std::ptrdiff_t>(2 * before),
                                   at + static_cast<std::ptrdiff_t>(2 * after));
    };
    for (const auto& click : clicks) {
        CAPTURE(click.frame);
        const auto as = part(one, click.frame, 50, 150);
        const auto was = energy(part(flat, click.frame, 50, 150), part(cleaned, click.frame, 50, 150));
        if (click.frame == back.frame)
            CHECK(energy(as, part(flat, click.frame, 50, 150)) < 1e-5 * was);
        else
            CHECK(energy(as, part(cleaned, click.frame, 50, 150)) < 1e-5 * was);
    }
    CHECK(part(one, clicks[1].frame, 50, 150) == part(cleaned, clicks[1].frame, 50, 150)); // before it: to the bit

    writeSidecar(take, tracks, {{"title", "T"}}, {{"given_back", {{{"frame", -5}}}}});
    const auto broken = runStage({"export", take, "--out", folder / "out"});
    CHECK_THAT(broken.err, says("given_back") || says("click number 1"));
}
