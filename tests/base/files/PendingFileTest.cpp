// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files/PendingFile.h"
#include "support/Catch.h"
#include "support/ChildProcess.h"
#include "support/FaultOf.h"
#include "support/Says.h"
#include "support/TemporaryFolder.h"

#include <atomic>
#include <cerrno>
#include <string>
#include <thread>
#include <vector>

#ifndef _WIN32
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace phonostage;
using namespace phonostage::base;
using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

std::string faultOfWriting(const fs::path& path) {
    return faultOf([&] { PendingFile file(path, Replace::any()); });
}

} // namespace

TEST_CASE("A file appears under its name only when it is complete") {
    const TemporaryFolder folder;
    const auto path = folder / "out.txt";
    {
        PendingFile file(path, Replace::any());
        file.writeAll("whole");
        CHECK_FALSE(fs::exists(path));
        CHECK(folder.names().size() == 1); // beside its place
        file.commit();
        CHECK(readBytes(path) == "whole");
    }
    CHECK(folder.names() == std::vector<std::string>{"out.txt"});
}

TEST_CASE("A file that is not committed leaves nothing, and the old one as it was") {
    const TemporaryFolder folder;
    const auto path = folder / "out.txt";
    writeBytes(path, "old");
    {
        PendingFile file(path, Replace::any());
        file.writeAll("new");
        file.finish();
        CHECK(readBytes(path) == "old");
    }
    CHECK(readBytes(path) == "old");
    CHECK(folder.names() == std::vector<std::string>{"out.txt"});
}

TEST_CASE("Two files of one name do not get into each other's way") {
    const TemporaryFolder folder;
    PendingFile one(folder / "out.txt", Replace::any());
    PendingFile two(folder / "out.txt", Replace::any());
    one.writeAll("one");
    two.writeAll("two");
    two.commit();
    one.commit();
    CHECK(readBytes(folder / "out.txt") == "one");
    CHECK(folder.names().size() == 1);
}

TEST_CASE("A file that has to stay is refused before anything is written") {
    const TemporaryFolder folder;
    const auto path = folder / "out.txt";
    writeBytes(path, "old");
    const auto keep = [](const fs::path& file) { return "is there: " + file.filename().string(); };
    CHECK_THAT(faultOf([&] { PendingFile file(path, Replace::unless(keep)); }), says("out.txt' is there: out.txt"));
    CHECK(folder.names() == std::vector<std::string>{"out.txt"});
    PendingFile other(folder / "new.txt", Replace::unless(keep)); // nothing is there: nobody is asked
    CHECK_FALSE(other.replacesFile());
}

TEST_CASE("Only what was judged is replaced, as it was then") {
    const TemporaryFolder folder;
    const auto path = folder / "out.txt";
    const auto mayGo = [](const fs::path&) { return std::string(); };
    const bool wasThere = GENERATE(true, false);
    if (wasThere) writeBytes(path, "old");
    PendingFile file(path, Replace::unless(mayGo));
    file.writeAll("new");
    CHECK(file.replacesFile() == wasThere);
    SECTION("nothing has happened") {
        file.commit();
        CHECK(readBytes(path) == "new");
        CHECK(folder.names() == std::vector<std::string>{"out.txt"});
    }
    SECTION("another file has taken the place") {
        writeBytes(folder / "other", "precious");
        fs::rename(folder / "other", path);
        CHECK_THAT(faultOf([&] { file.commit(); }), says("out.txt") && says("another program"));
        CHECK(readBytes(path) == "precious");
    }
    SECTION("it has been written to") {
        writeBytes(path, "precious");
        CHECK_THAT(faultOf([&] { file.commit(); }), says("another program"));
        CHECK(readBytes(path) == "precious");
    }
}

TEST_CASE("What takes a place in the last moment stays, and comes back from an exchange") {
    const TemporaryFolder folder;
    const auto from = folder / "new";
    const auto to = folder / "out";
    writeBytes(from, "new");
    writeBytes(to, "precious");
    CHECK(replaceExpected(from, to, std::nullopt) == EEXIST);
    writeBytes(folder / "other", "old");
    CHECK(replaceExpected(from, to, fileState(folder / "other")) == EEXIST);
    CHECK(readBytes(to) == "precious");
    CHECK(readBytes(from) == "new");
    CHECK(replaceExpected(from, to, fileState(to)) == 0);
    CHECK(readBytes(to) == "new");
    CHECK(folder.names() == std::vector<std::string>{"other", "out"});
}

TEST_CASE("Of many who replace one file at once each gets back what was its own") {
    const TemporaryFolder folder;
    const auto to = folder / "out";
    writeBytes(to, "first");
    std::atomic<int> foreign{0};
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 6; ++writer)
        writers.emplace_back([&, from = folder / std::to_string(writer)] {
            for (int i = 0; i < 2000; ++i) {
                writeBytes(from, from.filename().string());
                const auto own = fileIdentity(from);
                if (replaceExpected(from, to, fileState(to)) != 0 && fileIdentity(from) != own) ++foreign;
                removeFile(from);
            }
        });
    for (auto& writer : writers)
        writer.join();
    CHECK(foreign == 0);
    CHECK(folder.names() == std::vector<std::string>{"out"});
}

TEST_CASE("An unfinished file's name that somebody else has taken is left alone") {
    const TemporaryFolder folder;
    {
        const PendingFile file(folder / "out.txt", Replace::any());
        const auto unfinished = folder / folder.names().front();
        writeBytes(folder / "other", "precious");
        fs::rename(folder / "other", unfinished);
    }
    REQUIRE(folder.names().size() == 1);
    CHECK(readBytes(folder / folder.names().front()) == "precious");
}

TEST_CASE("Places where no file can be are refused, and why") {
    const TemporaryFolder folder;
    CHECK_THAT(faultOfWriting(folder.path()), says("is a folder"));
    CHECK_THAT(faultOfWriting(folder / "no" / "out.txt"), says("there is no folder"));
    writeBytes(folder / "file", "x");
    CHECK_THAT(faultOfWriting(folder / "file" / "out.txt"), says("cannot be written"));
    CHECK(folder.names() == std::vector<std::string>{"file"});
}

TEST_CASE("Files that go together: none is written where one cannot be") {
    const TemporaryFolder folder;
    writeBytes(folder / "one", "old");
    std::vector<std::unique_ptr<PendingFile>> files;
    for (const char* name : {"one", "two"}) {
        files.push_back(std::make_unique<PendingFile>(folder / name, Replace::any()));
        files.back()->writeAll("new");
    }
    SECTION("nothing in the way") {
        CHECK(faultOf([&] { commitAll(files); }).empty());
        CHECK(readBytes(folder / "one") == "new");
        CHECK(readBytes(folder / "two") == "new");
    }
    SECTION("a folder has taken the second place") {
        fs::create_directory(folder / "two");
        CHECK_THAT(faultOf([&] { commitAll(files); }),
                   says("two") && says("no longer a regular file") && says("nothing"));
        CHECK(readBytes(folder / "one") == "old");
    }
    SECTION("the second's temporary file is gone") {
        for (const auto& name : folder.names())
            if (name != "one") fs::remove(folder / name);
        CHECK_THAT(faultOf([&] { commitAll(files); }), says("was removed") && says("(written: nothing)"));
        CHECK(readBytes(folder / "one") == "old");
    }
    files.clear();
    CHECK(folder.names().size() <= 2);
}

#ifndef _WIN32

TEST_CASE("Devices, pipes and links to nowhere are refused") {
    const TemporaryFolder folder;
    CHECK_THAT(faultOfWriting("/dev/null"), says("device or pipe"));
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    CHECK_THAT(faultOfWriting(folder / "pipe"), says("device or pipe"));
    fs::create_symlink(folder / "nothing", folder / "link");
    CHECK_THAT(faultOfWriting(folder / "link"), says("broken link"));
    fs::create_symlink("loop", folder / "loop");
    CHECK_THAT(faultOfWriting(folder / "loop"), says("broken link"));
    CHECK(folder.names() == std::vector<std::string>{"link", "loop", "pipe"});
}

TEST_CASE("Two names of one file are known") {
    const TemporaryFolder folder;
    writeBytes(folder / "in", "x");
    fs::create_symlink("in", folder / "link");
    fs::create_hard_link(folder / "in", folder / "hard");
    fs::create_directory_symlink(folder.path(), folder / "here");
    const auto clash = [&](const fs::path& a, const fs::path& b) {
        return faultOf([&] { requireDistinct(a, "the input", b, "the output"); });
    };
    CHECK_THAT(clash(folder / "in", folder / "link"), says("the output") && says("same file as the input"));
    CHECK_THAT(clash(folder / "in", folder / "hard"), says("same file as the input"));
    CHECK_THAT(clash(folder / "in", folder / "here/in"), says("same file as the input"));
    CHECK_THAT(clash(folder / "new", folder / "here/new"), says("same file")); // neither is there yet
    CHECK(clash(folder / "in", folder / "out").empty());
    CHECK(clash(folder / "new", folder / "newer").empty());
}

#endif
