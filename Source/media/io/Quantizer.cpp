// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/Quantizer.h"

#include "media/io/Reductions.h"

#include <algorithm>
#include <cmath>

namespace phonostage::media {
namespace {

constexpr std::uint64_t firstSeed = 0x70686f6e6f737461; ///< any number would do, but always the same

/** Adding 1.5 * 2^52 rounds to whole numbers and leaves them in the low bits, without a conversion instruction. */
constexpr double rounder = 0x1.8p52;

/** Steele, Lea and Flood's splitmix64: spreads a seed over the lanes. */
std::uint64_t spread(std::uint64_t& state) {
    state += 0x9e3779b97f4a7c15ULL;
    auto z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

} // namespace

TriangularNoise::TriangularNoise(std::uint64_t seed) {
    for (auto& lane : state_)
        lane = spread(seed) | 1; // never zero: xorshift would stay there
}

Quantizer::Quantizer(int bits, int channel)
    : stepsPerUnit_(std::ldexp(1.0, bits - 1)), shift_(32 - bits),
      noise_(firstSeed + static_cast<std::uint32_t>(channel)) {}

double Quantizer::largestSafe(int bits) {
    const double steps = std::ldexp(1.0, bits - 1);
    return (steps - 1.0 - 0.5) / steps; // below +full scale by the dither's one step less the rounding's half
}

std::size_t Quantizer::addLeftDither(const double* samples, std::size_t count) {
    std::size_t done = 0;
    for (; leftCount_ > 0 && done < count; ++done, --leftCount_)
        steps_[done] = samples[done] * stepsPerUnit_ + left_[left_.size() - leftCount_];
    return done;
}

/** steps_ becomes samples in steps, dithered. */
void Quantizer::addDither(const double* samples, std::size_t count) {
    constexpr auto lanes = TriangularNoise::lanes;
    auto i = addLeftDither(samples, count);
    std::array<double, lanes> dither{};
    for (; i + lanes <= count; i += lanes) {
        noise_.draw(dither);
        for (std::size_t k = 0; k < lanes; ++k)
            steps_[i + k] = samples[i + k] * stepsPerUnit_ + dither[k];
    }
    if (i < count) {
        noise_.draw(left_);
        leftCount_ = lanes;
        for (; i < count; ++i, --leftCount_)
            steps_[i] = samples[i] * stepsPerUnit_ + left_[lanes - leftCount_];
    }
}

void Quantizer::hold(std::size_t count) {
    const double lowest = -stepsPerUnit_;
    const double highest = stepsPerUnit_ - 1.0;
    for (std::size_t i = 0; i < count; ++i) {
        const double rounded = (steps_[i] + rounder) - rounder;
        if (rounded >= lowest && rounded <= highest) continue;
        ++clipped_;
        steps_[i] = rounded < lowest ? lowest : highest;
    }
}

void Quantizer::process(double* samples, std::int32_t* words, int count, bool keepWritten) {
    const double unitsPerStep = 1.0 / stepsPerUnit_;
    const auto total = static_cast<std::size_t>(count);
    const int shift = shift_; // a copy, which the words cannot overwrite
    for (std::size_t start = 0; start < total; start += chunk) {
        const auto n = std::min(chunk, total - start);
        double* part = samples + start;
        const double peak = largestMagnitude(part, static_cast<int>(n));
        peak_ = std::max(peak_, peak);
        addDither(part, n);
        if (peak * stepsPerUnit_ >= stepsPerUnit_ - 2.0) hold(n);
        if (keepWritten)
            for (std::size_t i = 0; i < n; ++i)
                part[i] = ((steps_[i] + rounder) - rounder) * unitsPerStep;
        for (std::size_t i = 0; i < n; ++i) {
            const auto word = static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(steps_[i] + rounder));
            words[start + i] = static_cast<std::int32_t>(word << shift);
        }
    }
}

} // namespace phonostage::media
