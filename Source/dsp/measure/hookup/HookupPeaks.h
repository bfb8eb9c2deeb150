// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/simd/StereoDouble.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace phonostage::dsp {

/** The local peaks of a block, of one channel and polarity, from its mean on; the signal is smoothed first, see
    HookupPeakMeter. */
struct HookupPeaks {
    static constexpr double bandWidth = 0.02; ///< of a band, as a natural logarithm: 0.17 dB
    static constexpr double highest = 2.0;    ///< where the first band begins, full scale 1.0
    static constexpr std::size_t bands = 340; ///< down to -53 dBFS
    static constexpr std::size_t mostTops = 16;

    struct Top {
        std::size_t frame = 0;
        float level = 0.0F;
        /** Mean of the samples on both sides over the level, at HookupPeakMeter::distances: of a tone always the same.
         */
        std::array<float, 3> sides{};
    };

    /** The band of a level above 0; bands and more where it is too low for any. */
    [[nodiscard]] static std::size_t bandOf(double level);

    std::array<std::uint16_t, bands> counts{};
    std::array<Top, mostTops> tops{}; ///< the highest of all, in the order in which they came
    std::size_t topCount = 0;
};

/** Left and right; positive and negative. */
using HookupPeaksOfBoth = std::array<std::array<HookupPeaks, 2>, 2>;

/** Smooths with a Gaussian of 14 kHz, which takes away what a converter or a resampler lets ring at the edge of its
    band: what was clipped in front of it lies below one ceiling again. Allocates when it is made. */
class HookupPeakMeter {
public:
    static constexpr std::array<std::size_t, 3> distances{4, 16, 64}; ///< frames

    /** 33 to 67 kHz. mostFrames: of a block. */
    HookupPeakMeter(double rateHz, std::size_t mostFrames);

    /** mean: of the block's samples. Nothing is looked for in the first and the last 67 frames. */
    void measure(std::span<const StereoDouble> block, StereoDouble mean, HookupPeaksOfBoth& peaks);

private:
    static constexpr std::size_t reach = 3;

    void smooth(std::span<const StereoDouble> block, StereoDouble mean);
    void find(std::size_t channel, std::size_t frames, double sign, HookupPeaks& peaks) const;

    std::array<double, reach + 1> weights_{}; ///< of the middle, and of the frames 1 to 3 away on either side
    std::array<std::vector<double>, 2> smooth_;
};

} // namespace phonostage::dsp
