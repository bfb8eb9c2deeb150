// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/OutputStation.h"

#include <cmath>

namespace phonostage::dsp {

void OutputStation::reset() {
    level_.reset(meters_.output);
    rectified_ = StereoDouble();
    for (auto& sum : meters_.outputRectified)
        sum.store(0.0, std::memory_order_relaxed);
}

void OutputStation::clearHolds() {
    for (auto& clips : meters_.outputClips)
        clips.store(0, std::memory_order_relaxed);
    level_.clearHolds(meters_.output);
}

void OutputStation::toSamples(const StereoDouble* volts, const LevelRamp& at, int count) {
    auto sums = level_.sums;
    StereoDouble rectified = rectified_;
    const auto finish = [&](int i, StereoDouble outputScale) {
        const StereoDouble v = volts[i];
        const StereoDouble size = v.abs();
        sums.add(v, size);
        rectified += size;
        const StereoDouble s = outputScale * v;
        samples_[0][i] = s.left();
        samples_[1][i] = s.right();
    };
    if (at.isMoving()) {
        LevelRamp follow = at;
        for (int i = 0; i < count; ++i) {
            finish(i, follow.now().outputScale);
            follow.advance();
        }
    } else {
        const StereoDouble outputScale = at.now().outputScale;
        for (int i = 0; i < count; ++i)
            finish(i, outputScale);
    }
    level_.sums = sums;
    rectified_ = rectified;
}

template <typename Sample>
void OutputStation::process(const StereoDouble* volts, const LevelRamp& at, Sample* const* out, int channels,
                            int offset, int count) {
    toSamples(volts, at, count);
    for (std::size_t c = 0; c < static_cast<std::size_t>(channels); ++c) {
        Sample* to = out[c] + offset;
        int clips = 0;
        for (int i = 0; i < count; ++i) {
            to[i] = static_cast<Sample>(samples_[c][i]);
            clips += std::fabs(samples_[c][i]) > 1.0 ? 1 : 0;
        }
        if (clips > 0) meters_.outputClips[c].fetch_add(clips, std::memory_order_relaxed);
        level_.measureTruePeak(c, samples_[c], count);
    }
}

template void OutputStation::process(const StereoDouble*, const LevelRamp&, float* const*, int, int, int);
template void OutputStation::process(const StereoDouble*, const LevelRamp&, double* const*, int, int, int);

void OutputStation::publish(const LevelRamp& at) {
    level_.publish(meters_.output, at.now().outputVolts);
    for (std::size_t c = 0; c < 2; ++c) {
        // One thread writes: no exchange is needed.
        auto& sum = meters_.outputRectified[c];
        sum.store(sum.load(std::memory_order_relaxed) + rectified_.channel(static_cast<int>(c)),
                  std::memory_order_relaxed);
    }
    rectified_ = StereoDouble();
}

} // namespace phonostage::dsp
