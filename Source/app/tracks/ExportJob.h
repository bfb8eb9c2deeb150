// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/export/TakePlan.h"
#include "params/ParameterTable.h"

#include <atomic>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace phonostage::app {

/** What becomes of the tracks. */
struct ExportChoice {
    std::filesystem::path folder;
    media::Container container = media::Container::flac;
    media::SampleFormat format = media::SampleFormat::pcm24;
    params::Snapshot stage; ///< the sound of the side that is open: curve, filters, gain
    media::ClickQuality clickQuality = media::ClickQuality::live;
    bool isOneSound = false;    ///< of all sides; else each has its own
    bool isWholeRecord = false; ///< all sides that were recorded
    bool operator==(const ExportChoice&) const = default;
};

/** One export of a side or of several, beside everything else: it begins when this is made. Cancelled, or gone before
   it ends, it leaves nothing behind. */
class ExportJob {
public:
    /** sides: not empty, and each has tracks. */
    ExportJob(std::vector<media::TakeSound> sides, ExportChoice choice);
    ~ExportJob();
    ExportJob(const ExportJob&) = delete;
    ExportJob& operator=(const ExportJob&) = delete;

    void cancel() { isCancelled_ = true; }

    [[nodiscard]] bool isRunning() const { return isRunning_.load(); }
    [[nodiscard]] bool isCancelled() const { return isCancelled_.load(); }
    [[nodiscard]] double part() const { return part_.load(); } ///< 0 to 1
    /** The track that is written now, from 0. */
    [[nodiscard]] std::size_t track() const { return track_.load(); }
    [[nodiscard]] std::size_t tracks() const { return positions_.size(); }
    /** "B2"; "2" where the side is not known. */
    [[nodiscard]] const std::string& position() const { return positions_[track()]; }
    /** Once it has ended: what became of it, one line; trouble where nothing was written. */
    [[nodiscard]] std::string result() const;
    [[nodiscard]] bool hasFailed() const { return hasFailed_.load(); }
    [[nodiscard]] const std::filesystem::path& folder() const { return choice_.folder; }
    /** Since the last call. */
    [[nodiscard]] bool hasChanged();

private:
    void run();
    void work();

    const std::vector<media::TakeSound> sides_;
    const ExportChoice choice_;
    const std::vector<std::string> positions_;
    std::atomic<bool> isRunning_{true}, isCancelled_{false}, hasFailed_{false};
    std::atomic<double> part_{0.0};
    std::atomic<std::size_t> track_{0};
    mutable std::mutex mutex_;
    std::string result_;
    int shown_ = -1;
    std::thread thread_; ///< the last: it begins when all the rest is there
};

} // namespace phonostage::app
