// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupScene.h"

namespace phonostage::dsp {

/** What is added to the signal, with music or without: DC, hum, whistles of digital equipment. */
void judgeInterference(HookupScene& scene);

} // namespace phonostage::dsp
