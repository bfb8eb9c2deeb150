// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files/BoundedFile.h"

#include "base/text/PlainText.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

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

using Kind = FileFault::Kind;

constexpr std::size_t kibibyte = 1024;

std::string sizeText(std::size_t bytes) {
    if (bytes % (kibibyte * kibibyte) == 0) return std::to_string(bytes / (kibibyte * kibibyte)) + " MiB";
    if (bytes % kibibyte == 0) return std::to_string(bytes / kibibyte) + " KiB";
    return std::to_string(bytes) + " bytes";
}

FileFault fault(const fs::path& file, Kind kind, const std::string& what) {
    const auto name = file.u8string();
    return {kind, oneLine("\"" + std::string(name.begin(), name.end()) + "\" " + what)};
}

FileFault systemFault(const fs::path& file, const char* what, int error, const char* remedy) {
    return fault(file, Kind::unreadable,
                 std::string(what) + " (" + std::generic_category().message(error) + "): " + remedy + ".");
}

/** What it is in place of a file; null where it is one, or cannot be seen from here. */
const char* otherThanFile(fs::file_type type) {
    switch (type) {
    case fs::file_type::directory:
        return "a folder";
    case fs::file_type::fifo:
        return "a pipe";
    case fs::file_type::socket:
        return "a socket";
    case fs::file_type::block:
    case fs::file_type::character:
        return "a device";
    default:
        return nullptr;
    }
}

/** An open file, closed at the end. */
class Descriptor {
public:
    explicit Descriptor(const fs::path& file) {
#ifdef _WIN32
        number_ = ::_wopen(file.c_str(), _O_RDONLY | _O_BINARY | _O_NOINHERIT);
#else
        // Where a pipe has taken the place meanwhile, nobody waits for its other end.
        do
            number_ = ::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
        while (number_ < 0 && errno == EINTR);
#endif
    }
    ~Descriptor() {
        if (number_ < 0) return;
#ifdef _WIN32
        ::_close(number_);
#else
        ::close(number_);
#endif
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] bool isOpen() const { return number_ >= 0; }

    [[nodiscard]] bool isRegular() const {
#ifdef _WIN32
        struct _stat64 facts {};
        return ::_fstat64(number_, &facts) == 0 && (facts.st_mode & _S_IFMT) == _S_IFREG;
#else
        struct stat facts {};
        return ::fstat(number_, &facts) == 0 && S_ISREG(facts.st_mode);
#endif
    }

    /** Bytes read, 0 at the end; -1 with errno set. */
    [[nodiscard]] long read(char* bytes, std::size_t count) {
#ifdef _WIN32
        return ::_read(number_, bytes, static_cast<unsigned>(count));
#else
        for (;;) {
            const auto got = ::read(number_, bytes, count);
            if (got >= 0 || errno != EINTR) return static_cast<long>(got);
        }
#endif
    }

private:
    int number_ = -1;
};

} // namespace

std::variant<std::string, FileFault> readBoundedFile(const fs::path& file, std::size_t mostBytes) {
    const auto notRegular = [&](const char* what) {
        return fault(file, Kind::notRegular,
                     std::string("is ") + what + ", not a regular file: remove it or put a file in its place.");
    };
    // Looked at first: merely opening a device may set something going.
    std::error_code ignored; // opening tells the same
    const auto type = fs::status(file, ignored).type();
    if (type == fs::file_type::not_found) return fault(file, Kind::missing, "is not there: check the name.");
    if (const char* what = otherThanFile(type)) return notRegular(what);

    Descriptor descriptor(file);
    if (!descriptor.isOpen()) {
        const int error = errno;
        if (error == ENOENT) return fault(file, Kind::missing, "is not there: check the name.");
        const bool denied = error == EACCES || error == EPERM;
        return systemFault(file, "cannot be opened", error, denied ? "check its permissions" : "check the name");
    }
    if (!descriptor.isRegular()) return notRegular("something else");

    constexpr std::size_t step = 64 * kibibyte;
    std::string bytes;
    while (bytes.size() <= mostBytes) {
        // One byte more than allowed tells, also where the file grows meanwhile.
        const std::size_t count = std::min(step, mostBytes + 1 - bytes.size());
        const std::size_t had = bytes.size();
        bytes.resize(had + count);
        const long got = descriptor.read(bytes.data() + had, count);
        if (got < 0) return systemFault(file, "cannot be read to its end", errno, "check the disk");
        bytes.resize(had + static_cast<std::size_t>(got));
        if (got == 0) return bytes;
    }
    return fault(file, Kind::tooLarge, "is larger than " + sizeText(mostBytes) + ": shorten it or remove it.");
}

} // namespace phonostage::base
