// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/InputStation.h"

#include "dsp/engine/WideLevels.h"
#include "dsp/simd/Planar.h"
#include "dsp/simd/SampleTypes.h"

#include <array>
#include <cmath>
#include <type_traits>

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
    std::array<const double*, 2> raw{};
    for (std::size_t c = 0; c < 2; ++c) {
        const Sample* const from = in[mono_ ? 0 : c] + offset;
        if constexpr (std::is_same_v<Sample, double>) {
            raw[c] = from;
        } else {
            convert(from, raw_[c], count);
            raw[c] = raw_[c];
        }
        watch_[c].process(raw[c], count);
        level_.measureTruePeak(c, raw[c], count);
    }
    if (!at.isMoving()) {
        toVolts(raw[0], raw[1], at.now().inputVolts, volts, count);
        return;
    }
    // Frame by frame, as each has a factor of its own. The meters count at the new one from the first frame on: what
    // they hold was brought there when it was set.
    auto sums = level_.sums;
    LevelRamp follow = at;
    for (int i = 0; i < count; ++i) {
        toVolts(raw[0] + i, raw[1] + i, follow.now().inputVolts, volts + i, 1);
        const StereoDouble v = at.target().inputVolts *
                               StereoDouble::keepWithin(StereoDouble(raw[0][i], raw[1][i]), StereoDouble(guardLimit));
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
    StereoDouble lost; // of all that is kept whole nothing
    const auto guarded = [&](StereoDouble raw) {
        const StereoDouble kept = StereoDouble::keepWithin(raw, limit);
        lost += (raw - kept).abs();
        const StereoDouble v = scale * kept;
        sums.add(v, v.abs());
        return v;
    };
    int i = wideToVolts(left, right, scale, guardLimit, volts, count, sums);
    for (; i + 2 <= count; i += 2) {
        const auto raw = TwoFrames::load(left + i, right + i);
        volts[i] = guarded(raw.first);
        volts[i + 1] = guarded(raw.second);
    }
    for (; i < count; ++i)
        volts[i] = guarded({left[i], right[i]});
    level_.sums = sums;
    if (!StereoDouble::same(lost, StereoDouble())) countBad(left, right, count);
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
