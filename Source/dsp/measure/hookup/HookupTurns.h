// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupContext.h"

#include <array>
#include <optional>
#include <span>

namespace phonostage::dsp {

/** A second look for what turns with the platter, where music is louder than warp and rumble below 16 Hz. Music is
    strong at some frequencies and weak at others; what turns is a comb of lines on all multiples of the turn. So what
    the other direction explains is taken away, every frequency is brought to the same height (a line may stand out by
    12 dB), and the correlation of that is averaged over up to six turns. */
struct HookupTurns {
    std::array<double, 3> strength{}; ///< the mean correlation over up to six turns, in the order of TurntableSpeed
    std::array<double, 3> rival{};    ///< the highest at any other period from 0.3 to 2.25 s, but for twice this one
    std::array<double, 3> across{};   ///< as strength, of the other direction
    double seconds = 0.0;             ///< 0: not known

    /** The speed that shows. Of 758 captures of records 558 showed theirs at 45 s, none another one; of 20 line sources
        none showed any. Limits: Resources/docs/hook-up.md. */
    [[nodiscard]] std::optional<TurntableSpeed> found() const;
    [[nodiscard]] double highest() const; ///< the strength of the speed that shows, or 0
};

/** What turns in left minus right, and in left plus right. */
struct HookupBothTurns {
    HookupTurns vertical, lateral;
};

/** HookupBlock::slow as left - right and left + right, one block after the other, the last 87 s of it; rateHz: of these
    values. Less than 10 s tell nothing. */
[[nodiscard]] HookupBothTurns findTurns(std::span<const float> difference, std::span<const float> sum, double rateHz);

} // namespace phonostage::dsp
