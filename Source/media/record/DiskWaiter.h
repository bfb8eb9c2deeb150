// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace phonostage::media {

/** Waits for the disk, so that the thread that writes need not: a disk may take seconds to say that it has something.

    One job at a time. All calls are the writing thread's; what a job has left behind may be read as soon as isFree()
    or wait() says so. */
class DiskWaiter {
public:
    enum class Where {
        ownThread,
        inPlace, ///< start() does the job itself: a test counts on it
    };

    explicit DiskWaiter(Where where = Where::ownThread);
    /** Waits for the job that is under way. */
    ~DiskWaiter();
    DiskWaiter(const DiskWaiter&) = delete;
    DiskWaiter& operator=(const DiskWaiter&) = delete;

    /** Begins a job, after the one that is under way. A job must not throw. */
    void start(std::function<void()> job);
    /** True where none is under way. */
    [[nodiscard]] bool isFree() const;
    /** Until isFree(). */
    void wait();

private:
    void run();

    const Where where_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::function<void()> job_; ///< empty when it is done
    bool isEnding_ = false;
    std::thread thread_; ///< the last: it begins when all the rest is there
};

} // namespace phonostage::media
