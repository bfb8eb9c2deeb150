// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/HighPass.h"
#include "dsp/simd/StereoDouble.h"

namespace phonostage::dsp {

/** The running sum of the 1 Hz high-pass, which curves without a bass shelf start from. The sum and the high-pass
    are together one section with a zero at DC: fed with what the high-pass puts out, the sum is that section's own
    state to the last bit (HighPass2), and stays as bounded. It runs always, so that it is never cold.

    What a station between the two has changed must not be summed as it is: the area of a click that was taken out would
    stay for good. It goes through a 1 Hz section of its own. */
class IntegratorStation {
public:
    void prepare(const HighPass2& section) { section_ = section; }
    /** Begins at a sum; nothing was changed. */
    void start(StereoDouble sum);

    /** The high-pass as DC removal has put it out. */
    void process(const StereoDouble* highPass, StereoDouble* integral, int count);
    /** As process(): of a high-pass that has gone on by itself, to this sum of its own. */
    void follow(StereoDouble sum) { sum_ = sum; }
    /** Adds what changes of it, in volts, integrate to. */
    void addChange(const StereoDouble* change, StereoDouble* integral, int count);
    /** What was changed is not forgotten yet. */
    [[nodiscard]] bool hasChange() const {
        return !StereoDouble::same(changeBand_, StereoDouble()) || !StereoDouble::same(changeLow_, StereoDouble());
    }
    /** Zeroes states that have decayed below silenceVolts; the sum with that of the high-pass, of the same chunk. */
    void flushTinyStates();

private:
    HighPass2 section_;
    StereoDouble sum_;
    StereoDouble changeBand_, changeLow_;
};

} // namespace phonostage::dsp
