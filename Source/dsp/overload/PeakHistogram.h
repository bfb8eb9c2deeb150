// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace phonostage::dsp {

/** How many local peaks a signal has at which level, on a fixed grid in log amplitude from -60 dBFS to +24 dBFS. */
class PeakHistogram {
public:
    static constexpr double binWidth = 0.00125;           ///< natural logarithm, 0.011 dB
    static constexpr double lowest = -6.9077552789821368; ///< ln 0.001
    static constexpr int binCount = 7744;
    static constexpr double reach = 0.23692775868212176; ///< exp(-1.44): peaks further below the largest do not matter

    void clear();
    /** Clears so many bins from begin on. */
    void clearBins(int begin, int count);
    /** Below 0 or beyond binCount where it is in none. */
    [[nodiscard]] static int binOf(double level) { return static_cast<int>((std::log(level) - lowest) / binWidth); }
    /** bin is binOf(level). */
    void add(double level, int bin) {
        if (bin < 0 || bin >= binCount) return;
        if (level > largest_) {
            largest_ = level;
            topBin_ = bin;
        }
        addBelow(bin);
    }
    /** A peak no larger than the largest one. */
    void addBelow(int bin) { ++bins_[static_cast<std::size_t>(bin)]; }
    void forgetLargest() {
        largest_ = 0.0;
        topBin_ = -1;
    }

    [[nodiscard]] double largest() const { return largest_; } ///< level of the largest peak, 0 for none
    [[nodiscard]] int topBin() const { return topBin_; }
    /** Peaks in count bins from the one that is `below` under the largest peak's downwards. isNarrow: they are known to
        fit into 32 bits. */
    template <int count> [[nodiscard]] std::int64_t sum(int below, bool isNarrow) const {
        const int end = topBin_ - below + 1;
        std::int64_t total = 0;
        if (end < count) {
            for (int bin = 0; bin < end; ++bin)
                total += bins_[static_cast<std::size_t>(bin)];
            return total;
        }
        const std::uint32_t* const bins = bins_.data() + (end - count);
        if (isNarrow) {
            std::uint32_t narrow = 0; // takes half the time
            for (int i = 0; i < count; ++i)
                narrow += bins[i];
            return narrow;
        }
        for (int i = 0; i < count; ++i)
            total += bins[i];
        return total;
    }

private:
    std::array<std::uint32_t, binCount> bins_{};
    double largest_ = 0.0;
    int topBin_ = -1;
};

} // namespace phonostage::dsp
