// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/simd/WideRegisters.h"

#if PHONOSTAGE_WIDE && defined(_MSC_VER)
#include <intrin.h>
#endif

namespace phonostage::dsp {
namespace {

#if !PHONOSTAGE_WIDE
bool hasAvx2() { return false; }
#elif defined(_MSC_VER)
#if defined(__clang__)
__attribute__((target("xsave")))
#endif
bool hasAvx2() {
    constexpr int systemSaves = 1 << 27, avx = 1 << 28, avx2 = 1 << 5;
    int facts[4] = {};
    __cpuid(facts, 0);
    if (facts[0] < 7) return false;
    __cpuid(facts, 1);
    if ((facts[2] & systemSaves) == 0 || (facts[2] & avx) == 0 || (_xgetbv(0) & 6) != 6) return false;
    __cpuidex(facts, 7, 0);
    return (facts[1] & avx2) != 0;
}
#else
bool hasAvx2() {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") != 0;
}
#endif

} // namespace

std::atomic<bool> detail::usesWideRegisters{hasAvx2()};

void allowWideRegisters(bool areAllowed) { detail::usesWideRegisters = areAllowed && hasAvx2(); }

} // namespace phonostage::dsp
