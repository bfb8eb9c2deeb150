// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/File.h"

#include "base/text/PlainText.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <io.h>
#include <windows.h>
#else
#include <unistd.h>
#endif

namespace phonostage::media {
namespace fs = std::filesystem;

namespace {

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

#ifndef _WIN32

/** True for a mark that turns the direction of the text after it, as U+202E, or ends a line, as U+2028. */
bool turnsText(std::string_view character) {
    if (character == "\xD8\x9C") return true; // U+061C
    if (character.size() != 3 || character[0] != '\xE2') return false;
    const auto middle = static_cast<unsigned char>(character[1]);
    const auto last = static_cast<unsigned char>(character[2]);
    if (middle == 0x80) return last == 0x8E || last == 0x8F || (last >= 0xA8 && last <= 0xAE);
    return middle == 0x81 && last >= 0xA6 && last <= 0xA9;
}

#endif

/** True for /dev/fd/7, /proc/self/fd/7 and links to them: names of a descriptor, whatever it leads to. */
bool namesDescriptor(fs::path path) {
    std::error_code error;
    for (int links = 0; links < 40 && fs::is_symlink(fs::symlink_status(path, error)); ++links) {
        const auto folder = fs::canonical(path.has_parent_path() ? path.parent_path() : fs::path("."), error);
        if (error) return false;
        if (folder.filename() == "fd" && folder.native().starts_with(fs::path("/proc/").native())) return true;
        path = folder / fs::read_symlink(path, error);
        if (error) return false;
    }
    return false;
}

} // namespace

std::string plainLine(std::string_view text) {
#ifdef _WIN32
    std::string plain(text.substr(0, 1000)); // in the console's own code page
    for (auto& c : plain)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    return plain;
#else
    const auto line = base::oneLine(text); // of whole characters
    std::string plain;
    for (std::size_t start = 0; start < line.size();) {
        std::size_t end = start + 1;
        while (end < line.size() && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U)
            ++end;
        const auto character = std::string_view(line).substr(start, end - start);
        plain.append(turnsText(character) ? "?" : character);
        start = end;
    }
    return plain;
#endif
}

std::string quoted(const fs::path& path) { return "'" + plainLine(path.string()) + "'"; }

std::string streamAt(const fs::path& path) {
    if (pathKind(path) != PathKind::file) return {};
    const auto identity = fileIdentity(path);
    if (identity && identity == openIdentity(1)) return "standard output";
    if (identity && identity == openIdentity(2)) return "standard error";
    return namesDescriptor(path) ? "an open descriptor" : "";
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

std::string systemError(int error) {
    if (error == ENOSPC) return "the disk is full: free some space or write to another disk";
#ifdef EDQUOT
    if (error == EDQUOT) return "the disk quota is used up: free some space or write to another disk";
#endif
    if (error == EFBIG) return "the file would be larger than the system allows here: write to another disk";
    if (error == EACCES || error == EPERM) return "permission denied: choose a folder you may write to";
    if (error == EROFS) return "the disk is read-only: write to another disk";
    return std::generic_category().message(error);
}

File& File::operator=(File&& other) noexcept {
    if (this != &other) {
        close();
        descriptor_ = other.descriptor_;
        other.descriptor_ = -1;
    }
    return *this;
}

File File::openToRead(const fs::path& path) {
    switch (pathKind(path)) { // looked at before opening: opening a pipe would wait for its other end
    case PathKind::file:
    case PathKind::unreachable: // opening tells why
        break;
    case PathKind::missing:
        throw MediaError(quoted(path) + ": no such file; check the name");
    case PathKind::folder:
        throw MediaError(quoted(path) + " is a folder, not an audio file: name a file in it");
    default:
        throw MediaError(
            quoted(path) +
            " is a device or pipe; only regular files can be read: save it to a file first, or lead it into "
            "standard input and name -");
    }
    File file;
#ifdef _WIN32
    file.descriptor_ = ::_wopen(path.c_str(), _O_RDONLY | _O_BINARY | _O_NOINHERIT);
#else
    // Nor does it wait for a pipe that has taken the place meanwhile.
    file.descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
#endif
    if (file.descriptor_ < 0) {
        const int error = errno;
        const bool denied = error == EACCES || error == EPERM;
        throw MediaError(quoted(path) + " cannot be read: " +
                         (denied ? "permission denied; you need the right to read it" : systemError(error)));
    }
    return file;
}

File File::adopt(int descriptor) {
    File file;
    file.descriptor_ = descriptor;
    return file;
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

int File::createNew(const fs::path& path) {
    descriptor_ = ::_wopen(path.c_str(), _O_RDWR | _O_CREAT | _O_EXCL | _O_BINARY | _O_NOINHERIT, _S_IREAD | _S_IWRITE);
    return descriptor_ < 0 ? errno : 0;
}

std::int64_t File::size() const { return ::_filelengthi64(descriptor_); }

std::int64_t File::readAt(std::int64_t position, void* bytes, std::size_t count) const {
    if (::_lseeki64(descriptor_, position, SEEK_SET) < 0) return -1;
    std::int64_t done = 0;
    while (done < static_cast<std::int64_t>(count)) {
        const auto part =
            static_cast<unsigned>(std::min<std::int64_t>(static_cast<std::int64_t>(count) - done, 1 << 30));
        const int got = ::_read(descriptor_, static_cast<char*>(bytes) + done, part);
        if (got < 0) return -1;
        if (got == 0) break;
        done += got;
    }
    return done;
}

int File::writeAt(std::int64_t position, const void* bytes, std::size_t count) {
    if (::_lseeki64(descriptor_, position, SEEK_SET) < 0) return errno;
    std::size_t done = 0;
    while (done < count) {
        const auto part = static_cast<unsigned>(std::min<std::size_t>(count - done, 1u << 30));
        const int put = ::_write(descriptor_, static_cast<const char*>(bytes) + done, part);
        if (put <= 0) return put < 0 ? errno : ENOSPC;
        done += static_cast<std::size_t>(put);
    }
    return 0;
}

int File::takePermissions(const fs::path&) { return 0; } // a new file inherits the folder's access list

int File::sync() { return ::_commit(descriptor_) == 0 ? 0 : errno; }

int File::close() {
    if (descriptor_ < 0) return 0;
    const int result = ::_close(descriptor_) == 0 ? 0 : errno;
    descriptor_ = -1;
    return result;
}

int whyNotWritable(const fs::path&) { return 0; } // access lists are only known by trying

int replaceFile(const fs::path& from, const fs::path& to) {
    if (::MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH)) return 0;
    return ::GetLastError() == ERROR_ACCESS_DENIED ? EACCES : EIO;
}

void bringNameToDisk(const fs::path&) {}

#else

std::optional<FileIdentity> fileIdentity(const fs::path& path) {
    struct stat facts {};
    return ::stat(path.c_str(), &facts) == 0 ? std::optional(identityOf(facts)) : std::nullopt;
}

int File::createNew(const fs::path& path) {
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    return descriptor_ < 0 ? errno : 0;
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

int File::takePermissions(const fs::path& model) {
    struct stat facts {};
    if (::stat(model.c_str(), &facts) == 0) {
        // The owner first: changing it clears special bits. Only root may give a file away, so failure is no error.
        if ((facts.st_uid != ::geteuid() || facts.st_gid != ::getegid()) &&
            ::fchown(descriptor_, facts.st_uid, facts.st_gid) != 0)
            facts.st_mode &= S_IRWXU | S_IRWXG | S_IRWXO;
        return ::fchmod(descriptor_, facts.st_mode & 07777) == 0 ? 0 : errno;
    }
    // The mask can only be read by setting it; once, early, so that no other thread's files are touched by it later.
    static const mode_t mask = [] {
        const mode_t old = ::umask(077);
        ::umask(old);
        return old;
    }();
    return ::fchmod(descriptor_, 0666 & ~mask) == 0 ? 0 : errno;
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

int whyNotWritable(const fs::path& folder) { return ::access(folder.c_str(), W_OK | X_OK) == 0 ? 0 : errno; }

int replaceFile(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) return errno;
    bringNameToDisk(to);
    return 0;
}

void bringNameToDisk(const fs::path& file) {
    const auto folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    if (const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); handle >= 0) {
        (void)!::fsync(handle);
        ::close(handle);
    }
}

#endif

void removeFile(const fs::path& path) noexcept {
    std::error_code ignored;
    fs::remove(path, ignored);
}

} // namespace phonostage::media
