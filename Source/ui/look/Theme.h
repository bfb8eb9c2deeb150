// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Fonts.h"

#include <juce_gui_basics/juce_gui_basics.h>

namespace phonostage::ui {

/** Colours by meaning. Every text colour reaches 4.5:1 on background, card and raised (a test computes it). */
struct Palette {
    juce::Colour background; ///< behind the cards
    juce::Colour card;
    juce::Colour raised; ///< fields, knobs, buttons
    juce::Colour raisedHover;
    juce::Colour well; ///< what a bar or a curve moves in
    juce::Colour outline;
    juce::Colour gridStrong;
    juce::Colour gridFaint;
    juce::Colour text;
    juce::Colour textMuted;
    juce::Colour accent;     ///< words of what acts, rings of the keyboard
    juce::Colour line;       ///< what acts, drawn: arcs, the curve, switches that are on
    juce::Colour onLine;     ///< text and marks on line
    juce::Colour level;      ///< rms bars
    juce::Colour levelFaint; ///< from rms up to the peak
    juce::Colour peak;
    juce::Colour overload;  ///< input overload
    juce::Colour clip;      ///< output clipping
    juce::Colour reference; ///< meter marks that are not limits
    juce::Colour ideal;     ///< the ideal curve behind the acting one
};

[[nodiscard]] const Palette& darkPalette();
[[nodiscard]] const Palette& lightPalette();

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
