// SPDX-License-Identifier: GPL-3.0-or-later
// The answers of Resources/docs/decisions/0010-writing-files.md: umask, links, read-only files, locks.
#include "base/files/PendingFile.h"
#include "support/Catch.h"
#include "support/ChildProcess.h"
#include "support/FaultOf.h"
#include "support/Says.h"
#include "support/TemporaryFolder.h"

#ifndef _WIN32
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace phonostage::base;
using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

using Names = std::vector<std::string>;

constexpr int skipped = 77;

unsigned modeOf(const fs::path& path) {
    struct stat facts {};
    return ::lstat(path.c_str(), &facts) == 0 ? facts.st_mode & 07777 : 0;
}

/** Of writing "new", whatever is there. */
std::string faultOfWriting(const fs::path& file) {
    return faultOf([&] { writeFile(file, "new", Replace::any()); });
}

/** For children: 0 where the write fails with words that have this in them. */
int refuses(const fs::path& file, const char* words) {
    return faultOfWriting(file).find(words) == std::string::npos ? 1 : 0;
}

/** A child that holds a lock on a file for as long as this lives. */
class Locker {
public:
    enum class Kind { flockShared, flockExclusive, fcntlRead, fcntlWrite };

    Locker(const fs::path& file, Kind kind) {
        std::array<int, 2> ready{};
        std::array<int, 2> end{};
        REQUIRE(::pipe(ready.data()) == 0);
        REQUIRE(::pipe(end.data()) == 0);
        child_ = ::fork();
        REQUIRE(child_ >= 0);
        if (child_ == 0) {
            ::close(end[1]);
            const int descriptor = ::open(file.c_str(), O_RDWR);
            const char isHeld = descriptor >= 0 && take(descriptor, kind) ? 'y' : 'n';
            (void)!::write(ready[1], &isHeld, 1);
            char nothing = 0;
            (void)!::read(end[0], &nothing, 1); // until the other end is closed
            ::_exit(0);
        }
        ::close(end[0]);
        ::close(ready[1]);
        end_ = end[1];
        char isHeld = 'n';
        (void)!::read(ready[0], &isHeld, 1);
        ::close(ready[0]);
        REQUIRE(isHeld == 'y');
    }
    ~Locker() {
        ::close(end_);
        (void)::waitpid(child_, nullptr, 0);
    }
    Locker(const Locker&) = delete;
    Locker& operator=(const Locker&) = delete;

private:
    static bool take(int descriptor, Kind kind) {
        if (kind == Kind::flockShared) return ::flock(descriptor, LOCK_SH) == 0;
        if (kind == Kind::flockExclusive) return ::flock(descriptor, LOCK_EX) == 0;
        struct flock lock {};
        lock.l_type = kind == Kind::fcntlRead ? F_RDLCK : F_WRLCK;
        lock.l_whence = SEEK_SET;
        return ::fcntl(descriptor, F_SETLK, &lock) == 0;
    }

    pid_t child_ = -1;
    int end_ = -1;
};

} // namespace

// ---- umask and rights

TEST_CASE("A new file gets the rights that the umask leaves, and is private until then") {
    const TemporaryFolder folder;
    struct Case {
        mode_t mask;
        unsigned mode;
    };
    for (const auto& [mask, mode] : {Case{022, 0644}, Case{027, 0640}, Case{077, 0600}, Case{0, 0666}}) {
        CAPTURE(mask);
        CHECK(inChild([&, mask = mask, mode = mode] {
                  ::umask(mask);
                  const auto name = folder / ("new-" + std::to_string(mask));
                  PendingFile file(name, Replace::nothing());
                  for (const auto& unfinished : folder.names())
                      if (unfinished.starts_with(".phonostage-") && modeOf(folder / unfinished) != 0600) return 1;
                  file.commit();
                  return modeOf(name) == mode ? 0 : 2;
              }) == 0);
    }
    CHECK(folder.names().size() == 4);
}

#ifdef __linux__
TEST_CASE("The umask is not asked for, as that would change it for all threads of a host") {
    const TemporaryFolder folder;
    const int outcome = inChild([&] {
        ::umask(027);
        if (!letFail({SYS_umask}, EPERM)) return skipped;
        if (!faultOfWriting(folder / "new").empty()) return 1;
        return modeOf(folder / "new") == 0640 ? 0 : 2;
    });
    CHECK((outcome == 0 || outcome == skipped));
}
#endif

TEST_CASE("A file that is replaced hands on its rights, whatever the umask, and is private until then") {
    const TemporaryFolder folder;
    const auto file = folder / "file";
    for (const unsigned mode : {0640U, 0606U, 0666U, 0600U, 0755U, 0644U})
        for (const mode_t mask : {0U, 027U, 077U}) {
            writeBytes(file, "old");
            REQUIRE(::chmod(file.c_str(), mode) == 0);
            CHECK(inChild([&] {
                      ::umask(mask);
                      PendingFile pending(file, Replace::any());
                      for (const auto& unfinished : folder.names())
                          if (unfinished != "file" && modeOf(folder / unfinished) != 0600) return 1;
                      pending.commit();
                      return modeOf(file) == mode ? 0 : 2;
                  }) == 0);
        }
    CHECK(folder.names() == Names{"file"});
}

TEST_CASE("Rights that change meanwhile are those that count, and a file that goes meanwhile leaves its own") {
    const TemporaryFolder folder;
    const auto file = folder / "file";
    writeBytes(file, "old");
    REQUIRE(::chmod(file.c_str(), 0644) == 0);
    {
        PendingFile pending(file, Replace::any());
        REQUIRE(::chmod(file.c_str(), 0600) == 0);
        pending.commit();
        CHECK(modeOf(file) == 0600);
    }
    PendingFile pending(file, Replace::any());
    fs::remove(file);
    pending.commit();
    CHECK(modeOf(file) == 0600);
}

TEST_CASE("A file that is replaced keeps its owner and group as far as this user may give it away") {
    if (::geteuid() != 0) return; // nobody else can give a file away
    const TemporaryFolder folder;
    const auto file = folder / "file";
    writeBytes(file, "old");
    constexpr unsigned another = 12345;
    REQUIRE(::chown(file.c_str(), another, another) == 0);
    CHECK(faultOfWriting(file).empty());
    struct stat facts {};
    REQUIRE(::stat(file.c_str(), &facts) == 0);
    CHECK(facts.st_uid == another);
    CHECK(facts.st_gid == another);
    // Who cannot give it to that group lets its own group have no more than everybody.
    REQUIRE(::chmod(folder.path().c_str(), 0777) == 0);
    REQUIRE(::chmod(file.c_str(), 0662) == 0);
    CHECK(inChild([&] { return becomeNobody() && faultOfWriting(file).empty() ? 0 : 1; }) == 0);
    CHECK(modeOf(file) == 0622);
    // Nor are special bits handed on.
    REQUIRE(::chmod(file.c_str(), 06755) == 0);
    CHECK(faultOfWriting(file).empty());
    CHECK(modeOf(file) == 0755);
}

// ---- links

TEST_CASE("A link is followed: the file it names is replaced, the link stays") {
    const TemporaryFolder folder;
    fs::create_directory(folder / "deep");
    const auto real = folder.path() / "deep" / "real.txt";
    writeBytes(real, "old");
    REQUIRE(::chmod(real.c_str(), 0640) == 0);
    fs::create_symlink(fs::path("deep") / "real.txt", folder / "link.txt");
    fs::create_symlink("link.txt", folder / "second.txt");
    for (const char* name : {"link.txt", "second.txt"}) {
        writeBytes(real, "old");
        writeFile(folder / name, "new", Replace::unless([&](const fs::path& there) {
                      return fs::equivalent(there, real) && !fs::is_symlink(there) ? "" : "is not what was asked about";
                  }));
        CHECK(fs::is_symlink(folder / name));
        CHECK(readBytes(real) == "new");
        CHECK(modeOf(real) == 0640);
    }
    CHECK(folder.names() == Names{"deep", "link.txt", "second.txt"});
}

TEST_CASE("A link to nowhere is refused and makes no file, whatever may be replaced") {
    const TemporaryFolder folder;
    fs::create_symlink(folder / "nothing", folder / "link");
    for (const auto& replace : {Replace::any(), Replace::nothing()})
        CHECK_THAT(faultOf([&] { writeFile(folder / "link", "new", replace); }),
                   says("link' is a broken link: remove it or name another file"));
    CHECK(folder.names() == Names{"link"});
}

TEST_CASE("A name that a link has is taken, where nothing may be replaced") {
    const TemporaryFolder folder;
    writeBytes(folder / "real", "old");
    fs::create_symlink("real", folder / "link");
    CHECK_THAT(faultOf([&] { writeFile(folder / "link", "new", Replace::nothing()); }), says("already exists"));
    // Nor does one get in that appears meanwhile.
    PendingFile pending(folder / "new", Replace::nothing());
    fs::create_symlink("nothing", folder / "new");
    CHECK_THAT(faultOf([&] { pending.commit(); }), says("by another program in the meantime"));
    CHECK(readBytes(folder / "real") == "old");
    CHECK(fs::is_symlink(folder / "new"));
}

TEST_CASE("A link that somebody else has made is not followed") {
    if (::geteuid() != 0) return; // nobody else can make somebody else's
    const TemporaryFolder folder;
    REQUIRE(::chmod(folder.path().c_str(), 0777) == 0);
    constexpr unsigned another = 12345;
    writeBytes(folder / "real", "old");
    REQUIRE(::chmod((folder / "real").c_str(), 0666) == 0);
    fs::create_symlink("real", folder / "planted");
    REQUIRE(::lchown((folder / "planted").c_str(), another, another) == 0);
    fs::create_symlink("planted", folder / "over");
    fs::create_symlink("real", folder / "of-root");
    for (const char* name : {"planted", "over"}) {
        CHECK_THAT(faultOfWriting(folder / name),
                   says("created by another user") && says("real'") && says("name that"));
        CHECK(inChild([&] { return becomeNobody() ? refuses(folder / name, "created by another user") : skipped; }) ==
              0);
    }
    CHECK(readBytes(folder / "real") == "old");
    CHECK(inChild([&] { return becomeNobody() && faultOfWriting(folder / "of-root").empty() ? 0 : 1; }) == 0);
    CHECK(readBytes(folder / "real") == "new");
}

// ---- read-only files and folders

TEST_CASE("A read-only file stays, whoever asks") {
    const TemporaryFolder folder;
    const auto file = folder / "file";
    writeBytes(file, "old");
    fs::create_symlink("file", folder / "link");
    REQUIRE(::chmod(folder.path().c_str(), 0777) == 0);
    const char* words = "is read-only: make it writable";
    for (const unsigned mode : {0444U, 0644U}) { // of 0644, nobody else
        REQUIRE(::chmod(file.c_str(), mode) == 0);
        for (const char* name : {"file", "link"}) {
            CHECK(inChild([&] { return becomeNobody() ? refuses(folder / name, words) : skipped; }) == 0);
            if (mode == 0444U) CHECK_THAT(faultOfWriting(folder / name), says(words));
        }
    }
    CHECK(readBytes(file) == "old");
    CHECK(folder.names() == Names{"file", "link"});

    // One that becomes so while the new one is written.
    PendingFile pending(file, Replace::any());
    REQUIRE(::chmod(file.c_str(), 0444) == 0);
    CHECK_THAT(faultOf([&] { pending.commit(); }), says(words));
    CHECK(readBytes(file) == "old");
}

TEST_CASE("A folder that one may not write to is told, root's rights or not") {
    const TemporaryFolder folder;
    writeBytes(folder / "old", "old");
    REQUIRE(::chmod((folder / "old").c_str(), 0666) == 0);
    REQUIRE(::chmod(folder.path().c_str(), 0555) == 0);
    for (const char* name : {"old", "new"})
        CHECK(inChild([&] {
                  return becomeNobody() ? refuses(folder / name, "choose a folder that you can write to") : skipped;
              }) == 0);
    CHECK(readBytes(folder / "old") == "old");
    CHECK(folder.names() == Names{"old"});
    REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
}

// ---- locks

TEST_CASE("A file that another program has locked for writing stays, one that it only reads is replaced") {
    const TemporaryFolder folder;
    const auto file = folder / "file";
    using Kind = Locker::Kind;
    for (const auto kind : {Kind::flockExclusive, Kind::fcntlWrite}) {
        writeBytes(file, "old");
        {
            const Locker other(file, kind);
            CHECK_THAT(faultOfWriting(file), says("is locked by another program: close it there or name another file"));
            CHECK(readBytes(file) == "old");
        }
        PendingFile pending(file, Replace::any());
        pending.writeAll("new");
        {
            const Locker other(file, kind); // comes meanwhile
            CHECK_THAT(faultOf([&] { pending.commit(); }), says("is locked"));
            CHECK(readBytes(file) == "old");
        }
        pending.commit();
        CHECK(readBytes(file) == "new");
    }
    for (const auto kind : {Kind::flockShared, Kind::fcntlRead}) {
        writeBytes(file, "old");
        const Locker other(file, kind);
        CHECK(faultOfWriting(file).empty());
        CHECK(readBytes(file) == "new");
    }
    CHECK(folder.names() == Names{"file"});
}

TEST_CASE("No lock is taken: a file under way keeps nobody from its name, and is whole in any case") {
    const TemporaryFolder folder;
    const auto file = folder / "file";
    writeBytes(file, "old");
    PendingFile pending(file, Replace::any());
    pending.writeAll("new");
    CHECK(inChild([&] {
              const int descriptor = ::open(file.c_str(), O_RDWR);
              return ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : 1;
          }) == 0);
    CHECK(inChild([&] { return faultOfWriting(file).empty() ? 0 : 1; }) == 0);
    pending.commit();
    CHECK(readBytes(file) == "new");
    CHECK(folder.names() == Names{"file"});
}

#endif
