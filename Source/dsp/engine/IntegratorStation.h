// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/simd/StereoDouble.h"

namespace phonostage::dsp {

/** The running sum of the 1 Hz high-pass, which curves without a bass shelf start from. The sum and the high-pass
    are together one section with a zero at DC: fed with what the high-pass puts out, the sum is that section's own
    state to the last bit (HighPass2), and stays as bounded. It runs always, so that it is never cold. */
class IntegratorStation {
public:
    void reset() { sum_ = StereoDouble(); }

    void process(const StereoDouble* highPass, StereoDouble* integral, int count);
    /** Zeroes the sum where it has decayed below silenceVolts; with that of the high-pass, of the same chunk. */
    void flushTinyStates() { flushTiny(sum_); }

private:
    StereoDouble sum_;
};

} // namespace phonostage::dsp
