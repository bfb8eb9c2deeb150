// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/Chunk.h"
#include "dsp/engine/Engine.h"
#include "dsp/engine/LevelMeter.h"
#include "dsp/engine/LevelRamp.h"
#include "dsp/overload/PacedOverloadWatch.h"

#include <array>

namespace phonostage::dsp {

/** Where samples come in: the watch sees them raw, the guard makes 0 of what is no audio, the interface's calibration
    makes volts of them. Levels are measured here, so that they are those of the capture whatever follows. */
class InputStation {
public:
    /** meters must outlive the station. */
    explicit InputStation(EngineMeters& meters) : meters_(meters) {}

    void prepare(double sampleRateHz, const Engine::Options& options);
    /** An overload run that is under way ends; counts and positions go on. Running levels start again. */
    void reset();
    /** Forgets overloads, bad samples and held peaks. */
    void clearHolds();
    /** The sensitivity has become this many times what it was. */
    void scaleHolds(double factor);

    /** Planar samples from offset on, to volts; a mono source is both channels. All is read before this returns. */
    template <typename Sample>
    void process(const Sample* const* in, int channels, int offset, int count, const LevelRamp& at,
                 StereoDouble* volts);
    void endChunk() { level_.endChunk(); }
    /** The watch looks at all that has come, and ends a run that reaches to the end. */
    void flush();
    void publish(const LevelRamp& at);

    [[nodiscard]] const OverloadCounts& overload(std::size_t channel) const { return watch_[channel].counts(); }

private:
    void toVolts(const double* left, const double* right, StereoDouble scale, StereoDouble* volts, int count);
    void countBad(const double* left, const double* right, int count);

    EngineMeters& meters_;
    bool mono_ = false;
    std::array<PacedOverloadWatch, 2> watch_;
    LevelMeter level_;
    double raw_[2][chunkFrames] = {};
};

} // namespace phonostage::dsp
