// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>

namespace phonostage::dsp {

struct HookupBlock;

/** A ceiling that the signal of a channel does not go beyond. */
struct HookupCeiling {
    /** How many times fewer peaks lie above it than those below it let expect, as a natural logarithm; 0: there is
        none. Music has up to 2.5, clipped music in 45 s 4.9 to 8.6 (Resources/docs/hook-up.md). */
    double strength = 0.0;
    double level = 0.0; ///< where most of its peaks are, full scale 1.0, from the mean on
    double share = 0.0; ///< of the peaks within 8 dB of the highest, those that are near the ceiling
};

/** The clearer one of both polarities. */
[[nodiscard]] HookupCeiling findCeiling(const std::deque<HookupBlock>& blocks, std::size_t channel, double seconds);

} // namespace phonostage::dsp
