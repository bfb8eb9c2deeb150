// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/devices/InputThread.h"

#include "media/io/MediaError.h"

#include <chrono>

namespace phonostage::cli {

void InputThread::start(media::AudioSink& sink) {
    stop();
    listener_.setSink(sink);
    isEnding_ = hasTried_ = false;
    firstError_.clear();
    thread_ = std::thread([this] { run(); });
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return hasTried_; });
    if (firstError_.empty() || waits_) return;
    const auto why = firstError_;
    lock.unlock();
    stop();
    throw media::MediaError(why);
}

void InputThread::stop() {
    {
        const std::lock_guard lock(mutex_);
        isEnding_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void InputThread::settle(const std::string& error) {
    const std::lock_guard lock(mutex_);
    if (!hasTried_) firstError_ = error;
    hasTried_ = true;
    changed_.notify_all();
}

bool InputThread::isEnding() {
    const std::lock_guard lock(mutex_);
    return isEnding_;
}

bool InputThread::sleep(int milliseconds) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::milliseconds(milliseconds), [this] { return isEnding_; });
}

} // namespace phonostage::cli
