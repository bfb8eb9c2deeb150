// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/simd/StereoDouble.h"

#include <cstddef>
#include <vector>

namespace phonostage::dsp {

/** Brings a signal down to 6 to 12 kHz, where hum is looked for: a linear-phase low-pass whose gain at any frequency is
    known. Only prepare() allocates. */
class HumDecimator {
public:
    void prepare(double sampleRateHz);
    void reset();

    /** True with every factor()-th frame, which gives a sample of the low rate. */
    [[nodiscard]] bool push(StereoDouble frame);
    [[nodiscard]] StereoDouble sample() const { return sample_; }

    [[nodiscard]] int factor() const { return factor_; }
    [[nodiscard]] double rateHz() const { return rateHz_; } ///< the low one
    /** The first low sample is the signal at this frame; it may lie before the first one. */
    [[nodiscard]] double firstFrame() const { return factor_ - 1 - 0.5 * static_cast<double>(taps_.size() - 1); }
    [[nodiscard]] double gainAt(double frequencyHz) const;

private:
    int factor_ = 1, phase_ = 0;
    double sampleRateHz_ = 48000.0, rateHz_ = 6000.0;
    std::vector<double> taps_;
    std::vector<StereoDouble> heard_; ///< a ring that is written twice, so that the newest are in one piece
    std::size_t at_ = 0;
    StereoDouble sample_;
};

} // namespace phonostage::dsp
