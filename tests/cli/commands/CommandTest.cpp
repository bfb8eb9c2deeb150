// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Program.h"

#include <csignal>

using namespace phonostage::tests;

TEST_CASE("Version and help go to standard output, with status 0") {
    const auto version = runStage({"--version"});
    CHECK(version.status == 0);
    CHECK_THAT(version.out, says("phonostage ") && says("."));
    CHECK(version.err.empty());
    const auto help = runStage({"--help"});
    CHECK(help.status == 0);
    for (const char* command : {"render", "analyze", "response", "curves"}) {
        CHECK_THAT(help.out, says(command));
        const auto own = runStage({command, "--help"});
        CHECK(own.status == 0);
        CHECK_THAT(own.out, says("Usage: phonostage " + std::string(command)));
    }
}

TEST_CASE("Help of a command names every promised flag") {
    const std::string stage[] = {"--curve", "--custom",    "--iec",        "--neumann", "--inverse",
                                 "--gain",  "--input-dbv", "--output-dbv", "--dc",      "--subsonic"};
    for (const char* command : {"render", "analyze", "response"})
        for (const auto& flag : stage) {
            INFO(command << " " << flag);
            CHECK_THAT(runStage({command, "--help"}).out, says(flag + " "));
        }
    for (const char* flag : {"--bits", "--report", "--allow-truncated"})
        CHECK_THAT(runStage({"render", "--help"}).out, says(flag));
    for (const char* flag : {"--rate", "--freqs", "--json", "--csv", "--png"})
        CHECK_THAT(runStage({"response", "--help"}).out, says(flag));
}

TEST_CASE("What is no command is one clear line") {
    const auto arguments = GENERATE(values<std::vector<std::string>>({{},
                                                                      {"rendr"},
                                                                      {"--no-such-flag"},
                                                                      {"render"},
                                                                      {"render", "--no-such-flag", "a.wav"},
                                                                      {"analyze", "a.wav", "b.wav"},
                                                                      {"analyze"},
                                                                      {"curves", "extra"},
                                                                      {"response", "--rate"}}));
    const auto outcome = runStage(arguments);
    INFO(outcome.err);
    CHECK(outcome.status >= 1);
    CHECK(outcome.status <= 125);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.find('\n') == outcome.err.size() - 1);
    CHECK_THAT(outcome.err, says("--help"));
}

TEST_CASE("The curves as JSON are the catalogue") {
    const auto list = jsonOf({"curves", "--json"});
    REQUIRE(list.size() >= 24);
    std::vector<std::string> names;
    for (const auto& curve : list) {
        names.push_back(curve["name"]);
        for (const char* key : {"bass_shelf_us", "turnover_us", "rolloff_us"})
            CHECK((curve[key].is_null() || curve[key].is_number()));
        for (const char* key : {"title", "era"})
            CHECK_FALSE(curve[key].get<std::string>().empty());
        for (const char* key : {"iec", "neumann"})
            CHECK(curve[key].is_boolean());
        CHECK(curve["rolloff_10k_db"].is_number());
    }
    CHECK(names[0] == "riaa");
    CHECK(list[0]["bass_shelf_us"] == 3180);
    CHECK(list[0]["turnover_us"] == 318);
    CHECK(list[0]["rolloff_us"] == 75);
    CHECK_THAT(list[0]["rolloff_10k_db"].get<double>(), WithinAbs(-13.734, 0.001));
    const auto flat = std::find(names.begin(), names.end(), "flat");
    REQUIRE(flat != names.end());
    CHECK(list[static_cast<std::size_t>(flat - names.begin())]["turnover_us"].is_null());
    CHECK_THAT(runStage({"curves"}).out, says("riaa") && says("3180") && says("RIAA"));
}

TEST_CASE("A reader who has seen enough ends the program without a word") {
    Circumstances how;
    how.readerGone = true;
    const auto command = GENERATE(values<std::vector<std::string>>(
        {{"curves"}, {"interfaces"}, {"cartridges", "--json"}, {"presets"}, {"response"}}));
    const auto outcome = runStage(command, how);
    CHECK(outcome.status == -SIGPIPE);
    CHECK(outcome.err.empty());

    // Whoever ignores the signal wants to hear of it.
    how.signal = SIGPIPE;
    how.ignoreSignal = true;
    const auto told = runStage(command, how);
    CHECK(told.isOneClearLine());
    CHECK_THAT(told.err, says("reader has gone"));
}

TEST_CASE("A reader of the report who goes away takes nothing from the file") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 2000);
    Circumstances how;
    how.readerGone = true;
    const auto outcome = runStage({"render", "-q", "--report", "-", folder / "in.wav", folder / "out.wav"}, how);
    CHECK(outcome.status == -SIGPIPE);
    CHECK(outcome.err.empty());
    CHECK(readSound(folder / "out.wav").frames() == 2000);
    CHECK(folder.names() == std::vector<std::string>{"in.wav", "out.wav"});
}

TEST_CASE("The program has no part of JUCE that needs a screen") {
    // The names of classes are in a program however much it is stripped.
    const auto bytes = readBytes(PHONOSTAGE_PROGRAM);
    CHECK(bytes.find("N4juce9ComponentE") == std::string::npos);
    CHECK(bytes.find("N4juce14AudioProcessorE") == std::string::npos);
    CHECK(bytes.find("libX11") == std::string::npos);
}
