// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/overload/OverloadWatch.h"

#include "dsp/simd/GuardedPiece.h"
#include "dsp/simd/SamplePeak.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace phonostage::dsp {
namespace {

// Up to here the grid is learnt from every fifth sample, which meets all phases of most tones; then from every 32nd.
// From those near a ceiling always.
constexpr std::int64_t learning = 16384;
constexpr int learningStep = 5;
constexpr int context = ClipLevelTracker::contextSamples;

// Of work: for each call, each sample that is examined, each one near a ceiling, and what that may set going.
constexpr int callUnits = 4, examinedUnits = 2, newsUnits = 2, trackedUnits = 2, turnedUnits = 4;
static_assert(context <= CeilingStatistic::historySamples);
static_assert(OverloadWatch::pieceSamples == guardedPieceSamples);

} // namespace

void OverloadWatch::prepare(double sampleRateHz, int wordBits, int channel, OverloadObserver* observer) {
    sampleRateHz_ = sampleRateHz;
    wordBits_ = wordBits;
    sink_.tally.channel = channel;
    sink_.tally.observer = observer;
    reset();
}

void OverloadWatch::reset() {
    grid_.reset(wordBits_);
    sink_.isCompanded = false;
    sink_.fullScale.reset(sampleRateHz_);
    statistic_.reset(sampleRateHz_);
    sink_.tally.counts = OverloadCounts();
    positive_.reset(sampleRateHz_);
    negative_.reset(sampleRateHz_);
    refresh();
    position_ = 0;
    pieceCount_ = 0;
    piecePeak_ = -1.0;
}

void OverloadWatch::clearCounts() {
    sink_.tally.counts = OverloadCounts();
    positive_.clearCounts();
    negative_.clearCounts();
    sink_.fullScale.clearCounts();
    statistic_.clearCounts();
}

void OverloadWatch::refresh() {
    positive_.refresh(grid_);
    negative_.refresh(grid_);
}

void OverloadWatch::process(const double* samples, int count) {
    for (int at = 0; at < count;) {
        const int piece = std::min(pieceSamples - placeInPiece(), count - at);
        at += processPiece(samples + at, piece, piece).samples;
    }
    countFullScale();
}

OverloadWatch::Work OverloadWatch::advance(const double* samples, int count) {
    count = std::min(count, pieceSamples - placeInPiece());
    const Work work = processPiece(samples, count, std::min(closePieceSamples, count));
    countFullScale();
    return work;
}

void OverloadWatch::countFullScale() {
    sink_.tally.counts.fullScaleSamples = positive_.fullScaleSamples() + negative_.fullScaleSamples();
}

void OverloadWatch::flush() {
    positive_.finish(sink_);
    negative_.finish(sink_);
    ClipLevelTracker::compare(positive_, negative_, sink_);
    if (pieceCount_ > 0) endPiece();
    statistic_.finish(source(), sink_.tally);
    sink_.fullScale.finish(sink_.tally);
}

CeilingStatistic::Source OverloadWatch::source() const {
    CeilingStatistic::Source source;
    source.step = grid_.step();
    source.fullScale = positive_.fullScale();
    source.isCompanded = sink_.isCompanded;
    source.mayList = {!positive_.isProved() && !positive_.hasFlatAbove(),
                      !negative_.isProved() && !negative_.hasFlatAbove()};
    return source;
}

int OverloadWatch::endPiece() {
    const CeilingStatistic::Source of = source();
    auto& tally = sink_.tally;
    const std::int64_t start = position_ - pieceCount_;
    const bool isWhole = pieceCount_ == pieceSamples && piecePeak_ >= 0.0;
    const double peak = isWhole ? piecePeak_ : samplePeak(statistic_.place(start), pieceCount_);
    int units = statistic_.process(pieceCount_, start, peak, of, tally);
    units += statistic_.step(of, tally);
    positive_.passOver(statistic_.listedTo(0), statistic_.longestTop());
    negative_.passOver(statistic_.listedTo(1), statistic_.longestTop());
    positive_.advance(position_, sink_);
    negative_.advance(position_, sink_);
    sink_.fullScale.advance(position_, peak, statistic_.peaksBelowFullScale(),
                            std::min(positive_.underWaySince(), negative_.underWaySince()), tally);
    pieceCount_ = 0;
    piecePeak_ = -1.0;
    return units + sink_.fullScale.takeWork();
}

// Most pieces come near no ceiling: then a few samples are looked at, for the grid. Of others closeCount are taken.
OverloadWatch::Work OverloadWatch::processPiece(const double* samples, int count, int closeCount) {
    double* const at = statistic_.place(position_);
    double reach = 0.0;
    if (count == pieceSamples)
        piecePeak_ = reach = copyGuardedPiece(samples, at);
    else
        reach = copyGuarded(samples, count, at);
    const double nearest = std::min(positive_.threshold(), negative_.threshold());
    Work work;
    if (reach < nearest && openTrackers() == 0) work = pass(at, count);
    if (work.samples > 0) {
        sink_.tally.counts.peak = std::max(sink_.tally.counts.peak, reach);
    } else {
        work.samples = closeCount;
        work.units += step(at, closeCount);
    }
    position_ += work.samples;
    pieceCount_ += work.samples;
    if (placeInPiece() == 0) work.units += endPiece();
    return work;
}

bool OverloadWatch::passSample(const double* at, std::int64_t position) {
    const double sample = *at, previous = position > 0 ? at[-1] : sample;
    if (grid_.wouldLearn(sample, previous)) return false;
    grid_.pass(sample, previous);
    return true;
}

// Samples that are far from any ceiling, up to one that teaches something: it may move the thresholds.
OverloadWatch::Work OverloadWatch::pass(const double* at, int count) {
    const auto until = [this](int every) { return static_cast<int>((every - position_ % every) % every); };
    if (grid_.knowsStep() || position_ >= learning) {
        const int place = placeInPiece(), i = place > 0 ? pieceSamples - place : 0;
        if (i >= count) return {count, callUnits};
        if (!grid_.isSettled() && !passSample(at + i, position_ + i)) return {i, callUnits};
        return {count, callUnits + examinedUnits};
    }
    // From where on only every 32nd is looked at.
    const auto learnt = std::min<std::int64_t>(learning - position_, count);
    const auto whileLearning = [&](int i) { return i < learnt ? i : count; };
    int seldom = until(pieceSamples);
    int often = whileLearning(until(learningStep));
    int units = callUnits;
    for (int i = std::min(seldom, often); i < count; i = std::min(seldom, often)) {
        if (!passSample(at + i, position_ + i)) return {i, units};
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
    ClipLevelTracker& tracker = isUp ? positive_ : negative_;
    if (!tracker.isInRun()) return 0;
    const double code = isUp ? tracker.runCode() : -tracker.runCode();
    int equal = 0;
    while (equal < count && at[equal] == code)
        ++equal;
    if (equal > 0) tracker.repeat(equal);
    return equal;
}

int OverloadWatch::step(const double* signal, int count) {
    sink_.tally.counts.peak = std::max(sink_.tally.counts.peak, samplePeak(signal, count));
    int units = count;
    for (int i = 0; i < count; ++i) {
        const double* at = signal + i;
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
        const bool hasNews = grid_.examine(sample, previous);
        sink_.isCompanded = grid_.isCompanded();
        if (hasNews) {
            units += newsUnits;
            refresh();
            isClose = isNear();
        }
        if (!isClose) continue;
        const int known = static_cast<int>(std::min<std::int64_t>(position, context));
        const int open = openTrackers();
        // A closed tracker below its threshold has nothing to do.
        if (positive_.isOpen() || sample >= positive_.threshold()) positive_.step(at, 1.0, known, position, sink_);
        if (negative_.isOpen() || -sample >= negative_.threshold()) negative_.step(at, -1.0, known, position, sink_);
        if (positive_.wantsProof() || negative_.wantsProof()) ClipLevelTracker::compare(positive_, negative_, sink_);
        units += (openTrackers() == open ? trackedUnits : turnedUnits) + sink_.fullScale.takeWork();
    }
    return units;
}

} // namespace phonostage::dsp
