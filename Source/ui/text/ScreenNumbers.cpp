// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/ScreenNumbers.h"

#include "base/text/NumberText.h"
#include "base/text/Units.h"

#include <cmath>

namespace phonostage::ui {

juce::String fixedText(double value, int decimals) {
    if (std::isfinite(value)) return juce::String(base::formatFixed(value, decimals));
    return std::isnan(value) ? "nan" : value < 0.0 ? "-inf" : "inf";
}

juce::String signedText(double value, int decimals) {
    // What is shown as zero has no sign.
    const double scale = std::pow(10.0, decimals);
    return juce::String::fromUTF8(base::formatSigned(std::round(value * scale) / scale, decimals).c_str());
}

juce::String shortText(double value, int decimals) {
    return std::isfinite(value) ? juce::String(base::formatUpTo(value, decimals)) : fixedText(value, decimals);
}

} // namespace phonostage::ui
