// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/FilePlace.h"

#include "base/files/NewFile.h"

#include <cerrno>
#include <cstdio>
#include <system_error>

#include <sys/stat.h>
#ifndef _WIN32
#include <fcntl.h>
#include <unistd.h>
#endif

namespace phonostage::media {
namespace fs = std::filesystem;

namespace {

#if defined(__linux__) && defined(RENAME_EXCHANGE)

int exchange(const fs::path& one, const fs::path& other) {
    return ::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) == 0 ? 0 : errno;
}

#else

int exchange(const fs::path&, const fs::path&) { return ENOSYS; }

#endif

bool cannotExchange(int error) { return error == ENOSYS || error == EINVAL || error == ENOTSUP || error == EPERM; }

} // namespace

std::optional<FileState> fileState(const fs::path& path) {
    const auto identity = fileIdentity(path);
    if (!identity) return std::nullopt;
#ifdef _WIN32
    std::error_code error;
    const auto bytes = fs::file_size(path, error);
    const auto time = fs::last_write_time(path, error);
    return FileState{*identity, static_cast<std::int64_t>(bytes), time.time_since_epoch().count()};
#else
    struct stat facts {};
    if (::stat(path.c_str(), &facts) != 0) return std::nullopt;
#ifdef __APPLE__
    const auto& time = facts.st_mtimespec;
#else
    const auto& time = facts.st_mtim;
#endif
    return FileState{*identity, static_cast<std::int64_t>(facts.st_size),
                     static_cast<std::int64_t>(time.tv_sec) * 1000000000 + static_cast<std::int64_t>(time.tv_nsec)};
#endif
}

int replaceExpected(const fs::path& from, const fs::path& to, const std::optional<FileState>& expected) {
    if (!expected) {
        if (const auto error = base::moveWithoutReplacing(from, to)) return error.value();
        return bringNameToDisk(to), 0;
    }
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
    bringNameToDisk(to);
    return 0;
}

} // namespace phonostage::media
