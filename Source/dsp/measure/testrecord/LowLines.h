// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/Fourier.h"
#include "dsp/measure/testrecord/GlideTracker.h"

#include <array>
#include <complex>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace phonostage::dsp {

/** The strongest line from 3 to 40 Hz in 1.6 s of sound: both channels, and how much of it is lateral or vertical. */
struct LowLine {
    double seconds = 0.0; ///< of the middle, from the first sample
    double hz = 0.0;      ///< the centre of its power
    double share = 0.0;   ///< of all power from 2.2 to 40 Hz
    double left = 0.0, right = 0.0, lateral = 0.0,
           vertical = 0.0; ///< mean squares, full scale 1.0; lateral: of (L + R) / 2
};

/** Looks at what a bass sweep does, five times a second. Any cut of the input gives the same. Streaming. */
class LowLines {
public:
    static constexpr double lowestHz = 3.0, highestHz = 40.0;
    static constexpr double stepSeconds = 0.2;
    /** Of the power below 40 Hz: less is rumble. */
    static constexpr double leastShare = 0.6;

    /** 44.1 to 192 kHz. */
    explicit LowLines(double rateHz);

    using Sink = std::function<void(const LowLine&)>;
    void add(std::span<const double> left, std::span<const double> right, const Sink& sink);

    /** What a bass sweep does and nothing else. */
    [[nodiscard]] static GlideTracker::Limits glideLimits();

private:
    [[nodiscard]] LowLine look(std::size_t from);

    std::size_t step_ = 1; ///< samples to one of the low rate
    double lowRateHz_;
    std::vector<double> lowPass_;
    std::array<std::vector<double>, 2> samples_, low_;
    std::size_t windowSize_, hop_;
    Fourier fourier_;
    std::vector<double> window_;
    double windowPower_ = 0.0;
    std::vector<std::complex<double>> work_;
    std::size_t frames_ = 0;
};

/** A glide that goes below 10 Hz and above 14: no beginning of an audible sweep. */
[[nodiscard]] bool isBassSweep(const HeldGlide& glide);

} // namespace phonostage::dsp
