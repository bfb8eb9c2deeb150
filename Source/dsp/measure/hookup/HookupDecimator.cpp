// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupDecimator.h"

#include "dsp/simd/WideRegisters.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonostage::dsp {
namespace {

constexpr std::size_t taps = 16; ///< to one side of the middle

double besselI0(double x) {
    double sum = 1.0, term = 1.0;
    for (int k = 1; k < 40; ++k) {
        term *= (0.5 * x / k) * (0.5 * x / k);
        sum += term;
    }
    return sum;
}

/** The taps at odd distances from the middle: Kaiser window, beta 6.8; their sum makes the gain 1. */
std::array<double, taps> makeTaps() {
    constexpr double beta = 6.8, half = 32.0;
    std::array<double, taps> values{};
    double sum = 0.0;
    for (std::size_t i = 0; i < taps; ++i) {
        const double k = 2.0 * static_cast<double>(i) + 1.0;
        const double window = besselI0(beta * std::sqrt(1.0 - (k / half) * (k / half))) / besselI0(beta);
        values[i] = window * (i % 2 == 0 ? 1.0 : -1.0) / (std::numbers::pi * k);
        sum += 2.0 * values[i];
    }
    for (auto& value : values)
        value *= 0.5 / sum;
    return values;
}

const std::array<double, taps> halfBand = makeTaps();

// Several frames at once, each with its own sum, in one order.

void halve(const StereoDouble* even, const StereoDouble* odd, StereoDouble* to, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        StereoDouble sum = StereoDouble(0.5) * even[i];
        for (std::size_t k = 0; k < taps; ++k)
            sum += StereoDouble(halfBand[k]) * (odd[i + taps - 1 - k] + odd[i + taps + k]);
        to[i] = sum;
    }
}

#if PHONOSTAGE_WIDE
/** How many frames it has done: a multiple of 8. */
PHONOSTAGE_AVX2 std::size_t halveWide(const StereoDouble* even, const StereoDouble* odd, StereoDouble* to,
                                      std::size_t count) {
    constexpr std::size_t registers = 4;
    const auto* const middle = reinterpret_cast<const double*>(even);
    const auto* const early = reinterpret_cast<const double*>(odd + taps - 1);
    const auto* const late = reinterpret_cast<const double*>(odd + taps);
    std::size_t i = 0;
    for (; i + 2 * registers <= count; i += 2 * registers) {
        __m256d sums[registers];
        for (std::size_t r = 0; r < registers; ++r)
            sums[r] = _mm256_mul_pd(_mm256_set1_pd(0.5), _mm256_loadu_pd(middle + 2 * i + 4 * r));
        for (std::size_t k = 0; k < taps; ++k) {
            const __m256d tap = _mm256_broadcast_sd(halfBand.data() + k);
            for (std::size_t r = 0; r < registers; ++r) {
                const std::size_t at = 2 * i + 4 * r;
                const __m256d two =
                    _mm256_add_pd(_mm256_loadu_pd(early + at - 2 * k), _mm256_loadu_pd(late + at + 2 * k));
                sums[r] = _mm256_add_pd(sums[r], _mm256_mul_pd(tap, two));
            }
        }
        for (std::size_t r = 0; r < registers; ++r)
            _mm256_storeu_pd(reinterpret_cast<double*>(to + i) + 4 * r, sums[r]);
    }
    return i;
}
#endif

} // namespace

void HookupDecimator::give(std::size_t pairs, StereoDouble* to) {
    std::size_t i = 0;
#if PHONOSTAGE_WIDE
    if (usesWideRegisters()) i = halveWide(even_.data(), odd_.data(), to, pairs);
#endif
    halve(even_.data() + i, odd_.data() + i, to + i, pairs - i);
    std::copy_n(even_.begin() + static_cast<std::ptrdiff_t>(pairs), oldEven, even_.begin());
    std::copy_n(odd_.begin() + static_cast<std::ptrdiff_t>(pairs), oldOdd, odd_.begin());
}

std::size_t HookupDecimator::process(std::span<StereoDouble> values) {
    std::size_t at = 0, kept = 0;
    while (at < values.size()) {
        std::size_t pairs = 0;
        if (isOdd_) odd_[oldOdd + pairs++] = values[at++];
        for (; pairs < pairsAtOnce && at + 2 <= values.size(); ++pairs, at += 2) {
            even_[oldEven + pairs] = values[at];
            odd_[oldOdd + pairs] = values[at + 1];
        }
        give(pairs, values.data() + kept); // over frames that were taken
        kept += pairs;
        isOdd_ = values.size() - at == 1;
        if (isOdd_) even_[oldEven] = values[at++];
    }
    return kept;
}

} // namespace phonostage::dsp
