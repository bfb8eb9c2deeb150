// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/EngineMeters.h"
#include "dsp/measure/TruePeak.h"
#include "dsp/simd/StereoDouble.h"

#include <array>

namespace phonostage::dsp {

/** What input and output measure alike, and how it gets to the meters that anyone may read. Sums inside a chunk are
    exact and the exponential acts at its end, so that block cuts do not matter. */
class LevelMeter {
public:
    void prepare(double sampleRateHz, bool withTruePeak);
    /** Running levels start again; what is held stays. */
    void reset(std::array<ChannelMeter, 2>& meters);
    void clearHolds(std::array<ChannelMeter, 2>& meters);
    /** What is held counts so many times as much: a sample stands for other volts from here on. */
    void scaleHolds(std::array<ChannelMeter, 2>& meters, double factor);

    /** The sums of the chunk under way: a station's loop keeps them in registers, and hands them back. */
    struct Sums {
        StereoDouble squares; ///< volts^2, of this chunk
        StereoDouble peak;    ///< volts, since last published

        void add(StereoDouble volts, StereoDouble magnitude) {
            squares += volts * volts;
            peak = StereoDouble::max(peak, magnitude);
        }
    };

    Sums sums;

    /** Samples, not volts. */
    void measureTruePeak(std::size_t channel, const double* samples, int count) {
        if (withTruePeak_) truePeak_[channel].process(samples, count);
    }

    void endChunk();
    void publish(std::array<ChannelMeter, 2>& meters, double voltsAtFullScale);

private:
    bool withTruePeak_ = false;
    double keep_ = 0.0; ///< part of the mean square that a chunk leaves
    StereoDouble meanSquare_;
    std::array<TruePeak, 2> truePeak_;
};

} // namespace phonostage::dsp
