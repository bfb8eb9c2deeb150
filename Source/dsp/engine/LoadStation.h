// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/LoadFilter.h"
#include "dsp/engine/BiquadSection.h"

#include <array>

namespace phonostage::dsp {

/** The load correction of one design, with its state. */
class LoadStation {
public:
    /** Takes a design over and clears all state. Real-time safe. */
    void set(const LoadFilter& design);

    [[nodiscard]] bool isOn() const { return loop_ != nullptr; }

    /** Filters frames; from and to may be the same. Only where it is on. The design's gain is not applied. */
    void process(const StereoDouble* from, StereoDouble* to, int count) { (this->*loop_)(from, to, count); }
    /** Zeroes states that have decayed below silenceVolts. */
    void flushTinyStates();

private:
    template <std::size_t biquads> void run(const StereoDouble* from, StereoDouble* to, int count);

    std::array<Biquad, LoadFilter::maxBiquads> biquad_{};
    std::array<BiquadState, LoadFilter::maxBiquads> state_;
    void (LoadStation::*loop_)(const StereoDouble*, StereoDouble*, int) = nullptr; ///< null: off
};

} // namespace phonostage::dsp
