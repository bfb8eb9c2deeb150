// SPDX-License-Identifier: GPL-3.0-or-later
#include "OverloadWatch.h"

#include "SamplePeak.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace phonostage::dsp {
namespace {

constexpr std::int64_t learning = 8192; // up to here the grid is learnt from every sample
constexpr double sampleLimit = 1e6;     // beyond: no sample, as in the engine's guard
constexpr int context = CeilingTracker::contextSamples;

double guarded(double x) { return std::fabs(x) <= sampleLimit ? x : 0.0; }

} // namespace

void OverloadWatch::prepare(double sampleRateHz, int wordBits, int channel, OverloadObserver* observer) {
    sampleRateHz_ = sampleRateHz;
    wordBits_ = wordBits;
    tally_.channel = channel;
    tally_.observer = observer;
    reset();
}

void OverloadWatch::reset() {
    grid_.reset(wordBits_);
    tally_.counts = OverloadCounts();
    positive_.reset(sampleRateHz_);
    negative_.reset(sampleRateHz_);
    refresh();
    position_ = 0;
    recent_.fill(0.0);
}

void OverloadWatch::clearCounts() {
    tally_.counts = OverloadCounts();
    positive_.clearCounts();
    negative_.clearCounts();
}

void OverloadWatch::refresh() {
    positive_.refresh(grid_);
    negative_.refresh(grid_);
}

void OverloadWatch::process(const double* samples, int count) {
    for (int at = 0; at < count; at += pieceSamples)
        processPiece(samples + at, std::min(pieceSamples, count - at));
    tally_.counts.fullScaleSamples = positive_.fullScaleSamples() + negative_.fullScaleSamples();
}

void OverloadWatch::flush() {
    positive_.finish(tally_);
    negative_.finish(tally_);
    CeilingTracker::compare(positive_, negative_, tally_);
}

// Most pieces come near no ceiling: then only the sample at every 32nd position is looked at, for the grid.
void OverloadWatch::processPiece(const double* samples, int count) {
    const double reach = samplePeak(samples, count);
    const int sinceGrid = static_cast<int>(position_ % pieceSamples);
    const int examined = sinceGrid == 0 ? 0 : pieceSamples - sinceGrid;

    const bool isFar = reach < std::min(positive_.threshold(), negative_.threshold());
    const bool isLearning = position_ < learning && !grid_.knowsStep();
    bool isIdle = isFar && !isLearning && !positive_.isOpen() && !negative_.isOpen();
    if (isIdle && examined < count) {
        const double sample = guarded(samples[examined]);
        const double previous = guarded(examined > 0 ? samples[examined - 1] : recent_.back());
        isIdle = !grid_.wouldLearn(sample, previous); // else thresholds move within the piece
        if (isIdle) grid_.examine(sample, previous);
    }
    if (isIdle)
        tally_.counts.peak = std::max(tally_.counts.peak, reach);
    else
        step(samples, count, examined);

    const int kept = std::min(count, context);
    std::copy(recent_.begin() + kept, recent_.end(), recent_.begin());
    std::copy_n(samples + count - kept, kept, recent_.end() - kept);
    position_ += count;
}

void OverloadWatch::step(const double* samples, int count, int examined) {
    double up[context + pieceSamples], down[context + pieceSamples];
    copyGuarded(recent_.data(), context, up);
    copyGuarded(samples, count, up + context);
    for (int i = 0; i < context + count; ++i)
        down[i] = -up[i];
    tally_.counts.peak = std::max(tally_.counts.peak, samplePeak(up + context, count));
    for (int i = 0; i < count; ++i) {
        const double* high = up + context + i;
        const double* low = down + context + i;
        const std::int64_t position = position_ + i;
        const auto isNear = [&] {
            return positive_.isOpen() || negative_.isOpen() || *high >= positive_.threshold() ||
                   *low >= negative_.threshold();
        };
        bool isClose = isNear();
        // The grid first: it moves the thresholds.
        const bool isLearning = position < learning && !grid_.knowsStep();
        if ((isClose || isLearning || i == examined) && grid_.examine(high[0], position > 0 ? high[-1] : high[0])) {
            refresh();
            isClose = isNear();
        }
        if (!isClose) continue;
        const int known = static_cast<int>(std::min<std::int64_t>(position, context));
        // A closed tracker below its threshold has nothing to do.
        if (positive_.isOpen() || *high >= positive_.threshold()) positive_.step(high, known, position, tally_);
        if (negative_.isOpen() || *low >= negative_.threshold()) negative_.step(low, known, position, tally_);
        if (positive_.wantsProof() || negative_.wantsProof()) CeilingTracker::compare(positive_, negative_, tally_);
    }
}

} // namespace phonostage::dsp
