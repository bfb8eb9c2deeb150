// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/overload/FullScaleEvents.h"

#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr double gapSeconds = 0.001, windowSeconds = 60.0;
constexpr std::size_t leastHits = 3;
constexpr int pieceFrames = 32;
constexpr std::int64_t lateness = 16; // a run is known when the samples behind it are

// Equal peaks, of which so many come within a second, are those of a tone.
constexpr double sameShape = 0.01;
constexpr std::size_t toneHits = 16;
constexpr double toneSeconds = 1.0, slowestToneSeconds = 0.1;

// A click: Resources/docs/overload.md.
constexpr double clickSeconds = 0.0003, nearestSeconds = 0.005, farthestSeconds = 0.2;
constexpr double clickRoom = 0.25118864315095801;             // -12 dBFS
constexpr int pushUnits = 12, hitsAUnit = 6, groupsAUnit = 6; // of work
constexpr double chunkSeconds = 0.0025;

} // namespace

void FullScaleEvents::reset(double sampleRateHz) {
    *this = FullScaleEvents();
    const auto frames = [=](double seconds) { return static_cast<std::int64_t>(seconds * sampleRateHz); };
    gap_ = std::max<std::int64_t>(frames(gapSeconds), 1);
    window_ = frames(windowSeconds);
    wait_ = frames(toneSeconds);
    tonePeriod_ = frames(slowestToneSeconds);
    clickLength_ = std::max<std::int64_t>(frames(clickSeconds), 1);
    nearest_ = frames(nearestSeconds);
    farthest_ = frames(farthestSeconds);
    chunkFrames_ = std::max<std::int64_t>(frames(chunkSeconds) / pieceFrames, 1) * pieceFrames;
}

void FullScaleEvents::clearCounts() {
    hits_.count = groups_.count = unjudged_ = 0;
    provedUntil_ = -1;
    decideAt_ = never;
    // A group under way goes on: it ends behind what is forgotten.
}

void FullScaleEvents::add(const CeilingRun& run, OverloadTally& tally) {
    const std::int64_t last = run.start + run.length - 1;
    if (run.length > 1)
        prove(last, tally);
    else if (run.start > provedUntil_)
        noteHit(run, tally);
    if (isOpen_ && run.start >= open_.start && run.start - open_.last <= gap_) {
        open_.last = std::max(open_.last, last);
        open_.samples += run.length;
        open_.level = std::max(open_.level, run.level);
        return;
    }
    Group group;
    group.start = run.start;
    group.last = last;
    group.samples = run.length;
    group.level = run.level;
    if (isOpen_ && run.start < open_.start) {
        push(group, tally); // it waited for its proof
        return;
    }
    if (isOpen_) push(open_, tally);
    isOpen_ = true;
    open_ = group;
}

void FullScaleEvents::noteHit(const CeilingRun& run, OverloadTally& tally) {
    while (hits_.count > 0 && hits_[0].start < run.start - window_)
        hits_.pop();
    hits_.push({run.start, peaksBelow_, run.shape, run.isIsolated});
    decide(false, tally);
}

void FullScaleEvents::prove(std::int64_t position, OverloadTally& tally) {
    provedUntil_ = std::max(provedUntil_, position + window_);
    decideAt_ = never;
    hits_.count = 0;
    for (std::size_t i = 0; i < groups_.count; ++i)
        if (!groups_[i].isTold && groups_[i].last >= position - window_) tell(groups_[i], tally);
}

double FullScaleEvents::peakBefore(std::int64_t start) const {
    const auto size = static_cast<std::int64_t>(chunks_.size());
    // Whole chunks between the two distances; the newest one ends at chunkEnd_.
    const std::int64_t first = (start - farthest_ + chunkFrames_ - 1) / chunkFrames_;
    float peak = 0.0f;
    for (std::int64_t chunk = std::max({first, chunkEnd_ / chunkFrames_ - size, std::int64_t(0)});
         (chunk + 1) * chunkFrames_ <= std::min(start - nearest_, chunkEnd_); ++chunk)
        peak = std::max(peak, chunks_[static_cast<std::size_t>(chunk) % chunks_.size()]);
    return static_cast<double>(peak);
}

void FullScaleEvents::push(const Group& group, OverloadTally& tally) {
    if (groups_.count == groups_.items.size() && !groups_[0].isJudged)
        --unjudged_; // so many in so short a time are music
    Group& kept = groups_.push(group);
    work_ += pushUnits;
    kept.around = peakBefore(kept.start);
    ++unjudged_;
    if (kept.around > clickRoom || kept.last - kept.start + 1 > clickLength_) judge(kept, tally); // it is music
    if (kept.start <= provedUntil_) tell(kept, tally);
}

void FullScaleEvents::tell(Group& group, OverloadTally& tally) {
    group.isTold = true;
    OverloadEvent event;
    event.start = group.start;
    event.length = group.last - group.start + 1;
    event.samples = group.samples;
    event.kind = OverloadKind::fullScale;
    event.levelDbfs = decibels(group.level);
    tally.add(event);
    if (group.isJudged) judge(group, tally);
}

void FullScaleEvents::judge(Group& group, OverloadTally& tally) {
    if (!group.isJudged) {
        group.isJudged = true;
        --unjudged_;
    }
    if (!group.isTold || group.around > clickRoom || group.last - group.start + 1 > clickLength_) return;
    tally.counts.clicks += 1;
    tally.counts.clickSurroundings = std::max(tally.counts.clickSurroundings, group.around);
    if (tally.observer != nullptr) tally.observer->clickJudged(tally.channel, group.start);
}

void FullScaleEvents::noteChunk(OverloadTally& tally) {
    const auto size = static_cast<std::int64_t>(chunks_.size());
    chunks_[static_cast<std::size_t>((chunkEnd_ / chunkFrames_ - 1) % size)] = static_cast<float>(chunkPeak_);
    if (unjudged_ > 0) {
        work_ += 1 + static_cast<int>(groups_.count) / groupsAUnit;
        for (std::size_t i = 0; i < groups_.count; ++i) {
            Group& group = groups_[i];
            if (group.isJudged) continue;
            const std::int64_t begin = chunkEnd_ - chunkFrames_;
            if (begin >= group.last + nearest_ && chunkEnd_ <= group.last + farthest_)
                group.around = std::max(group.around, chunkPeak_);
            if (chunkEnd_ >= group.last + farthest_ || group.around > clickRoom) judge(group, tally);
        }
    }
    chunkPeak_ = 0.0;
}

void FullScaleEvents::goOn(std::int64_t underWaySince, OverloadTally& tally) {
    if (position_ - chunkEnd_ >= chunkFrames_) {
        chunkEnd_ = position_;
        noteChunk(tally);
    }
    if (isOpen_ && position_ > open_.last + gap_ + lateness && underWaySince > open_.last + gap_) {
        isOpen_ = false;
        push(open_, tally);
    }
    if (position_ >= decideAt_) decide(false, tally);
}

void FullScaleEvents::finish(OverloadTally& tally) {
    if (isOpen_) push(open_, tally);
    isOpen_ = false;
    decide(true, tally);
    for (std::size_t i = 0; i < groups_.count; ++i)
        if (!groups_[i].isJudged) judge(groups_[i], tally);
}

bool FullScaleEvents::isRepeating() const {
    double low = hits_[0].shape, high = low;
    for (std::size_t i = 0; i < hits_.count; ++i) {
        if (hits_[i].isIsolated) return false;
        low = std::min(low, hits_[i].shape);
        high = std::max(high, hits_[i].shape);
    }
    return high - low <= sameShape;
}

// A smooth wave that only touches full scale has far more peaks just below it than at it.
bool FullScaleEvents::isSmooth(bool isEnd, bool& shouldWait) const {
    const auto hits = static_cast<std::int64_t>(hits_.count);
    const std::int64_t newest = hits_[hits_.count - 1].start;
    if (peaksBelow_ - hits_[0].peaksBelow > hits) return true;
    if (!isRepeating()) return false;
    if (hits_.count >= toneHits && newest - hits_[hits_.count - toneHits].start <= wait_) return true;
    if (isEnd) return newest - hits_[0].start <= (hits - 1) * tonePeriod_;
    shouldWait = position_ < newest + wait_;
    return false;
}

void FullScaleEvents::decide(bool isEnd, OverloadTally& tally) {
    decideAt_ = never;
    if (hits_.count < leastHits) return;
    work_ += 1 + static_cast<int>(hits_.count) / hitsAUnit;
    const std::int64_t newest = hits_[hits_.count - 1].start;
    bool shouldWait = false;
    if (isSmooth(isEnd, shouldWait)) return;
    if (shouldWait)
        decideAt_ = newest + wait_;
    else
        prove(newest, tally);
}

} // namespace phonostage::dsp
