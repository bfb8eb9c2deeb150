// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/EngineMeters.h"
#include "params/ParameterTable.h"

#include <juce_core/juce_core.h>

namespace phonostage::ui {

/** "1.4", "12": so many in so many seconds, a second; "" where that is less than half a second. */
[[nodiscard]] juce::String rateText(int count, double seconds);

/** On the button of Clean: "1.4 clicks/s", "50.0 Hz"; what happens where nothing is known yet. */
[[nodiscard]] juce::String cleanButtonText(const params::Values& values, const dsp::EngineMeters& meters);

/** What is on, from the longest form to the shortest: "clicks 40 % · hum 50 Hz · +49.3 ms". */
[[nodiscard]] juce::StringArray cleanLines(const params::Values& values, const dsp::EngineMeters& meters,
                                           double rateHz);

/** Delay of the removal of clicks and crackle; 0 where both are off. */
[[nodiscard]] double cleanDelayMs(const params::Values& values, double rateHz);

/** "last 8 s: 11 clicks", "last 3 s: 2 clicks, 40 crackles". */
[[nodiscard]] juce::String cleanCountText(const dsp::CleanTrace::Rates& rates);

/** "84", "1,204". */
[[nodiscard]] juce::String countText(std::int64_t count);

} // namespace phonostage::ui
