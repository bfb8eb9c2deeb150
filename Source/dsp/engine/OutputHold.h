// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/StageSettings.h"
#include "dsp/engine/LevelRamp.h"

#include <atomic>

namespace phonostage::dsp {

/** Keeps what leaves the stage at a safe level while the equipment is still being chosen: until then nobody knows how
    loud the turntable comes in. Behind everything else, on the samples themselves.

    While it holds, a change of levels (another interface, its gain, another full scale) does not change the loudness:
    the change is undone by the same ramp as the engine's. What is above the ceiling is turned down at once and comes
    back by 3 dB a second. When it is released, the level moves to the stage's own within releaseSeconds; from then on
    every sample passes bit for bit.

    hold(), release() and isHeld() may be called by any thread, the rest by the thread that processes. No allocation,
    no lock; the same samples and calls give the same result, whatever the block size. */
class OutputHold {
public:
    enum class Kind {
        start, ///< of the sound: it fades in from silence, and peaks at -20 dBFS at most
        steady ///< it goes on as loud as it is, and peaks at -1 dBFS at most
    };

    static constexpr double startCeiling = 0.1;                  ///< sample peak, 1.0 is full scale
    static constexpr double steadyCeiling = 0.89125093813374556; ///< -1 dBFS
    static constexpr double fadeInSeconds = 2.0;
    static constexpr double releaseSeconds = 1.5;
    static constexpr double recoveryDbPerSecond = 3.0;

    void hold(Kind kind) { wanted_.store(kind == Kind::start ? Wanted::start : Wanted::steady); }
    void release() { wanted_.store(Wanted::nothing); }
    [[nodiscard]] bool isHeld() const { return wanted_.load() != Wanted::nothing; }

    /** The sound starts again: where it is held, it fades in again. fadeFrames: length of the engine's ramp of levels.
     */
    void prepare(double rateHz, int fadeFrames);
    void reset();

    /** Whenever the engine's levels are set, with the same. */
    void setLevels(const LevelSettings& levels);

    /** One or two channels, in place. */
    template <typename Sample> void process(Sample* const* samples, int channels, int frames);
    /** Whether it acts on the samples: held, or on its way to the stage's own level. The thread that processes. */
    [[nodiscard]] bool isActive() const { return isActive_; }

private:
    enum class Wanted { nothing, start, steady };

    bool follow();
    void begin(Wanted wanted);
    [[nodiscard]] double stageFactor() const;
    double nextGain(double peak);

    std::atomic<Wanted> wanted_{Wanted::nothing};
    Wanted acting_ = Wanted::nothing;
    bool isActive_ = false;
    bool isFresh_ = true; ///< no frame since prepare or reset: levels are taken over at once
    LevelRamp ramp_;      ///< in step with the engine's
    double reference_ = 1.0;
    double peak_ = 0.0; ///< falls slowly
    double recovery_ = 1.0;
    double ceiling_ = startCeiling;
    int rampFrames_ = 1, fadeFrames_ = 1, releaseFrames_ = 1;
    int faded_ = 0;    ///< of fadeFrames_, from the first sample on that is not silent
    int released_ = 0; ///< of releaseFrames_
};

} // namespace phonostage::dsp
