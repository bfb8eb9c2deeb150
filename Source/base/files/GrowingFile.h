// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/ByteSink.h"
#include "base/files/ByteSource.h"

#include <cstdint>
#include <filesystem>

namespace phonostage::base {

/** A file that is written in place, over hours, under a name that says that it is not finished: what PendingFile cannot
    be, as a program that is killed must leave it behind. Nothing here throws: what fails gives the errno, 0 is success.
    Locked (flock) as long as it is open, so that another program can tell it from one that was left behind. */
class GrowingFile final : public ByteSource, public ByteSink {
public:
    GrowingFile() = default;
    ~GrowingFile() override { close(); }
    GrowingFile(const GrowingFile&) = delete;
    GrowingFile& operator=(const GrowingFile&) = delete;

    /** Creates a file that must not exist (EEXIST), locks it, and brings its name to the disk. */
    [[nodiscard]] int createNew(const std::filesystem::path& path);
    /** Opens a regular file to read and change it, and locks it: EBUSY where another program holds a lock. */
    [[nodiscard]] int openExisting(const std::filesystem::path& path);

    [[nodiscard]] bool isOpen() const { return descriptor_ >= 0; }
    [[nodiscard]] std::int64_t size() const override;
    [[nodiscard]] std::int64_t readAt(std::int64_t position, void* bytes, std::size_t count) const override;
    [[nodiscard]] int writeAt(std::int64_t position, const void* bytes, std::size_t count) override;
    /** Cuts the end off, or adds zeros. */
    [[nodiscard]] int resize(std::int64_t bytes);
    /** Waits until the data, and all that is needed to read them again, are on the medium. */
    [[nodiscard]] int sync();
    int close();

private:
    int descriptor_ = -1;
};

} // namespace phonostage::base
