// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/overload/PeakHistogram.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace phonostage::dsp {

/** What CeilingStatistic gathers and CeilingEvaluation judges: of both polarities, histograms of the local peaks, and
   the tops that may crowd at a ceiling. Data alone. */
struct CeilingCrowds {
    static constexpr std::size_t topCount = 256;
    static constexpr std::size_t below = 0,
                                 probe = 1;    ///< crowds: below the largest peak, and one that lies further down
    static constexpr double quietest = 0.0158; ///< -36 dBFS: peaks must stand clear of the noise
    static constexpr std::size_t whole = 0, older = 1, fresh = 2, spanCount = 3;
    static constexpr std::size_t evaluatedSpans = 2;
    static constexpr int pieceSamples = 32;

    /** Distances from a top at which the signal is looked at, in samples. */
    static constexpr std::array<int, 7> distances = {1, 2, 4, 8, 16, 32, 64};

    /** What it has to know of the source. */
    struct Source {
        double step = 0.0;      ///< of quantisation
        double fullScale = 1.0; ///< levels from here to 1.0 are codes at full scale
        bool isCompanded = false;
        std::array<bool, 2> mayList{}; ///< events of positive and negative polarity; else somebody else lists them
    };

    struct Top {
        std::int64_t start = 0, position = 0; ///< of its first and its largest sample in the crowd
        int length = 0;                       ///< from the first to the last
        float level = 0.0f;
        bool isLong = false; ///< or otherwise none that is cut
        /** Mean of the samples at each distance on both sides, over the level: of a tone always the same. */
        std::array<float, distances.size()> sides{};
    };

    /** The tops within one width of the largest peak; or, as a probe, from some level further down on. A top ends where
       the signal has fallen by three times the width: noise does not cut it into pieces. */
    struct Crowd {
        double floor = 0.0, end = 0.0;
        bool isOpen = false;
        double high = 0.0;
        std::int64_t start = 0, last = 0, highest = 0;
        std::array<Top, topCount> tops{}; ///< a ring
        std::size_t count = 0, next = 0;
        std::size_t incomplete = 0; ///< of the newest, those whose sides are not known

        [[nodiscard]] std::size_t place(std::size_t i) const { return (next + topCount - count + i) % topCount; }
        [[nodiscard]] const Top& top(std::size_t i) const { return tops[place(i)]; }
    };

    struct Polarity {
        std::array<PeakHistogram, spanCount> peaks; ///< by slots_
        std::array<std::array<Crowd, 2>, evaluatedSpans> crowds;
        std::array<double, evaluatedSpans> probeTops{}; ///< upper edges of the probes' bands; 0: there is none
        bool hasOlderCrowds = false;                    ///< else those of the older span are those of the whole
    };

    [[nodiscard]] PeakHistogram& peaks(std::size_t p, std::size_t span) { return polarities[p].peaks[slots[span]]; }
    [[nodiscard]] const PeakHistogram& peaks(std::size_t p, std::size_t span) const {
        return polarities[p].peaks[slots[span]];
    }
    [[nodiscard]] const Crowd& crowd(std::size_t p, std::size_t span, std::size_t which) const {
        return polarities[p].crowds[crowdSpan(p, span)][which];
    }
    /** The span whose crowds those of this one are. */
    [[nodiscard]] std::size_t crowdSpan(std::size_t p, std::size_t span) const {
        return polarities[p].hasOlderCrowds ? span : whole;
    }

    std::array<Polarity, 2> polarities{};
    std::array<std::size_t, spanCount> slots{whole, older, fresh};
    std::array<std::int64_t, 2> notedPeaks{}; ///< and at least one in each piece
    std::int64_t pieces = 0;
    std::int64_t settled = 0, sinceGrowth = 0; ///< samples: after so many without a larger peak the largest counts
};

} // namespace phonostage::dsp
