// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/tracks/SideReader.h"

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
    /** What has been read of the file, for whoever needs all of it; then as after forget(). Null where nothing was. */
    [[nodiscard]] std::shared_ptr<media::SideReader> take();

    /** Seconds of the file at which a track begins behind a sure gap. */
    [[nodiscard]] const std::vector<double>& gaps() const { return found_.gaps; }
    [[nodiscard]] bool isReading() const;

private:
    struct Found {
        std::vector<double> gaps;
        std::int64_t frames = 0; ///< that have been read
    };

    std::filesystem::path file_;
    double rateHz_ = 0.0;
    std::shared_ptr<media::SideReader> reader_;
    Found found_;
    std::shared_ptr<std::atomic<bool>> isCancelled_; ///< of the reading
    std::future<Found> reading_;
    std::future<Found> last_; ///< that nobody waits for
};

} // namespace phonostage::app
