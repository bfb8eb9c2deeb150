// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/PendingFile.h"

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace phonostage::cli {

/** A file that a command writes, as messages call it. */
struct OutputRole {
    const char* flag;             ///< "--report"
    const char* words;            ///< "the report"
    const char* toStandardOutput; ///< how that is had on standard output, "" where it is not
};

/** The files of one command: all are made before the work starts, and take their places together after it. */
class Outputs {
public:
    /** mayOverwrite: a file that is there is replaced, whoever made it (but never a recording of a side); else only one
        that this program made. */
    explicit Outputs(bool mayOverwrite) : mayOverwrite_(mayOverwrite) {}

    /** A file that none of them may be. */
    void keepClearOf(const std::filesystem::path& path, const std::string& words) { used_.emplace_back(path, words); }
    void read(const std::filesystem::path& path) { keepClearOf(path, "the input"); }
    /** Nothing where the path is empty. whyNotOurs judges a file that is there already, as of media/OwnFiles.h. Throws
        MediaError where no file can be, where it is a file that the command already has, one that may not be replaced,
        or what standard output or error lead to: renaming over that would lose it. */
    base::PendingFile* add(const std::filesystem::path& path, const OutputRole& role,
                           const base::Replace::WhyKept& whyNotOurs);
    base::PendingFile* addPicture(const std::filesystem::path& path, const OutputRole& role);
    base::PendingFile* addReport(const std::filesystem::path& path);
    /** Throws media::Cancelled where a signal has come (and does not count), and MediaError that says which files were
        written. */
    void commit(bool evenIfInterrupted = false);

private:
    bool mayOverwrite_;
    std::vector<std::pair<std::filesystem::path, std::string>> used_;
    std::vector<std::unique_ptr<base::PendingFile>> files_;
};

} // namespace phonostage::cli
