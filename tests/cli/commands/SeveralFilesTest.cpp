// SPDX-License-Identifier: GPL-3.0-or-later
// Several captures in one command.
#include "support/Program.h"

#include <algorithm>
#include <csignal>
#include <sstream>

using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

using Names = std::vector<std::string>;

Names namesIn(const fs::path& folder) {
    Names names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<nlohmann::json> linesOf(const std::string& text) {
    std::vector<nlohmann::json> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(nlohmann::json::parse(line));
    return lines;
}

void writeThree(const TemporaryFolder& folder) {
    for (const char* name : {"a.wav", "b.wav", "c.wav"})
        writeTone(folder / name, 2000);
}

} // namespace

TEST_CASE("Three files or more are all captures, each with its result beside it") {
    const TemporaryFolder folder;
    writeThree(folder);
    const auto b = readBytes(folder / "b.wav");
    CHECK(runStage({"render", "-q", folder / "a.wav", folder / "b.wav", folder / "c.wav"}).status == 0);
    CHECK(folder.names() == Names{"a.riaa.wav", "a.wav", "b.riaa.wav", "b.wav", "c.riaa.wav", "c.wav"});
    CHECK(readBytes(folder / "b.wav") == b);
    // The result is what the file alone would give.
    CHECK(runStage({"render", "-q", folder / "b.wav", folder / "alone.wav"}).status == 0);
    CHECK(readBytes(folder / "alone.wav") == readBytes(folder / "b.riaa.wav"));
}

TEST_CASE("With a folder for the results all files are captures") {
    const TemporaryFolder folder;
    writeThree(folder);
    fs::create_directory(folder / "to");
    const std::string a = folder / "a.wav", b = folder / "b.wav", c = folder / "c.wav", to = folder / "to";
    const std::vector<std::pair<Names, Names>> cases{
        {{"--out", to, a}, {"a.riaa.wav"}},
        {{"--out", to, a, b}, {"a.riaa.wav", "b.riaa.wav"}},
        {{a, b, c, "--out", to, "--curve", "flat"}, {"a.flat.wav", "b.flat.wav", "c.flat.wav"}},
        {{a, b, c, to}, {"a.riaa.wav", "b.riaa.wav", "c.riaa.wav"}}}; // as cp takes it
    for (const auto& [arguments, expected] : cases) {
        Names command{"render", "-q"};
        command.insert(command.end(), arguments.begin(), arguments.end());
        const auto outcome = runStage(command);
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        auto withNotes = expected; // of what is done, so that it need not be done again
        withNotes.insert(withNotes.begin(), ".phonostage");
        CHECK(namesIn(folder / "to") == withNotes);
        CHECK(folder.names() == Names{"a.wav", "b.wav", "c.wav", "to"});
        for (const auto& name : namesIn(folder / "to"))
            fs::remove_all(folder / "to" / name);
    }
}

TEST_CASE("A folder for the results must be one") {
    const TemporaryFolder folder;
    writeThree(folder);
    const std::string a = folder / "a.wav", b = folder / "b.wav";
    const auto missing = runStage({"render", a, b, "--out", folder / "no"});
    CHECK(missing.isOneClearLine());
    CHECK_THAT(missing.err, says("no such folder") && says("create it"));
    const auto file = runStage({"render", a, "--out", b});
    CHECK(file.isOneClearLine());
    CHECK_THAT(file.err, says("is not a folder"));
    CHECK(folder.names() == Names{"a.wav", "b.wav", "c.wav"});
}

TEST_CASE("A failed file does not stop the others, and the status tells") {
    const TemporaryFolder folder;
    writeThree(folder);
    writeBytes(folder / "b.wav", "These are words.\n");
    writeTone(folder / "d.wav", 2000);
    writeBytes(folder / "d.riaa.wav", "not ours");
    const std::string report = folder / "r.jsonl";
    const auto outcome = runStage({"render", "-q", folder / "no.wav", folder / "a.wav", folder / "b.wav",
                                   folder / "d.wav", folder / "c.wav", "--report", report});
    INFO(outcome.err);
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, says("no.wav': no such file") && says("b.wav' is not an audio file") &&
                                says("d.riaa.wav' already exists") && says("3 of 5 files could not be rendered"));
    CHECK(readBytes(folder / "d.riaa.wav") == "not ours");
    CHECK(fs::exists(folder / "a.riaa.wav"));
    CHECK(fs::exists(folder / "c.riaa.wav"));
    const auto lines = linesOf(readBytes(report));
    REQUIRE(lines.size() == 5);
    for (const std::size_t i : {0U, 2U, 3U}) {
        CHECK(lines[i]["status"] == "failed");
        CHECK(lines[i]["out"].is_null());
        CHECK_FALSE(lines[i]["error"].get<std::string>().empty());
    }
    for (const std::size_t i : {1U, 4U}) {
        CHECK(lines[i]["status"] == "ok");
        CHECK(lines[i]["frames"] == 2000);
        CHECK(lines[i]["channels"][0]["output"].contains("true_peak_dbfs"));
        CHECK(fs::exists(lines[i]["out"].get<std::string>()));
    }
    CHECK(lines[0]["path"] == (folder / "no.wav").string());

    // Again: the report and the results are ours.
    CHECK(
        runStage({"render", "-q", folder / "a.wav", folder / "c.wav", folder / "no.wav", "--report", report}).status ==
        1);
    CHECK(linesOf(readBytes(report)).size() == 3);
}

TEST_CASE("The lines of the report on standard output, too") {
    const TemporaryFolder folder;
    writeThree(folder);
    const auto outcome =
        runStage({"render", folder / "a.wav", folder / "b.wav", folder / "c.wav", "--report", "-", "--gain", "20"});
    CHECK(outcome.status == 0);
    const auto lines = linesOf(outcome.out);
    REQUIRE(lines.size() == 3);
    for (const auto& line : lines)
        CHECK(line["gain_db"] == 20.0);
}

TEST_CASE("Results that would be one file are refused before work starts") {
    const TemporaryFolder folder;
    writeThree(folder);
    fs::create_directory(folder / "to");
    fs::create_directory(folder / "other");
    fs::create_directory_symlink("to", folder / "link");
    writeTone(folder / "other" / "a.wav", 2000);
    writeTone(folder / "a.flac.riaa.wav", 2000);
    writeTone(folder / "a.aiff", 2000);
    const std::string a = folder / "a.wav", b = folder / "b.wav", c = folder / "c.wav";
    const auto before = folder.names();
    for (const Names& arguments :
         {Names{a, folder / "other" / "a.wav", "--out", folder / "to"}, Names{a, b, folder / "a.aiff"}, Names{a, b, a},
          Names{a, b, c, "--report", folder / "b.riaa.wav"},
          Names{a, b, c, "--report", folder / "c.wav", "--overwrite"}, Names{a, b, c, "--levels-png", folder / "l.png"},
          Names{a, b, c, "--gain", "loud"}, Names{a, b, c, "--bits", "12"}}) {
        Names command{"render"};
        command.insert(command.end(), arguments.begin(), arguments.end());
        const auto outcome = runStage(command);
        INFO(outcome.err);
        CHECK(outcome.isOneClearLine());
        CHECK(folder.names() == before);
        CHECK(namesIn(folder / "to").empty());
    }
}

TEST_CASE("A result never takes the place of a capture of the same command") {
    const TemporaryFolder folder;
    writeThree(folder);
    REQUIRE(runStage({"render", "-q", folder / "a.wav"}).status == 0); // a.riaa.wav, which is ours
    const auto bytes = readBytes(folder / "a.riaa.wav");
    const auto outcome = runStage({"render", folder / "a.riaa.wav", folder / "a.wav", folder / "b.wav", "--overwrite"});
    INFO(outcome.err);
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("would replace") && says("a.riaa.wav"));
    CHECK((readBytes(folder / "a.riaa.wav") == bytes));
    CHECK(folder.names() == Names{"a.riaa.wav", "a.wav", "b.wav", "c.wav"});
}

TEST_CASE("An interrupted batch keeps what is done, and says how much") {
    const TemporaryFolder folder;
    writeTone(folder / "a.wav", 2000);
    for (const char* name : {"b.wav", "c.wav"})
        writeSilence(folder / name, 96000, 600.0);
    Circumstances how;
    how.signal = SIGTERM;
    how.interruptWhen = [&] {
        const auto names = folder.names();
        return std::find(names.begin(), names.end(), "a.riaa.wav") != names.end() && names.front().starts_with(".") &&
               names.size() == 6;
    };
    const auto outcome = runStage(
        {"render", "-q", folder / "a.wav", folder / "b.wav", folder / "c.wav", "--report", folder / "r.jsonl"}, how);
    INFO(outcome.err);
    CHECK(outcome.status == -SIGTERM);
    CHECK_THAT(outcome.err, says("1 of 3 files had been rendered"));
    CHECK(folder.names() == Names{"a.riaa.wav", "a.wav", "b.wav", "c.wav", "r.jsonl"});
    CHECK(linesOf(readBytes(folder / "r.jsonl")).size() == 1);
}
