// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/Chunk.h"
#include "dsp/engine/FilterChain.h"

#include <array>

namespace phonostage::dsp {

/** The chain that is heard, and where the filters change the one that fades in. It first runs unheard for as long as
   the fade takes: its states then know the music. */
class FadingChains {
public:
    /** Takes a design over at once, its rate too, and clears all state. Nothing waits. */
    void prepare(const StageDesign& design);
    /** Ends a fade and clears all state; a design that waits is taken. */
    void reset();
    /** Takes a design over at once; nothing waits, nothing fades. */
    void set(const StageDesign& design);
    /** Cross-fades to a design of the same rate: now, or where a fade runs, at its end. The newest one counts. */
    void fadeTo(const StageDesign& design);

    /** The design that was taken last. */
    [[nodiscard]] const StageDesign& design() const { return design_; }

    /** Frames of a fade. */
    [[nodiscard]] int fadeFrames() const { return fadeFrames_; }

    /** Before each piece: takes the design that waits where no fade runs. */
    void beginPiece();
    /** Frames to volts behind the stage. */
    void process(const ChainInputs& inputs, const LevelRamp& at, StereoDouble* out, int count);
    /** Zeroes states that have decayed below silenceVolts. */
    void flushTinyStates();

private:
    [[nodiscard]] bool isFading() const { return fadePosition_ >= 0; }

    StageDesign design_, waiting_;
    bool isWaiting_ = false;
    std::array<FilterChain, 2> chains_;
    std::size_t current_ = 0; ///< the chain that is heard; the other one fades in or is idle
    int fadePosition_ = -1;   ///< frames since the other chain began to run; -1: none
    int settleFrames_ = 0, fadeFrames_ = 0;
    StereoDouble next_[chunkFrames];
};

} // namespace phonostage::dsp
