// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plot/Palette.h"
#include "ui/look/Fonts.h"

#include <juce_gui_basics/juce_gui_basics.h>

namespace phonostage::ui {

using plot::darkPalette;
using plot::lightPalette;
using plot::Palette;

enum class ThemeName { dark, light };

[[nodiscard]] inline const Palette& palette(ThemeName name) {
    return name == ThemeName::light ? lightPalette() : darkPalette();
}

/** Lengths in logical units: the face is laid out once, in these, and scaled as a whole. Everything sits on a grid
 * of 4. */
namespace metrics {
constexpr int faceWidth = 1200;
constexpr int faceHeight = 752;
constexpr int margin = 24;
constexpr int gap = 16;
constexpr int headerHeight = 64;
constexpr int cardPadding = 20;
constexpr int meterCardWidth = 216;
constexpr int bannerHeight = 64;
constexpr int controlCardHeight = 264;
constexpr float cardRadius = 10.0f;
constexpr float fieldRadius = 6.0f;
constexpr int fieldHeight = 28;
constexpr int captionHeight = 16;

// The compact form, for screens that the whole face does not fit at 75 %.
constexpr int compactWidth = 1064;
constexpr int compactHeight = 480;  ///< the smallest
constexpr int compactComfort = 540; ///< from here on it grows in scale before it grows in height
constexpr int compactMargin = 8;
constexpr int compactHeaderHeight = 52;
constexpr int compactMeterWidth = 208;
constexpr int compactControlCardHeight = controlCardHeight + 16; ///< the load's words take three lines
constexpr int smallestPlotHeight = 184;

constexpr double smallestScale = 0.75;
constexpr double largestScale = 3.0;

// Type sizes: em in logical units.
constexpr float titleSize = 20.0f;
constexpr float headingSize = 15.0f;
constexpr float bodySize = 13.0f;
constexpr float captionSize = 12.0f;
constexpr float tickSize = 11.0f;
constexpr float readingSize = 15.0f;      ///< numbers that are read from a distance
constexpr float largeReadingSize = 18.0f; ///< the gain
} // namespace metrics

} // namespace phonostage::ui
