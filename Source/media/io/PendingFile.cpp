// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/PendingFile.h"

#include "base/files/NewFile.h"

#include <cerrno>
#include <system_error>

namespace phonostage::media {
namespace fs = std::filesystem;

namespace {

fs::path folderOf(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

/** Where the bytes will really lie: a link is followed to the file it names. */
fs::path resolve(const fs::path& target) {
    switch (pathKind(target)) {
    case PathKind::folder:
        throw MediaError(quoted(target) + " is a folder: name the file to write in it");
    case PathKind::device:
    case PathKind::pipe:
    case PathKind::other:
        throw MediaError(quoted(target) + " is a device or pipe; only regular files are written: name a file");
    case PathKind::unreachable:
    case PathKind::missing:
    case PathKind::file:
        break;
    }
    if (const auto stream = streamAt(target); !stream.empty())
        throw MediaError(quoted(target) + " is where " + stream + " goes, and would be lost: name another file");
    std::error_code error;
    if (!fs::is_symlink(fs::symlink_status(target, error))) return target;
    auto real = fs::canonical(target, error);
    if (error) throw MediaError(quoted(target) + " is a link that leads nowhere: remove it or name another file");
    return real;
}

} // namespace

PendingFile::PendingFile(const fs::path& target, const WhyKept& whyKept)
    : target_(target), place_(resolve(target)), isGuarded_(whyKept != nullptr) {
    const auto folder = folderOf(place_);
    switch (pathKind(folder)) {
    case PathKind::folder:
    case PathKind::unreachable:
        break;
    case PathKind::missing:
        throw MediaError(quoted(target) + " cannot be written: there is no folder " + quoted(folder) +
                         "; create it first");
    default:
        throw MediaError(quoted(target) + " cannot be written: " + quoted(folder) + " is not a folder");
    }
    if (place_.filename().empty()) throw MediaError(quoted(target) + " is a folder: name the file to write in it");
    if (isGuarded_) judged_ = fileState(place_);
    if (judged_)
        if (const auto why = whyKept(place_); !why.empty()) throw MediaError(quoted(target) + " " + why);
    int error = EEXIST;
    for (int attempt = 0; attempt < 16 && error == EEXIST; ++attempt) {
        temporary_ = folder / base::nameUnderWay();
        error = file_.createNew(temporary_);
    }
    if (error != 0) {
        temporary_.clear();
        throw MediaError(quoted(target) + " cannot be written in the folder " + quoted(folder) + ": " +
                         systemError(error));
    }
    own_ = fileIdentity(temporary_);
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
    throw MediaError(quoted(target_) + " could not be written: " + systemError(error));
}

void PendingFile::failAsTaken() const {
    throw MediaError(quoted(target_) + (judged_ ? " has been changed" : " has been put there") +
                     " by another program meanwhile, and stays as it is: name another file");
}

void PendingFile::writeAll(std::string_view bytes) {
    if (const int error = file_.writeAt(0, bytes.data(), bytes.size()); error != 0) fail(error);
}

void PendingFile::finish() {
    if (finished_) return;
    if (const int error = file_.takePermissions(place_); error != 0) fail(error);
    if (const int error = file_.sync(); error != 0) fail(error);
    if (const int error = file_.close(); error != 0) fail(error);
    finished_ = true;
}

void PendingFile::check() const {
    const auto kind = pathKind(place_);
    if (kind != PathKind::missing && kind != PathKind::file)
        throw MediaError(quoted(target_) + " has become something else than a file meanwhile: name another file");
    if (isGuarded_ && fileState(place_) != judged_) failAsTaken();
    std::error_code error;
    if (!fs::is_regular_file(fs::symlink_status(temporary_, error)))
        throw MediaError(quoted(target_) + " could not be written: the unfinished file in the folder " +
                         quoted(folderOf(place_)) + " has been taken away meanwhile; do it again");
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
    } catch (const MediaError& error) {
        throw MediaError(std::string(error.what()) + " (written: " + (written.empty() ? "nothing" : written) + ")");
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
        throw MediaError(std::string(secondRole) + " " + quoted(second) + " is the same file as " +
                         std::string(firstRole) + " " + quoted(first) + ": name another file for " +
                         std::string(secondRole));
}

} // namespace phonostage::media
