// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/DiskWaiter.h"

namespace phonostage::media {

DiskWaiter::DiskWaiter(Where where) : where_(where) {
    if (where_ == Where::ownThread) thread_ = std::thread([this] { run(); });
}

DiskWaiter::~DiskWaiter() {
    {
        const std::lock_guard lock(mutex_);
        isEnding_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void DiskWaiter::start(std::function<void()> job) {
    if (where_ == Where::inPlace) {
        job();
        return;
    }
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !job_; });
    job_ = std::move(job);
    changed_.notify_all();
}

bool DiskWaiter::isFree() const {
    const std::lock_guard lock(mutex_);
    return !job_;
}

void DiskWaiter::wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !job_; });
}

void DiskWaiter::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return job_ || isEnding_; });
        if (!job_) return;
        lock.unlock();
        job_();
        lock.lock();
        job_ = nullptr;
        changed_.notify_all();
    }
}

} // namespace phonostage::media
