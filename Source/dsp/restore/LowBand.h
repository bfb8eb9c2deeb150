// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/ChannelWindow.h"
#include "dsp/restore/ClickFinder.h"
#include "dsp/restore/DustFinder.h"

#include <array>
#include <vector>

namespace phonostage::dsp {

/** A second look at the window, below 10 kHz or so: at 21 to 42 kHz, with a prediction of low order. A smooth click of
    0.3 ms is predicted well by the many coefficients of the whole band, and spread over dozens of samples; here it
    stands out. The tests that tell it from music are the same. Only prepare() allocates. */
class LowBand {
public:
    void prepare(const HopLayout& layout);
    void reset();
    /** A new hop has come. */
    void moveOn();

    /** False at rates below 42 kHz: they are low enough. */
    [[nodiscard]] bool isUsed() const { return factor_ > 1; }
    /** One slice of what is made of a channel, of what the last pass looks at; false when it was the last slice. hops:
        that have come. */
    [[nodiscard]] bool measure(std::size_t channel, const ChannelWindow& full, std::int64_t hops, int part,
                               double& cost);
    /** Both channels are measured. */
    void beginFind(std::size_t channel, const ClickThresholds& thresholds, double& cost);
    /** Looks at the next candidate; false when there is none left. */
    [[nodiscard]] bool next(double& cost) { return finder_.next(cost); }
    [[nodiscard]] double expectedCost() const { return finder_.expectedCost(); }
    /** Hands what was found over, in frames of the whole band. */
    void giveTo(ClickFinder& finder) const;
    /** Dust, beside all that was found in either channel, in frames of the whole band; none where clicks are off. Both
        channels have been searched. */
    void beginDust(std::size_t channel, const std::array<std::vector<FoundClick>, 2>& found,
                   const ClickThresholds& thresholds, double& cost);
    [[nodiscard]] bool nextDust(double& cost) { return dust_.next(finder_, cost); }
    /** ... in frames of the whole band. */
    void takeDust(std::vector<DustShape>& to) const;
    /** Frames of the whole band that a particle is long at most. */
    [[nodiscard]] int dustFrames() const { return factor_ * (dust_.mostFrames() + 2); }
    /** A channel at the low rate, as it was measured. */
    [[nodiscard]] const ChannelWindow& lowered(std::size_t channel) const { return windows_[channel]; }

private:
    void lower(const std::vector<double>& from, int first, int last, std::vector<double>& to) const;
    void lowerRepaired(const std::vector<double>& from, const ChannelWindow& full, const ChannelWindow& low,
                       std::vector<double>& to, double& cost) const;
    void lowerNew(ChannelWindow& low, const ChannelWindow& full, std::int64_t hops, double& cost) const;
    void fit(std::size_t channel, std::int64_t hops);
    [[nodiscard]] ArModel& model(std::size_t channel, std::int64_t hop);

    HopLayout layout_;
    int factor_ = 1;
    PassRange range_;
    std::array<ChannelWindow, 2> windows_;
    std::array<std::vector<ArModel>, 2> models_; ///< of a channel, those of the last hops
    ClickFinder finder_;
    DustFinder dust_;
    std::vector<double> taps_; ///< of the low-pass
    std::vector<double> hann_, weighted_, products_;
};

} // namespace phonostage::dsp
