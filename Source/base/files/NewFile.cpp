// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files/NewFile.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <random>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

namespace phonostage::base {
namespace fs = std::filesystem;

namespace {

/** 0 where all is well, else an errno, from here on. */
using Error = int;

fs::path folderOf(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

#ifdef _WIN32

// A new file has the access list of its folder; one that is read-only is not replaced by the system itself.
struct Rights {};

std::optional<Rights> rightsOf(const fs::path&) { return std::nullopt; }

bool isReadOnly(const fs::path&, const Rights&) { return false; }

Error handOn(int, const Rights&) { return 0; }

int createNew(const fs::path& file, bool) {
    return ::_wopen(file.c_str(), _O_WRONLY | _O_CREAT | _O_EXCL | _O_BINARY | _O_NOINHERIT, _S_IREAD | _S_IWRITE);
}

long put(int descriptor, const char* bytes, std::size_t count) {
    return ::_write(descriptor, bytes, static_cast<unsigned>(std::min<std::size_t>(count, 1U << 30)));
}

Error bringToDisk(int descriptor) { return ::_commit(descriptor) == 0 ? 0 : errno; }

Error shut(int descriptor) { return ::_close(descriptor) == 0 ? 0 : errno; }

void bringNameToDisk(const fs::path&) {}

#else

/** What a file that is replaced hands on. */
struct Rights {
    uid_t owner = 0;
    gid_t group = 0;
    mode_t mode = 0;
};

std::optional<Rights> rightsOf(const fs::path& file) {
    struct stat facts {};
    if (::lstat(file.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) return std::nullopt;
    return Rights{facts.st_uid, facts.st_gid, facts.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO)};
}

/** A rename asks for no right to the file itself, and root is refused nothing: so the file is asked. */
bool isReadOnly(const fs::path& file, const Rights& rights) {
    if ((rights.mode & (S_IWUSR | S_IWGRP | S_IWOTH)) == 0) return true;
    return ::faccessat(AT_FDCWD, file.c_str(), W_OK, AT_EACCESS) != 0 && errno == EACCES;
}

Error handOn(int descriptor, const Rights& rights) {
    struct stat facts {};
    if (::fstat(descriptor, &facts) != 0) return errno;
    mode_t mode = rights.mode;
    if (facts.st_gid != rights.group && ::fchown(descriptor, static_cast<uid_t>(-1), rights.group) != 0) {
        // Its rights were meant for another group: this one gets no more than everybody has.
        const mode_t everybody = mode & S_IRWXO;
        mode &= ~static_cast<mode_t>(S_IRWXG) | (everybody << 3);
    }
    // Only root can give a file away; to anybody else it is his own from now on.
    if (facts.st_uid != rights.owner) (void)!::fchown(descriptor, rights.owner, static_cast<gid_t>(-1));
    // Some file systems know one mode for all files and refuse to be told.
    if ((facts.st_mode & 07777) == mode) return 0;
    return ::fchmod(descriptor, mode) == 0 ? 0 : errno;
}

/** Without a file to replace the system gives it the rights of a new one at once: who may not read it then may not read
    it now. (To ask for the umask is to change it, for all threads of the host.) */
int createNew(const fs::path& file, bool onlyForOwner) {
    const mode_t mode = onlyForOwner ? S_IRUSR | S_IWUSR : 0666;
    return ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
}

long put(int descriptor, const char* bytes, std::size_t count) {
    return static_cast<long>(::write(descriptor, bytes, count));
}

Error bringToDisk(int descriptor) {
    if (::fsync(descriptor) == 0) return 0;
    return errno == EINVAL || errno == ENOTSUP ? 0 : errno; // some file systems cannot, and say so
}

Error shut(int descriptor) { return ::close(descriptor) == 0 || errno == EINTR ? 0 : errno; }

/** As far as that is possible: the bytes are safe by now. */
void bringNameToDisk(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    (void)!::fsync(descriptor);
    ::close(descriptor);
}

#endif

Error fill(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const long count = put(descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return count < 0 ? errno : ENOSPC;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return 0;
}

std::error_code asCode(Error error) { return {error, std::generic_category()}; }

} // namespace

std::string nameUnderWay() {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::random_device entropy;
    std::uniform_int_distribution<std::size_t> pick(0, letters.size() - 1);
    std::string name = ".phonostage-";
    for (int i = 0; i < 16; ++i)
        name += letters[pick(entropy)];
    return name + ".part";
}

std::error_code moveWithoutReplacing(const fs::path& from, const fs::path& to) {
#if defined(__linux__) && defined(RENAME_NOREPLACE)
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
    if (errno == EEXIST) return std::make_error_code(std::errc::file_exists);
#endif
    // A second name fails where the first is taken, in one step; a file system without such links gets a look and a
    // rename.
    std::error_code error;
    fs::create_hard_link(from, to, error);
    if (!error) {
        fs::remove(from, error);
        return {};
    }
    std::error_code ignored;
    if (error == std::errc::file_exists || fs::symlink_status(to, ignored).type() != fs::file_type::not_found)
        return std::make_error_code(std::errc::file_exists);
    fs::rename(from, to, error);
    return error;
}

std::optional<std::error_code> writeNewFile(const fs::path& file, std::string_view bytes, bool mayReplace) {
    const auto old = mayReplace ? rightsOf(file) : std::nullopt;
    if (old && isReadOnly(file, *old)) return std::make_error_code(std::errc::permission_denied);
    const auto folder = folderOf(file);
    fs::path temporary;
    int descriptor = -1;
    for (int attempt = 0; attempt < 16 && descriptor < 0; ++attempt) {
        temporary = folder / nameUnderWay();
        descriptor = createNew(temporary, old.has_value());
        if (descriptor < 0 && errno != EEXIST) return asCode(errno);
    }
    if (descriptor < 0) return asCode(EEXIST);

    Error failure = fill(descriptor, bytes);
    if (failure == 0 && old) failure = handOn(descriptor, *old);
    if (failure == 0) failure = bringToDisk(descriptor);
    if (const Error closing = shut(descriptor); failure == 0) failure = closing;
    std::error_code error = asCode(failure);
    if (!error && mayReplace) fs::rename(temporary, file, error);
    if (!error && !mayReplace) error = moveWithoutReplacing(temporary, file);
    if (!error) {
        bringNameToDisk(folder);
        return std::nullopt;
    }
    std::error_code ignored;
    fs::remove(temporary, ignored);
    return error;
}

} // namespace phonostage::base
