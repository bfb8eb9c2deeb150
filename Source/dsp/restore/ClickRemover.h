// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/ClickHops.h"
#include "dsp/restore/LowRate.h"

namespace phonostage::dsp {

/** Estimates clicks and crackle in a stereo signal at any rate from 8 to 768 kHz: above 100 kHz at a whole fraction of
    the rate, of 48 to 100 kHz. What is heard is the signal of latencyFrames() ago minus removed. Only prepare()
    allocates. */
class ClickRemover {
public:
    void prepare(double sampleRateHz, Reach reach = Reach::live);
    /** Starts again; what was before is silence. firstFrame: the position of the first frame, for events. */
    void start(std::int64_t firstFrame);
    /** Counts from the next hop on. */
    void set(const ClickThresholds& thresholds) { hops_.set(thresholds); }
    /** Where events go; null: nowhere. */
    void report(ClickList* list) { hops_.report(list, low_.factor()); }

    /** Where a click stays; null: nowhere. It must outlive this. */
    void keep(const KeptPlaces* places) { hops_.keep(places); }

    /** removed[i]: the click in the frame that came latencyFrames() before, 0 where there is none. A sample that is not
        finite, or beyond any voltage, counts as 0. */
    void process(const StereoDouble* in, StereoDouble* removed, int count);

    /** Less than 50 ms; Reach::far: 80 ms. */
    [[nodiscard]] static int latencyFrames(double sampleRateHz, Reach reach = Reach::live);

    static constexpr double mostVolts = 1e6; ///< beyond it a sample is none

private:
    ClickHops hops_;
    LowRate low_;
};

} // namespace phonostage::dsp
