// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/DiskThread.h"

#include "media/record/Recorder.h"

#include <chrono>

namespace phonostage::media {

DiskThread::DiskThread(Recorder& recorder, std::function<void()> afterTick)
    : recorder_(recorder), afterTick_(std::move(afterTick)), thread_([this] { run(); }) {}

DiskThread::~DiskThread() {
    {
        const std::lock_guard lock(mutex_);
        isEnding_ = true;
    }
    ending_.notify_all();
    thread_.join();
}

void DiskThread::run() {
    std::unique_lock lock(mutex_);
    while (!isEnding_) {
        lock.unlock();
        recorder_.tick();
        if (afterTick_) afterTick_();
        lock.lock();
        ending_.wait_for(lock, std::chrono::milliseconds(periodMs), [this] { return isEnding_; });
    }
}

} // namespace phonostage::media
