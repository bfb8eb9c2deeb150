// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/Fourier.h"

#include <array>
#include <complex>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace phonostage::dsp {

/** Which channel of the record is cut. */
enum class DrivenSide { left, right, both };

/** The strongest line of one channel in a frame. Powers share one scale. */
struct StrongestLine {
    float hz = 0.0F, power = 0.0F;
    float share = 0.0F; ///< of the channel's power from 15 Hz to 24 kHz, or to a third above a line that is higher
    float low = 0.0F;   ///< the channel's power from 15 to 250 Hz
    float near = 0.0F;  ///< of the channel's power, what lies within 6 % of the line: a fast glide fills that
    float other = 0.0F; ///< what the other channel has at the same frequency
};

/** Left, right. */
using LineFrame = std::array<StrongestLine, 2>;

/** One channel's line stands 6 dB or more over the other's; both: neither does. */
[[nodiscard]] bool drives(const LineFrame& frame, DrivenSide side);

/** Looks at a record's signal in frames of 0.1 s under a Hann window, each half a frame after the last. Any cut of the
    input gives the same frames. */
class StrongestLines {
public:
    static constexpr double lowestHz = 15.0, lowBandHz = 250.0;

    /** 44.1 to 192 kHz. */
    explicit StrongestLines(double rateHz);

    using Sink = std::function<void(const LineFrame&)>;
    /** The same number of samples of each channel. Hands each frame that is complete to the sink. */
    void add(std::span<const double> left, std::span<const double> right, const Sink& sink);

    /** The middle of a frame, counted from 0, in seconds from the first sample. */
    [[nodiscard]] double secondsOf(std::size_t frame) const;
    /** From one frame to the next. */
    [[nodiscard]] double stepSeconds() const;

private:
    [[nodiscard]] LineFrame look();

    double rateHz_;
    Fourier fourier_;
    std::vector<double> window_;
    std::array<std::vector<double>, 2> held_;
    std::vector<std::complex<double>> work_;
    std::array<std::vector<double>, 2> power_;
};

} // namespace phonostage::dsp
