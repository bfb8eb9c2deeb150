// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files/PendingFile.h"
#include "support/Catch.h"
#include "support/ChildProcess.h"
#include "support/TemporaryFolder.h"

#include <atomic>
#include <string>
#include <thread>

#ifndef _WIN32
#include <sys/stat.h>
#endif
#ifdef __linux__
#include <sys/mount.h>
#endif

using namespace phonostage;
using namespace phonostage::base;
using namespace phonostage::tests;
namespace fs = std::filesystem;

#ifdef __linux__
namespace {
thread_local std::string synced; ///< what this thread has brought to the disk, in order
}

/** In the place of the C library's. */
extern "C" int fsync(int descriptor) {
    struct stat facts {};
    if (::fstat(descriptor, &facts) == 0) synced += S_ISDIR(facts.st_mode) ? "folder " : "file ";
    return static_cast<int>(::syscall(SYS_fsync, descriptor));
}
#endif

namespace {

using Names = std::vector<std::string>;

constexpr int skipped = 77;

/** Empty where it is written; else what the error says it was. */
std::optional<std::error_code> tryToWrite(const fs::path& file, std::string_view bytes, bool mayReplace) {
    try {
        writeFile(file, bytes, mayReplace ? Replace::any() : Replace::nothing());
        return std::nullopt;
    } catch (const FileError& error) {
        return error.code();
    }
}

/** For children: 0 where the write failed with this error. */
int failsWith(std::errc error, const fs::path& file, std::string_view bytes, bool mayReplace) {
    const auto outcome = tryToWrite(file, bytes, mayReplace);
    if (!outcome) return 1;
    return *outcome == error ? 0 : 2;
}

#ifndef _WIN32
unsigned modeOf(const fs::path& path) {
    struct stat facts {};
    return ::lstat(path.c_str(), &facts) == 0 ? facts.st_mode & 07777 : 0;
}
#endif

} // namespace

TEST_CASE("A new file is there whole or not at all, and replaces only where it may", "[params]") {
    const TemporaryFolder folder;
    const auto file = folder / "new";
    CHECK_FALSE(tryToWrite(file, "one", false));
    CHECK(readBytes(file) == "one");
    CHECK(tryToWrite(file, "two", false) == std::make_error_code(std::errc::file_exists));
    CHECK(readBytes(file) == "one");
    CHECK_FALSE(tryToWrite(file, "", true));
    CHECK(readBytes(file).empty());
    const std::string large(3000000, 'x');
    CHECK_FALSE(tryToWrite(file, large, true));
    CHECK(readBytes(file) == large);
    CHECK(folder.names() == Names{"new"});
}

TEST_CASE("A place where no file can be is told, and nothing is left there", "[params]") {
    const TemporaryFolder folder;
    fs::create_directories(folder.path() / "taken" / "below");
    writeBytes(folder / "file", "old");
    for (const bool mayReplace : {false, true}) {
        CHECK(tryToWrite(folder.path() / "nowhere" / "new", "x", mayReplace));
        CHECK(tryToWrite(folder.path() / "file" / "new", "x", mayReplace));
        CHECK(tryToWrite(folder / "taken", "x", mayReplace));
        CHECK(tryToWrite(folder / std::string(300, 'n'), "x", mayReplace));
    }
    CHECK(folder.names() == Names{"file", "taken"});
    CHECK(readBytes(folder / "file") == "old");
}

#ifndef _WIN32

TEST_CASE("A file under way can be read by nobody who may not read the one that it replaces", "[params]") {
    const TemporaryFolder folder;
    writeBytes(folder / "plain", "");
    CHECK_FALSE(tryToWrite(folder / "private", "x", true));
    CHECK(modeOf(folder / "private") == modeOf(folder / "plain")); // as any new file
    REQUIRE(::chmod((folder / "private").c_str(), 0600) == 0);

    std::atomic<bool> done{false};
    std::atomic<int> seen{0};
    std::atomic<int> open{0};
    std::thread watcher([&] {
        while (!done)
            for (const auto& name : folder.names()) {
                if (!name.starts_with(".phonostage-")) continue;
                const auto mode = modeOf(folder / name); // 0 where it is gone already
                if (mode != 0) ++seen;
                if ((mode & 077) != 0) ++open;
            }
    });
    const std::string large(2000000, 'x');
    for (int i = 0; i < 500 && seen < 5; ++i)
        CHECK_FALSE(tryToWrite(folder / "private", large, true));
    done = true;
    watcher.join();
    CHECK(seen > 0);
    CHECK(open == 0);
    CHECK(modeOf(folder / "private") == 0600);
}

TEST_CASE("A full disk leaves the old preset and nothing beside it", "[params]") {
    const TemporaryFolder folder;
    writeBytes(folder / "old", "old");
    const std::string bytes(20000, 'x');
    for (const std::size_t limit : {0U, 1U, 4096U, 19999U})
        for (const bool mayReplace : {false, true})
            for (const char* name : {"old", "new"}) {
                INFO(limit << " " << name);
                if (!mayReplace && std::string_view(name) == "old") continue;
                CHECK(inChild([&] {
                          if (!limitFileSize(limit)) return skipped;
                          return failsWith(std::errc::file_too_large, folder / name, bytes, mayReplace);
                      }) == 0);
                CHECK(readBytes(folder / "old") == "old");
                CHECK(folder.names() == Names{"old"});
            }
    CHECK(inChild([&] { return limitFileSize(20000) && !tryToWrite(folder / "new", bytes, false) ? 0 : 1; }) == 0);
}

#endif

#ifdef __linux__

TEST_CASE("A preset on a disk that is full in truth", "[params]") {
    const TemporaryFolder folder;
    const auto disk = folder / "disk";
    fs::create_directory(disk);
    // A small disk of its own takes root's rights and a kernel that gives them to tests.
    if (::mount("tmpfs", disk.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, "size=64k") != 0) return;
    const auto before = tryToWrite(disk / "old", "old", true);
    const int full = failsWith(std::errc::no_space_on_device, disk / "old", std::string(100000, 'x'), true);
    const auto old = readBytes(disk / "old");
    const auto left = std::distance(fs::directory_iterator(disk), fs::directory_iterator());
    REQUIRE(::umount(disk.c_str()) == 0);
    CHECK_FALSE(before);
    CHECK(full == 0);
    CHECK(old == "old");
    CHECK(left == 1);
}

TEST_CASE("What the system refuses on the way is a failure and leaves the old file alone", "[params]") {
    const TemporaryFolder folder;
    writeBytes(folder / "old", "old");
    REQUIRE(::chmod((folder / "old").c_str(), 0640) == 0);
    const auto tryWith = [&](std::initializer_list<long> calls, int error, const char* name, bool mayReplace) {
        return inChild([&] {
            if (!letFail(calls, error)) return skipped;
            return failsWith(static_cast<std::errc>(error), folder / name, "new", mayReplace);
        });
    };
    if (inChild([] { return letFail({}, EIO) ? 0 : skipped; }) == skipped) {
        WARN("the kernel lets no test make system calls fail");
        return;
    }
    // The rights of the file that is replaced.
    CHECK(tryWith({SYS_fchmod, SYS_fchmodat, SYS_chmod}, EPERM, "old", true) == 0);
    // The disk, at the last moment.
    CHECK(tryWith({SYS_fsync}, EIO, "old", true) == 0);
    CHECK(tryWith({SYS_fsync}, ENOSPC, "new", false) == 0);
    // The new name.
    CHECK(tryWith({SYS_rename, SYS_renameat, SYS_renameat2}, EIO, "old", true) == 0);
    CHECK(tryWith({SYS_link, SYS_linkat, SYS_rename, SYS_renameat, SYS_renameat2}, EIO, "new", false) == 0);
    CHECK(readBytes(folder / "old") == "old");
    CHECK(folder.names() == Names{"old"});

    // A file system that has no links still makes no file twice.
    const auto withoutLinks = [&](const char* name) {
        return inChild([&] {
            if (!letFail({SYS_link, SYS_linkat}, EPERM)) return skipped;
            return failsWith(std::errc::file_exists, folder / name, "new", false);
        });
    };
    CHECK(withoutLinks("old") == 0);
    CHECK(readBytes(folder / "old") == "old");
    CHECK(withoutLinks("new") == 1);
    CHECK(readBytes(folder / "new") == "new");
    CHECK(folder.names() == Names{"new", "old"});
}

TEST_CASE("A new file is on the disk before its name, and its name thereafter", "[params]") {
    const TemporaryFolder folder;
    synced.clear();
    CHECK_FALSE(tryToWrite(folder / "file", "one", false));
    CHECK(synced == "file folder ");
    synced.clear();
    CHECK_FALSE(tryToWrite(folder / "file", "two", true));
    CHECK(synced == "file folder ");
}

#endif
