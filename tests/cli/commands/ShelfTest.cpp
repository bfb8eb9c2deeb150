// SPDX-License-Identifier: GPL-3.0-or-later
// A shelf of captures: several at a time, and what is done is not done again.
#include "support/Program.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>

using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

using Names = std::vector<std::string>;

std::vector<nlohmann::json> linesOf(const std::string& text) {
    std::vector<nlohmann::json> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(nlohmann::json::parse(line));
    return lines;
}

/** Captures a to f, each with a length and a level of its own, written an hour ago; an empty folder "out". */
class CaptureShelf {
public:
    CaptureShelf() {
        for (std::size_t i = 0; i < 6; ++i) {
            const auto file = capture(i);
            writeTone(file, 2000 + 300 * i, 0.001 * static_cast<double>(i + 1));
            makeOld(file);
        }
        fs::create_directory(folder / "out");
    }
    [[nodiscard]] std::string capture(std::size_t i) const { return folder / (std::string(1, "abcdef"[i]) + ".wav"); }
    [[nodiscard]] fs::path result(std::size_t i) const {
        return folder / "out" / (std::string(1, "abcdef"[i]) + ".riaa.wav");
    }
    static void makeOld(const fs::path& file) {
        fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(1));
    }
    /** The lines of the report of a run over all of them; more: flags. */
    std::vector<nlohmann::json> run(const Names& more = {}, int status = 0) const {
        Names arguments{"render", "-q", "--out", folder / "out", "--report", "-"};
        for (std::size_t i = 0; i < 6; ++i)
            arguments.push_back(capture(i));
        arguments.insert(arguments.end(), more.begin(), more.end());
        const auto outcome = runStage(arguments);
        INFO(outcome.err);
        CHECK(outcome.status == status);
        return linesOf(outcome.out);
    }
    [[nodiscard]] Names results() const {
        Names bytes;
        for (std::size_t i = 0; i < 6; ++i)
            bytes.push_back(readBytes(result(i)));
        return bytes;
    }

    TemporaryFolder folder;
};

Names statusesOf(const std::vector<nlohmann::json>& lines) {
    Names list;
    for (const auto& line : lines)
        list.push_back(line["status"]);
    return list;
}

const Names allRendered(6, "ok"), allUnchanged(6, "unchanged");

nlohmann::json withoutClock(nlohmann::json line) {
    line.erase("realtime_factor");
    line.erase("status");
    return line;
}

} // namespace

TEST_CASE("Several files at a time give the same bytes and the same lines as one after the other") {
    const CaptureShelf one, many;
    const auto lines = one.run();
    CHECK(statusesOf(lines) == allRendered);
    for (const char* jobs : {"4", "auto"}) {
        const auto again = many.run({"--jobs", jobs, "--again"});
        CHECK(statusesOf(again) == allRendered);
        CHECK((one.results() == many.results()));
        for (std::size_t i = 0; i < 6; ++i) {
            CHECK(fs::path(again[i]["path"].get<std::string>()).filename() ==
                  fs::path(lines[i]["path"].get<std::string>()).filename());
            CHECK(again[i]["channels"] == lines[i]["channels"]);
        }
    }
    // And the same as alone, whatever else the folder has.
    REQUIRE(runStage({"render", "-q", one.capture(2), one.folder / "alone.wav"}).status == 0);
    CHECK((readBytes(one.folder / "alone.wav") == readBytes(one.result(2))));
}

TEST_CASE("The number of jobs is checked before work starts") {
    const CaptureShelf shelf;
    for (const char* jobs : {"0", "-1", "1.5", "many", "257", "nan"}) {
        const auto outcome = runStage({"render", "--out", shelf.folder / "out", shelf.capture(0), "--jobs", jobs});
        CHECK(outcome.isOneClearLine());
        CHECK_THAT(outcome.err, says("--jobs") && says("1 to 256"));
    }
    CHECK(fs::is_empty(shelf.folder / "out"));
}

TEST_CASE("What is done and unchanged is passed over, with the same figures") {
    const CaptureShelf shelf;
    const auto first = shelf.run();
    std::vector<fs::file_time_type> times;
    for (std::size_t i = 0; i < 6; ++i)
        times.push_back(fs::last_write_time(shelf.result(i)));
    const auto second = shelf.run({"--jobs", "3"});
    CHECK(statusesOf(second) == allUnchanged);
    for (std::size_t i = 0; i < 6; ++i) {
        CHECK(withoutClock(second[i]) == withoutClock(first[i]));
        CHECK(fs::last_write_time(shelf.result(i)) == times[i]);
    }
    CHECK(statusesOf(shelf.run({"--again"})) == allRendered);
}

TEST_CASE("Only what has changed is rendered again") {
    const CaptureShelf shelf;
    shelf.run();
    // Time stamps alone; a copy in the place of the first; another content of the same length; a missing result; a file
    // that is damaged now.
    fs::last_write_time(shelf.capture(0), fs::file_time_type::clock::now() - std::chrono::hours(5));
    fs::copy_file(shelf.capture(1), shelf.folder / "copy");
    fs::rename(shelf.folder / "copy", shelf.capture(1));
    const auto time = fs::last_write_time(shelf.capture(2));
    writeTone(shelf.folder / "other.wav", 2600, 0.009);
    fs::rename(shelf.folder / "other.wav", shelf.capture(2));
    fs::last_write_time(shelf.capture(2), time);
    fs::remove(shelf.result(3));
    writeBytes(shelf.capture(4), "These are words.\n");
    CHECK(statusesOf(shelf.run({}, 1)) == Names{"unchanged", "unchanged", "ok", "ok", "failed", "unchanged"});
    CHECK(statusesOf(shelf.run({}, 1)) ==
          Names{"unchanged", "unchanged", "unchanged", "unchanged", "failed", "unchanged"});
}

TEST_CASE("Other settings render again, the same in other words do not") {
    const CaptureShelf shelf;
    CHECK(statusesOf(shelf.run({"--gain", "40"})) == allRendered);
    CHECK(statusesOf(shelf.run({"--gain", "4e1dB", "--curve", "RIAA", "--dc", "on"})) == allUnchanged);
    for (const Names& flags : {Names{"--gain", "39"}, Names{"--bits", "16"}, Names{"--iec"}, Names{"--pair", "2+1"},
                               Names{"--speed", "45 at 33 1/3", "--speed-back", "off"}, Names{"--input-dbv", "7"}}) {
        INFO(flags.front());
        CHECK(statusesOf(shelf.run(flags)) == Names(6, "ok"));
        CHECK(statusesOf(shelf.run(flags)) == allUnchanged);
    }
}

TEST_CASE("A level that is given counts over that of a file, so it is another setting even where it is the default") {
    const TemporaryFolder folder;
    fs::create_directory(folder / "out");
    std::vector<double> samples(4000, 0.001);
    writeSound(folder / "a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 48000, 2, samples,
               "phonostage:{\"full_scale_dbv\":-12}");
    const auto levelOf = [&](const Names& more) {
        Names arguments{"render", "-q", "--out", folder / "out", "--report", "-", folder / "a.wav"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return linesOf(runStage(arguments).out).at(0);
    };
    CHECK(levelOf({})["input_dbv"] == -12);
    const auto told = levelOf({"--input-dbv", "6"});
    CHECK(told["status"] == "ok");
    CHECK(told["input_dbv"] == 6);
}

TEST_CASE("A result whose tags somebody has changed stays, and one whose sound was is not replaced either") {
    const CaptureShelf shelf;
    shelf.run();
    // As a tagger does it: a chunk behind the sound, and the length in the header.
    auto tagged = readBytes(shelf.result(0));
    tagged += std::string("id3 \x04\0\0\0ID3x", 12);
    const auto size = static_cast<std::uint32_t>(tagged.size() - 8);
    for (std::size_t i = 0; i < 4; ++i)
        tagged[4 + i] = static_cast<char>((size >> (8 * i)) & 0xff);
    writeBytes(shelf.result(0), tagged);
    writeTone(shelf.result(1), 100);
    const auto foreign = readBytes(shelf.result(1));
    CHECK(statusesOf(shelf.run({}, 1)) ==
          Names{"unchanged", "failed", "unchanged", "unchanged", "unchanged", "unchanged"});
    CHECK((readBytes(shelf.result(0)) == tagged));
    CHECK((readBytes(shelf.result(1)) == foreign));
}

TEST_CASE("Without the notes all is rendered again, and a folder where none can be is no fault") {
    const CaptureShelf shelf;
    shelf.run();
    fs::remove_all(shelf.folder / "out" / ".phonostage");
    CHECK(statusesOf(shelf.run()) == allRendered);
    fs::remove_all(shelf.folder / "out" / ".phonostage");
    writeBytes(shelf.folder / "out" / ".phonostage", "somebody's");
    CHECK(statusesOf(shelf.run()) == allRendered);
    CHECK(readBytes(shelf.folder / "out" / ".phonostage") == "somebody's");
}

TEST_CASE("The first report after runs without one renders again, for its figures") {
    const CaptureShelf shelf;
    Names arguments{"render", "-q", "--out", shelf.folder / "out"};
    for (std::size_t i = 0; i < 6; ++i)
        arguments.push_back(shelf.capture(i));
    REQUIRE(runStage(arguments).status == 0);
    CHECK(statusesOf(shelf.run()) == allRendered);
    CHECK(statusesOf(shelf.run()) == allUnchanged);
    REQUIRE(runStage(arguments).status == 0);
    CHECK(statusesOf(shelf.run()) == allUnchanged);
}

TEST_CASE("One gain for the album, with several jobs and when it goes on") {
    const CaptureShelf shelf;
    const auto first = shelf.run({"--gain", "auto", "--jobs", "3"});
    CHECK(statusesOf(first) == allRendered);
    const double gain = first[0]["gain_db"];
    double loudest = -200.0;
    for (const auto& line : first) {
        CHECK(line["gain_db"] == gain);
        for (const auto& channel : line["channels"])
            loudest = std::max(loudest, channel["output"]["true_peak_dbfs"].get<double>());
    }
    CHECK_THAT(loudest, WithinAbs(-1.0, 0.02));
    CHECK(statusesOf(shelf.run({"--gain", "auto"})) == allUnchanged);
    // A louder file comes in: all get its gain.
    writeTone(shelf.folder / "g.wav", 2000, 0.02);
    const auto louder = shelf.run({"--gain", "auto", shelf.folder / "g.wav"});
    CHECK(statusesOf(louder) == Names(7, "ok"));
    CHECK(louder[0]["gain_db"].get<double>() < gain - 9.0);
}

TEST_CASE("A table at the end says what became of each file") {
    const CaptureShelf shelf;
    writeBytes(shelf.capture(1), "These are words.\n");
    Names arguments{"render", "--jobs", "2", "--out", shelf.folder / "out", shelf.capture(0), shelf.capture(1)};
    const auto first = runStage(arguments);
    CHECK(first.status == 1);
    CHECK(first.out.empty());
    CHECK_THAT(first.err, says("rendered") && says("failed") && says("a.riaa.wav") && says("1 of 2 files could not"));
    const auto second = runStage(arguments);
    CHECK_THAT(second.err, says("unchanged") && says("1 had been rendered before"));
    arguments[1] = "-q";
    arguments.erase(arguments.begin() + 2, arguments.begin() + 3);
    arguments.pop_back();
    CHECK(runStage(arguments).err.empty());
}

TEST_CASE("Clipping counts for --strict when the file is passed over, too") {
    const CaptureShelf shelf;
    const auto first = shelf.run({"--gain", "80", "--strict"}, 3);
    CHECK(statusesOf(first) == allRendered);
    CHECK(statusesOf(shelf.run({"--gain", "80", "--strict"}, 3)) == allUnchanged);
    CHECK(statusesOf(shelf.run({"--gain", "80"})) == allUnchanged);
}

TEST_CASE("Two programs may work into one folder, and one goes on where the other was stopped") {
    const CaptureShelf shelf;
    for (std::size_t i = 0; i < 6; ++i)
        REQUIRE(runStage({"render", "-q", "--out", shelf.folder / "out", "--report", shelf.folder / "r.json",
                          shelf.capture(i)})
                    .status == 0);
    CHECK(statusesOf(shelf.run({"--jobs", "2"})) == allUnchanged);

    writeSilence(shelf.folder / "long.wav", 96000, 600.0);
    writeSilence(shelf.folder / "long2.wav", 96000, 600.0);
    Circumstances how;
    how.signal = SIGKILL;
    how.interruptWhen = [&] {
        for (const auto& entry : fs::directory_iterator(shelf.folder / "out"))
            if (entry.path().extension() == ".part" && fs::file_size(entry.path()) > 100000) return true;
        return false;
    };
    const Names arguments{"render",
                          "-q",
                          "--jobs",
                          "2",
                          "--out",
                          shelf.folder / "out",
                          shelf.folder / "long.wav",
                          shelf.folder / "long2.wav"};
    CHECK(runStage(arguments, how).status == -SIGKILL);
    CHECK_FALSE(fs::exists(shelf.folder / "out" / "long.riaa.wav"));
    CHECK_FALSE(fs::exists(shelf.folder / "out" / "long2.riaa.wav"));
    CHECK(statusesOf(shelf.run()) == allUnchanged);
}
