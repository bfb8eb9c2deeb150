// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/TwoWayRemover.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr double segmentSeconds = 0.6;
constexpr double runInSeconds = 0.3; ///< until models and levels know the sound
constexpr double slackMs = 0.1;
constexpr float leastShareFound = 0.1F; ///< of what was found forwards: less than that was no click backwards
constexpr std::size_t mostTold = 64;

int framesOf(double seconds, double rateHz) { return static_cast<int>(std::lround(seconds * rateHz)); }

double smaller(double a, double b) {
    if ((a > 0.0) != (b > 0.0)) return 0.0;
    return std::fabs(a) < std::fabs(b) ? a : b;
}

} // namespace

int TwoWayRemover::latencyFrames(double sampleRateHz) {
    return framesOf(segmentSeconds, sampleRateHz) + framesOf(runInSeconds, sampleRateHz);
}

void TwoWayRemover::prepare(double sampleRateHz) {
    forward_.prepare(sampleRateHz, Reach::far);
    backward_.prepare(sampleRateHz, Reach::far);
    forward_.report(&heard_);
    late_ = static_cast<std::size_t>(ClickRemover::latencyFrames(sampleRateHz, Reach::far));
    segment_ = static_cast<std::size_t>(framesOf(segmentSeconds, sampleRateHz));
    runIn_ = static_cast<std::size_t>(framesOf(runInSeconds, sampleRateHz));
    slack_ = framesOf(slackMs / 1000.0, sampleRateHz);
    for (auto* const buffer : {&input_, &ahead_})
        buffer->resize(late_ + segment_ + runIn_);
    behind_.resize(segment_);
    removed_.resize(segment_);
    start(0);
}

void TwoWayRemover::start(std::int64_t firstFrame) {
    forward_.start(firstFrame);
    heard_.clear();
    waiting_.clear();
    told_.clear();
    for (auto* const buffer : {&input_, &ahead_, &removed_})
        std::fill(buffer->begin(), buffer->end(), StereoDouble());
    segmentStart_ = firstFrame;
    filled_ = late_;
    read_ = segment_;
}

void TwoWayRemover::set(const ClickThresholds& thresholds) {
    forward_.set(thresholds);
    backward_.set(thresholds);
}

void TwoWayRemover::process(const StereoDouble* in, StereoDouble* removed, int count) {
    for (int done = 0; done < count;) {
        const auto room = std::min(input_.size() - filled_, segment_);
        const int n = std::min(count - done, static_cast<int>(room));
        std::copy_n(in + done, n, input_.begin() + static_cast<std::ptrdiff_t>(filled_));
        forward_.process(in + done, ahead_.data() + filled_, n);
        ClickEvent click;
        while (heard_.take(click))
            waiting_.push_back(click);
        for (int i = 0; i < n; ++i)
            removed[done + i] = read_ < segment_ ? removed_[read_++] : StereoDouble();
        filled_ += static_cast<std::size_t>(n);
        done += n;
        if (filled_ == input_.size()) endSegment();
    }
}

void TwoWayRemover::endSegment() {
    goBackwards();
    for (std::size_t i = 0; i < segment_; ++i) {
        const StereoDouble a = ahead_[2 * late_ + i], b = behind_[i];
        removed_[i] = StereoDouble(smaller(a.left(), b.left()), smaller(a.right(), b.right()));
    }
    read_ = 0;
    tell();
    for (auto* const buffer : {&input_, &ahead_})
        std::copy(buffer->begin() + static_cast<std::ptrdiff_t>(segment_), buffer->end(), buffer->begin());
    filled_ -= segment_;
    segmentStart_ += static_cast<std::int64_t>(segment_);
}

void TwoWayRemover::goBackwards() {
    backward_.start(0);
    for (std::size_t i = input_.size(); i-- > 0;) {
        StereoDouble removed;
        backward_.process(&input_[i], &removed, 1);
        if (i < segment_) behind_[i] = removed; // of the frame late_ behind it
    }
}

/** The largest sample of a click that is taken out in this segment. */
float TwoWayRemover::takenOut(const ClickEvent& click) const {
    const auto from = std::max<std::int64_t>(click.start - segmentStart_, 0);
    const auto to = std::min(click.start + click.length - segmentStart_, static_cast<std::int64_t>(segment_));
    double peak = 0.0;
    for (auto i = from; i < to; ++i) {
        const StereoDouble frame = removed_[static_cast<std::size_t>(i)];
        peak = std::max(peak, std::fabs(click.channel == 0 ? frame.left() : frame.right()));
    }
    return static_cast<float>(peak);
}

bool TwoWayRemover::isTold(const ClickEvent& click) const {
    return std::any_of(told_.begin(), told_.end(), [&](const ClickEvent& other) {
        return click.start < other.start + other.length + slack_ && other.start < click.start + click.length + slack_;
    });
}

void TwoWayRemover::tell() {
    const auto end = segmentStart_ + static_cast<std::int64_t>(segment_);
    const auto isDue = [&](const ClickEvent& click) { return click.start < end; };
    for (auto click : waiting_) {
        const float peak = isDue(click) ? takenOut(click) : 0.0F;
        if (peak <= leastShareFound * click.peakVolts) continue;
        click.peakVolts = peak;
        click.isSecond = click.isSecond && isTold(click); // what it was a part of may not be one
        if (list_ != nullptr) list_->push(click);
        if (told_.size() == mostTold) told_.erase(told_.begin());
        told_.push_back(click);
    }
    waiting_.erase(std::remove_if(waiting_.begin(), waiting_.end(), isDue), waiting_.end());
}

} // namespace phonostage::dsp
