// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupContext.h"
#include "dsp/measure/hookup/HookupFeatures.h"
#include "dsp/measure/hookup/HookupFinding.h"
#include "dsp/overload/OverloadEvent.h"

#include <span>
#include <vector>

namespace phonostage::dsp {

/** What a capture holds, from recordFeatures() or more. */
[[nodiscard]] HookupPhase hookupPhase(const HookupFeatures& features, const HookupContext& context);

/** Thresholds, and the distributions behind them: Resources/docs/hook-up.md. Says nothing of overloads: those are the
    watch's, see overloadFindings(). */
[[nodiscard]] HookupVerdict judgeHookup(const HookupFeatures& features, const HookupContext& context);

/** What the overload watch found in each channel (one or two): gainHigh and clippedBefore. peakDbfs above -1 is likely
    too high a gain where there is music. */
[[nodiscard]] std::vector<HookupFinding> overloadFindings(std::span<const OverloadCounts> channels,
                                                          const HookupContext& context, bool hasMusic);

/** All that is wrong, the worst first: what judgeHookup() found, and what the watch did. A line source silences what
   its mastering leaves, silence everything, and a peak somewhere else in the file a gain that is too low. */
[[nodiscard]] std::vector<HookupFinding>
joinedFindings(const HookupVerdict& verdict, std::span<const OverloadCounts> channels, const HookupContext& context);

} // namespace phonostage::dsp
