// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/PassedLevels.h"

#include "dsp/engine/Chunk.h"
#include "plugin/Numbers.h"

#include <cmath>

namespace phonostage::plugin {

void PassedLevels::prepare(double sampleRateHz) {
    level_.prepare(sampleRateHz, false);
    level_.clearHolds(meters);
    reset();
}

void PassedLevels::reset() {
    level_.reset(meters);
    for (auto& sum : rectified)
        sum.store(0.0, std::memory_order_relaxed);
    chunkPosition_ = 0;
}

template <typename Sample>
void PassedLevels::measure(const Sample* const* channels, int channelCount, int frames, double voltsAtFullScale) {
    if (clearRequested_.exchange(false, std::memory_order_relaxed)) level_.clearHolds(meters);
    dsp::StereoDouble size;
    for (int i = 0; i < frames; ++i) {
        const double left = finiteOrZero(channels[0][i]);
        const double right = channelCount > 1 ? finiteOrZero(channels[1][i]) : left;
        const auto volts = dsp::StereoDouble(voltsAtFullScale) * dsp::StereoDouble(left, right);
        const auto magnitude = volts.abs();
        level_.sums.add(volts, magnitude);
        size += magnitude;
        if (++chunkPosition_ < dsp::chunkFrames) continue;
        chunkPosition_ = 0;
        level_.endChunk();
    }
    level_.publish(meters, voltsAtFullScale);
    for (std::size_t c = 0; c < 2; ++c) {
        // One thread writes: no exchange is needed.
        auto& sum = rectified[c];
        sum.store(sum.load(std::memory_order_relaxed) + size.channel(static_cast<int>(c)), std::memory_order_relaxed);
    }
}

template void PassedLevels::measure(const float* const*, int, int, double);
template void PassedLevels::measure(const double* const*, int, int, double);

} // namespace phonostage::plugin
