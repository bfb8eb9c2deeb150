// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/overload/OverloadEvent.h"
#include "dsp/restore/CleanTrace.h"
#include "dsp/restore/ClickList.h"

#include <array>
#include <atomic>
#include <cstdint>

namespace phonostage::dsp {

/** One channel's levels, written by the audio thread and read by anyone. Linear volts (peaks: volts peak). */
struct ChannelMeter {
    std::atomic<double> meanSquareVolts2{0.0};  ///< exponential, 300 ms
    std::atomic<double> peakVolts{0.0};         ///< maximum since the reader last took it (exchange with 0)
    std::atomic<double> peakHoldVolts{0.0};     ///< maximum since prepare() or resetHolds()
    std::atomic<double> truePeakHoldVolts{0.0}; ///< maximum since resetHolds(); 0 where true peak is off
};

/** A copy of OverloadCounts that may be read from any thread (each field by itself). A little late in loud music: see
    PacedOverloadWatch. */
struct OverloadMeter {
    std::atomic<std::int64_t> events{0}, eventSamples{0}, fullScaleSamples{0}, firstStart{-1}, lastStart{-1},
        longest{0};
    std::atomic<double> peak{0.0};
    std::atomic<std::int64_t> fullScaleEvents{0}, fullScaleLongest{0}, fullScaleLast{-1}, clicks{0};
    std::atomic<double> clickSurroundings{0.0}, flatBelowDbfs{0.0};
    std::atomic<Confidence> ceilingConfidence{Confidence::none};
    std::atomic<double> ceilingLevel{0.0}, ceilingShare{0.0}, ceilingZ{0.0};
    std::atomic<std::int64_t> ceilingSince{-1};

    void publish(const OverloadCounts& counts);
};

/** Hum that is there now; each field by itself. */
struct HumMeter {
    std::atomic<double> frequencyHz{0.0};          ///< of the mains; 0: none was found, or nobody listens
    std::atomic<int> lines{0};                     ///< the fundamental and its harmonics
    std::atomic<int> withheld{0};                  ///< ... and those that stay: they were not there without music
    std::atomic<bool> heardPause{false};           ///< something was heard without music; of Dehum::fiftyOrSixty
    std::array<std::atomic<double>, 2> rmsVolts{}; ///< all lines together, whatever part of them is removed
};

struct EngineMeters {
    std::array<ChannelMeter, 2> input;  ///< volts at the input socket, of the raw samples (DC included)
    std::array<ChannelMeter, 2> output; ///< volts after the stage
    std::array<OverloadMeter, 2> overload;
    std::array<std::atomic<std::int64_t>, 2> outputClips{}; ///< samples beyond +-1.0 at the output
    /** Sum of the output's |volts| over all frames: the mean between two readings is that of a full-wave rectifier,
        whatever the block size. Volts times frames; begins again with prepare() and reset(). */
    std::array<std::atomic<double>, 2> outputRectified{};
    std::atomic<std::int64_t> badSamples{0}; ///< samples the guard turned into 0
    std::atomic<std::int64_t> frames{0};     ///< since prepare()
    ClickList clicks;                        ///< that the restoration has taken out, since prepare()
    HumMeter hum;
    CleanTrace clean; ///< what the restoration gets and takes out of it
};

} // namespace phonostage::dsp
