// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "../media/PendingFile.h"

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
    /** A file that none of them may be. */
    void read(const std::filesystem::path& path) { used_.emplace_back(path, "the input"); }
    /** Nothing where the path is empty. Throws MediaError where no file can be, where it is a file that the command
        already has, or what standard output or error lead to: renaming over that would lose it. */
    media::PendingFile* add(const std::filesystem::path& path, const OutputRole& role);
    /** Throws media::Cancelled where a signal has come, and MediaError that tells which files were written. */
    void commit();

private:
    std::vector<std::pair<std::filesystem::path, std::string>> used_;
    std::vector<std::unique_ptr<media::PendingFile>> files_;
};

} // namespace phonostage::cli
