// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/io/FilePlace.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phonostage::media {

/** A file that appears under its name only when it is complete.

    Written beside its place, in the same folder, under a name nobody can foresee, readable by its owner only; commit()
    gives it the permissions of the file it replaces (or those of a new file), waits for the disk and renames. Without
    commit() it is removed. */
class PendingFile {
public:
    /** Asked about a file that is there already: why it must stay, as in "is there already: name another file"; ""
        where it may be replaced. */
    using WhyKept = std::function<std::string(const std::filesystem::path& file)>;

    /** Checks the place and creates the temporary file. Throws MediaError where the place is a folder, a device or a
        pipe, where it is what standard output or error go to (it would be lost), where its folder is missing or not
        writable, and where a file is there that `whyKept` keeps. A link is followed: the file it names is replaced.
        With `whyKept`, commit() replaces only what was judged here, as it was then: a file that others have put there
       or written to meanwhile stays. Without, any file is replaced. */
    explicit PendingFile(const std::filesystem::path& target, const WhyKept& whyKept = {});
    ~PendingFile();
    PendingFile(const PendingFile&) = delete;
    PendingFile& operator=(const PendingFile&) = delete;

    [[nodiscard]] File& file() { return file_; }
    [[nodiscard]] const std::filesystem::path& target() const { return target_; }
    /** True where `whyKept` was asked, and let a file be replaced. */
    [[nodiscard]] bool replacesFile() const { return judged_.has_value(); }

    /** Throws MediaError where the text does not fit on the disk. */
    void writeAll(std::string_view bytes);
    /** Permissions, disk and close: all that may still fail, without yet touching the target. Throws MediaError. */
    void finish();
    /** Looks whether the target is still a file or nothing, and whether the temporary file is still there and may
        be renamed: others may have changed that meanwhile. Throws MediaError. */
    void check() const;
    /** finish() and check(), then takes the place of the target in one step. Throws MediaError; the target is then as
       it was. */
    void commit();

private:
    [[noreturn]] void fail(int error) const;
    [[noreturn]] void failAsTaken() const;

    std::filesystem::path target_;
    std::filesystem::path place_; ///< target with links resolved
    std::filesystem::path temporary_;
    std::optional<FileIdentity> own_; ///< of the temporary file
    bool isGuarded_ = false;
    std::optional<FileState> judged_; ///< what may be replaced, where guarded; empty where nothing was there
    File file_;
    bool finished_ = false;
};

/** Commits all or none as far as that can be told beforehand: all are finished and checked before the first takes its
    place. Throws MediaError that says which were written. */
void commitAll(const std::vector<std::unique_ptr<PendingFile>>& files);

/** Throws MediaError where two of a command's files are one file: by device and file number for those that exist, else
    by folder and name. `inputName` and so on are what the message calls them. */
void requireDistinct(const std::filesystem::path& first, std::string_view firstRole,
                     const std::filesystem::path& second, std::string_view secondRole);

} // namespace phonostage::media
