// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace phonostage::media {

/** A thread that does one job at a time beside its owner's. What a job touches is its own until wait() returns. */
class SideThread {
public:
    SideThread();
    /** Waits for the job under way; what it threw is lost. */
    ~SideThread();
    SideThread(const SideThread&) = delete;
    SideThread& operator=(const SideThread&) = delete;

    /** Waits for the job under way, then begins this one. Throws as wait(). */
    void start(std::function<void()> job);
    /** Until no job is under way. Throws what the last one threw, once. */
    void wait();

private:
    void run();
    void waitFor(std::unique_lock<std::mutex>& lock);

    std::mutex mutex_;
    std::condition_variable changed_;
    std::function<void()> job_;
    std::exception_ptr thrown_;
    bool isBusy_ = false, isEnding_ = false;
    std::thread thread_; ///< the last: it begins when all the rest is there
};

} // namespace phonostage::media
