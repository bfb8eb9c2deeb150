// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::dsp {

/** How far it is looked beside a hop: as live sound bears it, or 60 ms either way, which files do. */
enum class Reach { live, far };

/** Lengths of the click finder at a rate. Work is done once a hop on a window: what came before the hop (clean by
    then), the hop, and what follows it. All lengths but those of models are whole sub-blocks, so that levels and pulses
    stay where they are from hop to hop. Sources: Resources/docs/restoration.md. */
struct HopLayout {
    double rateHz = 48000.0;
    int pulseFrames = 4;    ///< 0.1 ms: one block of the pulse-train test
    int subFrames = 16;     ///< 0.33 ms: one block of the levels; 4 pulse blocks
    int hop = 480;          ///< 10 ms
    int behind = 720;       ///< 15 ms of what is clean
    int ahead = 1440;       ///< 30 ms
    int window = 2640;      ///< the three together
    int order = 40;         ///< of the prediction
    int roughFrom = 1760;   ///< where the rough pass works: one hop from here
    int roughModel = 720;   ///< where the window of its model begins
    int mostMarked = 192;   ///< 4 ms: longer is no click
    int context = 144;      ///< 3 ms beside a click, from which the other channel's share is learnt
    int oldModels = 3;      ///< hops that an old model must be old, to know nothing of this hop
    int mostUnknowns = 240; ///< solved for a hop, channel and pass
    bool isLowBand = false; ///< made by lower()
    int levelsBeside = 12;  ///< sub-blocks either side of one, from which its level is known: 4 ms

    /** Frames from a time in milliseconds, rounded down. */
    [[nodiscard]] int frames(double milliseconds) const { return static_cast<int>(milliseconds * rateHz / 1000.0); }
    /** Sub-blocks in the window. */
    [[nodiscard]] int subBlocks() const { return window / subFrames; }
    /** Frames by which what comes out is late: the hop, what follows it, and a hop in which the work is done. */
    [[nodiscard]] int latencyFrames() const { return 2 * hop + ahead; }

    /** rateHz: 8 to 100 kHz. */
    [[nodiscard]] static HopLayout at(double rateHz, Reach reach = Reach::live);
    /** The same times at a fraction of the rate (factor: 2 or 4), for a prediction of low order. */
    [[nodiscard]] HopLayout lower(int factor) const;
};

} // namespace phonostage::dsp
