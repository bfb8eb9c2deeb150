// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "File.h"

#include <cstdint>
#include <string_view>

namespace phonostage::media {

/** A file that appears under its name only when it is complete.

    Written beside its place, in the same folder, under a name nobody can foresee, readable by its owner only; commit()
    gives it the permissions of the file it replaces (or those of a new file), waits for the disk and renames. Without
    commit() it is removed. */
class PendingFile {
public:
    /** Checks the place and creates the temporary file. Throws MediaError where the place is a folder, a device or a
        pipe, where its folder is missing or not writable. A link is followed: the file it names is replaced. */
    explicit PendingFile(const std::filesystem::path& target);
    ~PendingFile();
    PendingFile(const PendingFile&) = delete;
    PendingFile& operator=(const PendingFile&) = delete;

    [[nodiscard]] File& file() { return file_; }
    [[nodiscard]] const std::filesystem::path& target() const { return target_; }

    /** Throws MediaError where the text does not fit on the disk. */
    void writeAll(std::string_view bytes);
    /** Permissions, disk and close: all that may still fail, without yet touching the target. Throws MediaError. */
    void finish();
    /** finish(), then takes the place of the target in one step. Throws MediaError. */
    void commit();

private:
    [[noreturn]] void fail(int error) const;

    std::filesystem::path target_;
    std::filesystem::path place_; ///< target with links resolved
    std::filesystem::path temporary_;
    File file_;
    bool finished_ = false;
};

/** Throws MediaError where two of a command's files are one file: by device and file number for those that exist, else
    by folder and name. `inputName` and so on are what the message calls them. */
void requireDistinct(const std::filesystem::path& first, std::string_view firstRole,
                     const std::filesystem::path& second, std::string_view secondRole);

} // namespace phonostage::media
