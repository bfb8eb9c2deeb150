// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/ByteSink.h"
#include "base/files/ByteSource.h"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace phonostage::base {

/** What a file that is replaced hands on to the one that takes its place. Nothing where the system does that itself. */
struct FileRights {
    std::uint32_t owner = 0;
    std::uint32_t group = 0;
    std::uint32_t mode = 0; ///< read, write and execute for owner, group and all others; no special bits
};

/** An open file, read or written without the C library's buffers. Nothing here throws, as some of it is called from a C
    library's callbacks: what fails gives the errno, and 0 is success. */
class File final : public ByteSource, public ByteSink {
public:
    /** Who may read a file that is created. */
    enum class For {
        everybody, ///< who may read new files here: the system applies umask or the folder's access list
        owner,     ///< nobody else
    };

    File() = default;
    ~File() override { close(); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    File(File&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
    File& operator=(File&& other) noexcept;

    /** Takes a descriptor over, and closes it. */
    [[nodiscard]] static File adopt(int descriptor);
    /** Opens to read. Does not wait for the other end of a pipe; see isRegular(). */
    [[nodiscard]] int open(const std::filesystem::path& path);
    /** Opens to read and to change. Does not wait for the other end of a pipe; see isRegular(). */
    [[nodiscard]] int openToChange(const std::filesystem::path& path);
    /** Creates a file that must not exist, to read and write. */
    [[nodiscard]] int createNew(const std::filesystem::path& path, For whom);

    [[nodiscard]] bool isOpen() const { return descriptor_ >= 0; }
    [[nodiscard]] bool isRegular() const;
    [[nodiscard]] std::int64_t size() const override; ///< bytes; -1 on error
    [[nodiscard]] std::int64_t readAt(std::int64_t position, void* bytes, std::size_t count) const override;
    [[nodiscard]] int writeAt(std::int64_t position, const void* bytes, std::size_t count) override;
    /** Cuts the end off, or adds zeros. */
    [[nodiscard]] int resize(std::int64_t bytes);
    /** Keeps other programs that ask from writing to it, until it is closed: EBUSY where one of them has done so. Where
        a file system has no locks, and on Windows, which refuses them anyway, nothing is in the way. */
    [[nodiscard]] int lock();
    /** True where another program holds a lock on the file, of either kind that the system has (flock, fcntl). */
    [[nodiscard]] bool isLocked() const;
    /** Gives the file these rights, as far as this user may. What was meant for another group goes to nobody who would
        not have it anyway. */
    [[nodiscard]] int handOn(const FileRights& rights);
    /** Waits until the data are on the medium. */
    [[nodiscard]] int sync();
    int close();

private:
    int descriptor_ = -1;
};

/** Of a regular file; empty where there is none, and on systems where a file that takes another's place gets the
    folder's access list. Links are followed. */
[[nodiscard]] std::optional<FileRights> rightsOf(const std::filesystem::path& path);

} // namespace phonostage::base
