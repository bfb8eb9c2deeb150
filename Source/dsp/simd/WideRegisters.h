// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>

#if defined(__x86_64__) || defined(_M_X64)
#define PHONOSTAGE_WIDE 1
#include <immintrin.h>
#if defined(_MSC_VER) && !defined(__clang__)
#define PHONOSTAGE_AVX2
#define PHONOSTAGE_AVX2_INLINE __forceinline
#else
/** What a function needs that may use 256-bit registers. A lambda in it would have to say so itself. Without fused
    multiply-adds, which would give other bits. */
#define PHONOSTAGE_AVX2 __attribute__((target("avx2")))
#define PHONOSTAGE_AVX2_INLINE PHONOSTAGE_AVX2 __attribute__((always_inline)) inline
#endif
#endif

/** For loops that are compiled twice, without and with PHONOSTAGE_AVX2: into the function that says so. */
#if defined(_MSC_VER) && !defined(__clang__)
#define PHONOSTAGE_ALWAYS_INLINE __forceinline
#else
#define PHONOSTAGE_ALWAYS_INLINE __attribute__((always_inline)) inline
#endif

namespace phonostage::dsp {

namespace detail {
extern std::atomic<bool> usesWideRegisters;
}

/** Whether loops may use registers of four doubles: AVX2, where processor and system have it. Both ways give the same
    bits. Any thread. */
[[nodiscard]] inline bool usesWideRegisters() { return detail::usesWideRegisters.load(std::memory_order_relaxed); }

/** For tests and benchmarks: goes without them, or again with those that there are. Stations ask when they take a
    design over. */
void allowWideRegisters(bool areAllowed);

} // namespace phonostage::dsp
