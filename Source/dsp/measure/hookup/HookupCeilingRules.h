// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupScene.h"
#include "dsp/overload/OverloadEvent.h"

#include <span>
#include <vector>

namespace phonostage::dsp {

/** Clearer than any of music, and below full scale. */
[[nodiscard]] bool isClearCeiling(const HookupCeiling& ceiling);

/** A ceiling below full scale that no peak goes beyond: what was clipped and then filtered, as by a converter. Of each
    channel by itself, at most likely. */
void judgeCeilings(HookupScene& scene);

/** Likewise what the overload watch found: tops that are cut, or equal. It knows more of a channel than
    judgeCeilings(), whose finding it takes the place of. channels: one or two. */
void addCeilings(std::vector<HookupFinding>& found, std::span<const OverloadCounts> channels,
                 const HookupContext& context);

/** Two channels that are clipped at one level are one finding. */
void joinCeilings(std::vector<HookupFinding>& found);

} // namespace phonostage::dsp
