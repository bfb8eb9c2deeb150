// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/OutputStation.h"

#include "dsp/engine/WideLevels.h"
#include "dsp/simd/Planar.h"
#include "dsp/simd/SamplePeak.h"
#include "dsp/simd/SampleTypes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>

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

// Both at once, whatever the number of channels. Returns the largest volts.
StereoDouble OutputStation::toSamples(const StereoDouble* volts, const LevelRamp& at, double* left, double* right,
                                      int count) {
    auto sums = level_.sums;
    const StereoDouble peakBefore = sums.peak;
    sums.peak = StereoDouble();
    StereoDouble rectified = rectified_;
    const auto finish = [&](StereoDouble v, StereoDouble outputScale) {
        const StereoDouble size = v.abs();
        sums.add(v, size);
        rectified += size;
        return outputScale * v;
    };
    int i = 0;
    LevelRamp follow = at;
    if (!at.isMoving()) {
        const StereoDouble outputScale = at.now().outputScale;
        i = wideToSamples(volts, outputScale, left, right, count, sums, rectified);
        for (; i + 2 <= count; i += 2) {
            const StereoDouble first = finish(volts[i], outputScale);
            TwoFrames{first, finish(volts[i + 1], outputScale)}.store(left + i, right + i);
        }
    }
    for (; i < count; ++i) {
        const StereoDouble s = finish(volts[i], follow.now().outputScale);
        left[i] = s.left();
        right[i] = s.right();
        follow.advance();
    }
    const StereoDouble peak = sums.peak;
    sums.peak = StereoDouble::max(peakBefore, peak);
    level_.sums = sums;
    rectified_ = rectified;
    return peak;
}

template <typename Sample>
void OutputStation::process(const StereoDouble* volts, const LevelRamp& at, Sample* const* out, int channels,
                            int offset, int count) {
    std::array<double*, 2> samples{samples_[0], samples_[1]};
    if constexpr (std::is_same_v<Sample, double>)
        for (std::size_t c = 0; c < static_cast<std::size_t>(channels); ++c)
            samples[c] = out[c] + offset;
    const StereoDouble peakVolts = toSamples(volts, at, samples[0], samples[1], count);
    // Scaling keeps the order, rounding too: the largest volts are the largest sample.
    const StereoDouble peaks = at.now().outputScale * peakVolts;
    for (std::size_t c = 0; c < static_cast<std::size_t>(channels); ++c) {
        if constexpr (!std::is_same_v<Sample, double>) convert(samples[c], out[c] + offset, count);
        const double peak = at.isMoving() ? samplePeak(samples[c], count) : peaks.channel(static_cast<int>(c));
        if (!(peak <= 1.0)) countClips(c, samples[c], count);
        level_.measureTruePeak(c, samples[c], count);
    }
}

void OutputStation::countClips(std::size_t channel, const double* samples, int count) {
    const auto clips = std::count_if(samples, samples + count, [](double x) { return std::fabs(x) > 1.0; });
    if (clips > 0) meters_.outputClips[channel].fetch_add(clips, std::memory_order_relaxed);
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
