// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/InputStation.h"

#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr double guardLimit = 1e6; ///< a raw sample beyond it is no audio

} // namespace

void InputStation::prepare(double sampleRateHz, const Engine::Options& options) {
    for (std::size_t c = 0; c < 2; ++c)
        watch_[c].prepare(sampleRateHz, options.sourceWordBits, static_cast<int>(c), options.observer);
    level_.prepare(sampleRateHz, options.truePeakInput);
}

void InputStation::reset() {
    flush();
    level_.reset(meters_.input);
}

void InputStation::scaleHolds(double factor) { level_.scaleHolds(meters_.input, factor); }

void InputStation::clearHolds() {
    meters_.badSamples.store(0, std::memory_order_relaxed);
    for (auto& watch : watch_)
        watch.clearCounts();
    level_.clearHolds(meters_.input);
}

template <typename Sample>
void InputStation::process(const Sample* const* in, int channels, int offset, int count, const LevelRamp& at,
                           StereoDouble* volts) {
    mono_ = channels == 1;
    const Sample* left = in[0] + offset;
    const Sample* right = (mono_ ? in[0] : in[1]) + offset;
    for (int i = 0; i < count; ++i) {
        raw_[0][i] = static_cast<double>(left[i]);
        raw_[1][i] = static_cast<double>(right[i]);
    }
    for (std::size_t c = 0; c < 2; ++c) {
        watch_[c].process(raw_[c], count);
        level_.measureTruePeak(c, raw_[c], count);
    }
    if (!at.isMoving()) {
        toVolts(raw_[0], raw_[1], at.now().inputVolts, volts, count);
        return;
    }
    // Frame by frame, as each has a factor of its own. The meters count at the new one from the first frame on: what
    // they hold was brought there when it was set.
    auto sums = level_.sums;
    LevelRamp follow = at;
    for (int i = 0; i < count; ++i) {
        toVolts(raw_[0] + i, raw_[1] + i, follow.now().inputVolts, volts + i, 1);
        const StereoDouble v = at.target().inputVolts *
                               StereoDouble::keepWithin(StereoDouble(raw_[0][i], raw_[1][i]), StereoDouble(guardLimit));
        sums.add(v, v.abs());
        follow.advance();
    }
    level_.sums = sums;
}

template void InputStation::process(const float* const*, int, int, int, const LevelRamp&, StereoDouble*);
template void InputStation::process(const double* const*, int, int, int, const LevelRamp&, StereoDouble*);

void InputStation::toVolts(const double* left, const double* right, StereoDouble scale, StereoDouble* volts,
                           int count) {
    auto sums = level_.sums;
    const StereoDouble limit = guardLimit;
    bool allGood = true;
    for (int i = 0; i < count; ++i) {
        const StereoDouble raw(left[i], right[i]);
        const StereoDouble kept = StereoDouble::keepWithin(raw, limit);
        allGood &= StereoDouble::same(raw, kept);
        const StereoDouble v = scale * kept;
        volts[i] = v;
        sums.add(v, v.abs());
    }
    level_.sums = sums;
    if (!allGood) countBad(left, right, count);
}

void InputStation::countBad(const double* left, const double* right, int count) {
    std::int64_t bad = 0;
    for (int i = 0; i < count; ++i)
        bad += (std::fabs(left[i]) <= guardLimit ? 0 : 1) + (std::fabs(right[i]) <= guardLimit ? 0 : 1);
    if (mono_) bad /= 2;
    meters_.badSamples.fetch_add(bad, std::memory_order_relaxed);
}

void InputStation::flush() {
    for (auto& watch : watch_)
        watch.flush();
}

void InputStation::publish(const LevelRamp& at) {
    level_.publish(meters_.input, at.target().inputVolts.left());
    for (std::size_t c = 0; c < 2; ++c)
        meters_.overload[c].publish(watch_[c].counts());
}

} // namespace phonostage::dsp
