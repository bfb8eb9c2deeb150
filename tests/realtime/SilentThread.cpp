// SPDX-License-Identifier: GPL-3.0-or-later
#include "realtime/SilentThread.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <thread>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PHONOSTAGE_SILENT 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PHONOSTAGE_SILENT 0
#endif
#endif
#if !defined(PHONOSTAGE_SILENT) && defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))
#define PHONOSTAGE_SILENT 1
#endif
#if !defined(PHONOSTAGE_SILENT)
#define PHONOSTAGE_SILENT 0
#endif

#if PHONOSTAGE_SILENT

#include <csignal>
#include <cstddef>
#include <cstring>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>

// The one place from which the filter lets calls through: told by the address behind the instruction.
#if defined(__x86_64__)
asm(R"(
    .text
    .hidden phonostage_gate
    .globl phonostage_gate
    .type phonostage_gate, @function
phonostage_gate:
    movq %rdi, %rax
    movq %rsi, %rdi
    movq %rdx, %rsi
    movq %rcx, %rdx
    movq %r8, %r10
    movq %r9, %r8
    movq 8(%rsp), %r9
    syscall
    .hidden phonostage_gate_return
    .globl phonostage_gate_return
phonostage_gate_return:
    ret
    .size phonostage_gate, . - phonostage_gate
)");
#else
asm(R"(
    .text
    .hidden phonostage_gate
    .globl phonostage_gate
    .type phonostage_gate, @function
phonostage_gate:
    mov x8, x0
    mov x0, x1
    mov x1, x2
    mov x2, x3
    mov x3, x4
    mov x4, x5
    mov x5, x6
    svc #0
    .hidden phonostage_gate_return
    .globl phonostage_gate_return
phonostage_gate_return:
    ret
    .size phonostage_gate, . - phonostage_gate
)");
#endif

extern "C" {
__attribute__((visibility("hidden"))) long phonostage_gate(long number, long a, long b, long c, long d, long e, long f);
__attribute__((visibility("hidden"))) extern const char phonostage_gate_return[];
}

namespace {

long gate(long number, long a = 0, long b = 0) { return phonostage_gate(number, a, b, 0, 0, 0, 0); }

std::atomic<bool> watching{false};
std::atomic<int> found{0};
std::array<std::atomic<int>, 512> byNumber{};

void setResult(ucontext_t& context, long result) {
#if defined(__x86_64__)
    context.uc_mcontext.gregs[REG_RAX] = result;
#else
    context.uc_mcontext.regs[0] = static_cast<unsigned long long>(result);
#endif
}

/** Notes a call that the filter has stopped, makes it by the gate and gives its result to the caller. */
void onSystemCall(int, siginfo_t* info, void* raw) {
    auto& context = *static_cast<ucontext_t*>(raw);
    const long number = info->si_syscall;
    if (watching.load(std::memory_order_relaxed)) {
        found.fetch_add(1, std::memory_order_relaxed);
        byNumber[static_cast<std::size_t>(number) % byNumber.size()].fetch_add(1, std::memory_order_relaxed);
    }
    const auto argument = [&](int n) {
#if defined(__x86_64__)
        constexpr std::array registers{REG_RDI, REG_RSI, REG_RDX, REG_R10, REG_R8, REG_R9};
        return static_cast<long>(context.uc_mcontext.gregs[registers[static_cast<std::size_t>(n)]]);
#else
        return static_cast<long>(context.uc_mcontext.regs[n]);
#endif
    };
    setResult(context,
              phonostage_gate(number, argument(0), argument(1), argument(2), argument(3), argument(4), argument(5)));
}

bool installHandler() {
    struct sigaction action {};
    action.sa_sigaction = &onSystemCall;
    action.sa_flags = SA_SIGINFO;
    return sigaction(SIGSYS, &action, nullptr) == 0;
}

/** For the calling thread alone. */
bool installFilter() {
    const auto address = reinterpret_cast<std::uintptr_t>(&phonostage_gate_return[0]);
    const auto low = static_cast<std::uint32_t>(address & 0xffffffffU);
    const auto high = static_cast<std::uint32_t>(address >> 32U);
    constexpr auto load = static_cast<std::uint16_t>(BPF_LD | BPF_W | BPF_ABS);
    constexpr auto equal = static_cast<std::uint16_t>(BPF_JMP | BPF_JEQ | BPF_K);
    constexpr auto give = static_cast<std::uint16_t>(BPF_RET | BPF_K);
    constexpr std::uint32_t pointer = offsetof(seccomp_data, instruction_pointer);
    std::array<sock_filter, 8> program{{
        {load, 0, 0, offsetof(seccomp_data, nr)},
        {equal, 4, 0, SYS_rt_sigreturn}, // the way out of the handler
        {load, 0, 0, pointer},           // both processors are little-endian
        {equal, 0, 3, low},
        {load, 0, 0, pointer + 4},
        {equal, 0, 1, high},
        {give, 0, 0, SECCOMP_RET_ALLOW},
        {give, 0, 0, SECCOMP_RET_TRAP},
    }};
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

/** Of the calling thread. */
std::int64_t faultsOfThread() {
    rusage usage{};
    gate(SYS_getrusage, RUSAGE_THREAD, reinterpret_cast<long>(&usage));
    return static_cast<std::int64_t>(usage.ru_minflt) + static_cast<std::int64_t>(usage.ru_majflt);
}

/** So that going deeper finds no fresh page. */
void touchStack() {
    std::array<volatile char, std::size_t{512} * 1024> stack;
    for (std::size_t i = 0; i < stack.size(); i += 1024)
        stack[i] = 1;
}

} // namespace

namespace phonostage::tests {

struct SilentThread::Thread {
    pthread_t handle{};
    std::atomic<int> filtered{-1}; ///< -1: not known yet
};

bool SilentThread::isAvailable() { return true; }

SilentThread::SilentThread() : thread_(std::make_unique<Thread>()) {
    const auto main = [](void* raw) -> void* {
        auto& self = *static_cast<SilentThread*>(raw);
        touchStack();
        self.thread_->filtered = installFilter() ? 1 : 0;
        while (!self.stop_.load(std::memory_order_acquire)) {
            if (self.busy_.load(std::memory_order_acquire)) {
                self.job_();
                self.busy_.store(false, std::memory_order_release);
            }
            rest(20);
        }
        // The C library's own way out would make calls with its signals blocked, which ends the program. The kernel
        // tells whoever joins.
        gate(SYS_exit);
        return nullptr;
    };
    if (!installHandler() || pthread_create(&thread_->handle, nullptr, main, this) != 0)
        throw std::runtime_error("no silent thread: the system gives no handler or no thread");
    while (thread_->filtered == -1)
        std::this_thread::sleep_for(std::chrono::microseconds(50));
    if (thread_->filtered == 0) {
        stop_ = true;
        pthread_join(thread_->handle, nullptr);
        throw std::runtime_error("no silent thread: the kernel takes no seccomp filter");
    }
    clear();
}

SilentThread::~SilentThread() {
    wait();
    stop_.store(true, std::memory_order_release);
    pthread_join(thread_->handle, nullptr);
}

SilentThread::Watch::Watch(SilentThread& thread) : thread_(thread), faultsBefore_(faultsOfThread()) { watching = true; }

SilentThread::Watch::~Watch() {
    watching = false;
    thread_.pageFaults_ += faultsOfThread() - faultsBefore_;
}

void SilentThread::rest(int microseconds) {
    const timespec time{0, 1000L * microseconds};
    gate(SYS_nanosleep, reinterpret_cast<long>(&time));
}

int SilentThread::systemCalls() const { return found; }

std::string SilentThread::systemCallNumbers() const {
    std::string all;
    for (std::size_t i = 0; i < byNumber.size(); ++i)
        if (byNumber[i] > 0) all += std::to_string(i) + " ";
    return all;
}

void SilentThread::clear() {
    found = 0;
    for (auto& count : byNumber)
        count = 0;
    pageFaults_ = 0;
}

} // namespace phonostage::tests

#else

namespace phonostage::tests {

struct SilentThread::Thread {
    std::thread handle;
};

bool SilentThread::isAvailable() { return false; }

SilentThread::SilentThread() : thread_(std::make_unique<Thread>()) {
    thread_->handle = std::thread([this] {
        while (!stop_) {
            if (busy_) {
                job_();
                busy_ = false;
            }
            rest(50);
        }
    });
}

SilentThread::~SilentThread() {
    wait();
    stop_ = true;
    thread_->handle.join();
}

SilentThread::Watch::Watch(SilentThread& thread) : thread_(thread), faultsBefore_(0) {}

SilentThread::Watch::~Watch() { thread_.pageFaults_ += faultsBefore_; }

void SilentThread::rest(int microseconds) { std::this_thread::sleep_for(std::chrono::microseconds(microseconds)); }

int SilentThread::systemCalls() const { return 0; }

std::string SilentThread::systemCallNumbers() const { return {}; }

void SilentThread::clear() {}

} // namespace phonostage::tests

#endif

namespace phonostage::tests {

void SilentThread::start(std::function<void()> job) {
    wait();
    job_ = std::move(job);
    busy_.store(true, std::memory_order_release);
}

bool SilentThread::isBusy() const { return busy_.load(std::memory_order_acquire); }

void SilentThread::wait() {
    while (isBusy())
        std::this_thread::sleep_for(std::chrono::microseconds(50));
}

} // namespace phonostage::tests
