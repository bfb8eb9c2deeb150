// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupBlock.h"
#include "dsp/measure/hookup/HookupContext.h"

namespace phonostage::dsp {

/** A block of a groove with nothing in it: noise whose level is steady but for clicks (the middle half of its 11 ms
   levels lies within 2 dB; music has 4 and more), rumble that a lifted needle does not have, and, where the level is
   calibrated, no more than a groove makes. A tone is as steady: who asks must know that there is none. */
[[nodiscard]] bool isSilentGroove(const HookupBlock& block, const HookupContext& context);

} // namespace phonostage::dsp
