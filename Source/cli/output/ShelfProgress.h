// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/output/Console.h"

#include "media/render/Render.h"

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace phonostage::cli {

/** One bar for the work on many files, several of which may be under way: "[###...] 43 %  12 of 40 files". On stderr,
   where that is a terminal; with Talk::progress elsewhere a line every ten per cent. May be told from any thread. */
class ShelfProgress {
public:
    /** sizes: of each file's work, in any unit. rounds: how often all files are gone through. */
    ShelfProgress(Talk talk, const std::vector<std::int64_t>& sizes, int rounds = 1);
    ~ShelfProgress();
    ShelfProgress(const ShelfProgress&) = delete;
    ShelfProgress& operator=(const ShelfProgress&) = delete;

    /** To hand to the work on one file; refers to this. */
    [[nodiscard]] media::Progress callback(std::size_t file);
    /** This round's work on the file has ended, in whatever way. */
    void finished(std::size_t file);
    /** All files once more. */
    void nextRound();
    void clear();

private:
    void show();

    enum class Kind { none, bar, lines };
    Kind kind_ = Kind::none;
    std::mutex mutex_;
    std::vector<double> sizes_, parts_;
    double all_ = 0.0; ///< of one round
    int rounds_, round_ = 0;
    std::size_t done_ = 0;
    std::chrono::steady_clock::time_point next_;
    int tenths_ = 0;
};

} // namespace phonostage::cli
