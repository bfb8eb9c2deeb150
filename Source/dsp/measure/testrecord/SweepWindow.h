// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/testrecord/SweepFinder.h"

#include <complex>
#include <span>

namespace phonostage::dsp {

/** What the driven channel and the other one hold of a glide, around one moment. */
struct SweepReading {
    bool isSound = false;
    double amplitude = 0.0;    ///< of the driven channel, peak
    std::complex<double> leak; ///< the other channel over the driven one
};

/** Reads a piece of a sweep. The phase is the fitted glide's; what the driven channel strays from it, by wow and by
    the fit's own error, is fitted by a cubic and follows. Clicks of a millisecond and more are left out: they would
    count as crosstalk. Amplitudes by least squares, so that what is left out does not tilt them.
    fromSeconds: the time of the first sample; both spans have the same length. */
[[nodiscard]] SweepReading readSweep(const SweepBand& band, std::span<const double> driven,
                                     std::span<const double> other, double fromSeconds, double rateHz);

} // namespace phonostage::dsp
