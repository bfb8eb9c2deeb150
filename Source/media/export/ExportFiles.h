// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/PendingFile.h"
#include "media/render/DoneFolder.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace phonostage::media {

/** The files of one export, which take their places together, or none of them. */
class ExportFiles {
public:
    /** folder: exists. */
    ExportFiles(std::filesystem::path folder, bool mayOverwrite);
    /** What has not been committed is removed, with the folders that were made for it. */
    ~ExportFiles();
    ExportFiles(const ExportFiles&) = delete;
    ExportFiles& operator=(const ExportFiles&) = delete;

    /** A file that none of them may be. */
    void keepClearOf(const std::filesystem::path& path) { inputs_.push_back(path); }
    /** name: inside the folder; folders that are missing are made. take: see ExportSide. Throws base::FileError where a
        file is there that stays. */
    base::PendingFile& add(const std::filesystem::path& name, const std::string& take);
    /** Throws base::FileError that says which were written. */
    void commit();

    /** Warnings about notes that could not be written. */
    [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

private:
    struct Entry {
        std::filesystem::path name;
        std::string take;
    };

    [[nodiscard]] std::string whyKept(const std::filesystem::path& name, const std::string& take,
                                      const std::filesystem::path& file) const;
    void makeFolders(const std::filesystem::path& name);

    std::filesystem::path folder_;
    bool mayOverwrite_;
    DoneFolder notes_;
    std::vector<std::filesystem::path> inputs_, madeFolders_;
    std::vector<Entry> entries_;
    std::vector<std::unique_ptr<base::PendingFile>> files_;
    std::vector<std::string> warnings_;
    bool isCommitted_ = false;
};

} // namespace phonostage::media
