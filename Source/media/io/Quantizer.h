// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/simd/WideRegisters.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace phonostage::media {

/** White noise for dither, the same from every start: the sum of two uniform draws, triangular between -1 and +1, mean
   0, variance 1/6. Thirty-two 64-bit xorshift generators (Marsaglia 2003, shifts 13, 7, 17) side by side; each draw
   gives both uniforms. */
class TriangularNoise {
public:
    static constexpr std::size_t lanes = 32; ///< so many that compilers make a loop of them, in wide registers

    explicit TriangularNoise(std::uint64_t seed);

    /** The next value of each lane. */
    PHONOSTAGE_ALWAYS_INLINE void draw(std::array<double, lanes>& values) {
        // The sum of two 32-bit draws, put into the lowest bits of a double at 2^52, is exact without a conversion.
        constexpr auto at2to52 = std::uint64_t{0x4330000000000000};
        constexpr double middle = 0x1p52 + 0x1p32 - 1.0;
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            auto x = state_[lane];
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            state_[lane] = x;
            values[lane] = (std::bit_cast<double>(((x >> 32) + (x & 0xffffffffU)) | at2to52) - middle) * 0x1p-32;
        }
    }

private:
    std::array<std::uint64_t, lanes> state_{};
};

/** One channel of doubles to 16 or 24 bit words: TPDF dither of two steps peak to peak, rounded to the nearest step,
   held at the ends of the range. */
class Quantizer {
public:
    /** bits: 2 to 24. The channel's number sets it apart from the other's dither. */
    Quantizer(int bits, int channel);

    /** samples: full scale 1.0, finite. words: left-justified in 32 bits. The same samples give the same words however
       they are cut into calls. keepWritten: the samples become what the words stand for. */
    void process(double* samples, std::int32_t* words, int count, bool keepWritten);

    [[nodiscard]] std::int64_t clippedSamples() const { return clipped_; } ///< held at an end of the range
    [[nodiscard]] double peak() const { return peak_; }                    ///< largest |sample| before it was held

    /** Samples up to here no dither can make clip. */
    [[nodiscard]] static double largestSafe(int bits);

private:
    static constexpr std::size_t chunk = 512;

    std::size_t addLeftDither(const double* samples, std::size_t count);
    void addDither(const double* samples, std::size_t count);

    double stepsPerUnit_;
    int shift_;
    TriangularNoise noise_;
    std::array<double, TriangularNoise::lanes> left_{}; ///< drawn for a chunk that ended inside a draw
    std::size_t leftCount_ = 0;                         ///< the last so many of them are unused
    std::array<double, chunk> steps_{};
    std::int64_t clipped_ = 0;
    double peak_ = 0.0;
};

} // namespace phonostage::media
