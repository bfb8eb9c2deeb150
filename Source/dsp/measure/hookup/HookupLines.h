// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace phonostage::dsp {

/** A steady line that digital equipment leaves in a signal. */
struct SteadyLine {
    double frequencyHz = 0.0;
    double heightDb = 0.0; ///< over what lies around it
};

struct SteadyLines {
    std::vector<SteadyLine> all;
    std::vector<SteadyLine> wholeKilohertz; ///< those of them that USB makes
};

/** Finds steady lines from 1.5 kHz upwards: each bin's height over the median of its surroundings, its mean over the
    last 32 to 64 blocks, and how often it stands out. */
class HookupLines {
public:
    explicit HookupLines(double binHz);

    /** The power of each bin of a block, both channels together: blockFrames / 2 + 1 of them. */
    void add(std::span<const float> power);
    [[nodiscard]] SteadyLines find() const;
    void clear();

private:
    /** Over so many blocks. */
    struct Sums {
        std::vector<float> heights;
        std::vector<int> counts;
        int blocks = 0;
    };
    [[nodiscard]] SteadyLine lineIn(std::span<const float> mean, std::size_t from, std::size_t to) const;

    double binHz_;
    Sums now_, before_;
    std::vector<float> medians_;
};

} // namespace phonostage::dsp
