// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plot/PictureSize.h"

#include <juce_graphics/juce_graphics.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace phonostage::plot {

enum class Face { regular, medium, mono };
enum class Align { left, centre, right };

/** An image to draw on, in units of which 1600 x 1000 always fit: a picture of another size is the same picture. Only
    the embedded typefaces are used, only the software renderer. */
class Canvas {
public:
    explicit Canvas(PictureSize size);

    [[nodiscard]] float width() const { return width_; }

    [[nodiscard]] float height() const { return height_; }

    [[nodiscard]] juce::Graphics& graphics() { return *graphics_; }

    /** One line of UTF-8 text on a baseline; returns its width. */
    float write(const std::string& text, float x, float baseline, Face face, float emSize, juce::Colour colour,
                Align align = Align::left);
    [[nodiscard]] float textWidth(const std::string& text, Face face, float emSize) const;

    void card(const juce::Rectangle<float>& area);
    void horizontalLine(float y, float x1, float x2, juce::Colour colour, float thickness = 1.0f);
    void verticalLine(float x, float y1, float y2, juce::Colour colour, float thickness = 1.0f);
    void dashedLine(const juce::Line<float>& line, juce::Colour colour, float thickness = 1.5f);

    [[nodiscard]] std::vector<std::uint8_t> png();

private:
    [[nodiscard]] juce::Font font(Face face, float emSize) const;

    juce::Typeface::Ptr regular_, medium_, mono_;
    juce::Image image_;
    std::unique_ptr<juce::Graphics> graphics_;
    float width_ = 0.0f;
    float height_ = 0.0f;
};

/** Title, details beside it and a note at the right end: the head of every picture. */
void drawHead(Canvas& canvas, const std::string& title, const std::string& details, const std::string& note);

/** A number with a real minus sign. */
[[nodiscard]] std::string numberText(double value, int decimals, bool withPlus = false);

} // namespace phonostage::plot
