// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/HighPass.h"
#include "dsp/design/StageSettings.h"
#include "dsp/simd/StereoDouble.h"

namespace phonostage::dsp {

/** The high-pass of (L-R)/2, designed for one rate. Plain data. */
struct MonoBassDesign {
    int order = 0; ///< 0: off; else 1 or 2
    HighPass1 first;
    HighPass2 second;
};

[[nodiscard]] MonoBassDesign designMonoBass(const MonoBass& settings, double sampleRateHz);

/** The exact response that (L-R)/2 has; 1 where it is off. That of (L+R)/2 is 1. */
[[nodiscard]] std::complex<double> response(const MonoBassDesign& design, double frequencyHz, double sampleRateHz);

/** Takes what the high-pass takes off the side away from the left, and adds it to the right: where both channels are
    the same, nothing is taken away and the result is the input, bit for bit. */
class MonoBassFilter {
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
