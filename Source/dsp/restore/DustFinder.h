// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/ChannelWindow.h"
#include "dsp/restore/ClickFinder.h"
#include "dsp/restore/DustFit.h"
#include "dsp/restore/DustShape.h"

#include <array>
#include <cstdint>
#include <vector>

namespace phonostage::dsp {

/** Finds particles of dust in a channel that is measured at the low rate: their error is spread over dozens of samples,
    in none of which it stands out. A filter that is matched to the shape adds them up. Taken for dust is what has the
    shape and nothing else: no error is left that the sound has not, and the other channel has no such thing, or has it
    out of phase. In slices; only prepare() allocates. */
class DustFinder {
public:
    static constexpr int mostFound = 16;      ///< of a hop and channel
    static constexpr int mostCandidates = 32; ///< likewise, that are looked at

    void prepare(const HopLayout& layout);

    /** Forgets what is taken already. */
    void clear();
    /** Frames that belong to a click. */
    void block(int from, int to);
    /** The filters. clickSigmas: of the clicks; a shape known beforehand is trusted from a share of it. */
    void begin(const PassRange& range, const ChannelWindow& own, const ChannelWindow& other, double clickSigmas,
               double& cost);
    /** Looks at the next candidate; false when there is none left. */
    [[nodiscard]] bool next(ClickFinder& finder, double& cost);

    [[nodiscard]] const std::vector<DustShape>& found() const { return found_; }
    /** Of the widest that is looked for: frames from its beginning to its end. */
    [[nodiscard]] int mostFrames() const;

private:
    static constexpr int widths = 3;

    struct Filter {
        double width = 0.0; ///< frames
        int half = 0;       ///< frames either side of its middle
        std::vector<float> hill, slope;
        std::vector<double> hillProducts, slopeProducts; ///< of lag 0, 1 ...: order + 1 of them
    };

    void score(const Filter& filter, std::uint8_t index);
    [[nodiscard]] double gain(const std::vector<double>& products) const;
    [[nodiscard]] bool isFree(int from, int to) const;
    [[nodiscard]] double rmsBeside(int at, int half) const;
    [[nodiscard]] bool isDust(DustShape& shape, ClickFinder& finder, double& cost);

    HopLayout layout_;
    PassRange range_;
    const ChannelWindow* own_ = nullptr;
    const ChannelWindow* other_ = nullptr;
    double sigmas_ = 0.0;
    int position_ = 0, end_ = 0, candidates_ = 0;
    std::array<Filter, widths> filters_;
    DustFit fit_;
    std::vector<float> score_, hillError_, slopeError_;
    std::vector<std::uint8_t> which_; ///< filter that gave the score
    std::vector<std::uint8_t> blocked_;
    std::vector<DustShape> found_;
};

} // namespace phonostage::dsp
