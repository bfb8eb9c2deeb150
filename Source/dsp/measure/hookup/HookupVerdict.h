// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupFeatures.h"
#include "dsp/measure/hookup/HookupFinding.h"
#include "dsp/overload/OverloadEvent.h"

#include <optional>
#include <span>
#include <vector>

namespace phonostage::dsp {

/** What is known beside the samples. */
struct HookupContext {
    std::optional<double> fullScaleDbv;  ///< dBV rms of a sine at 0 dBFS, where the input is calibrated
    std::optional<TurntableSpeed> speed; ///< that the person has chosen; empty: no speed is called wrong
    bool isOneChannel = false;           ///< left and right are the same by design: nothing is said of either
};

/** What the features show. */
struct HookupVerdict {
    std::vector<HookupFinding> findings; ///< in the order of HookupFault, the sure ones first
    bool hasMusic = false;               ///< more than the noise of electronics
    bool isGrooveOnly = false;           ///< with hasMusic: bare groove, as in the lead-in
};

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
