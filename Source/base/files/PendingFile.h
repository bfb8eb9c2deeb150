// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/File.h"
#include "base/files/FileError.h"
#include "base/files/FilePlace.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phonostage::base {

/** What a writer may do with a file that is at its place already. The one thing in which our writers differ: umask,
   links, read-only files and locks have one answer for all (Resources/docs/decisions/0010-writing-files.md). */
class Replace {
public:
    /** Asked about a file that is there already, links followed: why it must stay, as in "is there already: name
       another file"; "" where it may be replaced. */
    using WhyKept = std::function<std::string(const std::filesystem::path& file)>;

    /** Whatever file is there, also one that appears meanwhile. */
    [[nodiscard]] static Replace any() { return Replace({}); }
    /** Nothing, not even what appears meanwhile: the FileError then has std::errc::file_exists. */
    [[nodiscard]] static Replace nothing();
    /** What whyKept lets go, and only as it was when it was asked: a file that others have put there or written to
        meanwhile stays. */
    [[nodiscard]] static Replace unless(WhyKept whyKept) { return Replace(std::move(whyKept)); }

    [[nodiscard]] const WhyKept& whyKept() const { return whyKept_; } ///< empty for any()

private:
    explicit Replace(WhyKept whyKept) : whyKept_(std::move(whyKept)) {}
    WhyKept whyKept_;
};

/** A file that appears under its name only when it is complete.

    Written beside its place, in the same folder, under a name nobody can foresee; commit() waits for the disk and gives
   it its name. Without commit() it is removed.
    - A new file gets the rights that the umask leaves, one that replaces another the rights of that. Until then only
   its owner can read it.
    - A link is followed, and stays: the file it leads to is replaced. Not if it leads nowhere, or is somebody else's.
    - A read-only file stays, whoever asks, and so does one that another program has locked. No lock is taken. */
class PendingFile {
public:
    /** Checks the place and creates the temporary file. Throws FileError where the place is a folder, a device or a
       pipe, where it is what standard output or error go to (it would be lost), where its folder is missing or not
       writable, and where a file is there that stays. */
    PendingFile(const std::filesystem::path& target, const Replace& replace);
    ~PendingFile();
    PendingFile(const PendingFile&) = delete;
    PendingFile& operator=(const PendingFile&) = delete;

    [[nodiscard]] File& file() { return file_; }
    [[nodiscard]] const std::filesystem::path& target() const { return target_; }
    /** True where Replace::unless() was asked, and let a file be replaced. */
    [[nodiscard]] bool replacesFile() const { return judged_.has_value(); }

    /** Throws FileError where the text does not fit on the disk. */
    void writeAll(std::string_view bytes);
    /** Rights, disk and close: all that may still fail, without yet touching the target. Throws FileError. */
    void finish();
    /** Looks whether the target is still a file that may be replaced or nothing, and whether the temporary file is
       still there and may be renamed: others may have changed that meanwhile. Throws FileError. */
    void check() const;
    /** finish() and check(), then takes the place of the target in one step. Throws FileError; the target is then as
        it was. */
    void commit();

private:
    void requireFolder() const;
    void create();
    [[noreturn]] void fail(int error) const;
    [[noreturn]] void failAsTaken() const;

    std::filesystem::path target_;
    std::filesystem::path place_; ///< target with links resolved
    std::filesystem::path temporary_;
    std::optional<FileIdentity> own_;  ///< of the temporary file
    std::optional<FileRights> rights_; ///< that it gets in the end
    bool isGuarded_ = false;
    std::optional<FileState> judged_; ///< what may be replaced, where guarded; empty where nothing was there
    File file_;
    bool finished_ = false;
};

/** A small file in one go, as PendingFile writes. Throws FileError; nothing is left behind then. */
void writeFile(const std::filesystem::path& target, std::string_view bytes, const Replace& replace);

/** Commits all or none as far as that can be told beforehand: all are finished and checked before the first takes its
    place. Throws FileError that says which were written. */
void commitAll(const std::vector<std::unique_ptr<PendingFile>>& files);

/** Throws FileError where two of a command's files are one file: by device and file number for those that exist, else
    by folder and name. `inputName` and so on are what the message calls them. */
void requireDistinct(const std::filesystem::path& first, std::string_view firstRole,
                     const std::filesystem::path& second, std::string_view secondRole);

} // namespace phonostage::base
