// SPDX-License-Identifier: GPL-3.0-or-later
// Standard output and standard error: full, closed, or led to a file that a command is told to write.
#include "support/Program.h"

#include <fcntl.h>
#include <unistd.h>

using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

using Arguments = std::vector<std::string>;

/** All that is on standard output alone. */
std::vector<Arguments> allThatSpeak() {
    std::vector<Arguments> list{{"--version"},
                                {"--help"},
                                {"-h"},
                                {"--man"},
                                {"--completion", "bash"},
                                {"--completion", "zsh"},
                                {"--completion", "fish"},
                                {"curves"},
                                {"curves", "--json"},
                                {"curves", "--search", "Decca 1952"},
                                {"interfaces", "--json"},
                                {"cartridges"},
                                {"presets"},
                                {"response", "--freqs", "1k", "--json"},
                                {"response", "--freqs", "1k", "--csv"}};
    for (const char* command : {"render", "analyze", "calibrate", "response", "curves", "interfaces", "cartridges",
                                "presets", "split", "export", "digitise", "live", "record", "recover"})
        list.push_back({command, "--help"});
    return list;
}

} // namespace

TEST_CASE("Words that standard output does not take are an error, not half an answer") {
    Circumstances how;
    const bool isFull = GENERATE(true, false);
    if (isFull && !fs::exists("/dev/full")) return;
    if (isFull)
        how.output = "/dev/full";
    else
        how.closed = {1};
    for (const auto& arguments : allThatSpeak()) {
        const auto outcome = runStage(arguments, how);
        INFO(arguments.front() << " " << arguments.back() << ": " << outcome.status << " " << outcome.err);
        CHECK(outcome.status == 1);
        CHECK(outcome.err.starts_with("phonostage"));
        CHECK(outcome.err.find('\n') == outcome.err.size() - 1);
        CHECK_THAT(outcome.err, says("standard output cannot be written"));
        CHECK_THAT(outcome.err, says(isFull ? "disk is full" : "is closed"));
    }
}

TEST_CASE("A report that standard output does not take: the sound is there, and that is told") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 2000);
    Circumstances how;
    how.closed = {1};
    const auto outcome = runStage({"render", "-q", folder / "in.wav", folder / "out.wav", "--report", "-"}, how);
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("standard output") && says("(written: '" + (folder / "out.wav").string() + "')"));
    CHECK(readSound(folder / "out.wav").frames() == 2000);
}

TEST_CASE("Where a stream is closed, what is meant for it gets into no file") {
    const TemporaryFolder folder;
    writeSilence(folder / "in.wav", 48000, 20.0);
    const auto name = GENERATE(as<std::string>{}, "out.wav", "out.flac", "out.aiff");
    const Arguments command{"render", "--progress", folder / "in.wav", folder / name, "--report", folder / "r.json"};
    REQUIRE(runStage(command).status == 0);
    const auto whole = readBytes(folder / name);
    for (const auto& closed : {std::vector<int>{0, 1, 2}, {0, 2}, {2}, {0, 1}}) {
        Circumstances how;
        how.closed = closed;
        CHECK(runStage(command, how).status == 0);
        CHECK((readBytes(folder / name) == whole));
        CHECK_NOTHROW(nlohmann::json::parse(readBytes(folder / "r.json")));
    }
}

TEST_CASE("A file that standard output or standard error goes to is never replaced") {
    const TemporaryFolder folder;
    const std::string in = folder / "in.wav";
    writeTone(in, 2000);
    const std::string log = folder / "log.wav";
    fs::create_symlink("log.wav", folder / "link.wav");
    struct Clash {
        Arguments arguments;
        const char* flag;
    };
    const std::string out = folder / "out.wav";
    std::vector<Clash> clashes{{{"render", in, log}, "OUT "},
                               {{"render", in, folder / "link.wav"}, "OUT "},
                               {{"render", in, out, "--report", log}, "--report "},
                               {{"render", in, out, "--levels-png", folder / "link.wav"}, "--levels-png "},
                               {{"render", in, out, "--response-png", log}, "--response-png "},
                               {{"response", "--png", log}, "--png "}};
#ifdef __linux__ // elsewhere these are devices of their own
    for (const char* flag : {"--report", "--levels-png", "--response-png"})
        for (const char* name : {"/dev/stdout", "/dev/fd/1"})
            clashes.push_back({{"render", in, out, flag, name}, flag});
    clashes.push_back({{"response", "--png", "/dev/stdout"}, "--png "});
#endif
    const auto streamName = GENERATE(as<std::string>{}, "standard output", "standard error");
    for (auto& [arguments, flag] : clashes) {
        writeBytes(log, "what was there before\n");
        const auto before = folder.names();
        Circumstances how;
        if (streamName == "standard output")
            how.output = log;
        else
            how.errorOutput = log;
        if (streamName == "standard error" && arguments.back().starts_with("/dev/"))
            arguments.back() = arguments.back() == "/dev/stdout" ? "/dev/stderr" : "/dev/fd/2";
        const auto outcome = runStage(arguments, how);
        const auto words = streamName == "standard output" ? outcome.err : readBytes(log);
        INFO(arguments.back() << ": " << words);
        CHECK(outcome.status == 1);
        CHECK_THAT(words, says(flag) && says(streamName) && says("name another file"));
        CHECK((words.find("--report -") != std::string::npos) == (std::string(flag).starts_with("--report")));
        CHECK(readBytes(log).starts_with("what was there before\n"));
        CHECK(folder.names() == before);
    }
}

TEST_CASE("Standard output that is no file is refused as the device or pipe that it is") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 2000);
    Circumstances how;
    how.output = "/dev/null";
    const auto outcome = runStage({"render", folder / "in.wav", folder / "out.wav", "--report", "/dev/stdout"}, how);
    CHECK_THAT(outcome.err, says("device or pipe"));
    CHECK(outcome.status == 1);
    CHECK(folder.names() == std::vector<std::string>{"in.wav"});
}

#ifdef __linux__

TEST_CASE("Nor is a file replaced that is named by another descriptor") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 2000);
    writeBytes(folder / "log", "what was there before\n");
    const int log = ::open((folder / "log").c_str(), O_WRONLY | O_APPEND); // the program inherits it
    REQUIRE(log > 2);
    for (const char* where : {"/dev/fd/", "/proc/self/fd/"}) {
        const auto outcome =
            runStage({"render", folder / "in.wav", folder / "out.wav", "--report", where + std::to_string(log)});
        INFO(outcome.err);
        CHECK(outcome.isOneClearLine());
        CHECK_THAT(outcome.err, says("--report") && says("an open descriptor"));
        CHECK(readBytes(folder / "log") == "what was there before\n");
        CHECK(folder.names() == std::vector<std::string>{"in.wav", "log"});
    }
    ::close(log);
}

#endif
