// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace phonostage::tests {

/** A thread that the kernel watches: it counts every system call that a job makes there (a seccomp filter, which the
    thread keeps as long as it lives; the calls are carried out all the same) and every page fault. Jobs are handed over
    by atomics alone, so that the hand-over makes no call of its own.

    Linux on x86-64 and 64-bit ARM, without address or thread sanitizer: those call the system and touch fresh pages
    themselves. */
class SilentThread {
public:
    /** False where there is no such thread: then run() runs the job on a plain thread and finds nothing. */
    [[nodiscard]] static bool isAvailable();

    SilentThread();
    ~SilentThread();

    SilentThread(const SilentThread&) = delete;
    SilentThread& operator=(const SilentThread&) = delete;

    /** Starts a job; one at a time. */
    void start(std::function<void()> job);
    /** True until the job has ended. */
    [[nodiscard]] bool isBusy() const;
    /** Waits for the job's end. */
    void wait();

    void run(std::function<void()> job) {
        start(std::move(job));
        wait();
    }

    // ---- within a job

    /** Counts from here to the end of the scope; outside of scopes nothing is counted. */
    class Watch {
    public:
        explicit Watch(SilentThread& thread);
        ~Watch();
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;

    private:
        SilentThread& thread_;
        std::int64_t faultsBefore_;
    };

    /** Sleeps, which is not counted. */
    static void rest(int microseconds);

    // ---- what was found since clear()

    [[nodiscard]] int systemCalls() const;
    /** The numbers of the system calls, as text, each once. */
    [[nodiscard]] std::string systemCallNumbers() const;
    [[nodiscard]] std::int64_t pageFaults() const { return pageFaults_; }
    void clear();

private:
    struct Thread;
    friend class Watch;

    std::unique_ptr<Thread> thread_;
    std::function<void()> job_;
    std::atomic<bool> busy_{false};
    std::atomic<bool> stop_{false};
    std::atomic<std::int64_t> pageFaults_{0};
};

} // namespace phonostage::tests
