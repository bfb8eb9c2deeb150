// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"

#include "ui/look/Theme.h"

#include <algorithm>
#include <cmath>
#include <utility>

using phonostage::ui::Palette;

namespace {

/** Relative luminance and contrast as WCAG 2.1 defines them. */
double luminance(juce::Colour colour) {
    const auto linear = [](juce::uint8 value) {
        const double s = value / 255.0;
        return s <= 0.03928 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.getRed()) + 0.7152 * linear(colour.getGreen()) + 0.0722 * linear(colour.getBlue());
}

double contrast(juce::Colour a, juce::Colour b) {
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

} // namespace

TEST_CASE("Contrast is computed as WCAG does", "[ui]") {
    CHECK_THAT(contrast(juce::Colours::black, juce::Colours::white), WithinAbs(21.0, 1e-9));
    CHECK_THAT(contrast(juce::Colour(0xff777777), juce::Colours::white), WithinAbs(4.48, 0.01));
}

TEST_CASE("In the light theme the line at 5 cm/s is seen from rms to the peak as well", "[ui]") {
    const auto& c = phonostage::ui::lightPalette();
    CHECK(contrast(c.onLevel, c.levelFaint) >= 3.0);
}

TEST_CASE("Text and marks reach WCAG AA in both themes", "[ui]") {
    for (const auto* palette : {&phonostage::ui::darkPalette(), &phonostage::ui::lightPalette()}) {
        const auto& c = *palette;
        for (const auto ground : {c.background, c.card, c.raised, c.raisedHover})
            for (const auto text : {c.text, c.textMuted}) {
                CHECK(contrast(text, ground) >= 4.5);
            }
        for (const auto text : {c.accent, c.overload, c.clip, c.reference})
            CHECK(contrast(text, c.card) >= 4.5);
        // Words in fields, on buttons that can be pressed and in the parts of a row of choices.
        for (const auto ground : {c.raised, c.raisedHover})
            for (const auto text : {c.accent, c.overload}) {
                CHECK(contrast(text, ground) >= 4.5);
            }
        for (const auto text : {c.text, c.textMuted})
            CHECK(contrast(text, c.well) >= 4.5);
        CHECK(contrast(c.onLine, c.line) >= 4.5);
        CHECK(contrast(c.card, c.overload) >= 4.5); // the letter in a lamp that is lit
        // What is not text: 3 to 1.
        for (const auto mark : {c.level, c.peak, c.overload})
            CHECK(contrast(mark, c.well) >= 3.0);
        CHECK(contrast(c.line, c.card) >= 3.0);
        CHECK(contrast(c.ideal, c.card) >= 3.0);
        CHECK(contrast(c.peak, c.levelFaint) >= 3.0);
        CHECK(contrast(c.onLevel, c.level) >= 3.0); // the lines of 5 cm/s and full scale inside the bars
    }
}
