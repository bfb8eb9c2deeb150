// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/HopLayout.h"

#include <cstdint>
#include <vector>

namespace phonostage::dsp {

/** Remembers how high the prediction error was, in blocks of 0.1 ms, and finds out whether a peak is one of a train of
    similar, evenly spaced ones: brass, voice and square waves, not clicks. Blocks are counted from the window's
    start. Only prepare() allocates. */
class PulseTrain {
public:
    void prepare(const HopLayout& layout);
    void reset();
    /** The window moves on by a hop. */
    void moveOn();

    /** Where the heights of blocks stand, from this one on, to be set. */
    [[nodiscard]] float* heights(int block) { return heights_.data() + behind_ + block; }

    /** Whether the error is so high outside the frames from..to, in the window or in the 110 ms before it. */
    [[nodiscard]] bool hasOther(int from, int to, double height) const;

    /** Begins to look for trains around a peak. atFrame: where, in the window. level: of the error there, its standard
        deviation. */
    void seek(int atFrame, double peak, double level, double& cost);
    /** The next period, in frames, at which there are pulses around the peak and little between them; 0 where there is
        none left. */
    [[nodiscard]] int nextPeriod(double& cost);
    /** Frames by which the nearest pulses may be off that period. */
    [[nodiscard]] int slackFrames() const { return (1 + (period_ - 1) / slackPeriods) * layout_.pulseFrames; }

private:
    /** A pulse may be off by one block, and by one more for so many blocks of the period. */
    static constexpr int slackPeriods = 40;

    [[nodiscard]] int hits(int from, int to) const;
    [[nodiscard]] bool isHit(int block, int tolerance) const;
    void findPossible();

    HopLayout layout_;
    int behind_ = 0;                      ///< blocks in front of the window
    int longest_ = 0;                     ///< period, in blocks
    int at_ = 0, period_ = 0;             ///< where is looked, and the next period, in blocks
    std::vector<float> heights_;          ///< from `behind` blocks in front of the window to its end
    std::vector<std::uint64_t> above_;    ///< a bit for each block: higher than a pulse must be
    std::vector<std::uint64_t> tooHigh_;  ///< ... than a pulse may be
    std::vector<std::uint64_t> possible_; ///< a bit for each period: one that need be looked at
};

} // namespace phonostage::dsp
