// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/MonoBassDesign.h"
#include "dsp/simd/StereoDouble.h"

namespace phonostage::dsp {

/** Takes what the high-pass takes off the side away from the left, and adds it to the right: where both channels are
    the same, nothing is taken away and the result is the input, bit for bit. */
class MonoBassStation {
public:
    /** Takes a design over and clears all state. Real-time safe. */
    void set(const MonoBassDesign& design);

    [[nodiscard]] bool isOn() const { return design_.order != 0; }

    /** In place. Nothing happens where it is off. */
    void process(StereoDouble* volts, int count);
    /** Zeroes states that have decayed below silenceVolts. */
    void flushTinyStates();

private:
    MonoBassDesign design_;
    StereoDouble band_, low_; ///< left and right are each other's negative
};

} // namespace phonostage::dsp
