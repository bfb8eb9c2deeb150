// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_core/juce_core.h>

namespace phonostage::ui {

// JUCE writes numbers as the program's locale has them, and in a plugin that is the host's: with a decimal comma, which
// no field would take back. Whatever is a fraction becomes text here.

/** So many decimals (0 to 12) after a point, never "-0.00". */
[[nodiscard]] juce::String fixedText(double value, int decimals);

/** Likewise with its sign, a plus or a minus (U+2212): "+0.2"; none for what is shown as zero. value must be finite. */
[[nodiscard]] juce::String signedText(double value, int decimals);

/** So many decimals at most: without zeros at the end. */
[[nodiscard]] juce::String shortText(double value, int decimals);

} // namespace phonostage::ui
