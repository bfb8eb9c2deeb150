// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files/GrowingFile.h"

#include "base/files/FilePlace.h"

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

#ifdef _WIN32

// The system itself keeps other programs from writing to a file that is open here.

int GrowingFile::createNew(const std::filesystem::path& path) {
    close();
    descriptor_ = ::_wopen(path.c_str(), _O_RDWR | _O_CREAT | _O_EXCL | _O_BINARY | _O_NOINHERIT, _S_IREAD | _S_IWRITE);
    return descriptor_ < 0 ? errno : 0;
}

int GrowingFile::openExisting(const std::filesystem::path& path) {
    close();
    descriptor_ = ::_wopen(path.c_str(), _O_RDWR | _O_BINARY | _O_NOINHERIT);
    return descriptor_ < 0 ? errno : 0;
}

std::int64_t GrowingFile::size() const { return ::_filelengthi64(descriptor_); }

std::int64_t GrowingFile::readAt(std::int64_t position, void* bytes, std::size_t count) const {
    if (::_lseeki64(descriptor_, position, SEEK_SET) < 0) return -1;
    std::size_t done = 0;
    while (done < count) {
        const auto part = static_cast<unsigned>(std::min<std::size_t>(count - done, 1 << 30));
        const int got = ::_read(descriptor_, static_cast<char*>(bytes) + done, part);
        if (got < 0) return -1;
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return static_cast<std::int64_t>(done);
}

int GrowingFile::writeAt(std::int64_t position, const void* bytes, std::size_t count) {
    if (::_lseeki64(descriptor_, position, SEEK_SET) < 0) return errno;
    std::size_t done = 0;
    while (done < count) {
        const auto part = static_cast<unsigned>(std::min<std::size_t>(count - done, 1 << 30));
        const int put = ::_write(descriptor_, static_cast<const char*>(bytes) + done, part);
        if (put <= 0) return put < 0 ? errno : ENOSPC;
        done += static_cast<std::size_t>(put);
    }
    return 0;
}

int GrowingFile::resize(std::int64_t bytes) { return ::_chsize_s(descriptor_, bytes); }

int GrowingFile::sync() { return ::_commit(descriptor_) == 0 ? 0 : errno; }

int GrowingFile::close() {
    if (descriptor_ < 0) return 0;
    const int result = ::_close(descriptor_) == 0 ? 0 : errno;
    descriptor_ = -1;
    return result;
}

#else

namespace {

/** 0, or EBUSY where another program holds it. File systems without locks have none in the way. */
int lockWhole(int descriptor) {
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return 0;
    return errno == EWOULDBLOCK ? EBUSY : 0;
}

void bringNameToDisk(const std::filesystem::path& file) {
    const int handle = ::open(folderOf(file).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) return;
    (void)!::fsync(handle);
    ::close(handle);
}

} // namespace

int GrowingFile::createNew(const std::filesystem::path& path) {
    close();
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor_ < 0) return errno;
    (void)lockWhole(descriptor_); // nobody else has a new file
    bringNameToDisk(path);
    return 0;
}

int GrowingFile::openExisting(const std::filesystem::path& path) {
    close();
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (descriptor_ < 0) return errno;
    struct stat facts {};
    const int error = ::fstat(descriptor_, &facts) != 0 ? errno
                      : S_ISREG(facts.st_mode)          ? lockWhole(descriptor_)
                                                        : EINVAL;
    if (error != 0) close();
    return error;
}

std::int64_t GrowingFile::size() const {
    struct stat facts {};
    return ::fstat(descriptor_, &facts) == 0 ? static_cast<std::int64_t>(facts.st_size) : -1;
}

std::int64_t GrowingFile::readAt(std::int64_t position, void* bytes, std::size_t count) const {
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

int GrowingFile::writeAt(std::int64_t position, const void* bytes, std::size_t count) {
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

int GrowingFile::resize(std::int64_t bytes) {
    return ::ftruncate(descriptor_, static_cast<off_t>(bytes)) == 0 ? 0 : errno;
}

int GrowingFile::sync() {
    if (::fsync(descriptor_) == 0) return 0;
    return errno == EINVAL || errno == ENOTSUP ? 0 : errno; // some file systems cannot, and say so
}

int GrowingFile::close() {
    if (descriptor_ < 0) return 0;
    const int result = ::close(descriptor_) == 0 || errno == EINTR ? 0 : errno;
    descriptor_ = -1;
    return result;
}

#endif

} // namespace phonostage::base
