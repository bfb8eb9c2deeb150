// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupPeaks.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace phonostage::dsp {
namespace {

constexpr double smoothHz = 14000.0; ///< one standard deviation of the Gaussian's response

void keepTop(HookupPeaks& peaks, const HookupPeaks::Top& top) {
    const auto end = peaks.tops.begin() + static_cast<std::ptrdiff_t>(peaks.topCount);
    if (peaks.topCount < HookupPeaks::mostTops) {
        *end = top;
        ++peaks.topCount;
        return;
    }
    // In the order of time: the lowest goes, and the newest comes last.
    const auto lowest = std::min_element(
        peaks.tops.begin(), end, [](const auto& first, const auto& second) { return first.level < second.level; });
    if (lowest->level >= top.level) return;
    std::move(lowest + 1, end, lowest);
    *(end - 1) = top;
}

float lowestTop(const HookupPeaks& peaks) {
    if (peaks.topCount < HookupPeaks::mostTops) return 0.0F;
    return std::min_element(peaks.tops.begin(), peaks.tops.end(),
                            [](const auto& first, const auto& second) { return first.level < second.level; })
        ->level;
}

} // namespace

std::size_t HookupPeaks::bandOf(double level) {
    const double band = (std::numbers::ln2 - std::log(level)) / bandWidth; // highest is 2
    return band < 0.0 ? 0 : static_cast<std::size_t>(std::min(band, static_cast<double>(bands)));
}

HookupPeakMeter::HookupPeakMeter(double rateHz, std::size_t mostFrames) {
    const double width = rateHz / (2.0 * std::numbers::pi * smoothHz); // frames
    double sum = 0.0;
    for (std::size_t i = 0; i <= reach; ++i) {
        const double at = static_cast<double>(i) / width;
        weights_[i] = std::exp(-0.5 * at * at);
        sum += i == 0 ? weights_[i] : 2.0 * weights_[i];
    }
    for (auto& weight : weights_)
        weight /= sum;
    for (auto& samples : smooth_)
        samples.resize(mostFrames);
}

void HookupPeakMeter::measure(std::span<const StereoDouble> block, StereoDouble mean, HookupPeaksOfBoth& peaks) {
    smooth(block, mean);
    for (std::size_t c = 0; c < 2; ++c) {
        find(c, block.size(), 1.0, peaks[c][0]);
        find(c, block.size(), -1.0, peaks[c][1]);
    }
}

void HookupPeakMeter::smooth(std::span<const StereoDouble> block, StereoDouble mean) {
    for (std::size_t i = reach; i + reach < block.size(); ++i) {
        auto value = StereoDouble(weights_[0]) * block[i];
        for (std::size_t away = 1; away <= reach; ++away)
            value += StereoDouble(weights_[away]) * (block[i - away] + block[i + away]);
        value = value - mean;
        smooth_[0][i] = value.left();
        smooth_[1][i] = value.right();
    }
}

void HookupPeakMeter::find(std::size_t channel, std::size_t frames, double sign, HookupPeaks& peaks) const {
    static const double lowest = HookupPeaks::highest * std::exp(-HookupPeaks::bandWidth * HookupPeaks::bands);
    constexpr std::size_t edge = distances.back() + reach;
    const auto& y = smooth_[channel];
    float least = 0.0F;
    for (std::size_t i = edge; i + edge < frames; ++i) {
        const double level = sign * y[i];
        if (!(level > lowest && level >= sign * y[i - 1] && level > sign * y[i + 1])) continue;
        const std::size_t band = HookupPeaks::bandOf(level);
        if (band >= HookupPeaks::bands) continue;
        if (peaks.counts[band] < std::numeric_limits<std::uint16_t>::max()) ++peaks.counts[band];
        if (static_cast<float>(level) <= least) continue;
        HookupPeaks::Top top;
        top.frame = i;
        top.level = static_cast<float>(level);
        for (std::size_t d = 0; d < distances.size(); ++d)
            top.sides[d] = static_cast<float>(0.5 * sign * (y[i - distances[d]] + y[i + distances[d]]) / level);
        keepTop(peaks, top);
        least = lowestTop(peaks);
    }
}

} // namespace phonostage::dsp
