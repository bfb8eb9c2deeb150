// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/LevelHistory.h"

#include "media/io/Reductions.h"

#include <algorithm>

namespace phonostage::media {
namespace {

constexpr double guardLimit = 1e6; ///< the engine's guard makes silence of what is beyond

struct GuardedSum {
    double sum = 0.0;
    int bad = 0; ///< samples that the guard silences
};

/** As sumOfSquares(), but for samples that the guard silences. */
GuardedSum guardedSum(const double* samples, int count) {
    // One sample beyond the limit makes the plain sum too large, one that is not a number spoils it.
    const double plain = sumOfSquares(samples, count);
    if (plain <= guardLimit * guardLimit) return {plain, 0};
    GuardedSum guarded;
    for (int i = 0; i < count; ++i) {
        if (samples[i] >= -guardLimit && samples[i] <= guardLimit)
            guarded.sum += samples[i] * samples[i];
        else
            ++guarded.bad;
    }
    return guarded;
}

double guardedPeak(const double* samples, int count) {
    const double plain = largestMagnitude(samples, count);
    if (plain <= guardLimit) return plain;
    double peak = 0.0;
    for (int i = 0; i < count; ++i)
        if (samples[i] >= -guardLimit && samples[i] <= guardLimit)
            peak = std::max(peak, std::max(samples[i], -samples[i]));
    return peak;
}

} // namespace

int SquareSum::add(const double* samples, int count) {
    const auto guarded = guardedSum(samples, count);
    sum_ += guarded.sum;
    count_ += count;
    return guarded.bad;
}

void OverloadLog::overloadEnded(int channel, const dsp::OverloadEvent& event) {
    auto& list = events_.at(static_cast<std::size_t>(channel));
    if (list.size() < maxEvents) list.push_back(event);
}

void OverloadLog::clickJudged(int channel, std::int64_t start) {
    auto& list = events_.at(static_cast<std::size_t>(channel));
    // It is among the newest.
    const auto found = std::find_if(list.rbegin(), list.rend(), [start](const auto& event) {
        return event.start == start && event.kind == dsp::OverloadKind::fullScale;
    });
    if (found != list.rend()) found->isClick = true;
}

std::vector<dsp::OverloadEvent> OverloadLog::events(int channel) const {
    auto list = events_.at(static_cast<std::size_t>(channel));
    std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.start < b.start; });
    return list;
}

void LevelHistory::add(const double* samples, int count) {
    for (int done = 0; done < count;) {
        if (bins_.empty() || bins_.back().frames == framesPerBin_) {
            if (bins_.size() == maxBins) {
                for (std::size_t i = 0; i < maxBins / 2; ++i) {
                    const auto& second = bins_[2 * i + 1];
                    auto merged = bins_[2 * i];
                    merged.peak = std::max(merged.peak, second.peak);
                    merged.squareSum += second.squareSum;
                    merged.frames += second.frames;
                    bins_[i] = merged;
                }
                bins_.resize(maxBins / 2);
                framesPerBin_ *= 2;
            }
            bins_.emplace_back();
        }
        auto& bin = bins_.back();
        const auto room = framesPerBin_ - bin.frames;
        const auto n = static_cast<int>(std::min<std::int64_t>(room, count - done));
        bin.peak = std::max(bin.peak, guardedPeak(samples + done, n));
        bin.squareSum += guardedSum(samples + done, n).sum;
        bin.frames += n;
        done += n;
    }
}

} // namespace phonostage::media
