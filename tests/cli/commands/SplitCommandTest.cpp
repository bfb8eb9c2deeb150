// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Program.h"
#include "support/SideSignals.h"

#include <cmath>
#include <filesystem>

using namespace phonostage::tests;

namespace {

constexpr int rate = 48000;

void write(const std::filesystem::path& path, const SideSignal& side, int format = SF_FORMAT_FLAC | SF_FORMAT_PCM_24) {
    writeSound(path, format, side.rate, 2, side.interleaved());
}

SideSignal threeTracks() {
    return SideSignal::whole(rate, 64.0,
                             {{6.0, 20.0, -20.0, 220.0}, {22.0, 38.0, -26.0, 165.0}, {40.5, 55.0, -18.0, 247.0}});
}

std::string refusal(const std::vector<std::string>& arguments) {
    const auto outcome = runStage(arguments);
    INFO(outcome.err);
    CHECK(outcome.isOneClearLine());
    return outcome.err;
}

} // namespace

TEST_CASE("split: the fields that are promised to scripts") {
    const TemporaryFolder folder;
    const std::string in = folder / "side.flac";
    write(in, threeTracks());
    const auto json = jsonOf({"split", in, "--json"});
    CHECK(json["sample_rate"] == 48000.0);
    CHECK(json["frames"] == 64 * rate);
    CHECK_THAT(json["needle_drop_s"].get<double>(), WithinAbs(3.0, 0.02));
    CHECK_THAT(json["lift_off_s"].get<double>(), WithinAbs(61.0, 0.03));
    CHECK_THAT(json["run_out_s"].get<double>(), WithinAbs(55.0, 0.05));
    REQUIRE(json["tracks"].size() == 3);
    const auto& second = json["tracks"][1];
    CHECK(second["number"] == 2);
    CHECK_THAT(second["start_s"].get<double>(), WithinAbs(22.0, 0.03));
    CHECK_THAT(second["end_s"].get<double>(), WithinAbs(38.0, 0.05));
    CHECK(second["cut_s"].get<double>() > 20.0);
    CHECK(second["cut_s"].get<double>() < 22.0);
    CHECK(second["start_frame"].get<std::int64_t>() % (rate / 75) == 0);
    CHECK(second["end_frame"].get<std::int64_t>() > 38 * rate);
    CHECK(second["confidence"].get<double>() > 0.5);
    CHECK(second["title"].is_null());
    CHECK(folder.names() == std::vector<std::string>{"side.flac"});
    const auto table = runStage({"split", in});
    CHECK(table.status == 0);
    CHECK_THAT(table.out, says("needle drop 0:03.0") && says("gap of 2.0 s") && says("lift-off 1:01.0"));
    // Nothing is played: no error, and nothing found.
    write(in, SideSignal::air(rate, 5.0));
    const auto nothing = jsonOf({"split", in, "--json"});
    CHECK(nothing["needle_drop_s"].is_null());
    CHECK(nothing["tracks"].empty());
    CHECK_THAT(runStage({"split", in}).out, says("No record is played"));
}

TEST_CASE("split: lists, labels, cue sheets and the sidecar") {
    const TemporaryFolder folder;
    const std::string in = folder / "side.flac", list = folder / "list.txt", cue = folder / "side x.cue",
                      labels = folder / "labels.txt";
    write(in, threeTracks());
    writeBytes(list, "A1 One 0:14\nA2 Two \"quoted\" 0:16\nA3 Three\n");
    const auto json = jsonOf({"split", in, "--json", "--list", list, "--cue", cue, "--labels", labels, "--write"});
    CHECK(json["tracks"][1]["title"] == "Two \"quoted\"");
    CHECK(json["tracks"][1]["side"] == "A");
    CHECK_THAT(readBytes(cue),
               says("FILE \"side.flac\" WAVE\r\n") && says("TITLE \"Two 'quoted'\"") && says("TRACK 03 AUDIO"));
    CHECK_THAT(readBytes(labels), says("\tOne\n"));
    CHECK_THAT(readBytes(folder / "side.take.json"), says("\"Three\"") && says("needle_drop"));
    // What is there is read: a label that somebody has moved.
    writeBytes(labels, "5.5\t21.1\tMoved\n21.1\t60.0\tRest\n");
    const auto moved = jsonOf({"split", in, "--json", "--labels", labels, "--snap", "off", "--write"});
    REQUIRE(moved["tracks"].size() == 2);
    CHECK(moved["tracks"][1]["start_frame"] == std::llround(21.1 * rate));
    CHECK(moved["tracks"][0]["title"] == "Moved");
    CHECK(moved["tracks"][0]["confidence"].is_null());
    CHECK_THAT(readBytes(folder / "side.take.json"), says("Moved"));
    CHECK(readBytes(labels) == "5.5\t21.1\tMoved\n21.1\t60.0\tRest\n");
    const auto ofCue = jsonOf({"split", (folder / "side.take.json").string(), "--json", "--cue", cue});
    CHECK(ofCue["tracks"].size() == 3);
    // And written again where that is asked for, over its own kind alone.
    CHECK(jsonOf({"split", in, "--json", "--labels", labels, "--overwrite", "--count", "3"})["tracks"].size() == 3);
    CHECK_THAT(readBytes(labels), says("A2\n"));
    CHECK_THAT(refusal({"split", in, "--labels", list, "--overwrite"}), says("not a file of labels"));
    CHECK_THAT(refusal({"split", in, "--cue", in, "--overwrite"}), says("not a cue sheet"));
    CHECK_THAT(readBytes(list), says("A1 One"));
}

TEST_CASE("split: bad input is one clear line, and nothing is written") {
    const TemporaryFolder folder;
    const std::string in = folder / "side.wav", list = folder / "list.txt", cue = folder / "a.cue",
                      labels = folder / "a.txt";
    write(in, SideSignal::air(rate, 2.0), SF_FORMAT_WAV | SF_FORMAT_PCM_24);
    writeBytes(list, "\n\n");
    writeBytes(cue, "TRACK 01 AUDIO\n");
    writeBytes(labels, "1\tx\n");
    for (const char* count : {"0", "x", "1.5", "100", "3,", "-1"})
        CHECK_THAT(refusal({"split", in, "--count", count}), says("--count"));
    CHECK_THAT(refusal({"split", in, "--side", "AB"}), says("--side"));
    CHECK_THAT(refusal({"split", in, "--speed", "fast"}), says("--speed"));
    CHECK_THAT(refusal({"split", in, "--snap", "maybe"}), says("--snap"));
    CHECK_THAT(refusal({"split", in, "--list", list}), says("has no tracks"));
    CHECK_THAT(refusal({"split", in, "--list", (folder / "none.txt").string()}), says("none.txt"));
    CHECK_THAT(refusal({"split", in, "--list", list, "--count", "3"}), says("--count"));
    CHECK_THAT(refusal({"split", in, "--cue", cue}), says("INDEX 01"));
    CHECK_THAT(refusal({"split", in, "--labels", labels}), says("line 1"));
    CHECK_THAT(refusal({"split", in, "--cue", cue, "--labels", labels}), says("--overwrite"));
    CHECK_THAT(refusal({"split", "-", "--write"}), says("--write"));
    CHECK_THAT(refusal({"split", in, "--write"}), says("no tracks"));
    CHECK_THAT(refusal({"split", in, "--cue", (folder / "new.cue").string()}), says("no tracks"));
    CHECK_THAT(refusal({"split", list}), says("list.txt"));
    CHECK(folder.names() == std::vector<std::string>{"a.cue", "a.txt", "list.txt", "side.wav"});
}

TEST_CASE("split: a stream and a list on standard input") {
    const TemporaryFolder folder;
    const std::string in = folder / "side.wav", list = folder / "list.txt";
    write(in, threeTracks(), SF_FORMAT_WAV | SF_FORMAT_PCM_24);
    writeBytes(list, "One\nTwo\nThree\n");
    Circumstances piped;
    piped.input = in;
    piped.inputIsPipe = true;
    const auto streamed = runStage({"split", "-", "--json"}, piped);
    CHECK(streamed.status == 0);
    CHECK(nlohmann::json::parse(streamed.out)["tracks"].size() == 3);
    piped.input = list;
    CHECK(nlohmann::json::parse(runStage({"split", in, "--list", "-", "--json"}, piped).out)["tracks"][2]["title"] ==
          "Three");
}

TEST_CASE("split: an hour needs little more memory than a minute") {
    const TemporaryFolder folder;
    writeSilence(folder / "minute.wav", 192000, 60.0);
    writeSilence(folder / "hour.wav", 192000, 3600.0);
    const auto minute = runStage({"split", (folder / "minute.wav").string()});
    const auto hour = runStage({"split", (folder / "hour.wav").string()});
    CHECK(hour.status == 0);
    INFO(minute.peakKib << " and " << hour.peakKib);
    CHECK(hour.peakKib < minute.peakKib + 24 * 1024);
}
