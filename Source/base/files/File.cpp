// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files/File.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#ifdef _WIN32
#include <io.h>
#else
#include <sys/file.h>
#include <unistd.h>
#endif

namespace phonostage::base {
namespace fs = std::filesystem;

namespace {

#ifdef _WIN32

constexpr std::size_t mostAtOnce = std::size_t{1} << 30;

#else

constexpr mode_t rightsBits = S_IRWXU | S_IRWXG | S_IRWXO;

#endif

} // namespace

File& File::operator=(File&& other) noexcept {
    if (this != &other) {
        close();
        descriptor_ = other.descriptor_;
        other.descriptor_ = -1;
    }
    return *this;
}

File File::adopt(int descriptor) {
    File file;
    file.descriptor_ = descriptor;
    return file;
}

#ifdef _WIN32

int File::open(const fs::path& path) {
    close();
    descriptor_ = ::_wopen(path.c_str(), _O_RDONLY | _O_BINARY | _O_NOINHERIT);
    return descriptor_ < 0 ? errno : 0;
}

int File::openToChange(const fs::path& path) {
    close();
    descriptor_ = ::_wopen(path.c_str(), _O_RDWR | _O_BINARY | _O_NOINHERIT);
    return descriptor_ < 0 ? errno : 0;
}

int File::createNew(const fs::path& path, For) { // an access list comes from the folder
    close();
    descriptor_ = ::_wopen(path.c_str(), _O_RDWR | _O_CREAT | _O_EXCL | _O_BINARY | _O_NOINHERIT, _S_IREAD | _S_IWRITE);
    return descriptor_ < 0 ? errno : 0;
}

bool File::isRegular() const {
    struct _stat64 facts {};
    return ::_fstat64(descriptor_, &facts) == 0 && (facts.st_mode & _S_IFMT) == _S_IFREG;
}

std::int64_t File::size() const { return ::_filelengthi64(descriptor_); }

std::int64_t File::readAt(std::int64_t position, void* bytes, std::size_t count) const {
    if (::_lseeki64(descriptor_, position, SEEK_SET) < 0) return -1;
    std::size_t done = 0;
    while (done < count) {
        const auto part = static_cast<unsigned>(std::min(count - done, mostAtOnce));
        const int got = ::_read(descriptor_, static_cast<char*>(bytes) + done, part);
        if (got < 0) return -1;
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return static_cast<std::int64_t>(done);
}

int File::writeAt(std::int64_t position, const void* bytes, std::size_t count) {
    if (::_lseeki64(descriptor_, position, SEEK_SET) < 0) return errno;
    std::size_t done = 0;
    while (done < count) {
        const auto part = static_cast<unsigned>(std::min(count - done, mostAtOnce));
        const int put = ::_write(descriptor_, static_cast<const char*>(bytes) + done, part);
        if (put <= 0) return put < 0 ? errno : ENOSPC;
        done += static_cast<std::size_t>(put);
    }
    return 0;
}

int File::lock() { return 0; }

int File::resize(std::int64_t bytes) { return ::_chsize_s(descriptor_, bytes); }

bool File::isLocked() const { return false; } // a file that is in use cannot be renamed over: the system itself refuses

int File::handOn(const FileRights&) { return 0; }

int File::sync() { return ::_commit(descriptor_) == 0 ? 0 : errno; }

int File::close() {
    if (descriptor_ < 0) return 0;
    const int result = ::_close(descriptor_) == 0 ? 0 : errno;
    descriptor_ = -1;
    return result;
}

std::optional<FileRights> rightsOf(const fs::path&) { return std::nullopt; }

#else

int File::open(const fs::path& path) {
    close();
    // Where a pipe has taken the place meanwhile, nobody waits for its other end.
    do
        descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    while (descriptor_ < 0 && errno == EINTR);
    return descriptor_ < 0 ? errno : 0;
}

int File::openToChange(const fs::path& path) {
    close();
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    return descriptor_ < 0 ? errno : 0;
}

int File::createNew(const fs::path& path, For whom) {
    close();
    // The system itself applies the umask: to ask for that is to change it, for all threads of a host.
    const mode_t mode = whom == For::owner ? S_IRUSR | S_IWUSR : 0666;
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    return descriptor_ < 0 ? errno : 0;
}

bool File::isRegular() const {
    struct stat facts {};
    return ::fstat(descriptor_, &facts) == 0 && S_ISREG(facts.st_mode);
}

std::int64_t File::size() const {
    struct stat facts {};
    return ::fstat(descriptor_, &facts) == 0 ? static_cast<std::int64_t>(facts.st_size) : -1;
}

std::int64_t File::readAt(std::int64_t position, void* bytes, std::size_t count) const {
    std::int64_t done = 0;
    while (done < static_cast<std::int64_t>(count)) {
        const auto got = ::pread(descriptor_, static_cast<char*>(bytes) + done, count - static_cast<std::size_t>(done),
                                 static_cast<off_t>(position + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -1;
        if (got == 0) break;
        done += got;
    }
    return done;
}

int File::writeAt(std::int64_t position, const void* bytes, std::size_t count) {
    std::size_t done = 0;
    while (done < count) {
        const auto put = ::pwrite(descriptor_, static_cast<const char*>(bytes) + done, count - done,
                                  static_cast<off_t>(position) + static_cast<off_t>(done));
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return put < 0 ? errno : ENOSPC;
        done += static_cast<std::size_t>(put);
    }
    return 0;
}

int File::resize(std::int64_t bytes) {
    while (::ftruncate(descriptor_, static_cast<off_t>(bytes)) != 0)
        if (errno != EINTR) return errno;
    return 0;
}

int File::lock() {
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return 0;
    return errno == EWOULDBLOCK ? EBUSY : 0;
}

bool File::isLocked() const {
    if (::flock(descriptor_, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK) return true;
    (void)::flock(descriptor_, LOCK_UN);
    struct flock lock {};
    lock.l_type = F_RDLCK; // asked for is what would be in the way of reading, so what somebody writes under
    lock.l_whence = SEEK_SET;
    return ::fcntl(descriptor_, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

int File::handOn(const FileRights& rights) {
    struct stat facts {};
    if (::fstat(descriptor_, &facts) != 0) return errno;
    auto mode = static_cast<mode_t>(rights.mode);
    if (facts.st_gid != rights.group && ::fchown(descriptor_, static_cast<uid_t>(-1), rights.group) != 0) {
        // Its rights were meant for another group: this one gets no more than everybody has.
        const mode_t everybody = mode & S_IRWXO;
        mode &= ~static_cast<mode_t>(S_IRWXG) | (everybody << 3);
    }
    // Only root can give a file away; to anybody else it is his own from now on.
    if (facts.st_uid != rights.owner) (void)!::fchown(descriptor_, rights.owner, static_cast<gid_t>(-1));
    // Some file systems have one mode for all files and refuse any other.
    if ((facts.st_mode & 07777) == mode) return 0;
    return ::fchmod(descriptor_, mode) == 0 ? 0 : errno;
}

int File::sync() {
    if (::fsync(descriptor_) == 0) return 0;
    return errno == EINVAL || errno == ENOTSUP ? 0 : errno; // some file systems cannot, and say so
}

int File::close() {
    if (descriptor_ < 0) return 0;
    const int result = ::close(descriptor_) == 0 || errno == EINTR ? 0 : errno;
    descriptor_ = -1;
    return result;
}

std::optional<FileRights> rightsOf(const fs::path& path) {
    struct stat facts {};
    if (::stat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) return std::nullopt;
    return FileRights{facts.st_uid, facts.st_gid, facts.st_mode & rightsBits};
}

#endif

} // namespace phonostage::base
