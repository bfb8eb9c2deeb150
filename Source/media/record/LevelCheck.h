// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/overload/OverloadWatch.h"
#include "media/record/RecorderState.h"

#include <array>
#include <functional>
#include <vector>

namespace phonostage::media {

/** Looks at the level of what is recorded: peaks, overloads, and what to turn by how many decibels. */
class LevelCheck final : private dsp::OverloadObserver {
public:
    /** Music should peak this far below full scale: above, an unusually loud record overloads; below, the converter's
        noise comes near the record's. */
    static constexpr double highestGoodDbfs = -8.0, lowestGoodDbfs = -14.0;

    /** channel from 0, position in frames since prepare(). */
    using OnOverload = std::function<void(int channel, const dsp::OverloadEvent& event)>;

    void prepare(double sampleRateHz, int channels, int wordBits, OnOverload onOverload);
    /** Interleaved. */
    void process(const float* samples, int frames);
    /** The needle is down: from here on there is music to judge. */
    void beginMusic();

    void fill(RecorderStatus& status) const;

private:
    void overloadEnded(int channel, const dsp::OverloadEvent& event) override;
    void endBlock();

    struct Channel {
        dsp::OverloadWatch watch;
        double blockPeak = 0.0;
        std::array<double, 10> lastPeaks{}; ///< of tenths of a second
        double highest = 0.0;
        std::array<std::int64_t, 200> histogram{}; ///< of tenths of a second, by their peak, half a decibel each
    };

    OnOverload onOverload_;
    double sampleRateHz_ = 48000.0;
    int channels_ = 2, blockFrames_ = 4800, inBlock_ = 0;
    std::size_t lastAt_ = 0;
    std::int64_t musicBlocks_ = 0;
    bool hasMusic_ = false;
    std::array<Channel, 2> channel_;
    std::vector<double> planar_;
};

} // namespace phonostage::media
