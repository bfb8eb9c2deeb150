// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupPlug.h"

#include "dsp/measure/Percentiles.h"
#include "dsp/measure/hookup/HookupBlock.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace phonostage::dsp {
namespace {

constexpr float dropDb = 36.0F, aboveFloorDb = 6.0F;
/** Where the converter's noise is no farther down: the channel itself is never so quiet but then. */
constexpr float dropToNoiseDb = 24.0F, belowQuietDb = 15.0F;
constexpr float mostImbalanceDb = 25.0F; ///< beyond, one channel is dead or nearly so
constexpr float usualImbalanceDb = 6.0F; ///< beyond, a drop-out is one from where the weaker channel is by itself
/** Of 1,600 captures without a loose plug one has two such places: a line source, whose pauses are silent. */
constexpr float trebleDropDb = 18.0F, trebleBelowQuietDb = 8.0F, trebleEdgeDb = 10.0F;
constexpr std::size_t trebleEdgeHops = 2, longestDropHops = 60; ///< 0.6 s
constexpr std::size_t dropApartHops = 20, thumpApartHops = 40;

using Values = std::vector<float>;

Values decibelsOf(std::span<const float> powers) {
    Values result;
    result.reserve(powers.size());
    for (const float power : powers)
        result.push_back(static_cast<float>(hookup::toDb(power)));
    return result;
}

double percentile(Values values, double part) { return percentileOf(values, part); }

using Events = std::vector<std::size_t>; ///< the hops in which they begin

/** By how much a channel is below the other one anyway, beyond what is usual. */
float usualBelow(float weaknessDb) { return std::max(weaknessDb - usualImbalanceDb, 0.0F); }

/** Stretches of two hops and more that are so far below the other channel while that is heard. weaknessDb: by how much
    the channel is below the other one anyway. */
Events findDropOuts(const Values& here, const Values& other, float weaknessDb) {
    const float usual = usualBelow(weaknessDb);
    const auto floor = static_cast<float>(percentile(other, 0.02)), quiet = static_cast<float>(percentile(here, 0.10));
    const auto isLow = [&](std::size_t i) {
        return (here[i] < other[i] - usual - dropDb && other[i] > floor + aboveFloorDb) ||
               (here[i] < other[i] - usual - dropToNoiseDb && here[i] < quiet - belowQuietDb);
    };
    Events events;
    std::size_t last = 0;
    bool wasLow = false;
    for (std::size_t i = 1; i < here.size(); ++i) {
        const bool isBoth = isLow(i) && isLow(i - 1);
        if (isBoth && !wasLow) {
            if (events.empty() || i - last > dropApartHops) events.push_back(i);
            last = i;
        }
        wasLow = isBoth;
    }
    return events;
}

/** The same in the treble, where a channel that only hums is silent, too: it falls at once, and comes back at once, as
    no music does that decays. */
Events findTrebleDropOuts(const Values& here, const Values& other, float weaknessDb) {
    const float usual = usualBelow(weaknessDb);
    const auto quiet = static_cast<float>(percentile(here, 0.10));
    const auto isLow = [&](std::size_t i) {
        return here[i] < other[i] - usual - trebleDropDb && here[i] < quiet - trebleBelowQuietDb;
    };
    const auto lowest = [&here](std::size_t i) { return std::min(here[i], here[i + 1]); };
    const auto highest = [&here](std::size_t i) { return std::max(here[i], here[i + 1]); };
    Events events;
    for (std::size_t i = trebleEdgeHops; i < here.size(); ++i) {
        if (!isLow(i)) continue;
        std::size_t end = i + 1;
        while (end < here.size() && isLow(end))
            ++end;
        const std::size_t hops = end - i;
        if (hops >= 2 && hops <= longestDropHops && end + trebleEdgeHops <= here.size()) {
            const float fall = highest(i - trebleEdgeHops) - lowest(i),
                        rise = highest(end) - lowest(end - trebleEdgeHops);
            if (std::min(fall, rise) > trebleEdgeDb) events.push_back(i);
        }
        i = end;
    }
    return events;
}

/** What the two looks find at one place is one. */
std::size_t countEither(const Events& events, const Events& others) {
    return events.size() + static_cast<std::size_t>(std::count_if(others.begin(), others.end(), [&](std::size_t other) {
               return std::none_of(events.begin(), events.end(), [&](std::size_t event) {
                   return std::max(event, other) - std::min(event, other) <= dropApartHops;
               });
           }));
}

Values steps(std::span<const float> slow) {
    Values result;
    for (std::size_t i = 1; i < slow.size(); ++i)
        result.push_back(std::fabs(slow[i] - slow[i - 1]));
    return result;
}

int countThumps(const Values& here, const Values& other, float scale) {
    const auto median = static_cast<float>(percentile(here, 0.5)) + 1e-9F;
    int count = 0;
    std::size_t last = 0;
    for (std::size_t i = 0; i < here.size(); ++i) {
        if (!(here[i] > 40.0F * median && here[i] > 8.0F * other[i] * scale)) continue;
        if (count == 0 || i - last > thumpApartHops) ++count;
        last = i;
    }
    return count;
}

/** By how much the right channel is louder, dB: the median. */
float balanceOf(const std::array<Values, 2>& level) {
    Values difference(level[0].size());
    for (std::size_t i = 0; i < difference.size(); ++i)
        difference[i] = level[1][i] - level[0][i];
    return static_cast<float>(medianOf(difference));
}

} // namespace

HookupPlugEvents findPlugEvents(const std::array<std::span<const float>, 2>& levels,
                                const std::array<std::span<const float>, 2>& treble,
                                const std::array<std::span<const float>, 2>& slow) {
    HookupPlugEvents events;
    const std::array<Values, 2> level{decibelsOf(levels[0]), decibelsOf(levels[1])},
        high{decibelsOf(treble[0]), decibelsOf(treble[1])};
    const float balance = balanceOf(level), trebleBalance = balanceOf(high);
    const bool isAlike = std::fabs(balance) < mostImbalanceDb;
    const std::array<Values, 2> step{steps(slow[0]), steps(slow[1])};
    const std::array<float, 2> median{static_cast<float>(percentile(step[0], 0.5)) + 1e-9F,
                                      static_cast<float>(percentile(step[1], 0.5)) + 1e-9F};
    for (std::size_t c = 0; c < 2; ++c) {
        const std::size_t other = 1 - c;
        const float towards = c == 0 ? 1.0F : -1.0F;
        if (isAlike)
            events.dropOuts[c] =
                static_cast<int>(countEither(findDropOuts(level[c], level[other], towards * balance),
                                             findTrebleDropOuts(high[c], high[other], towards * trebleBalance)));
        events.thumps[c] = countThumps(step[c], step[other], isAlike ? median[c] / median[other] : 1.0F);
    }
    return events;
}

} // namespace phonostage::dsp
