// SPDX-License-Identifier: GPL-3.0-or-later
#include "OverloadWatch.h"

#include "SamplePeak.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace phonostage::dsp {
namespace {

// Up to here the grid is learnt from every fifth sample, which meets all phases of most tones; then from every 32nd.
// From those near a ceiling always.
constexpr std::int64_t learning = 16384;
constexpr int learningStep = 5;
constexpr int context = CeilingTracker::contextSamples;

// Of work: for each call, each sample that is examined, each one near a ceiling, and what that may set going.
constexpr int callUnits = 4, examinedUnits = 2, newsUnits = 2, trackedUnits = 2, turnedUnits = 4;

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
    for (int at = 0; at < count;) {
        const int piece = std::min(pieceSamples, count - at);
        at += processPiece(samples + at, piece, piece).samples;
    }
    countFullScale();
}

OverloadWatch::Work OverloadWatch::advance(const double* samples, int count) {
    const Work work = processPiece(samples, std::min(pieceSamples, count), std::min(closePieceSamples, count));
    countFullScale();
    return work;
}

void OverloadWatch::countFullScale() {
    tally_.counts.fullScaleSamples = positive_.fullScaleSamples() + negative_.fullScaleSamples();
}

void OverloadWatch::flush() {
    positive_.finish(tally_);
    negative_.finish(tally_);
    CeilingTracker::compare(positive_, negative_, tally_);
}

// Most pieces come near no ceiling: then a few samples are looked at, for the grid. Of others closeCount are taken.
OverloadWatch::Work OverloadWatch::processPiece(const double* samples, int count, int closeCount) {
    const double reach = samplePeak(samples, count);
    const double nearest = std::min(positive_.threshold(), negative_.threshold());
    Work work;
    if (reach < nearest && openTrackers() == 0) work = pass(samples, count);
    if (work.samples > 0) {
        tally_.counts.peak = std::max(tally_.counts.peak, reach);
    } else {
        work.samples = closeCount;
        work.units += step(samples, closeCount);
    }

    const int kept = std::min(work.samples, context);
    std::copy(recent_.begin() + kept, recent_.end(), recent_.begin());
    copyGuarded(samples + work.samples - kept, kept, recent_.data() + context - kept);
    position_ += work.samples;
    return work;
}

// Samples that are far from any ceiling, up to one that teaches something: it may move the thresholds.
OverloadWatch::Work OverloadWatch::pass(const double* samples, int count) {
    const auto until = [this](int every) { return static_cast<int>((every - position_ % every) % every); };
    // From where on only every 32nd is looked at.
    const auto learnt = grid_.knowsStep() ? 0 : std::clamp<std::int64_t>(learning - position_, 0, count);
    const auto whileLearning = [&](int i) { return i < learnt ? i : count; };
    int seldom = until(pieceSamples);
    int often = whileLearning(until(learningStep));
    int units = callUnits;
    for (int i = std::min(seldom, often); i < count; i = std::min(seldom, often)) {
        const double sample = guarded(samples[i]);
        const double previous = i > 0 ? guarded(samples[i - 1]) : position_ > 0 ? recent_.back() : sample;
        if (grid_.wouldLearn(sample, previous)) return {i, units};
        grid_.pass(sample, previous);
        units += examinedUnits;
        if (i == seldom) seldom += pieceSamples;
        if (i == often) often = whileLearning(often + learningStep);
    }
    return {count, units};
}

bool OverloadWatch::isExamined(std::int64_t position) const {
    return position % pieceSamples == 0 || (position < learning && position % learningStep == 0 && !grid_.knowsStep());
}

// How many samples from here on only make a run longer: they are equal to its last one. What the grid and the other
// polarity could learn from such a one they know.
int OverloadWatch::repeats(const double* at, int count) {
    const bool isUp = positive_.isOpen();
    if (isUp == negative_.isOpen()) return 0;
    CeilingTracker& tracker = isUp ? positive_ : negative_;
    if (!tracker.isInRun()) return 0;
    const double code = isUp ? tracker.runCode() : -tracker.runCode();
    int equal = 0;
    while (equal < count && at[equal] == code)
        ++equal;
    if (equal > 0) tracker.repeat(equal);
    return equal;
}

int OverloadWatch::step(const double* samples, int count) {
    double signal[context + pieceSamples];
    std::copy(recent_.begin(), recent_.end(), signal);
    copyGuarded(samples, count, signal + context);
    tally_.counts.peak = std::max(tally_.counts.peak, samplePeak(signal + context, count));
    int units = count;
    for (int i = 0; i < count; ++i) {
        const double* at = signal + context + i;
        const double sample = *at;
        const std::int64_t position = position_ + i;
        if (const int equal = repeats(at, count - i); equal > 0) {
            i += equal - 1;
            continue;
        }
        const auto isNear = [&] {
            return positive_.isOpen() || negative_.isOpen() || sample >= positive_.threshold() ||
                   -sample >= negative_.threshold();
        };
        bool isClose = isNear();
        if (!isClose && !isExamined(position)) continue;
        // The grid first: it moves the thresholds.
        const double previous = position > 0 ? at[-1] : sample;
        units += examinedUnits;
        if (grid_.examine(sample, previous)) {
            units += newsUnits;
            refresh();
            isClose = isNear();
        }
        if (!isClose) continue;
        const int known = static_cast<int>(std::min<std::int64_t>(position, context));
        const int open = openTrackers();
        // A closed tracker below its threshold has nothing to do.
        if (positive_.isOpen() || sample >= positive_.threshold()) positive_.step(at, 1.0, known, position, tally_);
        if (negative_.isOpen() || -sample >= negative_.threshold()) negative_.step(at, -1.0, known, position, tally_);
        if (positive_.wantsProof() || negative_.wantsProof()) CeilingTracker::compare(positive_, negative_, tally_);
        units += openTrackers() == open ? trackedUnits : turnedUnits;
    }
    return units;
}

} // namespace phonostage::dsp
