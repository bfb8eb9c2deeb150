// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/ExactPhaseStation.h"

#include "dsp/simd/WideRegisters.h"

#include <algorithm>

namespace phonostage::dsp {
namespace {

// A sum waits four cycles for each of its additions: eight at a time keep the processor busy.
constexpr std::size_t framesAtOnce = 8;

/** Frames [0, n) of newest, each from the newest tap to the oldest. */
template <std::size_t n>
PHONOSTAGE_ALWAYS_INLINE void runFrames(const ExactPhaseFilter& design, const StereoDouble* newest, StereoDouble* to) {
    StereoDouble sum[n];
    for (std::size_t k = 0; k < design.tapCount; ++k) {
        const StereoDouble tap = design.tap[k];
        const StereoDouble* const from = newest - k;
        for (std::size_t i = 0; i < n; ++i)
            sum[i] += tap * from[i];
    }
    std::copy_n(sum, n, to);
}

void runNarrow(const ExactPhaseFilter& design, const StereoDouble* newest, StereoDouble* to, std::size_t count) {
    std::size_t i = 0;
    for (; i + framesAtOnce <= count; i += framesAtOnce)
        runFrames<framesAtOnce>(design, newest + i, to + i);
    for (; i < count; ++i)
        runFrames<1>(design, newest + i, to + i);
}

#if PHONOSTAGE_WIDE
/** Pairs of neighbouring frames in a register. */
template <std::size_t pairs>
PHONOSTAGE_AVX2_INLINE void runPairs(const ExactPhaseFilter& design, const StereoDouble* newest, StereoDouble* to) {
    __m256d sum[pairs];
    for (std::size_t i = 0; i < pairs; ++i)
        sum[i] = _mm256_setzero_pd();
    for (std::size_t k = 0; k < design.tapCount; ++k) {
        const __m256d tap = _mm256_broadcast_sd(&design.tap[k]);
        const auto* const from = reinterpret_cast<const double*>(newest - k);
        for (std::size_t i = 0; i < pairs; ++i)
            sum[i] = _mm256_add_pd(sum[i], _mm256_mul_pd(tap, _mm256_loadu_pd(from + 4 * i)));
    }
    for (std::size_t i = 0; i < pairs; ++i)
        _mm256_storeu_pd(reinterpret_cast<double*>(to) + 4 * i, sum[i]);
}

PHONOSTAGE_AVX2 void runWide(const ExactPhaseFilter& design, const StereoDouble* newest, StereoDouble* to,
                             std::size_t count) {
    std::size_t i = 0;
    for (; i + 2 * framesAtOnce <= count; i += 2 * framesAtOnce)
        runPairs<framesAtOnce>(design, newest + i, to + i);
    for (; i + 2 <= count; i += 2)
        runPairs<1>(design, newest + i, to + i);
    if (i < count) runFrames<1>(design, newest + i, to + i);
}
#endif

} // namespace

void ExactPhaseStation::set(const ExactPhaseFilter& design) {
    design_ = design;
    loop_ = &runNarrow;
#if PHONOSTAGE_WIDE
    if (usesWideRegisters()) loop_ = &runWide;
#endif
    end_ = ExactPhaseFilter::maxTaps;
    std::fill_n(heard_.begin(), end_, StereoDouble());
}

void ExactPhaseStation::process(StereoDouble* frames, int count) {
    const auto added = static_cast<std::size_t>(count);
    if (end_ + added > room) {
        std::copy_n(heard_.begin() + static_cast<std::ptrdiff_t>(end_ - ExactPhaseFilter::maxTaps),
                    ExactPhaseFilter::maxTaps, heard_.begin());
        end_ = ExactPhaseFilter::maxTaps;
    }
    std::copy_n(frames, count, heard_.begin() + static_cast<std::ptrdiff_t>(end_));
    loop_(design_, heard_.data() + end_, frames, added);
    end_ += added;
}

} // namespace phonostage::dsp
