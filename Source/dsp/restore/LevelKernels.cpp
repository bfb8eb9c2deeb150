// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/LevelKernels.h"

#include "dsp/simd/Float4.h"
#include "dsp/simd/StereoDouble.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr int floatLanes = 4;

std::uint64_t bitsAbove(const float* x, float limit) {
#if PHONOSTAGE_QUAD_SSE2
    return static_cast<std::uint64_t>(_mm_movemask_ps(_mm_cmpgt_ps(_mm_loadu_ps(x), _mm_set1_ps(limit))));
#else
    std::uint64_t bits = 0;
    for (int i = 0; i < floatLanes; ++i)
        bits |= static_cast<std::uint64_t>(x[i] > limit ? 1 : 0) << i;
    return bits;
#endif
}

} // namespace

void shorten(const double* x, float* to, int count, double silent) {
    const auto least = static_cast<float>(silent);
    int i = 0;
#if PHONOSTAGE_QUAD_SSE2
    for (; i + floatLanes <= count; i += floatLanes) {
        const __m128 four = _mm_movelh_ps(_mm_cvtpd_ps(_mm_loadu_pd(x + i)), _mm_cvtpd_ps(_mm_loadu_pd(x + i + 2)));
        const __m128 isHeard = _mm_cmpge_ps(Float4(four).abs().v, _mm_set1_ps(least));
        _mm_storeu_ps(to + i, _mm_and_ps(four, isHeard));
    }
#endif
    for (; i < count; ++i) {
        const auto value = static_cast<float>(x[i]);
        to[i] = std::fabs(value) >= least ? value : 0.0F;
    }
}

void blockPeaks(const float* x, int blockFrames, float* peaks, int blocks) {
    for (int block = 0; block < blocks; ++block, x += blockFrames) {
        Float4 most = 0.0F;
        int i = 0;
        for (; i + floatLanes <= blockFrames; i += floatLanes)
            most = Float4::max(most, Float4::load(x + i).abs());
        std::array<float, floatLanes> lanes{};
        most.store(lanes.data());
        float peak = std::max(std::max(lanes[0], lanes[1]), std::max(lanes[2], lanes[3]));
        for (; i < blockFrames; ++i)
            peak = std::max(peak, std::fabs(x[i]));
        peaks[block] = peak;
    }
}

double largestOf(const double* x, int count) {
    StereoDouble first(0.0), second(0.0);
    int i = 0;
    for (; i + floatLanes <= count; i += floatLanes) {
        first = StereoDouble::max(first, StereoDouble(x[i], x[i + 1]).abs());
        second = StereoDouble::max(second, StereoDouble(x[i + 2], x[i + 3]).abs());
    }
    const auto both = StereoDouble::max(first, second);
    double most = std::max(both.left(), both.right());
    for (; i < count; ++i)
        most = std::max(most, std::fabs(x[i]));
    return most;
}

void blockPowers(const float* x, int blockFrames, float* powers, int blocks) {
    for (int block = 0; block < blocks; ++block, x += blockFrames) {
        Float4 sum = 0.0F;
        int i = 0;
        for (; i + floatLanes <= blockFrames; i += floatLanes)
            sum += Float4::load(x + i) * Float4::load(x + i);
        std::array<float, floatLanes> lanes{};
        sum.store(lanes.data());
        float power = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
        for (; i < blockFrames; ++i)
            power += x[i] * x[i];
        powers[block] = power;
    }
}

void errorHeights(const float* forward, const float* backward, const float* twoSided, float* heights, int count) {
    int i = 0;
    for (; i + floatLanes <= count; i += floatLanes) {
        const Float4 oneSided = Float4::min(Float4::load(forward + i).abs(), Float4::load(backward + i).abs());
        Float4::max(Float4::load(twoSided + i).abs(), oneSided).store(heights + i);
    }
    for (; i < count; ++i)
        heights[i] = std::max(std::fabs(twoSided[i]), std::min(std::fabs(forward[i]), std::fabs(backward[i])));
}

void markAbove(const float* x, int count, float limit, std::uint64_t* bits) {
    for (int first = 0; first < count; first += wordBits) {
        const int n = std::min(wordBits, count - first);
        std::uint64_t word = 0;
        int i = 0;
        for (; i + floatLanes <= n; i += floatLanes)
            word |= bitsAbove(x + first + i, limit) << i;
        for (; i < n; ++i)
            word |= static_cast<std::uint64_t>(x[first + i] > limit ? 1 : 0) << i;
        bits[first / wordBits] = word;
    }
}

} // namespace phonostage::dsp
