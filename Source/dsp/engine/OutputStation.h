// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/Chunk.h"
#include "dsp/engine/LevelMeter.h"
#include "dsp/engine/LevelRamp.h"

namespace phonostage::dsp {

/** Where samples go out: levels in volts are measured, the calibration makes samples of them, clips are counted.
    Nothing is limited. */
class OutputStation {
public:
    /** meters must outlive the station. */
    explicit OutputStation(EngineMeters& meters) : meters_(meters) {}

    void prepare(double sampleRateHz, bool withTruePeak) { level_.prepare(sampleRateHz, withTruePeak); }
    /** Running levels start again. */
    void reset();
    /** Forgets clips and held peaks. */
    void clearHolds();

    /** Volts to planar samples from offset on. */
    template <typename Sample>
    void process(const StereoDouble* volts, const LevelRamp& at, Sample* const* out, int channels, int offset,
                 int count);
    void endChunk() { level_.endChunk(); }
    void publish(const LevelRamp& at);

private:
    StereoDouble toSamples(const StereoDouble* volts, const LevelRamp& at, double* left, double* right, int count);
    void countClips(std::size_t channel, const double* samples, int count);

    EngineMeters& meters_;
    LevelMeter level_;
    StereoDouble rectified_;              ///< sum of |volts|, since last published
    double samples_[2][chunkFrames] = {}; ///< what goes out otherwise, or not at all
};

} // namespace phonostage::dsp
