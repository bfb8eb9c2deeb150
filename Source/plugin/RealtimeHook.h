// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Lets a test arm a trap for allocations, locks and system calls exactly while the audio callback is ours: hosts and
// wrappers take locks of their own round it. Compiled in where PHONOSTAGE_REALTIME_TRAP is 1, else empty.

#ifndef PHONOSTAGE_REALTIME_TRAP
#define PHONOSTAGE_REALTIME_TRAP 0
#endif

#if PHONOSTAGE_REALTIME_TRAP
#include <atomic>
#endif

namespace phonostage::plugin {

#if PHONOSTAGE_REALTIME_TRAP

/** Called on the audio thread with true at entry and false at exit of each callback; null: nobody. */
inline std::atomic<void (*)(bool entering)> realtimeHook{nullptr};

class RealtimeScope {
public:
    RealtimeScope() : hook_(realtimeHook.load(std::memory_order_acquire)) {
        if (hook_ != nullptr) hook_(true);
    }

    ~RealtimeScope() {
        if (hook_ != nullptr) hook_(false);
    }

    RealtimeScope(const RealtimeScope&) = delete;
    RealtimeScope& operator=(const RealtimeScope&) = delete;

private:
    void (*hook_)(bool entering);
};

#else

class RealtimeScope {
public:
    RealtimeScope() {} // not defaulted: an object without a use would be warned about
};

#endif

} // namespace phonostage::plugin
