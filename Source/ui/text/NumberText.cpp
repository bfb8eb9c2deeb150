// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/NumberText.h"

#include "base/text/Units.h"

#include <cmath>

namespace phonostage::ui {

juce::String fixedText(double value, int decimals) {
    if (std::isfinite(value)) return juce::String(base::formatFixed(value, decimals));
    return std::isnan(value) ? "nan" : value < 0.0 ? "-inf" : "inf";
}

juce::String shortText(double value, int decimals) {
    const auto text = fixedText(value, decimals);
    return text.containsChar('.') ? text.trimCharactersAtEnd("0").trimCharactersAtEnd(".") : text;
}

} // namespace phonostage::ui
