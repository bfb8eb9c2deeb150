// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/StageDesign.h"
#include "dsp/overload/OverloadEvent.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>

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
};

/** The phono stage: two channels (a mono source uses the first), any block size, any input.

    prepare() allocates nothing that depends on the block size. Everything but prepare() and construction is safe on the
    audio thread. One thread calls; meters() may be read by all. */
class Engine {
public:
    struct Options {
        bool truePeakInput = false;
        bool truePeakOutput = false;
        int sourceWordBits = 0;               ///< 16, 20, 24; 0: found from the samples
        OverloadObserver* observer = nullptr; ///< told of each overload event
    };

    Engine();
    ~Engine();

    /** Takes rate and design over at once; clears all state, counts and holds. A rate outside 8 to 768 kHz, or not
     * finite, leaves the old one.
     */
    void prepare(const StageDesign& design, const Options& options);

    void prepare(const StageDesign& design) { prepare(design, Options()); }

    /** The sound begins anew, as after prepare: filters, ramps, running levels; the next block starts at its settings
        without a ramp. What is latched stays until the user asks: overload counts, output clips, bad samples, held
        peaks. An overload run that is under way ends. Frames count on, so that the positions of overloads stay true. */
    void reset();

    /** Cross-fades to a design of the same rate in 20 ms of samples; one of another rate is ignored. While a fade runs,
        the newest design waits for its end. Wait-free. */
    void install(const StageDesign& design);

    /** Reached by a ramp of 20 ms, at once before the first block. */
    void setLevels(const LevelSettings& levels);

    /** Planar in, planar out; in place is fine. channels 1 or 2; frames 0 or more. */
    void process(const float* const* input, float* const* output, int channels, int frames);
    void process(const double* const* input, double* const* output, int channels, int frames);

    /** Looks for overloads in all that has come, and ends a run that reaches to the end of the input. */
    void flush();
    /** Forgets overloads, output clips, bad samples and held peaks; sound is untouched. Any thread: done at the next
     * block. */
    void resetHolds();

    [[nodiscard]] EngineMeters& meters();
    [[nodiscard]] const EngineMeters& meters() const;

    /** The counts, for the thread that processes; after flush() of all that has come. */
    [[nodiscard]] const OverloadCounts& overload(int channel) const;

    static constexpr double fadeSeconds = 0.020;
    static constexpr double meterSeconds = 0.300;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace phonostage::dsp
