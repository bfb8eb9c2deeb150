// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Program.h"

#include <algorithm>
#include <csignal>

#ifdef __linux__
#include <sys/mount.h>
#endif
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

TEST_CASE("Devices and pipes are no place for a file") {
    const TemporaryFolder folder;
    const std::string in = folder / "in.wav";
    writeTone(in);
    REQUIRE(::mkfifo((folder / "pipe.wav").c_str(), 0600) == 0);
    fs::create_symlink("/dev/null", folder / "null.wav");
    for (const char* name : {"pipe.wav", "null.wav"})
        for (const char* flag : {"--quiet", "--overwrite"}) {
            const auto outcome = runStage({"render", in, folder / name, flag});
            INFO(outcome.err);
            CHECK(outcome.isOneClearLine());
        }
    CHECK(folder.names() == std::vector<std::string>{"in.wav", "null.wav", "pipe.wav"});
    CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("An existing file is replaced whole, with its permissions") {
    const TemporaryFolder folder;
    const std::string in = folder / "in.wav";
    const auto out = folder / "out.wav";
    writeTone(in);
    writeBytes(out, "old");
    fs::permissions(out, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
    CHECK(runStage({"render", "-q", "--overwrite", in, out}).status == 0);
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
    const auto outcome = runStage({"render", "--overwrite", in, folder / name}, how);
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
        // As soon as there is anything in it.
        return !name.empty() && ::stat((folder / name).c_str(), &facts) == 0 && facts.st_size > 0;
    };
    CHECK(runStage({"render", in, folder / "out.wav"}, how).status == -SIGTERM);
    CHECK(name.starts_with(".phonostage-"));
    CHECK((facts.st_mode & 0777) == 0600);
}

TEST_CASE("Links to nowhere, and pipes for a report or a picture, are refused") {
    const TemporaryFolder folder;
    const std::string in = folder / "in.wav";
    writeTone(in, 2000);
    fs::create_symlink("nothing", folder / "link.wav");
    fs::create_symlink("nothing", folder / "link.png");
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    const auto before = folder.names();
    const std::vector<std::vector<std::string>> commands{
        {"render", in, folder / "link.wav"},
        {"render", in, folder / "out.wav", "--report", folder / "pipe"},
        {"render", in, folder / "out.wav", "--report", "/dev/full"},
        {"render", in, folder / "out.wav", "--levels-png", folder / "link.png"},
        {"response", "--png", folder / "pipe"},
        {"response", "--png", folder / "link.png"}};
    for (const auto& command : commands) {
        const auto outcome = runStage(command);
        INFO(outcome.err);
        CHECK(outcome.isOneClearLine());
        CHECK(folder.names() == before);
    }
}

TEST_CASE("Paths of 4,000 characters work where the system takes them, and are refused in one line where not") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 2000);
    // Relative names may lead further down than any absolute one.
    const std::string step(250, 'd');
    fs::path deep = folder.path();
    while (deep.native().size() + step.size() + 10 < 4000)
        deep /= step;
    fs::create_directories(deep);
    REQUIRE(deep.native().size() > 3700);
    fs::copy_file(folder / "in.wav", deep / "in.wav");
    const auto outcome = runStage({"render", "-q", deep / "in.wav", deep / "out.wav", "--report", deep / "r.json",
                                   "--levels-png", deep / "l.png"});
    INFO(outcome.err);
    if (outcome.status == 0)
        CHECK(fs::file_size(deep / "out.wav") > 2000 * 6); // the library itself opens no such path
    else
        CHECK(outcome.isOneClearLine());

    const std::string component(300, 'n');
    for (const std::string path : {folder / (component + ".wav"), folder.path() / std::string(4200, 'p') / "x.wav",
                                   deep / step / "x.wav", folder / (std::string(4000, 'q') + ".wav")}) {
        const auto before = folder.names();
        for (const auto& command : std::vector<std::vector<std::string>>{
                 {"render", folder / "in.wav", path}, {"render", path, folder / "out.wav"}, {"analyze", path}}) {
            const auto refused = runStage(command);
            INFO(refused.err);
            CHECK(refused.isOneClearLine());
            CHECK(refused.err.size() < 2500); // two paths, without their middles
        }
        CHECK(folder.names() == before);
    }
}

TEST_CASE("Names may have any byte") {
    const TemporaryFolder folder;
    std::string all;
    for (int byte = 1; byte < 256; ++byte)
        if (byte != '/') all += static_cast<char>(byte);
    const auto name = GENERATE_COPY(as<std::string>{}, "a\nb", "\x1b[2J", "-rf", "caf\xe9 \xff\xfe", "\xc3\x28", " ",
                                    all.substr(0, 120), all.substr(120));
#ifdef __APPLE__
    if (std::any_of(name.begin(), name.end(), [](char c) { return (c & 0x80) != 0; })) return; // names are UTF-8 there
#endif
    const std::string in = folder / (name + ".wav");
    const std::string out = folder / (name + ".out.wav");
    writeTone(in, 2000);
    std::vector<std::string> command{"render", in, out, "--report", folder / (name + ".json")};
    const bool withPictures = name.front() == 'c'; // they take a second
    if (withPictures)
        for (const char* flag : {"--levels-png", "--response-png"}) {
            command.emplace_back(flag);
            command.push_back(folder / (name + flag));
        }
    const auto outcome = runStage(command);
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(readSound(out).frames() == 2000);
    CHECK(folder.names().size() == (withPictures ? 5 : 3));
    for (const char c : outcome.err)
        CHECK((c == '\n' || static_cast<unsigned char>(c) >= 0x20));
    CHECK(runStage({"analyze", in}).status == 0);
    CHECK_NOTHROW(jsonOf({"analyze", in, "--json"}));

    // Without a name for the output it is made of the input's.
    CHECK(runStage({"render", "-q", in}).status == 0);
    CHECK(folder.names().size() == (withPictures ? 6 : 4));
    const auto again = runStage({"render", in, in});
    CHECK(again.isOneClearLine());
}

TEST_CASE("A disk that is full in truth") {
    // A small disk of its own takes root's rights and a kernel that gives them to tests.
    const TemporaryFolder folder;
    const std::string in = folder / "in.wav";
    writeTone(in, 300000);
    const auto disk = folder / "disk";
    fs::create_directory(disk);
#ifdef __linux__
    if (::mount("tmpfs", disk.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, "size=1m") != 0) {
        WARN("not tested: no disk can be mounted here");
        return;
    }
    const auto outcome = runStage({"render", in, disk / "out.wav"});
    const bool isEmpty = fs::is_empty(disk);
    REQUIRE(::umount(disk.c_str()) == 0);
    INFO(outcome.err);
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("the disk is full"));
    CHECK(isEmpty);
#endif
}
