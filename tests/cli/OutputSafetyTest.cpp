// SPDX-License-Identifier: GPL-3.0-or-later
#include "Program.h"

#include <csignal>

#include <sys/stat.h>

using namespace phonostage::tests;
namespace fs = std::filesystem;

TEST_CASE("The output is never the input, by whatever name") {
    const TemporaryFolder folder;
    const std::string in = folder / "in.wav";
    writeTone(in);
    const auto bytes = readBytes(in);
    fs::create_symlink("in.wav", folder / "link.wav");
    fs::create_hard_link(in, folder / "hard.wav");
    fs::create_directory_symlink(".", folder / "here");
    for (const auto& out : {folder / "in.wav", folder / "link.wav", folder / "hard.wav", folder / "here" / "in.wav"}) {
        INFO(out);
        const auto outcome = runStage({"render", in, out});
        CHECK(outcome.isOneClearLine());
        CHECK_THAT(outcome.err, says("same file as the input"));
        CHECK(readBytes(in) == bytes);
    }
    // Nor are any two of the outputs one.
    const auto clash = runStage({"render", in, folder / "out.wav", "--report", folder / "here" / "out.wav"});
    CHECK(clash.isOneClearLine());
    CHECK_THAT(clash.err, says("same file as the output"));
    const auto report = runStage({"render", in, folder / "out.wav", "--report", in});
    CHECK_THAT(report.err, says("same file as the input"));
    CHECK(readBytes(in) == bytes);
    CHECK(folder.names() == std::vector<std::string>{"hard.wav", "here", "in.wav", "link.wav"});
}

TEST_CASE("Devices, pipes and folders are no place for a file") {
    const TemporaryFolder folder;
    const std::string in = folder / "in.wav";
    writeTone(in);
    REQUIRE(::mkfifo((folder / "pipe.wav").c_str(), 0600) == 0);
    fs::create_directory(folder / "folder.wav");
    fs::create_symlink("/dev/null", folder / "null.wav");
    for (const char* name : {"pipe.wav", "folder.wav", "null.wav"}) {
        const auto outcome = runStage({"render", in, folder / name});
        INFO(outcome.err);
        CHECK(outcome.isOneClearLine());
    }
    CHECK(folder.names() == std::vector<std::string>{"folder.wav", "in.wav", "null.wav", "pipe.wav"});
    CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("An existing file is replaced whole, with its permissions") {
    const TemporaryFolder folder;
    const std::string in = folder / "in.wav";
    const auto out = folder / "out.wav";
    writeTone(in);
    writeBytes(out, "old");
    fs::permissions(out, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
    CHECK(runStage({"render", "-q", in, out}).status == 0);
    CHECK(readSound(out).frames() == 20000);
    CHECK(fs::status(out).permissions() == (fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read));
    CHECK(folder.names() == std::vector<std::string>{"in.wav", "out.wav"});
}

TEST_CASE("A full disk leaves the old file and nothing else") {
    const TemporaryFolder folder;
    const std::string in = folder / "in.wav";
    writeTone(in, 300000);
    const auto name = GENERATE(as<std::string>{}, "out.wav", "out.flac", "out.aiff");
    writeBytes(folder / name, "old");
    const auto before = folder.names();
    Circumstances how;
    // Full in the first block, in the first buffer, in the midst, and in the last bytes. (Messages need room too.)
    const auto whole = static_cast<std::int64_t>(300000 * 6);
    how.fileSizeLimit = GENERATE_COPY(as<std::int64_t>{}, 1000, 5000, 300000, name == "out.flac" ? 400000 : whole - 1);
    const auto outcome = runStage({"render", in, folder / name}, how);
    INFO(outcome.err << *how.fileSizeLimit);
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("could not be written"));
    CHECK(readBytes(folder / name) == "old");
    CHECK(folder.names() == before);
}

TEST_CASE("No room for the report or a picture: no sound file either") {
    const TemporaryFolder folder;
    const std::string in = folder / "in.wav";
    writeTone(in, 2000); // 12 kB
    Circumstances how;
    how.fileSizeLimit = 20000;
    const auto outcome = runStage({"render", in, folder / "out.wav", "--levels-png", folder / "l.png"}, how);
    INFO(outcome.err);
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("l.png"));
    CHECK(folder.names() == std::vector<std::string>{"in.wav"});
}

TEST_CASE("An interrupted render leaves nothing and ends by its signal") {
    const TemporaryFolder folder;
    const std::string in = folder / "in.wav";
    writeSilence(in, 96000, 600.0);
    Circumstances how;
    how.signal = GENERATE(SIGINT, SIGTERM, SIGHUP);
    how.interruptWhen = [&] { return folder.names().size() == 2; }; // the file under way is beside its place
    const auto outcome = runStage({"render", in, folder / "out.wav"}, how);
    CHECK(outcome.status == -how.signal);
    CHECK_THAT(outcome.err, says("interrupted"));
    CHECK(folder.names() == std::vector<std::string>{"in.wav"});
}

TEST_CASE("A signal that the caller has ignored stays ignored") {
    const TemporaryFolder folder;
    writeSilence(folder / "in.wav", 96000, 60.0);
    Circumstances how;
    how.signal = SIGHUP;
    how.ignoreSignal = true; // as nohup does
    how.interruptWhen = [&] { return folder.names().size() == 2; };
    CHECK(runStage({"render", folder / "in.wav", folder / "out.wav"}, how).status == 0);
    CHECK(folder.names() == std::vector<std::string>{"in.wav", "out.wav"});
}

TEST_CASE("The file under way is hidden and its owner's alone") {
    const TemporaryFolder folder;
    const std::string in = folder / "in.wav";
    writeSilence(in, 96000, 600.0);
    Circumstances how;
    how.signal = SIGTERM;
    struct stat facts {};
    std::string name;
    how.interruptWhen = [&] {
        for (const auto& each : folder.names())
            if (each != "in.wav") name = each;
        return !name.empty() && ::stat((folder / name).c_str(), &facts) == 0;
    };
    CHECK(runStage({"render", in, folder / "out.wav"}, how).status == -SIGTERM);
    CHECK(name.starts_with(".phonostage-"));
    CHECK((facts.st_mode & 0777) == 0600);
}
