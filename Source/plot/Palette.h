// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_graphics/juce_graphics.h>

namespace phonostage::plot {

/** Colours by meaning, of the pictures and of the editor. Every text colour reaches 4.5:1 on background, card and
 * raised (a test computes it). */
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
    juce::Colour onLevel;    ///< marks across both
    juce::Colour peak;
    juce::Colour overload;  ///< input overload
    juce::Colour clip;      ///< output clipping
    juce::Colour reference; ///< meter marks that are not limits
    juce::Colour ideal;     ///< the ideal curve behind the acting one
    juce::Colour record;    ///< a round dot, never text and never a fill: armed, recording, just stopped
};

/** The editor's first face, and the pictures' only one. */
[[nodiscard]] inline const Palette& darkPalette() {
    static const Palette colours{
        .background = juce::Colour(0xff14161a),
        .card = juce::Colour(0xff1c1f24),
        .raised = juce::Colour(0xff262a30),
        .raisedHover = juce::Colour(0xff2d3239),
        .well = juce::Colour(0xff101216),
        .outline = juce::Colour(0xff363c44),
        .gridStrong = juce::Colour(0xff30353d),
        .gridFaint = juce::Colour(0xff252930),
        .text = juce::Colour(0xffece8df),
        .textMuted = juce::Colour(0xffa0a6af),
        .accent = juce::Colour(0xffe9b44c),
        .line = juce::Colour(0xffe9b44c),
        .onLine = juce::Colour(0xff1a1508),
        .level = juce::Colour(0xff76b083),
        .levelFaint = juce::Colour(0xff2f4a3a),
        .onLevel = juce::Colour(0xff101216),
        .peak = juce::Colour(0xffe9b44c),
        .overload = juce::Colour(0xfff37a67),
        .clip = juce::Colour(0xffd59be6),
        .reference = juce::Colour(0xff86b4d3),
        .ideal = juce::Colour(0xff7f8791),
        .record = juce::Colour(0xffe5534b),
    };
    return colours;
}

[[nodiscard]] inline const Palette& lightPalette() {
    static const Palette colours{
        .background = juce::Colour(0xffe6e3dc),
        .card = juce::Colour(0xfff7f5f0),
        .raised = juce::Colour(0xffffffff),
        .raisedHover = juce::Colour(0xfff0ede6),
        .well = juce::Colour(0xffdedad1),
        .outline = juce::Colour(0xffc4bfb3),
        .gridStrong = juce::Colour(0xffd5d0c5),
        .gridFaint = juce::Colour(0xffe6e2d9),
        .text = juce::Colour(0xff1f2329),
        .textMuted = juce::Colour(0xff565c64),
        .accent = juce::Colour(0xff855600),
        .line = juce::Colour(0xffbd7e10),
        .onLine = juce::Colour(0xff1a1508),
        .level = juce::Colour(0xff3f8452),
        .levelFaint = juce::Colour(0xffb5d0b6),
        .onLevel = juce::Colour(0xff12261a),
        .peak = juce::Colour(0xff855600),
        .overload = juce::Colour(0xffb3261a),
        .clip = juce::Colour(0xff81379a),
        .reference = juce::Colour(0xff1f5f87),
        .ideal = juce::Colour(0xff8d8678),
        .record = juce::Colour(0xffc22d22),
    };
    return colours;
}

/** Of pictures in files. */
inline const Palette& pictureColours = darkPalette();

} // namespace phonostage::plot
