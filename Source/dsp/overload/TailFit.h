// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace phonostage::dsp {

/** Do more peaks crowd in one band than the bands below it let expect? The counts of bands 2 to 13 below it are fitted
   as Poisson numbers whose mean falls or grows by a constant factor a band; the fit is extrapolated. One iteration at a
    time, since the audio thread does it. */
class TailFit {
public:
    static constexpr int mostBands = 14, firstFitted = 2;

    /** The counts of bandCount bands, 6 to 14, the one in question first. */
    void start(const double* counts, int bandCount);
    /** One step of Newton's method. True when it has ended. */
    bool iterate();
    /** How many standard deviations the first band's count lies above what the tail lets expect. modelError is how far
        the expectation itself may be off, as a part of it. */
    [[nodiscard]] double z(double modelError) const;

private:
    std::array<double, mostBands> counts_{};
    int bandCount_ = mostBands;
    double level_ = 0.0, slope_ = 0.0; ///< the mean is exp(level + slope * (band - middle))
    double middle_ = 0.0;
    int iterations_ = 0;
};

} // namespace phonostage::dsp
