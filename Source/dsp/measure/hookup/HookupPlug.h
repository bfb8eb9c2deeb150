// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>

namespace phonostage::dsp {

/** What a loose plug does to one channel alone. */
struct HookupPlugEvents {
    std::array<int, 2> dropOuts{}, thumps{}; ///< left, right
};

/** levels: mean squares hop by hop (HookupBlock::levels); treble: HookupBlock::treble; slow: HookupBlock::slow. Left
   and right of each. */
[[nodiscard]] HookupPlugEvents findPlugEvents(const std::array<std::span<const float>, 2>& levels,
                                              const std::array<std::span<const float>, 2>& treble,
                                              const std::array<std::span<const float>, 2>& slow);

} // namespace phonostage::dsp
