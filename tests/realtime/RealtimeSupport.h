// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "realtime/SilentThread.h"

#include "support/Catch.h"
#include "support/RealtimeTrap.h"

#include <atomic>
#include <functional>
#include <string>
#include <utility>

namespace phonostage::tests {

/** Runs something on the silent thread with everything armed, twice: what runs for the first time may find pages that
    nobody has touched yet. Then nothing may have been caught. */
inline void checkSilent(SilentThread& thread, const std::function<void()>& rehearsal,
                        const std::function<void()>& performance) {
    rehearsal();
    // The kernel may move a page of ours at any time, which is a fault too: what is not the program's comes once.
    constexpr int attempts = 4;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        trap::clear();
        thread.clear();
        performance();
        std::string names;
        for (const auto& name : trap::names())
            names += name + " ";
        const std::string numbers = thread.systemCallNumbers();
        CAPTURE(attempt, names, numbers);
        REQUIRE(trap::caught() == 0);
        REQUIRE(thread.systemCalls() == 0);
        if (thread.pageFaults() == 0) return;
    }
    FAIL("page faults in each of " << attempts << " runs, in the last " << thread.pageFaults());
}

/** Warns once where a trap is off, and says why. */
inline void warnOfMissingTraps() {
    if (!trap::isAvailable())
        WARN("allocations and locks are not trapped: address and thread sanitizer stand in the same place");
    if (!SilentThread::isAvailable())
        WARN("system calls and page faults are not trapped: only on Linux, and sanitizers make their own");
}

} // namespace phonostage::tests
