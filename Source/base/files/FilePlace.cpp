// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files/FilePlace.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <random>
#include <string_view>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <io.h>
#include <windows.h>
#else
#include <sys/file.h>
#include <unistd.h>
#endif

namespace phonostage::base {
namespace fs = std::filesystem;

namespace {

constexpr int mostLinks = 40; ///< one behind the other, as the systems have it

#ifdef _WIN32
FileIdentity identityOf(const BY_HANDLE_FILE_INFORMATION& facts) {
    return {facts.dwVolumeSerialNumber, (static_cast<std::uint64_t>(facts.nFileIndexHigh) << 32) | facts.nFileIndexLow};
}
#else
FileIdentity identityOf(const struct stat& facts) {
    return {static_cast<std::uint64_t>(facts.st_dev), static_cast<std::uint64_t>(facts.st_ino)};
}
#endif

/** Of what a descriptor leads to; empty where it is closed. */
std::optional<FileIdentity> openIdentity(int descriptor) {
#ifdef _WIN32
    BY_HANDLE_FILE_INFORMATION facts{};
    const auto handle = reinterpret_cast<HANDLE>(::_get_osfhandle(descriptor));
    return ::GetFileInformationByHandle(handle, &facts) != 0 ? std::optional(identityOf(facts)) : std::nullopt;
#else
    struct stat facts {};
    return ::fstat(descriptor, &facts) == 0 ? std::optional(identityOf(facts)) : std::nullopt;
#endif
}

/** True for /dev/fd/7, /proc/self/fd/7 and links to them: names of a descriptor, whatever it leads to. */
bool namesDescriptor(fs::path path) {
    std::error_code error;
    for (int links = 0; links < mostLinks && fs::is_symlink(fs::symlink_status(path, error)); ++links) {
        const auto folder = fs::canonical(folderOf(path), error);
        if (error) return false;
        if (folder.filename() == "fd" && folder.native().starts_with(fs::path("/proc/").native())) return true;
        path = folder / fs::read_symlink(path, error);
        if (error) return false;
    }
    return false;
}

#if defined(__linux__) && defined(RENAME_EXCHANGE)

int exchange(const fs::path& one, const fs::path& other) {
    return ::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) == 0 ? 0 : errno;
}

#else

int exchange(const fs::path&, const fs::path&) { return ENOSYS; }

#endif

/** One of our own after the other in a folder: of several who exchange at once, each could get the file of another
    back. Programs that do not ask are not kept out, and where a file system has no locks, or somebody holds one for
    long, it goes on without one after half a second. */
class FolderTurn {
public:
#ifdef _WIN32
    explicit FolderTurn(const fs::path&) {}
#else
    explicit FolderTurn(const fs::path& folder) : handle_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        constexpr int attempts = 500;
        for (int i = 0; handle_ >= 0 && i < attempts && ::flock(handle_, LOCK_EX | LOCK_NB) != 0; ++i) {
            if (errno != EWOULDBLOCK && errno != EINTR) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
    ~FolderTurn() {
        if (handle_ >= 0) ::close(handle_);
    }
#endif
    FolderTurn(const FolderTurn&) = delete;
    FolderTurn& operator=(const FolderTurn&) = delete;

private:
#ifndef _WIN32
    int handle_ = -1;
#endif
};

bool cannotExchange(int error) { return error == ENOSYS || error == EINVAL || error == ENOTSUP || error == EPERM; }

} // namespace

void bringNameToDisk([[maybe_unused]] const fs::path& file) {
#ifndef _WIN32
    const int handle = ::open(folderOf(file).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) return;
    (void)!::fsync(handle);
    ::close(handle);
#endif
}

PathKind pathKind(const fs::path& path) {
    std::error_code error;
    const auto status = fs::status(path, error);
    switch (status.type()) {
    case fs::file_type::regular:
        return PathKind::file;
    case fs::file_type::directory:
        return PathKind::folder;
    case fs::file_type::block:
    case fs::file_type::character:
        return PathKind::device;
    case fs::file_type::fifo:
    case fs::file_type::socket:
        return PathKind::pipe;
    case fs::file_type::not_found:
        return PathKind::missing;
    case fs::file_type::none: // the way to it is closed or too long, or a link leads round in a circle
        return PathKind::unreachable;
    default:
        return PathKind::other;
    }
}

std::string streamAt(const fs::path& path) {
    if (pathKind(path) != PathKind::file) return {};
    const auto identity = fileIdentity(path);
    if (identity && identity == openIdentity(1)) return "standard output";
    if (identity && identity == openIdentity(2)) return "standard error";
    return namesDescriptor(path) ? "an open descriptor" : "";
}

fs::path folderOf(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

std::string nameUnderWay() {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::random_device entropy;
    std::uniform_int_distribution<std::size_t> pick(0, letters.size() - 1);
    std::string name = ".phonostage-";
    for (int i = 0; i < 16; ++i)
        name += letters[pick(entropy)];
    return name + ".part";
}

#ifdef _WIN32

std::optional<FileIdentity> fileIdentity(const fs::path& path) {
    const auto handle = ::CreateFileW(path.c_str(), 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                                      OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr);
    if (handle == INVALID_HANDLE_VALUE) return std::nullopt;
    BY_HANDLE_FILE_INFORMATION facts{};
    const bool ok = ::GetFileInformationByHandle(handle, &facts) != 0;
    ::CloseHandle(handle);
    return ok ? std::optional(identityOf(facts)) : std::nullopt;
}

std::optional<FileState> fileState(const fs::path& path) {
    const auto identity = fileIdentity(path);
    if (!identity) return std::nullopt;
    std::error_code error;
    const auto bytes = fs::file_size(path, error);
    const auto time = fs::last_write_time(path, error);
    return FileState{*identity, static_cast<std::int64_t>(bytes), time.time_since_epoch().count()};
}

bool isReadOnly(const fs::path& file) {
    const auto attributes = ::GetFileAttributesW(file.c_str());
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) == 0 &&
           (attributes & FILE_ATTRIBUTE_READONLY) != 0;
}

bool isLinkOfOthers(const fs::path&) { return false; } // making one takes an administrator or developer mode

int whyNotWritable(const fs::path&) { return 0; } // access lists are only known by trying

int replaceFile(const fs::path& from, const fs::path& to) {
    if (::MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH)) return 0;
    switch (::GetLastError()) {
    case ERROR_ACCESS_DENIED:
        return EACCES;
    case ERROR_SHARING_VIOLATION:
        return EBUSY;
    default:
        return EIO;
    }
}

#else

std::optional<FileIdentity> fileIdentity(const fs::path& path) {
    struct stat facts {};
    return ::stat(path.c_str(), &facts) == 0 ? std::optional(identityOf(facts)) : std::nullopt;
}

std::optional<FileState> fileState(const fs::path& path) {
    struct stat facts {};
    if (::stat(path.c_str(), &facts) != 0) return std::nullopt;
#ifdef __APPLE__
    const auto& time = facts.st_mtimespec;
#else
    const auto& time = facts.st_mtim;
#endif
    return FileState{identityOf(facts), static_cast<std::int64_t>(facts.st_size),
                     static_cast<std::int64_t>(time.tv_sec) * 1000000000 + static_cast<std::int64_t>(time.tv_nsec)};
}

bool isReadOnly(const fs::path& file) {
    struct stat facts {};
    if (::stat(file.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) return false;
    if ((facts.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) == 0) return true;
    return ::faccessat(AT_FDCWD, file.c_str(), W_OK, AT_EACCESS) != 0 && errno == EACCES;
}

bool isLinkOfOthers(const fs::path& path) {
    auto link = path;
    struct stat facts {};
    for (int links = 0; links < mostLinks && ::lstat(link.c_str(), &facts) == 0 && S_ISLNK(facts.st_mode); ++links) {
        if (facts.st_uid != ::geteuid() && facts.st_uid != 0) return true;
        std::error_code error;
        link = folderOf(link) / fs::read_symlink(link, error);
        if (error) return false;
    }
    return false;
}

int whyNotWritable(const fs::path& folder) { return ::access(folder.c_str(), W_OK | X_OK) == 0 ? 0 : errno; }

int replaceFile(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) return errno;
    bringNameToDisk(to);
    return 0;
}

#endif

std::error_code moveWithoutReplacing(const fs::path& from, const fs::path& to) {
#if defined(__linux__) && defined(RENAME_NOREPLACE)
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
        bringNameToDisk(to);
        return {};
    }
    if (errno == EEXIST) return std::make_error_code(std::errc::file_exists);
#endif
    // A second name fails where the first is taken, in one step; a file system without such links gets a look and a
    // rename.
    std::error_code error;
    std::error_code ignored;
    fs::create_hard_link(from, to, error);
    if (!error) {
        fs::remove(from, ignored);
    } else {
        if (error == std::errc::file_exists || fs::symlink_status(to, ignored).type() != fs::file_type::not_found)
            return std::make_error_code(std::errc::file_exists);
        fs::rename(from, to, error);
        if (error) return error;
    }
    bringNameToDisk(to);
    return {};
}

int replaceExpected(const fs::path& from, const fs::path& to, const std::optional<FileState>& expected) {
    if (!expected) return moveWithoutReplacing(from, to).value();
    {
        const FolderTurn turn(folderOf(to));
        if (fileState(to) != expected) return EEXIST;
        const int error = exchange(from, to);
        if (cannotExchange(error)) return replaceFile(from, to);
        if (error != 0) return error == ENOENT ? EEXIST : error;
        // What was there lies under the other name now; if it is not what was looked at, it goes back.
        if (fileState(from) != expected) {
            const int failed = exchange(from, to);
            return failed != 0 ? failed : EEXIST;
        }
        removeFile(from);
    }
    bringNameToDisk(to);
    return 0;
}

void removeFile(const fs::path& path) noexcept {
    std::error_code ignored;
    fs::remove(path, ignored);
}

} // namespace phonostage::base
