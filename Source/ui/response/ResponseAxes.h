// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_graphics/juce_graphics.h>

namespace phonostage::ui {

/** Where a frequency and a level lie in the response plot: logarithmic across, decibels up. */
struct ResponseAxes {
    juce::Rectangle<float> area;
    double minHz = 10.0;
    double maxHz = 40000.0;
    double topDb = 25.0;
    double bottomDb = -30.0;

    [[nodiscard]] float xOf(double frequencyHz) const;
    [[nodiscard]] double frequencyAt(float x) const;
    [[nodiscard]] float yOf(double decibels) const;
};

} // namespace phonostage::ui
