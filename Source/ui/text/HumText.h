// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/EngineMeters.h"

#include <juce_core/juce_core.h>

namespace phonostage::ui {

/** "Hum: 8 lines of 50.0 Hz, −72 dBV", the louder channel's level; where there is none, how long it
    takes, or why a tone stays. */
[[nodiscard]] juce::String humText(const dsp::HumMeter& meter);

} // namespace phonostage::ui
