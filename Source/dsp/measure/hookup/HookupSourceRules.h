// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupScene.h"

namespace phonostage::dsp {

/** What stands at the input instead of a bare turntable: a phono stage or a line source; the difference of the
   channels; and the speed. After judgeChannels(). */
void judgeSource(HookupScene& scene);

} // namespace phonostage::dsp
