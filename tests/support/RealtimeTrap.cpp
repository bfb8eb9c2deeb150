// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/RealtimeTrap.h"

#include <array>
#include <atomic>
#include <cstddef>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PHONOSTAGE_TRAP 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PHONOSTAGE_TRAP 0
#endif
#endif
#if !defined(PHONOSTAGE_TRAP) && defined(__linux__) && defined(__GLIBC__)
#define PHONOSTAGE_TRAP 1
#endif
#if !defined(PHONOSTAGE_TRAP)
#define PHONOSTAGE_TRAP 0
#endif

namespace phonostage::tests::trap {
namespace {

enum Function : std::size_t {
    mallocFunction,
    callocFunction,
    reallocFunction,
    freeFunction,
    alignedFunction,
    mutexLock,
    mutexTry,
    spinLock,
    rwlockRead,
    rwlockWrite,
    condSignal,
    condBroadcast,
    condWait,
    semaphore,
    onceOnly,
    joining,
    sleeping,
    yielding,
    fileAccess,
    systemCall,
    functionCount
};

constexpr std::array<const char*, functionCount> functionNames{"malloc",
                                                               "calloc",
                                                               "realloc",
                                                               "free",
                                                               "aligned_alloc",
                                                               "pthread_mutex_lock",
                                                               "pthread_mutex_trylock",
                                                               "pthread_spin_lock",
                                                               "pthread_rwlock_rdlock",
                                                               "pthread_rwlock_wrlock",
                                                               "pthread_cond_signal",
                                                               "pthread_cond_broadcast",
                                                               "pthread_cond_wait",
                                                               "sem_post",
                                                               "pthread_once",
                                                               "pthread_join",
                                                               "nanosleep",
                                                               "sched_yield",
                                                               "write",
                                                               "syscall"};

std::array<std::atomic<int>, functionCount> counts{};
thread_local int armed = 0;

} // namespace

bool isAvailable() { return PHONOSTAGE_TRAP != 0; }

void arm(bool on) { armed += on ? 1 : -1; }

int caught() {
    int sum = 0;
    for (const auto& count : counts)
        sum += count.load();
    return sum;
}

std::vector<std::string> names() {
    std::vector<std::string> found;
    for (std::size_t i = 0; i < functionCount; ++i)
        if (counts[i].load() > 0) found.emplace_back(functionNames[i]);
    return found;
}

void clear() {
    for (auto& count : counts)
        count.store(0);
}

#if PHONOSTAGE_TRAP
namespace {

void note(Function function) {
    if (armed > 0) counts[function].fetch_add(1);
}

} // namespace
#endif

} // namespace phonostage::tests::trap

#if PHONOSTAGE_TRAP

#include <cerrno>
#include <cstdarg>
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define PHONOSTAGE_EXPORT __attribute__((visibility("default")))

namespace {

using namespace phonostage::tests::trap;

/** The C library's own function of that name, looked up by the first call, which is before any thread is armed. No
    static with a guard: a guard may itself wait by one of these functions. */
template <typename F> F* original(std::atomic<F*>& known, const char* name) {
    F* function = known.load(std::memory_order_relaxed);
    if (function == nullptr) {
        function = reinterpret_cast<F*>(dlsym(RTLD_NEXT, name));
        known.store(function, std::memory_order_relaxed);
    }
    return function;
}

} // namespace

extern "C" {

// glibc's own entry points: no look-up, which would allocate before there is an allocator.
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);

PHONOSTAGE_EXPORT void* malloc(std::size_t size) {
    note(mallocFunction);
    return __libc_malloc(size);
}

PHONOSTAGE_EXPORT void* calloc(std::size_t count, std::size_t size) {
    note(callocFunction);
    return __libc_calloc(count, size);
}

PHONOSTAGE_EXPORT void* realloc(void* block, std::size_t size) {
    note(reallocFunction);
    return __libc_realloc(block, size);
}

PHONOSTAGE_EXPORT void free(void* block) {
    if (block != nullptr) note(freeFunction); // of nothing, it does nothing
    __libc_free(block);
}

PHONOSTAGE_EXPORT void* aligned_alloc(std::size_t alignment, std::size_t size) {
    note(alignedFunction);
    return __libc_memalign(alignment, size);
}

PHONOSTAGE_EXPORT int posix_memalign(void** block, std::size_t alignment, std::size_t size) {
    note(alignedFunction);
    *block = __libc_memalign(alignment, size);
    return *block != nullptr ? 0 : ENOMEM;
}

PHONOSTAGE_EXPORT void* memalign(std::size_t alignment, std::size_t size) {
    note(alignedFunction);
    return __libc_memalign(alignment, size);
}

#define PHONOSTAGE_FORWARD(result, name, parameters, arguments, function)                                              \
    PHONOSTAGE_EXPORT result name parameters {                                                                         \
        static constinit std::atomic<result(*) parameters> known{nullptr};                                             \
        note(function);                                                                                                \
        return original(known, #name) arguments;                                                                       \
    }

PHONOSTAGE_FORWARD(int, pthread_mutex_lock, (pthread_mutex_t * m), (m), mutexLock)
PHONOSTAGE_FORWARD(int, pthread_mutex_timedlock, (pthread_mutex_t * m, const timespec* t), (m, t), mutexLock)
PHONOSTAGE_FORWARD(int, pthread_mutex_clocklock, (pthread_mutex_t * m, clockid_t c, const timespec* t), (m, c, t),
                   mutexLock)
PHONOSTAGE_FORWARD(int, pthread_mutex_trylock, (pthread_mutex_t * m), (m), mutexTry)
PHONOSTAGE_FORWARD(int, pthread_spin_lock, (pthread_spinlock_t * l), (l), spinLock)
PHONOSTAGE_FORWARD(int, pthread_rwlock_rdlock, (pthread_rwlock_t * l), (l), rwlockRead)
PHONOSTAGE_FORWARD(int, pthread_rwlock_wrlock, (pthread_rwlock_t * l), (l), rwlockWrite)
PHONOSTAGE_FORWARD(int, pthread_spin_trylock, (pthread_spinlock_t * l), (l), spinLock)
PHONOSTAGE_FORWARD(int, pthread_rwlock_tryrdlock, (pthread_rwlock_t * l), (l), rwlockRead)
PHONOSTAGE_FORWARD(int, pthread_rwlock_timedrdlock, (pthread_rwlock_t * l, const timespec* t), (l, t), rwlockRead)
PHONOSTAGE_FORWARD(int, pthread_rwlock_trywrlock, (pthread_rwlock_t * l), (l), rwlockWrite)
PHONOSTAGE_FORWARD(int, pthread_rwlock_timedwrlock, (pthread_rwlock_t * l, const timespec* t), (l, t), rwlockWrite)
PHONOSTAGE_FORWARD(int, pthread_cond_signal, (pthread_cond_t * c), (c), condSignal)
PHONOSTAGE_FORWARD(int, pthread_cond_broadcast, (pthread_cond_t * c), (c), condBroadcast)
PHONOSTAGE_FORWARD(int, pthread_cond_wait, (pthread_cond_t * c, pthread_mutex_t* m), (c, m), condWait)
PHONOSTAGE_FORWARD(int, pthread_cond_timedwait, (pthread_cond_t * c, pthread_mutex_t* m, const timespec* t), (c, m, t),
                   condWait)
PHONOSTAGE_FORWARD(int, pthread_cond_clockwait,
                   (pthread_cond_t * c, pthread_mutex_t* m, clockid_t clock, const timespec* t), (c, m, clock, t),
                   condWait)
PHONOSTAGE_FORWARD(int, pthread_once, (pthread_once_t * o, void (*f)()), (o, f), onceOnly)
PHONOSTAGE_FORWARD(int, pthread_join, (pthread_t thread, void** result), (thread, result), joining)
PHONOSTAGE_FORWARD(int, sem_post, (sem_t * s), (s), semaphore)
PHONOSTAGE_FORWARD(int, sem_wait, (sem_t * s), (s), semaphore)
PHONOSTAGE_FORWARD(int, sem_trywait, (sem_t * s), (s), semaphore)
PHONOSTAGE_FORWARD(int, sem_timedwait, (sem_t * s, const timespec* t), (s, t), semaphore)
PHONOSTAGE_FORWARD(int, nanosleep, (const timespec* t, timespec* left), (t, left), sleeping)
PHONOSTAGE_FORWARD(int, clock_nanosleep, (clockid_t clock, int flags, const timespec* t, timespec* left),
                   (clock, flags, t, left), sleeping)
PHONOSTAGE_FORWARD(int, sched_yield, (), (), yielding)
PHONOSTAGE_FORWARD(ssize_t, write, (int file, const void* data, std::size_t size), (file, data, size), fileAccess)
PHONOSTAGE_FORWARD(ssize_t, read, (int file, void* data, std::size_t size), (file, data, size), fileAccess)

PHONOSTAGE_EXPORT long syscall(long number, ...) {
    static constinit std::atomic<long (*)(long, ...)> known{nullptr};
    note(systemCall);
    // No system call has more than six arguments; those that are not there are not looked at.
    std::va_list list;
    va_start(list, number);
    std::array<long, 6> a{};
    for (auto& argument : a)
        argument = va_arg(list, long);
    va_end(list);
    return original(known, "syscall")(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
}

#endif
