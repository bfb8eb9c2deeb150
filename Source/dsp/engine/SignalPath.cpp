// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/SignalPath.h"

#include <algorithm>

namespace phonostage::dsp {
namespace {

/** The frames from a place in a span on, chunk by chunk. Tells work the first of them, how many, and whether the chunk
    ends there. */
template <typename Work> void forEachChunk(int place, int count, Work work) {
    for (int start = 0; start < count;) {
        const int room = chunkFrames - (place + start) % chunkFrames, n = std::min(room, count - start);
        work(start, n, n == room);
        start += n;
    }
}

} // namespace

void SignalPath::prepare(const StageDesign& design, const Engine::Options& options) {
    const double rate = design.sampleRateHz;
    if (!(rate >= minSampleRateHz && rate <= maxSampleRateHz)) return;
    input_.prepare(rate, options);
    dcRemoval_.prepare(design);
    chains_.prepare(design, options, meters, options.hasHumRoom || levels_.clean.dehum != Dehum::off);
    output_.prepare(rate, options.truePeakOutput);
    frames_ = 0;
    clearHolds();
    reset(false);
}

void SignalPath::reset(bool keepsHum) {
    input_.reset();
    dcRemoval_.reset();
    chains_.reset(keepsHum);
    output_.reset();
    ramp_.snap(levelFactors(levels_, mono_));
    chains_.setClean(levels_.clean, true);
    fresh_ = true;
    spanPosition_ = 0;
    publish();
}

void SignalPath::install(const StageDesign& design) {
    if (!chains_.takes(design)) return;
    if (fresh_)
        chains_.set(design);
    else
        chains_.fadeTo(design);
}

void SignalPath::setLevels(const LevelSettings& levels) {
    if (levels == levels_ || whyIllegal(levels) != nullptr) return;
    levels_ = levels;
    chains_.setClean(levels.clean, fresh_);
    const auto target = levelFactors(levels, mono_);
    // The held peaks are samples; as volts they follow the sensitivity.
    const double sensitivity = target.inputVolts.left() / ramp_.target().inputVolts.left();
    if (sensitivity < 1.0 || sensitivity > 1.0) {
        input_.scaleHolds(sensitivity);
        chains_.forgetHum();
    }
    if (fresh_)
        ramp_.snap(target);
    else
        ramp_.start(target, chains_.fadeFrames());
}

template <typename Sample>
void SignalPath::process(const Sample* const* in, Sample* const* out, int channels, int count) {
    if (count > 0 && channels > 0) run(in, out, std::min(channels, 2), count);
}

template void SignalPath::process(const float* const*, float* const*, int, int);
template void SignalPath::process(const double* const*, double* const*, int, int);

void SignalPath::drain(double* const* out, int channels, int count) {
    constexpr const double* const* silence = nullptr;
    if (count > 0 && channels > 0) run(silence, out, std::min(channels, 2), count);
}

// in: null for silence that nothing of the input takes part in.
template <typename Sample> void SignalPath::run(const Sample* const* in, Sample* const* out, int channels, int count) {
    if (resetHoldsRequested_.exchange(false, std::memory_order_relaxed)) clearHolds();
    if (mono_ != (channels == 1)) {
        mono_ = channels == 1;
        ramp_.snap(levelFactors(levels_, mono_));
    }
    fresh_ = false;
    for (int offset = 0; offset < count;) {
        const int piece = std::min(count - offset, mostAtOnce());
        processPiece(in, out, channels, offset, piece);
        offset += piece;
        if (in != nullptr) frames_ += piece;
        advance(piece);
    }
    publish();
}

// To the end of the span where nothing moves, else to that of the chunk.
int SignalPath::mostAtOnce() const {
    const bool isSettled = dcRemoval_.isSettled() && chains_.isSettled() && !ramp_.isMoving();
    return isSettled ? spanFrames - spanPosition_ : chunkFrames - spanPosition_ % chunkFrames;
}

// Everything is read before anything is written: input and output may be the same memory.
template <typename Sample>
void SignalPath::processPiece(const Sample* const* in, Sample* const* out, int channels, int offset, int count) {
    chains_.beginPiece(dcRemoval_.integral());
    if (spanPosition_ % chunkFrames == 0) dcRemoval_.beginChunk();

    if (in != nullptr)
        forEachChunk(spanPosition_, count, [&](int start, int n, bool isEnd) {
            input_.process(in, channels, offset + start, n, ramp_, volts_ + start);
            if (isEnd) input_.endChunk();
        });
    else
        std::fill_n(volts_, count, StereoDouble());
    chains_.process(dcRemoval_, volts_, ramp_, out_, count);
    forEachChunk(spanPosition_, count, [&](int start, int n, bool isEnd) {
        output_.process(out_ + start, ramp_, out, channels, offset + start, n);
        if (isEnd) output_.endChunk();
    });
}

void SignalPath::advance(int count) {
    for (int i = 0; i < count && ramp_.isMoving(); ++i)
        ramp_.advance();
    spanPosition_ += count;
    if (spanPosition_ < spanFrames) return;
    spanPosition_ = 0;
    dcRemoval_.flushTinyStates();
    chains_.flushTinyStates();
}

void SignalPath::flush() {
    input_.flush();
    publish();
}

void SignalPath::clearHolds() {
    input_.clearHolds();
    output_.clearHolds();
}

void SignalPath::publish() {
    input_.publish(ramp_);
    output_.publish(ramp_);
    chains_.publish(meters.hum);
    meters.frames.store(frames_, std::memory_order_relaxed);
}

} // namespace phonostage::dsp
