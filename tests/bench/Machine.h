// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cfenv>
#include <chrono>
#include <cstdio>

#if defined(__linux__)
#include <ctime>
#include <malloc.h>
#include <unistd.h>
#endif
#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace phonostage::bench {

/** metSubnormals() then says whether the thread has met a subnormal number since: in the processor's own flags. */
inline void beginWatch() {
    std::feclearexcept(FE_ALL_EXCEPT);
#if defined(__SSE2__)
    _mm_setcsr(_mm_getcsr() & ~0x3fU);
#endif
}

inline bool metSubnormals() {
#if defined(__SSE2__)
    constexpr unsigned subnormalOperand = 0x02, underflow = 0x10;
    return (_mm_getcsr() & (subnormalOperand | underflow)) != 0;
#else
    return std::fetestexcept(FE_UNDERFLOW) != 0;
#endif
}

inline double wallMicroseconds() {
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/** The calling thread's own clock, which stands while others have the processor; the wall's where there is none. */
inline double threadMicroseconds() {
#if defined(__linux__)
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return 1e6 * static_cast<double>(t.tv_sec) + 1e-3 * static_cast<double>(t.tv_nsec);
#else
    return wallMicroseconds();
#endif
}

/** Megabytes in memory; 0 where nobody says. */
inline double residentMegabytes() {
#if defined(__linux__)
    long pages = 0;
#if defined(__GLIBC__)
    malloc_trim(0); // what is free is no part of it
#endif
    if (auto* file = std::fopen("/proc/self/statm", "r")) {
        if (std::fscanf(file, "%*s %ld", &pages) != 1) pages = 0;
        std::fclose(file);
    }
    return static_cast<double>(pages) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1048576.0;
#else
    return 0.0;
#endif
}

} // namespace phonostage::bench
