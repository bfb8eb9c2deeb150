// SPDX-License-Identifier: GPL-3.0-or-later
// Each trap traps: else the tests beside this one would prove nothing.
#include "realtime/SilentThread.h"

#include "support/Catch.h"
#include "support/RealtimeTrap.h"

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <shared_mutex>
#include <thread>

#if defined(__linux__)
#include <malloc.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

using namespace phonostage::tests;

#if defined(__linux__)

TEST_CASE("The silent thread counts system calls, and carries them out") {
    if (!SilentThread::isAvailable()) {
        WARN("no silent thread on this system or with this sanitizer");
        return;
    }
    SilentThread thread;
    long process = 0;
    thread.run([&] {
        const SilentThread::Watch watch(thread);
        process = syscall(SYS_getpid);
    });
    CHECK(thread.systemCalls() == 1);
    CHECK(thread.systemCallNumbers() == std::to_string(SYS_getpid) + " ");
    CHECK(process == static_cast<long>(getpid()));

    thread.clear();
    thread.run([&] {
        process = syscall(SYS_getpid);
        SilentThread::rest(10);
    });
    CHECK(thread.systemCalls() == 0); // not watched

    // What fails fails there as well.
    long error = 0;
    thread.clear();
    thread.run([&] {
        const SilentThread::Watch watch(thread);
        error = syscall(SYS_close, -1) < 0 ? errno : 0;
    });
    CHECK(error == EBADF);
    CHECK(thread.systemCalls() == 1);

    // Other threads are free.
    thread.clear();
    (void)syscall(SYS_getpid);
    CHECK(thread.systemCalls() == 0);
}

TEST_CASE("The silent thread counts what waits") {
    if (!SilentThread::isAvailable()) {
        WARN("no silent thread on this system or with this sanitizer");
        return;
    }
    SilentThread thread;
    // What a lock does that another thread holds, and what waits without a function of the C library's.
    std::mutex mutex;
    std::atomic<int> flag{0};
    thread.clear();
    mutex.lock();
    thread.start([&] {
        const SilentThread::Watch watch(thread);
        mutex.lock();
        mutex.unlock();
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    mutex.unlock();
    thread.wait();
    CHECK(thread.systemCalls() > 0);
    CHECK(thread.systemCallNumbers().find(std::to_string(SYS_futex)) != std::string::npos);

    thread.clear();
    thread.start([&] {
        const SilentThread::Watch watch(thread);
        flag.wait(0);
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    flag = 1;
    flag.notify_all();
    thread.wait();
    CHECK(thread.systemCalls() > 0);
}

TEST_CASE("The silent thread counts page faults") {
    if (!SilentThread::isAvailable()) {
        WARN("no silent thread on this system or with this sanitizer");
        return;
    }
    SilentThread thread;
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    constexpr std::size_t pages = 16;
    void* const fresh = mmap(nullptr, pages * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(fresh != MAP_FAILED);
    (void)madvise(fresh, pages * page, MADV_NOHUGEPAGE);
    const auto touch = [&] {
        const SilentThread::Watch watch(thread);
        for (std::size_t i = 0; i < pages; ++i)
            static_cast<volatile char*>(fresh)[i * page] = 1;
    };
    thread.run(touch);
    CHECK(thread.pageFaults() >= static_cast<std::int64_t>(pages));
    // Once they are there, they are no more fresh; what the kernel does beside is little.
    thread.clear();
    thread.run(touch);
    CHECK(thread.pageFaults() < static_cast<std::int64_t>(pages));
    munmap(fresh, pages * page);
}

namespace {

/** The armed thread does it, and the trap names that function. */
void expectCaught(SilentThread& thread, const char* name, const std::function<void()>& action) {
    trap::clear();
    thread.run([&] {
        trap::arm(true);
        action();
        trap::arm(false);
    });
    std::string names;
    for (const auto& found : trap::names())
        names += found + " ";
    CAPTURE(name, names);
    CHECK(names.find(name) != std::string::npos);
}

} // namespace

TEST_CASE("Functions that allocate are caught wherever they are called from") {
    if (!trap::isAvailable()) {
        WARN("no trap on this system or with this sanitizer");
        return;
    }
    SilentThread thread;
    const auto catches = [&](const char* name, const std::function<void()>& action) {
        expectCaught(thread, name, action);
    };
    void* volatile kept = nullptr;
    catches("malloc", [&] { kept = new char[100]; });
    catches("free", [&] { delete[] static_cast<char*>(kept); });
    catches("aligned_alloc", [&] { kept = ::operator new(64, std::align_val_t(64)); });
    catches("free", [&] { ::operator delete(kept, std::align_val_t(64)); });
    catches("calloc", [&] { kept = std::calloc(4, 16); });
    catches("realloc", [&] { kept = std::realloc(kept, 4096); });
    std::free(kept);
    catches("aligned_alloc", [&] {
        void* block = nullptr;
        if (posix_memalign(&block, 64, 64) == 0) kept = block;
    });
    std::free(kept);
    catches("aligned_alloc", [&] { kept = memalign(64, 64); });
    std::free(kept);
}

TEST_CASE("Functions that lock or signal are caught wherever they are called from") {
    if (!trap::isAvailable()) {
        WARN("no trap on this system or with this sanitizer");
        return;
    }
    SilentThread thread;
    const auto catches = [&](const char* name, const std::function<void()>& action) {
        expectCaught(thread, name, action);
    };
    std::mutex mutex;
    std::timed_mutex timed;
    std::condition_variable condition;
    sem_t semaphore;
    REQUIRE(sem_init(&semaphore, 0, 1) == 0);
    catches("pthread_mutex_lock", [&] { const std::scoped_lock lock(mutex); });
    catches("pthread_mutex_trylock", [&] {
        if (mutex.try_lock()) mutex.unlock();
    });
    catches("pthread_mutex_lock", [&] {
        if (timed.try_lock_for(std::chrono::milliseconds(1))) timed.unlock();
    });
    catches("pthread_cond_wait", [&] {
        std::unique_lock lock(mutex);
        condition.wait_for(lock, std::chrono::microseconds(10));
    });
    catches("sem_post", [&] { sem_wait(&semaphore); });
    catches("pthread_once", [] {
        static std::once_flag once;
        std::call_once(once, [] {});
    });
    sem_destroy(&semaphore);
    pthread_spinlock_t spin{};
    REQUIRE(pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE) == 0);
    for (const auto lock : {pthread_spin_lock, pthread_spin_trylock})
        catches("pthread_spin_lock", [&] {
            if (lock(&spin) == 0) pthread_spin_unlock(&spin);
        });
    pthread_spin_destroy(&spin);
    std::shared_timed_mutex shared;
    catches("pthread_rwlock_rdlock", [&] { const std::shared_lock lock(shared); });
    catches("pthread_rwlock_rdlock", [&] { const std::shared_lock lock(shared, std::try_to_lock); });
    catches("pthread_rwlock_wrlock", [&] { const std::scoped_lock lock(shared); });
    catches("pthread_rwlock_wrlock", [&] { const std::unique_lock lock(shared, std::try_to_lock); });
    catches("pthread_cond_signal", [&] { condition.notify_one(); });
    catches("pthread_cond_broadcast", [&] { condition.notify_all(); });
}

TEST_CASE("Functions that wait or call the system are caught wherever they are called from") {
    if (!trap::isAvailable()) {
        WARN("no trap on this system or with this sanitizer");
        return;
    }
    SilentThread thread;
    const auto catches = [&](const char* name, const std::function<void()>& action) {
        expectCaught(thread, name, action);
    };
    catches("nanosleep", [] { std::this_thread::sleep_for(std::chrono::microseconds(1)); });
    catches("sched_yield", [] { std::this_thread::yield(); });
    catches("syscall", [] { (void)syscall(SYS_getpid); });
    int ends[2] = {-1, -1};
    REQUIRE(pipe(ends) == 0);
    char byte = 'x';
    long moved = 0;
    catches("write", [&] { moved += write(ends[1], &byte, 1); });
    catches("write", [&] { moved += read(ends[0], &byte, 1); }); // both under one name
    CHECK(moved == 2);
    close(ends[0]);
    close(ends[1]);
    std::thread other([] {});
    catches("pthread_join", [&] { other.join(); });
}

TEST_CASE("To free nothing is no fault") {
    trap::clear();
    trap::arm(true);
    std::free(nullptr);
    trap::arm(false);
    CHECK(trap::caught() == 0);
}

#endif
