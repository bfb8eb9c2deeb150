// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/render/SideThread.h"

#include <utility>

namespace phonostage::media {

SideThread::SideThread() : thread_([this] { run(); }) {}

SideThread::~SideThread() {
    {
        const std::lock_guard lock(mutex_);
        isEnding_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void SideThread::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return isBusy_ || isEnding_; });
        if (!isBusy_) return;
        const auto job = std::exchange(job_, nullptr);
        lock.unlock();
        std::exception_ptr thrown;
        try {
            job();
        } catch (...) {
            thrown = std::current_exception();
        }
        lock.lock();
        thrown_ = thrown;
        isBusy_ = false;
        changed_.notify_all();
    }
}

void SideThread::waitFor(std::unique_lock<std::mutex>& lock) {
    changed_.wait(lock, [this] { return !isBusy_; });
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
}

void SideThread::start(std::function<void()> job) {
    std::unique_lock lock(mutex_);
    waitFor(lock);
    job_ = std::move(job);
    isBusy_ = true;
    changed_.notify_all();
}

void SideThread::wait() {
    std::unique_lock lock(mutex_);
    waitFor(lock);
}

} // namespace phonostage::media
