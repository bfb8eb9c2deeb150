// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/overload/ClipLevelTracker.h"

#include "dsp/overload/QuantisationDetector.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace phonostage::dsp {
namespace {

constexpr std::int64_t eventSamples = 3; // below full scale
// Ceilings are not looked for below -60 dBFS, nor where quantisation alone makes flat tops: -42 dBFS at 16 bit.
constexpr double quietest = 0.001;
constexpr double quietestSteps = 256.0;
constexpr double quietestCoarse = 1.0 / 128.0;
constexpr double longRunSeconds = 0.25; // at full scale for so long: no sine of 0.02 Hz or more
constexpr double companySeconds = 1.0;
constexpr double silence = 1.0 / 32.0; // of a peak, where the samples in front of it are none of a tone
constexpr double shortPulseSeconds = 0.001;

// In quantisation steps. A smooth peak whose rounded, dithered and at full scale clipped samples are within one code
// spans at most 4 steps there, and noise of rounding and dither adds 3 between run and edge.
constexpr double peakSpan = 4.0;
constexpr double roundingSpan = 3.0;
constexpr double plateauSpan = 4.0; // two dithered samples of one plateau
constexpr double jumpSpan = 32.0;   // a step that no slow ramp makes
constexpr double jumpCoarse = 32.0 / 32768.0;

} // namespace

void ClipLevelTracker::reset(double sampleRateHz) {
    *this = ClipLevelTracker();
    longRun_ = static_cast<std::int64_t>(longRunSeconds * sampleRateHz);
    shortPulse_ = static_cast<std::int64_t>(shortPulseSeconds * sampleRateHz);
    company_ = static_cast<std::int64_t>(companySeconds * sampleRateHz);
}

void ClipLevelTracker::refresh(const QuantisationDetector& grid) {
    tolerance_ = 1.01 * grid.wordLsb(); // floats of equal codes differ by rounding
    step_ = grid.step();
    fullScale_ = 1.0 - 2.01 * grid.wordLsb();
    if (topCode_ < fullScale_) {
        topCode_ = 0.0;
        fullScaleSamples_ = 0;
    }
    setThreshold();
}

void ClipLevelTracker::clearCounts() {
    fullScaleSamples_ = 0;
    waitingCount_ = 0;
    runCount_ = 0;
}

void ClipLevelTracker::setThreshold() {
    const double lowest = std::clamp(quietestSteps * step_, quietest, quietestCoarse);
    threshold_ = std::min(std::max(highest_ - tolerance_, lowest), fullScale_);
}

void ClipLevelTracker::countFullScale(double sample) {
    // The largest code that is really used: some converters and hosts never reach the last one.
    const double code = std::min(sample, 1.0);
    if (code > topCode_ + 0.5 * tolerance_) {
        topCode_ = code;
        fullScaleSamples_ = 0;
    }
    if (code >= topCode_ - 0.5 * tolerance_) ++fullScaleSamples_;
}

void ClipLevelTracker::noteLevel(double level) {
    if (level <= highest_) return;
    if (level > reference_ + tolerance_) {
        // What was taken for a ceiling is none; runs at full scale need no such proof.
        const auto isVoid = [this](const Waiting& w) { return !isFullScale(w.level); };
        const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(waitingCount_);
        waitingCount_ = static_cast<std::size_t>(std::remove_if(waiting_.begin(), end, isVoid) - waiting_.begin());
        reference_ = level;
        realExcursions_ = 0;
        visits_ = 0;
        proved_ = false;
        companyUntil_ = -1;
    }
    highest_ = level;
    setThreshold();
}

// How far below the ceiling a smooth, unclipped peak can be at this distance beside the excursion: its half length and
// the span of its peak give the curvature. Peaks below full scale may be as flat as the fourth power.
double ClipLevelTracker::smoothFall(int distance) const {
    // One sample alone may be a quarter of a sample off the peak, which makes the bound a wide one.
    const double least = isFullScale(high_) ? 0.25 : 1.0;
    const double half = std::max(least, 0.5 * static_cast<double>(lastMember_ - start_));
    const double ratio = 1.0 + distance / half;
    const double square = ratio * ratio;
    return step_ * (roundingSpan + peakSpan * (isFullScale(high_) ? square : square * square));
}

double ClipLevelTracker::jumpStep() const { return std::min(jumpSpan * step_, jumpCoarse); }

ClipLevelTracker::Edge ClipLevelTracker::entryEdge() const {
    double lastFall = 0.0;
    for (int distance = 1; distance <= std::min(edgeSamples, beforeCount_); ++distance) {
        const double sample = before_[static_cast<std::size_t>(distance - 1)];
        const double fall = high_ - sample;
        if (fall > smoothFall(distance)) {
            if (distance == beforeCount_) return Edge::unknown;
            const bool isPlateau =
                std::fabs(sample - before_[static_cast<std::size_t>(distance)]) <= plateauSpan * step_;
            return isPlateau && fall - lastFall > jumpStep() ? Edge::jump : Edge::steep;
        }
        lastFall = fall;
    }
    return beforeCount_ < edgeSamples ? Edge::unknown : Edge::gentle;
}

void ClipLevelTracker::begin(const double* at, double sign, int known, std::int64_t position) {
    const double sample = sign * *at;
    open_ = true;
    hasLeft_ = false;
    behind_ = 0.0;
    high_ = low_ = sample;
    start_ = lastMember_ = position;
    lastSample_ = sample;
    run_ = {position, 1};
    gap_ = 0;
    lastFall_ = 0.0;
    runCount_ = 0;
    beforeCount_ = known;
    for (int i = 0; i < known; ++i)
        before_[static_cast<std::size_t>(i)] = sign * at[-1 - i];
    noteLevel(sample);
}

void ClipLevelTracker::step(const double* at, double sign, int known, std::int64_t position, OverloadSink& sink) {
    const double sample = sign * *at;
    if (sample >= fullScale_) countFullScale(sample);
    if (open_ && hasLeft_) {
        const bool isPlateau = std::fabs(sample - leftTo_) <= plateauSpan * step_;
        close(isPlateau && leftByStep_ ? Edge::jump : Edge::steep, sink);
    }
    if (!open_) {
        if (sample >= threshold_) begin(at, sign, known, position);
        return;
    }
    const double high = std::max(high_, sample), low = std::min(low_, sample);
    // At full scale it is one code; a ceiling further down may waver by an LSB.
    if (high - low <= (isFullScale(high) ? 0.5 * tolerance_ : tolerance_)) {
        high_ = high;
        low_ = low;
        extendRun(sample, position);
        noteLevel(sample);
        return;
    }
    if (sample > high_) {
        // The signal goes on upwards: no ceiling.
        begin(at, sign, known, position);
        return;
    }
    if (gap_ == 0) {
        endRun(sink);
        behind_ = sample;
    }
    ++gap_;
    const double fall = high_ - sample;
    if (fall > smoothFall(gap_)) {
        hasLeft_ = true;
        leftTo_ = sample;
        leftByStep_ = fall - lastFall_ > jumpStep();
    } else if (gap_ == edgeSamples) {
        close(Edge::gentle, sink);
    }
    lastFall_ = fall;
}

void ClipLevelTracker::repeat(int count) {
    if (lastSample_ >= topCode_ - 0.5 * tolerance_ && lastSample_ >= fullScale_) fullScaleSamples_ += count;
    run_.length += count;
    run_.fallsOut = false;
    lastMember_ += count;
}

void ClipLevelTracker::finish(OverloadSink& sink) {
    if (open_) {
        if (gap_ == 0) endRun(sink);
        close(Edge::unknown, sink);
    }
    tellLonePulse(std::numeric_limits<std::int64_t>::max(), sink);
}

// A pulse from silence to full scale and back is a click that was cut off, where a second goes by on both sides of it
// without another one; else it is part of a wave of pulses.
void ClipLevelTracker::tellLonePulse(std::int64_t position, OverloadSink& sink) {
    Waiting& newest = waiting_[waitingCount_ > 0 ? waitingCount_ - 1 : 0];
    if (waitingCount_ == 0 || newest.real || !newest.isPulse || !isFullScale(newest.level)) return;
    if (newest.run.length > shortPulse_) return;
    if (position < newest.run.start + company_) return;
    if (waitingCount_ > 1 && waiting_[waitingCount_ - 2].run.start > newest.run.start - company_) return;
    newest.real = true;
    release(sink);
}

void ClipLevelTracker::extendRun(double sample, std::int64_t position) {
    if (gap_ > 0) {
        run_ = {position, 1};
    } else {
        const double rise = sample - lastSample_;
        ++run_.length;
        if (run_.length == 2) run_.risesIn = rise > 0.5 * tolerance_;
        run_.fallsOut = rise < -0.5 * tolerance_;
    }
    gap_ = 0;
    lastFall_ = 0.0;
    lastMember_ = position;
    lastSample_ = sample;
}

void ClipLevelTracker::endRun(OverloadSink& sink) {
    // Floats above 1.0 that are not flat are at no ceiling.
    const bool isCode = isFullScale(high_) && high_ <= 1.0 + tolerance_;
    if (run_.length < eventSamples && !isCode) return;
    // Such an end belongs to the slope, if anything is left without it.
    if (run_.risesIn && run_.length > eventSamples) {
        ++run_.start;
        --run_.length;
    }
    if (run_.fallsOut && run_.length > eventSamples) --run_.length;
    if (runCount_ == runs_.size()) {
        // A ragged plateau with more runs than fit: the oldest is judged by how the signal came there.
        const Edge entry = entryEdge();
        decide(runs_.front(), entry, entry == Edge::steep ? Edge::unknown : Edge::gentle, sink);
        std::move(runs_.begin() + 1, runs_.end(), runs_.begin());
        --runCount_;
    }
    runs_[runCount_++] = run_;
}

bool ClipLevelTracker::isSteep(Edge entry, Edge exit) {
    return entry != Edge::gentle && exit != Edge::gentle && (entry == Edge::steep || exit == Edge::steep);
}

bool ClipLevelTracker::isJump(Edge entry, Edge exit) {
    return entry != Edge::gentle && exit != Edge::gentle && !isSteep(entry, exit) &&
           !(entry == exit && entry == Edge::unknown);
}

void ClipLevelTracker::close(Edge exit, OverloadSink& sink) {
    open_ = false;
    hasLeft_ = false;
    ++visits_;
    const Edge entry = entryEdge();
    // Even one sample that is reached and left steeply shows that the wave is no ideal square.
    if (isSteep(entry, exit)) keepCompany();
    noteShapes();
    if (runCount_ > 0) {
        const bool isReal = isSteep(entry, exit) || (isJump(entry, exit) && start_ <= companyUntil_);
        if (isReal && !isFullScale(high_)) ++realExcursions_;
        for (std::size_t i = 0; i < runCount_; ++i)
            decide(runs_[i], entry, exit, sink);
        runCount_ = 0;
    }
    if (isFullScale(high_) || proved_)
        release(sink);
    else if (realExcursions_ >= 2 || (realExcursions_ == 1 && visits_ >= 3))
        prove(sink);
}

void ClipLevelTracker::noteShapes() {
    if (runCount_ == 0 || !isFullScale(high_)) return;
    // Where the input begins or ends at the run, the other side stands for both.
    const double before = beforeCount_ > 0 ? before_[0] : behind_, behind = gap_ > 0 ? behind_ : before;
    double quiet = 0.0;
    for (std::size_t i = edgeSamples / 3; i < static_cast<std::size_t>(std::min(beforeCount_, edgeSamples)); ++i)
        quiet = std::max(quiet, std::fabs(before_[i]));
    for (std::size_t i = 0; i < runCount_; ++i) {
        runs_[i].shape = (before + behind) / (2.0 * high_);
        runs_[i].isIsolated = beforeCount_ >= edgeSamples && quiet < silence * high_;
    }
}

void ClipLevelTracker::decide(const Run& run, Edge entry, Edge exit, OverloadSink& sink) {
    const bool atFullScale = isFullScale(high_);
    const bool jumps = isJump(entry, exit);
    const bool isLong = run.length >= longRun_;
    if (sink.isCompanded) return;
    const bool fillsInput = entry == Edge::unknown && exit == Edge::unknown;
    if (isSteep(entry, exit) || (jumps && run.start <= companyUntil_))
        wait(run, true, false);
    else if (atFullScale && (fillsInput || (isLong && !(jumps && entry == exit))))
        tell(run, high_, sink); // the converter is stuck
    else if (jumps)
        wait(run, false, entry == exit);
}

void ClipLevelTracker::keepCompany() {
    companyUntil_ = lastMember_ + company_;
    for (std::size_t i = 0; i < waitingCount_; ++i) {
        Waiting& w = waiting_[i];
        if (w.real || w.run.start < start_ - company_) continue;
        w.real = true;
        if (!isFullScale(w.level)) ++realExcursions_;
    }
}

void ClipLevelTracker::wait(const Run& run, bool real, bool isPulse) {
    if (waitingCount_ == waiting_.size()) {
        std::move(waiting_.begin() + 1, waiting_.end(), waiting_.begin());
        --waitingCount_;
    }
    waiting_[waitingCount_++] = {run, high_, real, isPulse};
}

void ClipLevelTracker::release(OverloadSink& sink) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < waitingCount_; ++i) {
        const Waiting& w = waiting_[i];
        if (w.real)
            tell(w.run, w.level, sink);
        else
            waiting_[kept++] = w;
    }
    waitingCount_ = kept;
}

void ClipLevelTracker::prove(OverloadSink& sink) {
    proved_ = true;
    release(sink);
}

void ClipLevelTracker::tell(const Run& run, double level, OverloadSink& sink) {
    if (isFullScale(level)) {
        flatAbove_ |= level > 1.0 + tolerance_;
        sink.fullScale.add({run.start, run.length, level, run.shape, run.isIsolated}, sink.tally);
        return;
    }
    if (run.start <= passOverTo_ && run.length <= passOverLongest_) return;
    OverloadEvent event;
    event.start = run.start;
    event.length = event.samples = run.length;
    event.kind = OverloadKind::belowFullScale;
    event.levelDbfs = decibels(level);
    sink.tally.add(event);
}

void ClipLevelTracker::compare(ClipLevelTracker& a, ClipLevelTracker& b, OverloadSink& sink) {
    if (std::fabs(a.highest_ - b.highest_) > 2.0 * std::max(a.tolerance_, b.tolerance_)) return;
    for (auto [one, other] : {std::pair(&a, &b), std::pair(&b, &a)}) {
        if (one->proved_ || one->realExcursions_ == 0) continue;
        if (!other->proved_ && other->realExcursions_ == 0) continue;
        one->prove(sink);
    }
}

} // namespace phonostage::dsp
