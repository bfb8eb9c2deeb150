// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/record/RecorderState.h"

#include <deque>
#include <mutex>
#include <vector>

namespace phonostage::media {

/** The recorder's newest log lines, until somebody takes them. Any thread. */
class RecorderLog {
public:
    void add(RecorderLogLine line);
    /** Oldest first; then they are gone. */
    [[nodiscard]] std::vector<RecorderLogLine> take();

private:
    static constexpr std::size_t mostLines = 1000;

    std::mutex mutex_;
    std::deque<RecorderLogLine> lines_;
};

} // namespace phonostage::media
