// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/RecorderLog.h"

#include <utility>

namespace phonostage::media {

void RecorderLog::add(RecorderLogLine line) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
    if (lines_.size() > mostLines) lines_.pop_front();
}

std::vector<RecorderLogLine> RecorderLog::take() {
    const std::lock_guard lock(mutex_);
    std::vector<RecorderLogLine> taken(lines_.begin(), lines_.end());
    lines_.clear();
    return taken;
}

} // namespace phonostage::media
