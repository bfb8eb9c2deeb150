// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/export/ExportFiles.h"

#include "media/io/MediaError.h"
#include "media/io/OwnFiles.h"

#include "base/files/FilePlace.h"

#include <algorithm>

namespace phonostage::media {
namespace fs = std::filesystem;

namespace {
constexpr const char* remedy = ": use another name or folder, or --overwrite to replace it";
}

ExportFiles::ExportFiles(fs::path folder, bool mayOverwrite)
    : folder_(std::move(folder)), mayOverwrite_(mayOverwrite), notes_(folder_) {}

ExportFiles::~ExportFiles() {
    files_.clear();
    if (isCommitted_) return;
    // Only what is empty goes.
    std::error_code ignored;
    std::for_each(madeFolders_.rbegin(), madeFolders_.rend(), [&](const fs::path& made) { fs::remove(made, ignored); });
}

void ExportFiles::makeFolders(const fs::path& name) {
    auto path = folder_;
    for (const auto& part : name.parent_path()) {
        path /= part;
        std::error_code error;
        if (fs::create_directory(path, error))
            madeFolders_.push_back(path);
        else if (error)
            throw MediaError("the folder " + base::quoted(path) + " cannot be made: " + error.message());
    }
}

std::string ExportFiles::whyKept(const fs::path& name, const std::string& take, const fs::path& file) const {
    for (const auto& each : {folder_ / name, file})
        if (auto why = whyTake(each); !why.empty()) return why;
    if (mayOverwrite_) return {};
    const auto note = notes_.find(name);
    if (!note || note->maker != "export")
        return std::string("already exists, and is not a file of an earlier export") + remedy;
    if (note->settings != take) return std::string("already exists, exported from another take") + remedy;
    if (fileMark(file) != note->output) return std::string("has been changed since it was exported") + remedy;
    return {};
}

base::PendingFile& ExportFiles::add(const fs::path& name, const std::string& take) {
    const auto path = folder_ / name;
    for (const auto& input : inputs_)
        base::requireDistinct(input, "the take", path, "the output");
    makeFolders(name);
    files_.push_back(std::make_unique<base::PendingFile>(
        path, base::Replace::unless([&](const fs::path& file) { return whyKept(name, take, file); })));
    entries_.push_back({name, take});
    return *files_.back();
}

void ExportFiles::commit() {
    base::commitAll(files_);
    isCommitted_ = true;
    for (const auto& [name, take] : entries_) {
        Done done;
        done.maker = "export";
        done.settings = take;
        done.output = fileMark(folder_ / name).value_or(FileMark{});
        try {
            notes_.note(name, done);
        } catch (const base::FileError& error) {
            warnings_.push_back("a later export will not know these files as its own: " + std::string(error.what()));
            return;
        }
    }
}

} // namespace phonostage::media
