// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "params/ParameterTable.h"

#include <juce_core/juce_core.h>

namespace phonostage::ui {

/** The cartridge's load in two short lines: what it is and should be, and what comes of it. */
struct LoadText {
    juce::String load;   ///< "10 kΩ (47 kΩ recommended)"
    juce::String effect; ///< "10 kHz −10.4 dB", "10 kHz +10.4 dB, noise +8.1 dB"
    juce::String remedy; ///< a sentence, where a resistor across the input or another limit would do better; else empty
    bool isWarning = false; ///< the load is wrong and not corrected, or only in part
    bool operator==(const LoadText&) const = default;
};

/** Takes a few milliseconds: ask where the values have changed. */
[[nodiscard]] LoadText loadText(const params::Values& values);

/** "47 kΩ", "1 MΩ", "100 Ω" */
[[nodiscard]] juce::String ohmText(double ohm);

} // namespace phonostage::ui
