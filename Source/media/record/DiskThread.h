// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace phonostage::media {

class Recorder;

/** The one thread that writes: calls Recorder::tick() every few hundredths of a second, as long as it lives. */
class DiskThread {
public:
    static constexpr int periodMs = 20;

    /** afterTick: on this thread, for who wants to look in step. The recorder must outlive it. */
    explicit DiskThread(Recorder& recorder, std::function<void()> afterTick = {});
    ~DiskThread();
    DiskThread(const DiskThread&) = delete;
    DiskThread& operator=(const DiskThread&) = delete;

private:
    void run();

    Recorder& recorder_;
    std::function<void()> afterTick_;
    std::mutex mutex_;
    std::condition_variable ending_;
    bool isEnding_ = false;
    std::thread thread_; ///< the last: it begins when all the rest is there
};

} // namespace phonostage::media
