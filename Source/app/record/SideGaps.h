// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/TrackFinder.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <future>
#include <memory>
#include <vector>

namespace phonostage::app {

/** Finds the gaps between the tracks of a side while it is recorded. Reads what is safe on the disk every few seconds,
    beside everything else; what cannot be read is passed over. Message thread. */
class SideGaps {
public:
    static constexpr double everySeconds = 10.0;
    /** A gap is one when the music behind it has gone on for so long. */
    static constexpr double behindSeconds = 12.0;

    SideGaps() = default;
    ~SideGaps() { forget(); }
    SideGaps(const SideGaps&) = delete;
    SideGaps& operator=(const SideGaps&) = delete;

    /** The file that is recorded, and how much of it can be read. With another file it starts again. Returns true where
       gaps() is a new list. */
    bool follow(const std::filesystem::path& file, double sampleRateHz, std::int64_t safeFrames);
    /** Nothing is recorded any more. */
    void forget();

    /** Seconds of the file at which a track begins behind a sure gap. */
    [[nodiscard]] const std::vector<double>& gaps() const { return gaps_; }
    [[nodiscard]] bool isReading() const;

private:
    [[nodiscard]] std::vector<double> readOn(std::int64_t until);

    std::filesystem::path file_;
    double rateHz_ = 0.0;
    std::int64_t readFrames_ = 0;                ///< the reading thread's, while it reads
    std::unique_ptr<media::TrackFinder> finder_; ///< likewise
    std::vector<double> gaps_;
    std::atomic<bool> isCancelled_{false};
    std::future<std::vector<double>> reading_;
};

} // namespace phonostage::app
