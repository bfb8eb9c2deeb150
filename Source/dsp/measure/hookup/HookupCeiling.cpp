// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupCeiling.h"

#include "dsp/measure/hookup/HookupBlock.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>
#include <vector>

namespace phonostage::dsp {
namespace {

constexpr std::size_t seenBands = 48;  ///< from the highest peak on: 8 dB
constexpr std::size_t mostAbove = 6;   ///< bands of lone peaks above a ceiling
constexpr std::size_t edgeBands = 3;   ///< of a ceiling that is not sharp: left out
constexpr std::size_t fittedBands = 6; ///< two stretches of so many come below it
constexpr double leastPeaks = 60.0;
constexpr double mostASecond = 150.0; ///< clipped music 95, test tones 230 and more
/** Of what falls off faster the higher it is, as all that is made of many parts. */
constexpr double steeper = 1.6, leastSlope = 0.03;
constexpr double doubt = 3.0; ///< peaks more or less
constexpr std::size_t leastTops = 8, mostLags = 16;
constexpr float sameSides = 0.05F, fallen = 0.85F;

using Counts = std::vector<double>;

double sum(const Counts& counts, std::size_t from, std::size_t count) {
    const auto begin = counts.begin() + static_cast<std::ptrdiff_t>(from);
    return std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(count), 0.0);
}

/** Of a ceiling in band k: what is expected above it, from how peaks thin out below it, over what is there. */
double strengthAt(const Counts& counts, std::size_t k, double seconds) {
    const double above = sum(counts, 0, k), near = sum(counts, k + edgeBands, fittedBands),
                 farther = sum(counts, k + edgeBands + fittedBands, fittedBands);
    const double all = sum(counts, k, edgeBands + fittedBands);
    if (near < leastPeaks || all > mostASecond * seconds) return 0.0;
    constexpr auto width = static_cast<double>(fittedBands);
    const double slope = std::max(std::log((farther + 1.0) / near) / width, 0.0);
    const double rise = steeper * slope + leastSlope;
    const double expected = near / width * std::exp(-static_cast<double>(edgeBands) * rise) / std::expm1(rise);
    return std::log((expected + doubt) / (above + doubt));
}

bool areAlike(std::span<const float> sides, std::size_t lag) {
    std::size_t same = 0;
    const std::size_t pairs = sides.size() - lag;
    for (std::size_t i = 0; i < pairs; ++i)
        same += std::fabs(sides[i] - sides[i + lag]) <= sameSides ? 1U : 0U;
    return 5 * same >= 3 * pairs;
}

/** Where most tops are like one before, the signal repeats: a tone, or a sweep. */
bool isRepeating(const std::deque<HookupBlock>& blocks, std::size_t channel, std::size_t polarity, std::size_t from,
                 std::size_t to) {
    std::array<std::vector<float>, HookupPeakMeter::distances.size()> sides;
    for (const auto& block : blocks) {
        const auto& peaks = block.peaks[channel][polarity];
        for (std::size_t i = 0; i < peaks.topCount; ++i) {
            const auto& top = peaks.tops[i];
            const auto band = HookupPeaks::bandOf(static_cast<double>(top.level));
            if (band < from || band >= to) continue;
            for (std::size_t d = 0; d < sides.size(); ++d)
                sides[d].push_back(top.sides[d]);
        }
    }
    const auto count = sides[0].size();
    if (count < leastTops) return false;
    // At a distance where the signal has fallen.
    std::size_t d = 0;
    while (d + 1 < sides.size() &&
           std::accumulate(sides[d].begin(), sides[d].end(), 0.0F) > fallen * static_cast<float>(count))
        ++d;
    for (std::size_t lag = 1; lag <= std::min(mostLags, count / 2); ++lag)
        if (areAlike(sides[d], lag)) return true;
    return false;
}

HookupCeiling ceilingOf(const std::deque<HookupBlock>& blocks, std::size_t channel, std::size_t polarity,
                        double seconds) {
    Counts counts(HookupPeaks::bands, 0.0);
    for (const auto& block : blocks)
        for (std::size_t band = 0; band < counts.size(); ++band)
            counts[band] += block.peaks[channel][polarity].counts[band];
    const auto first = std::find_if(counts.begin(), counts.end(), [](double count) { return count > 0.0; });
    const auto highest = static_cast<std::size_t>(first - counts.begin());
    if (highest + seenBands > counts.size()) return {};
    counts.erase(counts.begin(), first);

    HookupCeiling best;
    std::size_t at = 0;
    for (std::size_t k = 0; k <= mostAbove; ++k) {
        const double strength = strengthAt(counts, k, seconds);
        if (strength <= best.strength) continue;
        best.strength = strength;
        at = k;
    }
    constexpr std::size_t crowd = edgeBands + fittedBands;
    if (best.strength == 0.0 || isRepeating(blocks, channel, polarity, highest + at, highest + at + crowd)) return {};
    const auto begin = counts.begin() + static_cast<std::ptrdiff_t>(at);
    const auto fullest = std::max_element(begin, begin + static_cast<std::ptrdiff_t>(2 * edgeBands));
    const auto band = static_cast<double>(highest) + static_cast<double>(fullest - counts.begin()) + 0.5;
    best.level = HookupPeaks::highest * std::exp(-HookupPeaks::bandWidth * band);
    best.share = sum(counts, at, crowd) / sum(counts, 0, seenBands);
    return best;
}

} // namespace

HookupCeiling findCeiling(const std::deque<HookupBlock>& blocks, std::size_t channel, double seconds) {
    const auto up = ceilingOf(blocks, channel, 0, seconds), down = ceilingOf(blocks, channel, 1, seconds);
    return up.strength >= down.strength ? up : down;
}

} // namespace phonostage::dsp
