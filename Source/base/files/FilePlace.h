// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>

namespace phonostage::base {

// ---- what is at a place

/** What a path leads to, links followed. */
enum class PathKind { missing, unreachable, file, folder, device, pipe, other };

[[nodiscard]] PathKind pathKind(const std::filesystem::path& path);

/** Tells two names of one file from two files (device and file number). */
struct FileIdentity {
    std::uint64_t device = 0;
    std::uint64_t number = 0;
    bool operator==(const FileIdentity&) const = default;
};

/** Empty where there is nothing at the path. Links are followed. */
[[nodiscard]] std::optional<FileIdentity> fileIdentity(const std::filesystem::path& path);

/** What a file was at a moment: it is another one, or has been written to, where this differs. */
struct FileState {
    FileIdentity identity;
    std::int64_t bytes = 0;
    std::int64_t writtenAt = 0; ///< in the system's own unit
    bool operator==(const FileState&) const = default;
};

/** Empty where there is nothing at the path. Links are followed. */
[[nodiscard]] std::optional<FileState> fileState(const std::filesystem::path& path);

/** What standard output, standard error or another descriptor of this program leads to, where that is a regular file
    and the path is one of its names, /dev/stdout among them: "standard output". Empty for all other paths. */
[[nodiscard]] std::string streamAt(const std::filesystem::path& path);

/** True for a file that nobody may write to, or not this user. A rename asks for no right to the file itself, and root
    is refused nothing: so the file has to be asked. */
[[nodiscard]] bool isReadOnly(const std::filesystem::path& file);

/** True for a link that neither this user nor root has made, and for one that leads over such a link. */
[[nodiscard]] bool isLinkOfOthers(const std::filesystem::path& path);

/** 0, or the errno with which the system would refuse a change of what is in the folder. */
[[nodiscard]] int whyNotWritable(const std::filesystem::path& folder);

/** "." for a name alone. */
[[nodiscard]] std::filesystem::path folderOf(const std::filesystem::path& path);

// ---- giving names. All are done in one step where the system can, and bring the name to the disk.

/** A new name at each call, for a file that is under way beside its place: ".phonostage-", 16 letters and digits that
    nobody can foresee, ".part". */
[[nodiscard]] std::string nameUnderWay();

/** Waits until a new name is on the medium, as far as that is possible. */
void bringNameToDisk(const std::filesystem::path& file);

/** Gives a file another name on the same disk, never one that is taken: std::errc::file_exists then. */
[[nodiscard]] std::error_code moveWithoutReplacing(const std::filesystem::path& from, const std::filesystem::path& to);

/** Puts `from` in the place of `to`, whatever is there. 0 or errno. */
[[nodiscard]] int replaceFile(const std::filesystem::path& from, const std::filesystem::path& to);

/** Puts `from` in the place of `to`, which must still be what it was: nothing where `expected` is empty, else that
    file. In one step where the system can exchange two names; elsewhere it is looked at and then replaced. 0 or errno;
    EEXIST where something else has taken the place, which then stays as it is. */
[[nodiscard]] int replaceExpected(const std::filesystem::path& from, const std::filesystem::path& to,
                                  const std::optional<FileState>& expected);

/** Removes a file, if it is there; errors are ignored. */
void removeFile(const std::filesystem::path& path) noexcept;

} // namespace phonostage::base
