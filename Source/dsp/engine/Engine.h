// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/EngineMeters.h"
#include "dsp/engine/LookAheadStation.h"
#include "dsp/engine/StageDesign.h"
#include "dsp/overload/OverloadEvent.h"
#include "dsp/restore/KeptPlaces.h"

#include <memory>
#include <vector>

namespace phonostage::dsp {

class SignalPath;

/** The phono stage: two channels (a mono source uses the first), any block size, any input.

    prepare() allocates nothing that depends on the block size. Everything but prepare() and construction is safe on the
    audio thread. One thread calls; meters() may be read by all. */
class Engine {
public:
    struct Options {
        bool truePeakInput = false;
        bool truePeakOutput = false;
        int sourceWordBits = 0;               ///< 16, 20, 24; 0: found from the samples
        OverloadObserver* observer = nullptr; ///< called for each overload event
        LookAhead mostLookAhead;              ///< room for that of designs that are installed later
        bool hasHumRoom = false;              ///< hum may be removed later; there is room where it is at prepare()
        LookAheadFactory makeRestoration;     ///< empty: a station that only delays
        std::vector<KeptPlace> kept;          ///< clicks there stay; frames since prepare()
    };

    Engine();
    ~Engine();

    /** Takes rate and design over at once; clears all state, counts and holds. A rate outside 8 to 768 kHz, or not
     * finite, leaves the old one.
     */
    void prepare(const StageDesign& design, const Options& options);

    void prepare(const StageDesign& design) { prepare(design, Options()); }

    /** The sound starts again, as after prepare: filters, ramps, running levels; the next block starts at its settings
        without a ramp. What is latched stays until the user asks: overload counts, output clips, bad samples, held
        peaks. An overload run that is under way ends. Frames count on, so that the positions of overloads stay true.
        keepsHum: hum that is known stays known, but for its phase, which a second or two without music tell; results
        then depend on what was before. */
    void reset(bool keepsHum = false);

    /** Cross-fades to a design of the same rate in 20 ms of samples; one of another rate, or that looks further ahead
        than there is room for, is ignored. While a fade runs, the newest design waits for its end. Wait-free. */
    void install(const StageDesign& design);

    /** Reached by a ramp of 20 ms, at once before the first block. */
    void setLevels(const LevelSettings& levels);

    /** Planar in, planar out; in place is fine. channels 1 or 2; frames 0 or more. */
    void process(const float* const* input, float* const* output, int channels, int frames);
    void process(const double* const* input, double* const* output, int channels, int frames);

    /** What stations that look ahead still hold: the output as if silence followed. Watch and meters of the input see
        nothing of it, and it does not count as frames. */
    void drain(double* const* output, int channels, int frames);

    /** By how many frames what is heard is late: the latencies of its stations together. During a cross-fade that of
        the design it began with. For the thread that processes. */
    [[nodiscard]] int latencyFrames() const;

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
    std::unique_ptr<SignalPath> path_;
};

} // namespace phonostage::dsp
