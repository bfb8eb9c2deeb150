// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/ArModel.h"
#include "dsp/restore/HopLayout.h"
#include "dsp/restore/PulseTrain.h"

#include <array>
#include <cstdint>
#include <vector>

namespace phonostage::dsp {

/** Where a pass works, in frames of the window. */
struct PassRange {
    bool isFinal = false;
    int from = 0, to = 0;           ///< the hop whose marks count
    int errorFrom = 0, errorTo = 0; ///< where prediction errors and their levels are known; whole sub-blocks
    int findTo = 0;                 ///< up to where marks are looked for

    [[nodiscard]] static PassRange rough(const HopLayout& layout);
    [[nodiscard]] static PassRange last(const HopLayout& layout);
};

/** One channel's window: the samples, what the passes make of them, and their prediction errors. */
class ChannelWindow {
public:
    void prepare(const HopLayout& layout);
    void reset();
    /** A new hop has come behind the window: everything moves to it. */
    void moveOn();

    /** What a pass looks at: what is known of the time before, the raw samples from there on. takenOut: what of the
        first of them is known to be no sound; may be empty. */
    void look(const PassRange& range, const std::vector<double>& takenOut);
    /** ... where y, and in the last pass known, are set already. */
    void prepareLook(const PassRange& range);
    /** Gives the train of pulses the heights of new blocks, and of those that have been measured again. */
    void setPulses(const PassRange& range);
    /** Prediction errors of what is looked at, with the model, and their levels: parts 0 to measureParts-1 in turn. */
    void measure(const PassRange& range, int part, double& cost);
    static constexpr int measureParts = 4;
    /** The levels that this older model finds, of what is known. */
    void measureOld(const PassRange& range, const ArModel& older, double& cost);
    /** The largest error of a sub-block, by the older model. */
    [[nodiscard]] float oldPeak(int block) const;
    /** Robust level of the error around a frame, as a standard deviation: over 4 ms either side. */
    [[nodiscard]] double sigma(int frame) const;
    /** ... over the frames from..to, 0 where no block lies between. */
    [[nodiscard]] double levelBetween(int from, int to) const { return between(levels_, from, to); }
    [[nodiscard]] double oldLevelBetween(int from, int to) const { return between(oldLevels_, from, to); }
    /** ... of one sub-block; 0 where it is not known. */
    [[nodiscard]] double levelOfBlock(int block) const;

    HopLayout layout;
    std::vector<double> raw;                        ///< window and the hop that is coming
    std::vector<double> known;                      ///< clean before the hop, roughly repaired behind it
    std::vector<double> y;                          ///< what the pass looks at
    std::vector<double> x;                          ///< ... and repairs
    std::vector<float> shortY;                      ///< y again
    std::vector<float> forward, backward, twoSided; ///< prediction errors; twoSided is scaled to their size
    std::vector<float> height;                      ///< of what could be a click
    std::vector<float> score;                       ///< ... or of a wide one
    std::vector<float> peaks;                       ///< largest |y| of each sub-block
    std::vector<std::uint8_t> marks;                ///< not 0: a sample of a click
    PulseTrain train;
    ArModel model;                     ///< of this pass
    int carried = 0, roughCarried = 0; ///< marked frames at the start of the next hop, that a pass has left

private:
    [[nodiscard]] double between(const std::vector<float>& levels, int from, int to) const;
    void measureLevels(const PassRange& range, double& cost);
    void findHeights(const PassRange& range);
    void findSigmas();

    int firstBlock_ = 0, lastBlock_ = 0; ///< whose level is known
    std::vector<float> shortKnown_, error_;
    std::vector<float> levels_, oldLevels_; ///< medians of sub-blocks
    std::vector<float> sigmas_;             ///< robust, around each sub-block
};

} // namespace phonostage::dsp
