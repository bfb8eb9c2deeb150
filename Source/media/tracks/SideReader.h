// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/tracks/SideScan.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>

namespace phonostage::media {

/** Reads a side while it is recorded, so that it need not be read again when it is over. Any thread; who comes while
    another reads waits. */
class SideReader {
public:
    /** Goes on up to this frame of the file, which is safe there and will not be cut off again. False where the file
        cannot be read now; the next time it may be. `isCancelled` ends it early. */
    bool readOn(const std::filesystem::path& file, std::int64_t until, const std::atomic<bool>& isCancelled);

    /** So many have been read. */
    [[nodiscard]] std::int64_t frames() const;
    /** Finished with what has been read; null before anything was. */
    [[nodiscard]] std::unique_ptr<TrackFinder> soFar() const;

    /** Reads the rest of the file, which may have another name by now, and gives all away. As scanSide(), which it
        leaves it to where the file is another one. */
    [[nodiscard]] SideScan finish(const std::filesystem::path& audio, const Progress& progress);

private:
    mutable std::mutex mutex_;
    SideScan scan_; ///< its finder is null before the first frame
    int channels_ = 0;
};

} // namespace phonostage::media
