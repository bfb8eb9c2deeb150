// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/Engine.h"

#include "dsp/engine/FilterChain.h"
#include "dsp/engine/LevelRamp.h"
#include "dsp/measure/TruePeak.h"
#include "dsp/overload/PacedOverloadWatch.h"

namespace phonostage::dsp {

constexpr double guardLimit = 1e6;                            ///< a raw sample beyond it is no audio
constexpr double silenceVolts2 = silenceVolts * silenceVolts; ///< a level that has decayed below it is 0

/** Level of a stereo signal over chunks of constant length, so that block cuts do not matter. */
struct LevelAccumulator {
    StereoDouble sumSquares, chunkPeak, meanSquare;

    void endChunk(double keep) {
        meanSquare = StereoDouble(keep) * meanSquare + StereoDouble((1.0 - keep) / chunkFrames) * sumSquares;
        // Minutes of silence would else make it a subnormal number, and it would never get to zero.
        meanSquare = StereoDouble::keepBeyond(meanSquare, StereoDouble(silenceVolts2));
        sumSquares = StereoDouble();
    }
};

/** What an engine is made of: the way of the signal in Engine.cpp, its meters in EngineMeters.cpp. */
struct Engine::State {
    StageDesign design;
    Options options;
    EngineMeters meters;
    std::atomic<bool> resetHoldsRequested{false};

    std::array<PacedOverloadWatch, 2> watch;
    std::array<TruePeak, 2> truePeakIn, truePeakOut;
    DcSection dc;
    std::array<FilterChain, 2> chains;
    std::array<MonoBassFilter, 2> monoBass; ///< of each chain, behind channels and gain
    std::size_t current = 0;                ///< the chain that is heard; the other one fades in or is idle
    int fadePosition = -1;                  ///< frames since the other chain began to run; -1: none
    int settleFrames = 0, fadeFrames = 0;
    StageDesign waiting;
    bool isWaiting = false;

    LevelSettings levels;
    LevelRamp ramp;
    bool mono = false;
    bool fresh = true; ///< no frame since reset: settings are taken without a ramp

    int chunkPosition = 0;
    std::int64_t chunks = 0;
    std::int64_t frames = 0; ///< since prepare, as the positions of overloads
    double meterKeep = 0.0;
    LevelAccumulator inputLevel, outputLevel;
    StereoDouble inputPeak, outputPeak; ///< volts, since last published
    StereoDouble outputRectified;       ///< sum of |volts|, since last published

    void prepare(const StageDesign& newDesign, const Options& newOptions);
    void reset();
    void clearHolds();
    void clearRunningPeaks();
    void publish();
    void beginFade(const StageDesign& next);

    template <typename Sample> void process(const Sample* const* in, Sample* const* out, int channels, int count);
    template <typename Sample>
    void processPiece(const Sample* const* in, Sample* const* out, int channels, int offset, int count);
    void toVolts(const double* left, const double* right, StereoDouble* volts, int count);
    void runLanes(const LevelRamp& at, const StereoDouble* volts, StereoDouble* out, int count);
    void setChain(std::size_t chain, const StageDesign& next);
    void endChunk();
};

} // namespace phonostage::dsp
