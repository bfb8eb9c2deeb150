// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files/PendingFile.h"

#include <cerrno>
#include <utility>

namespace phonostage::base {
namespace fs = std::filesystem;

namespace {

constexpr std::uint32_t ownerOnly = 0600;

/** Where the bytes will really lie: a link is followed to the file it names. */
fs::path resolve(const fs::path& target) {
    switch (pathKind(target)) {
    case PathKind::folder:
        throw FileError(quoted(target) + " is a folder: name the file to write in it");
    case PathKind::device:
    case PathKind::pipe:
    case PathKind::other:
        throw FileError(quoted(target) + " is a device or pipe; only regular files are written: name a file");
    case PathKind::unreachable:
    case PathKind::missing:
    case PathKind::file:
        break;
    }
    if (const auto stream = streamAt(target); !stream.empty())
        throw FileError(quoted(target) + " is where " + stream + " goes, which would be lost: name another file");
    std::error_code error;
    if (!fs::is_symlink(fs::symlink_status(target, error))) return target;
    auto real = fs::canonical(target, error);
    if (error) throw FileError(quoted(target) + " is a broken link: remove it or name another file");
    if (isLinkOfOthers(target))
        throw FileError(quoted(target) + " is a link created by another user, to " + quoted(real) +
                        ": name that file itself or another file");
    return real;
}

/** A file that stays, whatever the caller allows. */
void requireReplaceable(const fs::path& target, const fs::path& place) {
    if (isReadOnly(place))
        throw FileError(quoted(target) + " is read-only: make it writable or name another file",
                        std::errc::permission_denied);
    File there;
    if (there.open(place) == 0 && there.isRegular() && there.isLocked())
        throw FileError(quoted(target) + " is locked by another program: close it there or name another file",
                        std::errc::device_or_resource_busy);
}

} // namespace

Replace Replace::nothing() {
    return unless([](const fs::path&) { return std::string("already exists: name another file"); });
}

PendingFile::PendingFile(const fs::path& target, const Replace& replace)
    : target_(target), place_(resolve(target)), isGuarded_(replace.whyKept() != nullptr) {
    requireFolder();
    if (isGuarded_) judged_ = fileState(place_);
    if (judged_)
        if (const auto why = replace.whyKept()(place_); !why.empty())
            throw FileError(quoted(target) + " " + why, std::errc::file_exists);
    requireReplaceable(target_, place_);
    create();
}

void PendingFile::requireFolder() const {
    const auto folder = folderOf(place_);
    switch (pathKind(folder)) {
    case PathKind::folder:
    case PathKind::unreachable:
        break;
    case PathKind::missing:
        throw FileError(quoted(target_) + " cannot be written: there is no folder " + quoted(folder) +
                        "; create it first");
    default:
        throw FileError(quoted(target_) + " cannot be written: " + quoted(folder) + " is not a folder");
    }
    if (place_.filename().empty()) throw FileError(quoted(target_) + " is a folder: name the file to write in it");
}

void PendingFile::create() {
    const auto folder = folderOf(place_);
    rights_ = rightsOf(place_);
    int error = EEXIST;
    for (int attempt = 0; attempt < 16 && error == EEXIST; ++attempt) {
        temporary_ = folder / nameUnderWay();
        error = file_.createNew(temporary_, rights_ ? File::For::owner : File::For::everybody);
    }
    if (error != 0) {
        temporary_.clear();
        throw FileError(quoted(target_) + " cannot be written in the folder " + quoted(folder) + ": " +
                            systemError(error),
                        static_cast<std::errc>(error));
    }
    own_ = fileIdentity(temporary_);
    if (rights_) return;
    // As the system made it, so it will be in the end; where a file system knows one mode for all, it stays so.
    rights_ = rightsOf(temporary_);
    if (!rights_) return;
    auto closed = *rights_;
    closed.mode &= ownerOnly;
    (void)file_.handOn(closed);
}

PendingFile::~PendingFile() {
    if (temporary_.empty()) return;
    file_.close();
    // Should somebody else's file have got that name, it is not ours to remove.
    std::error_code ignored;
    if (fs::is_regular_file(fs::symlink_status(temporary_, ignored)) && fileIdentity(temporary_) != own_) return;
    removeFile(temporary_);
}

void PendingFile::fail(int error) const {
    throw FileError(quoted(target_) + " could not be written: " + systemError(error), static_cast<std::errc>(error));
}

void PendingFile::failAsTaken() const {
    throw FileError(quoted(target_) + (judged_ ? " was changed" : " was created") +
                        " by another program in the meantime, and was not replaced: name another file",
                    std::errc::file_exists);
}

void PendingFile::writeAll(std::string_view bytes) {
    if (const int error = file_.writeAt(0, bytes.data(), bytes.size()); error != 0) fail(error);
}

void PendingFile::finish() {
    if (finished_) return;
    // Those that it has now, should they have changed.
    if (const auto now = rightsOf(place_)) rights_ = now;
    if (rights_)
        if (const int error = file_.handOn(*rights_); error != 0) fail(error);
    if (const int error = file_.sync(); error != 0) fail(error);
    if (const int error = file_.close(); error != 0) fail(error);
    finished_ = true;
}

void PendingFile::check() const {
    const auto kind = pathKind(place_);
    if (kind != PathKind::missing && kind != PathKind::file)
        throw FileError(quoted(target_) + " is no longer a regular file: name another file");
    if (isGuarded_ && fileState(place_) != judged_) failAsTaken();
    requireReplaceable(target_, place_);
    std::error_code error;
    if (!fs::is_regular_file(fs::symlink_status(temporary_, error)))
        throw FileError(quoted(target_) + " could not be written: the unfinished file in the folder " +
                        quoted(folderOf(place_)) + " was removed in the meantime; try again");
    if (const int refused = whyNotWritable(folderOf(place_)); refused != 0) fail(refused);
}

void PendingFile::commit() {
    finish();
    check();
    const int error = isGuarded_ ? replaceExpected(temporary_, place_, judged_) : replaceFile(temporary_, place_);
    if (isGuarded_ && error == EEXIST) failAsTaken();
    if (error != 0) fail(error);
    temporary_.clear();
}

void writeFile(const fs::path& target, std::string_view bytes, const Replace& replace) {
    PendingFile file(target, replace);
    file.writeAll(bytes);
    file.commit();
}

void commitAll(const std::vector<std::unique_ptr<PendingFile>>& files) {
    std::string written;
    try {
        for (const auto& file : files)
            file->finish();
        for (const auto& file : files)
            file->check();
        for (const auto& file : files) {
            file->commit();
            written += (written.empty() ? "" : ", ") + quoted(file->target());
        }
    } catch (const FileError& error) {
        throw FileError(std::string(error.what()) + " (written: " + (written.empty() ? "nothing" : written) + ")");
    }
}

void requireDistinct(const fs::path& first, std::string_view firstRole, const fs::path& second,
                     std::string_view secondRole) {
    const auto one = fileIdentity(first);
    const auto two = fileIdentity(second);
    bool same = one && two && *one == *two;
    if (!one && !two) {
        const auto folderOne = fileIdentity(folderOf(first));
        const auto folderTwo = fileIdentity(folderOf(second));
        same = folderOne && folderTwo && *folderOne == *folderTwo && first.filename() == second.filename();
    }
    if (same)
        throw FileError(std::string(secondRole) + " " + quoted(second) + " is the same file as " +
                        std::string(firstRole) + " " + quoted(first) + ": name another file for " +
                        std::string(secondRole));
}

} // namespace phonostage::base
