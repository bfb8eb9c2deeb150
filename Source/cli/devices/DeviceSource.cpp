// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/devices/DeviceSource.h"

#include "media/io/MediaError.h"

#include <chrono>

namespace phonostage::cli {
namespace {

constexpr int lookMs = 100, retryMs = 1000;

} // namespace

DeviceSource::DeviceSource(device::InputChoice choice, bool waits) : choice_(std::move(choice)), waits_(waits) {}

void DeviceSource::start(media::AudioSink& sink) {
    stop();
    listener_.setSink(sink);
    isEnding_ = hasTried_ = false;
    firstError_.clear();
    thread_ = std::thread([this] { run(); });
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return hasTried_; });
    if (firstError_.empty() || waits_) return;
    lock.unlock();
    stop();
    throw media::MediaError(firstError_);
}

void DeviceSource::stop() {
    {
        const std::lock_guard lock(mutex_);
        isEnding_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

bool DeviceSource::sleep(int milliseconds) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::milliseconds(milliseconds), [this] { return isEnding_; });
}

void DeviceSource::run() {
    device::InputDevice input(listener_);
    bool isOpen = false, isFirst = true;
    do {
        if (!isOpen) {
            auto why = input.open(choice_);
            isOpen = why.empty();
            const std::lock_guard lock(mutex_);
            if (isFirst) firstError_ = std::move(why);
            isFirst = false;
            hasTried_ = true;
            changed_.notify_all();
        } else if (const auto trouble = input.findTrouble()) {
            isOpen = false;
            listener_.lost(*trouble);
        }
    } while (!sleep(isOpen ? lookMs : retryMs));
    input.close();
}

} // namespace phonostage::cli
