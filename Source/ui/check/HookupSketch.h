// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Style.h"

namespace phonostage::ui {

/** The parts that drawings of a hook-up are made of: turntable, boxes, sockets, plugs, leads. On a sheet of width by
    height, which is scaled to where it is drawn. Strokes of 1.5; grey things, leads in the colour of text; what is
    wrong in that of overload, what is right in that of level. */
class HookupSketch {
public:
    static constexpr float width = 548.0F, height = 84.0F;

    enum class Tone { plain, quiet, wrong, right, marked };
    enum class Align { left, centre, right };

    /** On the part of a picture that area is; the sheet keeps its form and begins at the left. */
    HookupSketch(juce::Graphics& g, const Style& style, juce::Rectangle<float> area);

    /** Words had no room: for tests. */
    [[nodiscard]] bool isCut() const { return isCut_; }

    // ---- things; each from its top left corner

    /** 92 by 62, with the arm on the record or beside it. */
    void turntable(float x, float y, Tone tone = Tone::plain, bool isArmDown = true) const;
    static constexpr float turntableWidth = 92.0F, turntableHeight = 62.0F;
    /** With a title and a line below it. */
    void box(juce::Rectangle<float> area, const juce::String& title, const juce::String& detail, Tone tone) const;
    /** 92 by 62: two sockets and a knob. knob: -1 fully down to 1 fully up. */
    void interfaceBox(float x, float y, float knob = 0.0F, Tone knobTone = Tone::plain) const;
    /** 126 by 72: sockets 1 and 2 with what arrives there. */
    void inputs(float x, float y, const juce::String& first, Tone firstTone, const juce::String& second,
                Tone secondTone) const;
    static constexpr float firstInput = 30.0F, secondInput = 54.0F; ///< down, of the sockets' centres
    /** A player of another kind: 36 by 62. */
    void phone(float x, float y, Tone tone) const;
    /** The knob alone, 26 across. */
    void knob(juce::Point<float> centre, float position, Tone tone, float size = 26.0F) const;
    /** A switch of two positions, with their names above and below; 64 by 52. */
    void selector(float x, float y, const juce::String& upper, const juce::String& lower, bool isUpper,
                  Tone tone) const;

    // ---- what joins them

    /** A plug that points to the right, 44 long, with so many rings; its left end at a point. */
    void plug(juce::Point<float> left, int rings, Tone tone) const;
    static constexpr float plugLength = 46.0F;
    /** A small phono plug, 26 long. */
    void phonoPlug(juce::Point<float> left, Tone tone) const;
    static constexpr float phonoPlugLength = 26.0F;
    void lead(juce::Point<float> from, juce::Point<float> to, Tone tone = Tone::plain, bool isDashed = false) const;
    /** One line or two with an arrow's head. */
    void arrow(float fromX, float toX, float y, int lines = 2, Tone tone = Tone::plain, bool isDashed = false) const;
    /** The ground lead, hanging between two points. */
    void groundLead(juce::Point<float> from, juce::Point<float> to, Tone tone, bool isDashed) const;
    void screw(juce::Point<float> centre, Tone tone) const;

    // ---- what is heard

    /** A wave of so many turns between two lines of full scale. size: of its half height, 1 reaches full scale, more is
        cut off at `ceiling`. offset: of its middle. */
    struct Wave {
        float size = 0.6F, ceiling = 2.0F, offset = 0.0F;
        float turns = 2.5F;
        bool isUpsideDown = false;
        float ripple = 0.0F; ///< of a fine line on it
    };
    void wave(juce::Rectangle<float> area, const Wave& wave, Tone tone) const;

    // ---- words and signs

    void words(float x, float y, float wide, const juce::String& text, Tone tone = Tone::quiet,
               Align align = Align::left) const;
    void cross(juce::Point<float> centre, float size = 16.0F) const;
    void tick(juce::Point<float> centre, float size = 16.0F) const;

private:
    [[nodiscard]] juce::Colour colour(Tone tone) const;
    [[nodiscard]] juce::Rectangle<float> at(float x, float y, float wide, float high) const;
    [[nodiscard]] juce::Point<float> at(juce::Point<float> point) const;
    void outline(juce::Rectangle<float> area, Tone tone, float radius = 4.0F) const;
    void stroke(const juce::Path& path, Tone tone, bool isDashed = false) const;
    void socket(juce::Point<float> centre, Tone tone) const;
    void text(const juce::Font& font, juce::Colour colour, const juce::String& text, juce::Rectangle<float> area,
              juce::Justification where) const;

    juce::Graphics& g_;
    const Style& style_;
    const Palette& c_;
    juce::Point<float> origin_;
    float scale_;
    mutable bool isCut_ = false;
};

/** A round sign: a tick in the colour of text on faint green, a cross on faint coral, an exclamation mark on faint
    amber, or a ring for what is not known yet. */
enum class SignKind { good, wrong, doubtful, open };
void drawCheckSign(juce::Graphics& g, const Palette& colours, juce::Point<float> centre, float size, SignKind kind);

} // namespace phonostage::ui
