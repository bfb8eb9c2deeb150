// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupScene.h"

namespace phonostage::dsp {

/** What is wrong with one channel, or between the two: dead, weak, unequal, the same, opposite, a loose plug. For music
    or groove noise; sets isDead, isMono and isAntiphase. */
void judgeChannels(HookupScene& scene);
/** A plug that is loose in one channel; after judgeChannels(). */
void judgePlug(HookupScene& scene);

} // namespace phonostage::dsp
