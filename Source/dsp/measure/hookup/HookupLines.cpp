// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupLines.h"

#include "dsp/measure/Percentiles.h"
#include "dsp/measure/hookup/HookupBlock.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace phonostage::dsp {
namespace {

constexpr std::size_t bins = hookup::blockFrames / 2;
constexpr std::size_t group = 64;
constexpr int halfWindow = static_cast<int>(hookup::mostBlocks) / 2;
constexpr double meanOfMedian = 1.44; ///< noise: the mean power of a bin over its median
constexpr double lowestHz = 1500.0;
constexpr float lineStandsOutDb = 9.0F, mostHeightDb = 40.0F;
// Loud music hides lines that a quieter one leaves. Together they are still a comb: one clock, and so one error.
constexpr std::size_t combLines = 6;
constexpr double combClockError = 120e-6, combClockStep = 10e-6; ///< a quarter of a bin at 18 kHz
constexpr float combContrastDb = 3.0F;

/** Sharp: no wider than a steady tone's lobe, and alone. */
bool isSharp(std::span<const float> mean, std::size_t top) {
    if (top < 12 || top + 12 >= mean.size()) return false;
    std::array<float, 25> around{};
    std::copy_n(mean.begin() + static_cast<std::ptrdiff_t>(top) - 12, around.size(), around.begin());
    return hookup::wide(mean[top]) - medianOf(around) > 7.0 &&
           mean[top] - std::max(mean[top - 6], mean[top + 6]) > 6.0F;
}

bool isWholeKilohertz(double hz) {
    return std::fabs(hz - 1000.0 * std::round(hz / 1000.0)) < 2.0 + 0.00012 * hz; // a clock is as wrong as that
}

/** By how much a bin stands out of its neighbours, over the blocks: a tone's own lobe left out. */
float contrastAt(std::span<const float> mean, std::size_t bin) {
    constexpr std::size_t lobe = 3, reach = 12;
    std::array<float, 2 * (reach - lobe)> around{};
    for (std::size_t i = 0; i < reach - lobe; ++i) {
        around[2 * i] = mean[bin - lobe - 1 - i];
        around[2 * i + 1] = mean[bin + lobe + 1 + i];
    }
    return mean[bin] - static_cast<float>(medianOf(around));
}

/** The lines of a comb of whole kilohertz whose clock is so wrong. */
std::vector<SteadyLine> combAt(std::span<const float> mean, double binHz, double clockError) {
    constexpr int lowestKilohertz = 2, highestKilohertz = 21;
    std::vector<SteadyLine> found;
    for (int k = lowestKilohertz; k <= highestKilohertz; ++k) {
        const auto bin = static_cast<std::size_t>(std::lround(1000.0 * k * (1.0 + clockError) / binHz));
        if (bin + 16 >= mean.size()) break;
        if (contrastAt(mean, bin) > combContrastDb)
            found.push_back({static_cast<double>(bin) * binHz, hookup::wide(mean[bin])});
    }
    return found;
}

/** The comb of whole kilohertz with the most lines. */
std::vector<SteadyLine> bestComb(std::span<const float> mean, double binHz) {
    std::vector<SteadyLine> best;
    double error = -combClockError;
    while (error <= combClockError) {
        auto comb = combAt(mean, binHz, error);
        if (comb.size() > best.size()) best = std::move(comb);
        error += combClockStep;
    }
    return best;
}

} // namespace

HookupLines::HookupLines(double binHz) : binHz_(binHz), medians_(bins / group) {
    for (auto* sums : {&now_, &before_}) {
        sums->heights.resize(bins);
        sums->counts.resize(bins);
    }
}

void HookupLines::clear() {
    for (auto* sums : {&now_, &before_}) {
        std::fill(sums->heights.begin(), sums->heights.end(), 0.0F);
        std::fill(sums->counts.begin(), sums->counts.end(), 0);
        sums->blocks = 0;
    }
}

void HookupLines::add(std::span<const float> power) {
    if (now_.blocks == halfWindow) {
        std::swap(now_, before_);
        std::fill(now_.heights.begin(), now_.heights.end(), 0.0F);
        std::fill(now_.counts.begin(), now_.counts.end(), 0);
        now_.blocks = 0;
    }
    for (std::size_t g = 0; g < medians_.size(); ++g)
        medians_[g] = static_cast<float>(meanOfMedian *
                                         medianOf64(std::span<const float, group>(power.data() + g * group, group)));
    ++now_.blocks;
    for (std::size_t k = static_cast<std::size_t>(lowestHz / binHz_); k < bins; ++k) {
        // The median of the group that it lies in, or of the one whose middle is nearer.
        const float floor = std::max(medians_[k / group], medians_[(k - group / 2) / group]) + 1e-22F;
        if (power[k] <= floor) continue;
        const float height = 10.0F * std::log10(power[k] / floor);
        now_.heights[k] += std::min(height, mostHeightDb);
        now_.counts[k] += height > lineStandsOutDb ? 1 : 0;
    }
}

SteadyLine HookupLines::lineIn(std::span<const float> mean, std::size_t from, std::size_t to) const {
    const auto top = static_cast<std::size_t>(std::max_element(mean.begin() + static_cast<std::ptrdiff_t>(from),
                                                               mean.begin() + static_cast<std::ptrdiff_t>(to)) -
                                              mean.begin());
    if (!isSharp(mean, top)) return {};
    return {static_cast<double>(top) * binHz_, hookup::wide(mean[top])};
}

SteadyLines HookupLines::find() const {
    SteadyLines found;
    const int blocks = now_.blocks + before_.blocks;
    if (blocks == 0) return found;
    std::vector<float> mean(bins);
    std::vector<std::size_t> steady;
    for (std::size_t k = 0; k < bins; ++k) {
        mean[k] = (now_.heights[k] + before_.heights[k]) / static_cast<float>(blocks);
        const bool isOften = static_cast<double>(now_.counts[k] + before_.counts[k]) > 0.85 * blocks;
        if (mean[k] > 11.0F && isOften && static_cast<double>(k) * binHz_ >= lowestHz) steady.push_back(k);
    }
    for (std::size_t i = 0; i < steady.size();) {
        std::size_t end = i + 1;
        while (end < steady.size() && steady[end] - steady[end - 1] <= 3)
            ++end;
        if (end - i <= 5) {
            const auto line = lineIn(mean, steady[i], steady[end - 1] + 1);
            if (line.heightDb > 0.0) found.all.push_back(line);
        }
        i = end;
    }
    std::copy_if(found.all.begin(), found.all.end(), std::back_inserter(found.wholeKilohertz),
                 [](const SteadyLine& line) { return isWholeKilohertz(line.frequencyHz); });
    auto comb = bestComb(mean, binHz_);
    if (comb.size() >= combLines && comb.size() > found.wholeKilohertz.size()) found.wholeKilohertz = std::move(comb);
    return found;
}

} // namespace phonostage::dsp
