// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cmath>

namespace phonostage::dsp {

/** What a particle of dust in the groove gives: it lifts the tip over a hill, and a cartridge gives the slope of a
    groove. A Gaussian hill and its derivatives up to the third: the first two are sides and top of the hill, the others
    let it be a little narrower, or earlier, than it was taken for. Lengths of 0.1 to 0.35 ms are a particle of up to
    0.2 mm at the speeds of a groove. */
struct DustShape {
    static constexpr int terms = 4;
    static constexpr double reach = 4.5; ///< widths either side: beyond it less than 0.4 % of the top is left

    double at = 0.0;                   ///< its middle, in frames
    double width = 1.0;                ///< standard deviation of the hill, in frames
    std::array<double, terms> sizes{}; ///< of the hill, and of each derivative

    /** The frames that it reaches: from the first up to the last. */
    [[nodiscard]] int from() const { return static_cast<int>(std::ceil(at - reach * width)); }
    [[nodiscard]] int to() const { return static_cast<int>(std::floor(at + reach * width)) + 1; }
    /** One of the terms, `away` widths from its middle. */
    [[nodiscard]] static double term(int derivative, double away);
    /** All together, in a frame. */
    [[nodiscard]] double valueAt(double frame) const;
};

} // namespace phonostage::dsp
