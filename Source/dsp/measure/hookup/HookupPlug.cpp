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

/** Stretches of two hops and more that are so far below the other channel while that is heard. weaknessDb: by how much
    the channel is below the other one anyway. */
int countDropOuts(const Values& here, const Values& other, float weaknessDb) {
    const float usual = std::max(weaknessDb - usualImbalanceDb, 0.0F);
    const auto floor = static_cast<float>(percentile(other, 0.02)), quiet = static_cast<float>(percentile(here, 0.10));
    const auto isLow = [&](std::size_t i) {
        return (here[i] < other[i] - usual - dropDb && other[i] > floor + aboveFloorDb) ||
               (here[i] < other[i] - usual - dropToNoiseDb && here[i] < quiet - belowQuietDb);
    };
    int count = 0;
    std::size_t last = 0;
    bool wasLow = false;
    for (std::size_t i = 1; i < here.size(); ++i) {
        const bool isBoth = isLow(i) && isLow(i - 1);
        if (isBoth && !wasLow) {
            if (count == 0 || i - last > dropApartHops) ++count;
            last = i;
        }
        wasLow = isBoth;
    }
    return count;
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

} // namespace

HookupPlugEvents findPlugEvents(const std::array<std::span<const float>, 2>& levels,
                                const std::array<std::span<const float>, 2>& slow) {
    HookupPlugEvents events;
    const std::array<Values, 2> level{decibelsOf(levels[0]), decibelsOf(levels[1])};
    Values difference(level[0].size());
    for (std::size_t i = 0; i < difference.size(); ++i)
        difference[i] = level[1][i] - level[0][i];
    const auto balance = static_cast<float>(medianOf(difference));
    const bool isAlike = std::fabs(balance) < mostImbalanceDb;
    const std::array<Values, 2> step{steps(slow[0]), steps(slow[1])};
    const std::array<float, 2> median{static_cast<float>(percentile(step[0], 0.5)) + 1e-9F,
                                      static_cast<float>(percentile(step[1], 0.5)) + 1e-9F};
    for (std::size_t c = 0; c < 2; ++c) {
        const std::size_t other = 1 - c;
        if (isAlike) events.dropOuts[c] = countDropOuts(level[c], level[other], c == 0 ? balance : -balance);
        events.thumps[c] = countThumps(step[c], step[other], isAlike ? median[c] / median[other] : 1.0F);
    }
    return events;
}

} // namespace phonostage::dsp
