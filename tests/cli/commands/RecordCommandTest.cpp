// SPDX-License-Identifier: GPL-3.0-or-later
// `record` and `recover` from outside, with a file in place of a device.
#include "support/Catch.h"
#include "support/Program.h"

#include <cmath>
#include <csignal>

using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

/** Noise of a groove from `drop` to `lift`, and next to nothing around it; 24 bit. */
void writeSide(const fs::path& path, double seconds, double drop, double lift) {
    constexpr int rate = 44100;
    std::vector<double> samples;
    unsigned random = 1;
    for (int i = 0; i < static_cast<int>(seconds * rate); ++i)
        for (int channel = 0; channel < 2; ++channel) {
            random = random * 1664525U + 1013904223U;
            const double noise = static_cast<double>(random) / 4294967296.0 - 0.5;
            const double at = static_cast<double>(i) / rate;
            samples.push_back(std::round(noise * (at >= drop && at < lift ? 1e-2 : 1e-5) * 8388608.0) / 8388608.0);
        }
    writeSound(path, SF_FORMAT_WAV | SF_FORMAT_PCM_24, rate, 2, samples);
}

std::vector<std::string> recordInto(const fs::path& out, const fs::path& from, std::vector<std::string> more) {
    std::vector<std::string> arguments{"record", out.string(), "--from", from.string(), "--pace", "0", "--go-on", "0"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

} // namespace

TEST_CASE("record: what comes in is in the file, sample for sample") {
    const TemporaryFolder folder;
    writeSide(folder / "in.wav", 5.0, 0.0, 5.0);
    const auto in = readSound(folder / "in.wav");
    for (const auto& [name, bits] : {std::pair{"a.flac", "24"}, {"b.wav", "24"}, {"c.wav", "32f"}}) {
        const auto outcome = runStage(
            recordInto(folder / name, folder / "in.wav", {"--start", "now", "--stop", "hand", "--bits", bits}));
        CAPTURE(outcome.err);
        CHECK(outcome.status == 0);
        CHECK_THAT(outcome.out, says(name) && says("0:05, 44100 Hz"));
        CHECK(readSound(folder / name).samples == in.samples);
        fs::remove(folder / (std::string(name).substr(0, 1) + ".take.json"));
    }
}

TEST_CASE("record: the needle begins and ends a side, with the pre-roll in front") {
    const TemporaryFolder folder;
    writeSide(folder / "in.wav", 40.0, 15.0, 32.0);
    const auto outcome = runStage(recordInto(folder / "a.flac", folder / "in.wav",
                                             {"--side", "b", "--input-dbv", "-12", "--pre-roll", "5", "--json"}));
    CAPTURE(outcome.err);
    CHECK(outcome.status == 0);
    const auto last = outcome.out.substr(outcome.out.rfind('\n', outcome.out.size() - 2) + 1);
    const auto json = nlohmann::json::parse(last);
    CHECK(json["state"] == "stopped");
    CHECK(json["path"] == (folder / "a.flac").string());
    CHECK_THAT(json["time_s"].get<double>(), WithinAbs(5.0 + 17.0 + 1.5, 0.5));
    CHECK(json["ring_most_pct"].get<double>() > 0.0);
    CHECK(json["ring_most_pct"].get<double>() <= 100.0);
    const auto sidecar = nlohmann::json::parse(readBytes(folder / "a.take.json"));
    CHECK(sidecar["album"]["side"] == "B");
    CHECK(sidecar["stage"]["input_dbv"] == -12);
    bool hasDrop = false;
    for (const auto& event : sidecar["events"])
        if (event["kind"] == "needle_drop") {
            hasDrop = true;
            CHECK_THAT(event["frame"].get<double>() / 44100.0, WithinAbs(5.0, 0.05));
        }
    CHECK(hasDrop);
    // The calibration is in the audio file as well.
    const auto report = jsonOf({"analyze", (folder / "a.flac").string(), "--json"});
    CHECK(report["input_dbv"] == -12);
}

TEST_CASE("record: an interrupt ends a whole take, with status 0") {
    const TemporaryFolder folder;
    writeSide(folder / "in.wav", 60.0, 0.0, 60.0);
    for (const int signal : {SIGINT, SIGTERM}) {
        const auto name = signal == SIGINT ? "a.flac" : "b.wav";
        Circumstances circumstances;
        circumstances.signal = signal;
        const auto path = folder / (signal == SIGINT ? "a.recording.flac" : "b.recording.wav");
        circumstances.interruptWhen = [&] { return fs::exists(path) && fs::file_size(path) > 200000; };
        const auto outcome = runStage({"record", (folder / name).string(), "--from", (folder / "in.wav").string(),
                                       "--start", "now", "--stop", "hand"},
                                      circumstances);
        CAPTURE(outcome.err);
        CHECK(outcome.status == 0);
        const auto sound = readSound(folder / name);
        CHECK(sound.frames() > 20000);
        const auto in = readSound(folder / "in.wav");
        CHECK(std::equal(sound.samples.begin(), sound.samples.end(), in.samples.begin()));
        CHECK_FALSE(fs::exists(path));
    }
}

TEST_CASE("record: bad input is one clear line, and nothing is left behind") {
    const TemporaryFolder folder;
    writeSide(folder / "in.wav", 1.0, 0.0, 1.0);
    writeBytes(folder / "there.flac", "mine");
    const auto fails = [&](const char* out, std::vector<std::string> more, const char* words) {
        const auto outcome = runStage(recordInto(folder / out, folder / "in.wav", std::move(more)));
        CAPTURE(outcome.err);
        CHECK(outcome.isOneClearLine());
        CHECK_THAT(outcome.err, says(words));
    };
    fails("there.flac", {}, "already exists, and recordings are never replaced: name another file");
    fails("a.mp3", {}, "name it .flac or .wav");
    fails("a.flac", {"--bits", "32f"}, "32-bit float");
    fails("a.flac", {"--bits", "12"}, "--bits 12");
    fails("a.flac", {"--start", "soon"}, "--start soon");
    fails("a.flac", {"--stop", "never"}, "--stop never");
    fails("a.flac", {"--stop", "0"}, "must be longer than 0 seconds");
    fails("a.flac", {"--turns", "1"}, "--turns 1");
    fails("a.flac", {"--pre-roll", "31"}, "--pre-roll 31");
    fails("a.flac", {"--side", "AB"}, "must be one letter, A to Z");
    fails("a.flac", {"--gain", "auto"}, "--gain auto");
    fails("none/a.flac", {}, "there is no folder");
    CHECK(folder.names() == std::vector<std::string>{"in.wav", "there.flac"});
    const auto silent = runStage(recordInto(folder / "a.flac", folder / "in.wav", {"--start", "needle", "-q"}));
    CHECK(silent.isOneClearLine());
    CHECK_THAT(silent.err, says("nothing was recorded"));
    CHECK(readBytes(folder / "there.flac") == "mine");
}

TEST_CASE("record: a folder that only others may write to, and a file that may grow no more") {
    const TemporaryFolder folder;
    writeSide(folder / "in.wav", 5.0, 0.0, 5.0);
    fs::create_directory(folder / "shut");
    Circumstances nobody;
    nobody.asNobody = true;
    auto outcome = runStage(recordInto(folder / "shut/a.flac", folder / "in.wav", {"--start", "now", "-q"}), nobody);
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("permission denied"));
    CHECK(fs::is_empty(folder / "shut"));
    Circumstances small;
    small.fileSizeLimit = 500000;
    outcome = runStage(recordInto(folder / "a.wav", folder / "in.wav", {"--start", "now", "--stop", "hand"}), small);
    CHECK(outcome.status == 0);
    CHECK(readSound(folder / "a.wav").frames() + readSound(folder / "a part 2.wav").frames() +
              readSound(folder / "a part 3.wav").frames() ==
          5 * 44100);
}

TEST_CASE("recover: lists and repairs what was cut short") {
    const TemporaryFolder folder;
    writeSide(folder / "in.wav", 60.0, 0.0, 60.0);
    CHECK_THAT(runStage({"recover", folder.path().string()}).out, says("No recording was cut short here."));
    for (const char* name : {"a.flac", "b.wav"}) {
        Circumstances circumstances;
        circumstances.signal = SIGKILL;
        const auto path = folder / (std::string(name).substr(0, 1) + ".recording" + std::string(name).substr(1));
        circumstances.interruptWhen = [&] { return fs::exists(path) && fs::file_size(path) > 300000; };
        CHECK(runStage({"record", (folder / name).string(), "--from", (folder / "in.wav").string(), "--start", "now"},
                       circumstances)
                  .status == -SIGKILL);
    }
    const auto listed = jsonOf({"recover", folder.path().string(), "--list", "--json"});
    REQUIRE(listed.size() == 2);
    CHECK(listed[0]["repaired"] == false);
    CHECK(fs::exists(folder / "a.recording.flac"));
    const auto json = jsonOf({"recover", folder.path().string(), "--json"});
    REQUIRE(json.size() == 2);
    const auto in = readSound(folder / "in.wav");
    for (const auto& orphan : json) {
        CHECK(orphan["repaired"] == true);
        CHECK_THAT(orphan["note"].get<std::string>(), says("repaired"));
        const auto sound = readSound(orphan["path"].get<std::string>());
        CHECK(orphan["seconds"].get<double>() * 44100.0 == static_cast<double>(sound.frames()));
        CHECK(std::equal(sound.samples.begin(), sound.samples.end(), in.samples.begin()));
    }
    CHECK(fs::exists(folder / "a.flac"));
    CHECK(runStage({"recover", (folder / "none").string()}).isOneClearLine());
}
