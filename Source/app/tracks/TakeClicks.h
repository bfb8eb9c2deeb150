// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/ClickScan.h"
#include "params/ParameterTable.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <future>
#include <optional>
#include <string>
#include <vector>

namespace phonostage::app {

/** The clicks of a recorded side, found in the background as a sound would take them out. No window. Message thread. */
class TakeClicks {
public:
    TakeClicks() = default;
    ~TakeClicks();
    TakeClicks(const TakeClicks&) = delete;
    TakeClicks& operator=(const TakeClicks&) = delete;

    /** A sound that takes clicks out: the given one, with its clicks switched on where it leaves all of them. */
    [[nodiscard]] static params::Snapshot cleaning(params::Snapshot sound);

    /** Looks for them, where that was not done with the same strengths already. sound: as cleaning() gives it. */
    void find(const std::filesystem::path& audio, const params::Snapshot& sound);
    void forget();
    /** True where something has changed. */
    bool poll();

    [[nodiscard]] bool isFinding() const { return scan_.valid(); }
    [[nodiscard]] double part() const { return progress_.load(); } ///< 0 to 1
    /** Null until they are found. */
    [[nodiscard]] const media::ClickScan* found() const { return found_ ? &*found_ : nullptr; }
    /** Rises with each search that begins or ends, and with forget(). */
    [[nodiscard]] std::int64_t searches() const { return searches_; }
    /** Why they could not be found; "". */
    [[nodiscard]] const std::string& trouble() const { return trouble_; }
    /** That they were looked for with. */
    [[nodiscard]] const params::Snapshot& sound() const { return sound_; }

private:
    void stop();

    std::filesystem::path audio_;
    params::Snapshot sound_;
    std::optional<media::ClickScan> found_;
    std::string trouble_;
    std::future<media::ClickScan> scan_;
    std::atomic<bool> isCancelled_{false};
    std::atomic<double> progress_{0.0};
    std::int64_t searches_ = 1;
    int shown_ = -1; ///< of the progress, in percent
};

} // namespace phonostage::app
