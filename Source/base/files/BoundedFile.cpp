// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files/BoundedFile.h"

#include "base/files/File.h"
#include "base/files/FileError.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

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

FileFault fault(const fs::path& file, Kind kind, const std::string& what) { return {kind, quoted(file) + " " + what}; }

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

} // namespace

std::variant<std::string, FileFault> readBoundedFile(const fs::path& file, std::size_t mostBytes) {
    const auto notRegular = [&](const char* what) {
        return fault(file, Kind::notRegular,
                     std::string("is ") + what + ", not a regular file: remove it or put a file in its place.");
    };
    // Looked at first: merely opening a device may set something going.
    std::error_code ignored; // opening it reports the same
    const auto type = fs::status(file, ignored).type();
    if (type == fs::file_type::not_found) return fault(file, Kind::missing, "does not exist: check the name.");
    if (const char* what = otherThanFile(type)) return notRegular(what);

    File opened;
    if (const int error = opened.open(file); error != 0) {
        if (error == ENOENT) return fault(file, Kind::missing, "does not exist: check the name.");
        const bool denied = error == EACCES || error == EPERM;
        return systemFault(file, "cannot be opened", error, denied ? "check its permissions" : "check the name");
    }
    if (!opened.isRegular()) return notRegular("something else");

    constexpr std::size_t step = 64 * kibibyte;
    std::string bytes;
    while (bytes.size() <= mostBytes) {
        // One byte more than allowed shows it, even if the file grows meanwhile.
        const std::size_t count = std::min(step, mostBytes + 1 - bytes.size());
        const std::size_t had = bytes.size();
        bytes.resize(had + count);
        const auto got = opened.readAt(static_cast<std::int64_t>(had), bytes.data() + had, count);
        if (got < 0) return systemFault(file, "cannot be read to the end", errno, "check the disk");
        bytes.resize(had + static_cast<std::size_t>(got));
        if (got == 0) return bytes;
    }
    return fault(file, Kind::tooLarge, "is larger than " + sizeText(mostBytes) + ": shorten it or remove it.");
}

} // namespace phonostage::base
