// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/Quantizer.h"

#include "dsp/simd/WideRegisters.h"
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

/** Draws dither for whole draws of samples, as many as there are, and adds it to them in steps. Returns how many. */
PHONOSTAGE_ALWAYS_INLINE std::size_t addDraws(TriangularNoise& noise, const double* samples, double stepsPerUnit,
                                              double* steps, std::size_t count) {
    constexpr auto lanes = TriangularNoise::lanes;
    std::array<double, lanes> dither{};
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        noise.draw(dither);
        for (std::size_t k = 0; k < lanes; ++k)
            steps[i + k] = samples[i + k] * stepsPerUnit + dither[k];
    }
    return i;
}

PHONOSTAGE_ALWAYS_INLINE void toWords(const double* steps, int shift, std::int32_t* words, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto word = static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(steps[i] + rounder));
        words[i] = static_cast<std::int32_t>(word << shift);
    }
}

PHONOSTAGE_ALWAYS_INLINE void toSamples(const double* steps, double unitsPerStep, double* samples, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        samples[i] = ((steps[i] + rounder) - rounder) * unitsPerStep;
}

/** Rounded steps up to the ends of the range; returns how many were beyond. */
PHONOSTAGE_ALWAYS_INLINE std::int64_t holdWithin(double lowest, double highest, double* steps, std::size_t count) {
    std::int64_t held = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double rounded = (steps[i] + rounder) - rounder;
        const double kept = rounded < lowest ? lowest : rounded > highest ? highest : steps[i];
        held += rounded < lowest || rounded > highest ? 1 : 0;
        steps[i] = kept;
    }
    return held;
}

#if PHONOSTAGE_WIDE
PHONOSTAGE_AVX2 std::size_t addDrawsWide(TriangularNoise& noise, const double* samples, double stepsPerUnit,
                                         double* steps, std::size_t count) {
    return addDraws(noise, samples, stepsPerUnit, steps, count);
}

PHONOSTAGE_AVX2 void toWordsWide(const double* steps, int shift, std::int32_t* words, std::size_t count) {
    toWords(steps, shift, words, count);
}

PHONOSTAGE_AVX2 void toSamplesWide(const double* steps, double unitsPerStep, double* samples, std::size_t count) {
    toSamples(steps, unitsPerStep, samples, count);
}

PHONOSTAGE_AVX2 std::int64_t holdWithinWide(double lowest, double highest, double* steps, std::size_t count) {
    return holdWithin(lowest, highest, steps, count);
}
#else
constexpr auto addDrawsWide = addDraws;
constexpr auto toWordsWide = toWords;
constexpr auto toSamplesWide = toSamples;
constexpr auto holdWithinWide = holdWithin;
#endif

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
    const auto add = dsp::usesWideRegisters() ? addDrawsWide : addDraws;
    i += add(noise_, samples + i, stepsPerUnit_, steps_.data() + i, count - i);
    if (i < count) {
        noise_.draw(left_);
        leftCount_ = lanes;
        for (; i < count; ++i, --leftCount_)
            steps_[i] = samples[i] * stepsPerUnit_ + left_[lanes - leftCount_];
    }
}

void Quantizer::process(double* samples, std::int32_t* words, int count, bool keepWritten) {
    const double unitsPerStep = 1.0 / stepsPerUnit_;
    const auto total = static_cast<std::size_t>(count);
    const bool isWide = dsp::usesWideRegisters();
    for (std::size_t start = 0; start < total; start += chunk) {
        const auto n = std::min(chunk, total - start);
        double* part = samples + start;
        const double peak = largestMagnitude(part, static_cast<int>(n));
        peak_ = std::max(peak_, peak);
        addDither(part, n);
        // Beyond the range with the dither, at most.
        if (peak * stepsPerUnit_ >= stepsPerUnit_ - 2.0)
            clipped_ += (isWide ? holdWithinWide : holdWithin)(-stepsPerUnit_, stepsPerUnit_ - 1.0, steps_.data(), n);
        if (keepWritten) (isWide ? toSamplesWide : toSamples)(steps_.data(), unitsPerStep, part, n);
        (isWide ? toWordsWide : toWords)(steps_.data(), shift_, words + start, n);
    }
}

} // namespace phonostage::media
