// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupContext.h"

#include <array>
#include <cstddef>
#include <span>

namespace phonostage::dsp {

namespace hookup {

/** Of a turn, in the order of TurntableSpeed. */
inline constexpr std::array<double, 3> turnSeconds{1.8, 4.0 / 3.0, 60.0 / 78.26};

} // namespace hookup

/** By how much warp and rumble repeat themselves after a turn at each speed: a correlation, the most at most 1. */
struct HookupRotation {
    std::array<double, 3> correlation{}; ///< in the order of TurntableSpeed
    bool isKnown = false;                ///< false for less than 6 s

    [[nodiscard]] TurntableSpeed best() const;
    [[nodiscard]] double highest() const { return correlation[static_cast<std::size_t>(best())]; }
    [[nodiscard]] double second() const; ///< the highest of the others
};

/** values: HookupBlock::slow of one channel or of a mix of both, one block after the other. rateHz: of these values. */
[[nodiscard]] HookupRotation findRotation(std::span<const float> values, double rateHz);

} // namespace phonostage::dsp
