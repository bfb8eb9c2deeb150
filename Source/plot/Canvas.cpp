// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/Canvas.h"

#include "Compat.h"
#include "base/text/NumberText.h"
#include "plot/Palette.h"

#include <PhonostageFonts.h>
#include <algorithm>
#include <array>
#include <stdexcept>

namespace phonostage::plot {
namespace {

constexpr float designWidth = 1600.0f;
constexpr float designHeight = 1000.0f;

juce::Typeface::Ptr typeface(const char* data, int bytes) {
    return compat::makeTypeface(data, static_cast<std::size_t>(bytes));
}

juce::String utf8(const std::string& text) {
    return juce::String::fromUTF8(text.data(), static_cast<int>(text.size()));
}

} // namespace

Canvas::Canvas(PictureSize size)
    : regular_(typeface(PhonostageFonts::InterRegular_otf, PhonostageFonts::InterRegular_otfSize)),
      medium_(typeface(PhonostageFonts::InterMedium_otf, PhonostageFonts::InterMedium_otfSize)),
      mono_(typeface(PhonostageFonts::JetBrainsMonoRegular_ttf, PhonostageFonts::JetBrainsMonoRegular_ttfSize)),
      image_(juce::Image::RGB, std::clamp(size.width, 320, 8000), std::clamp(size.height, 200, 8000), true,
             juce::SoftwareImageType()) {
    const auto pixelWidth = static_cast<float>(image_.getWidth());
    const auto pixelHeight = static_cast<float>(image_.getHeight());
    const float scale = std::min(pixelWidth / designWidth, pixelHeight / designHeight);
    width_ = pixelWidth / scale;
    height_ = pixelHeight / scale;
    graphics_ = std::make_unique<juce::Graphics>(image_);
    graphics_->fillAll(pictureColours.background);
    graphics_->addTransform(juce::AffineTransform::scale(scale));
}

juce::Font Canvas::font(Face face, float emSize) const {
    const auto& chosen = face == Face::mono ? mono_ : face == Face::medium ? medium_ : regular_;
    return compat::makeFontOfEmSize(chosen, emSize);
}

float Canvas::textWidth(const std::string& text, Face face, float emSize) const {
    return compat::textWidth(font(face, emSize), utf8(text));
}

float Canvas::write(const std::string& text, float x, float baseline, Face face, float emSize, juce::Colour colour,
                    Align align) {
    const float width = textWidth(text, face, emSize);
    const float shift = align == Align::left ? 0.0f : align == Align::right ? width : width / 2.0f;
    juce::GlyphArrangement glyphs;
    glyphs.addLineOfText(font(face, emSize), utf8(text), x - shift, baseline);
    graphics_->setColour(colour);
    glyphs.draw(*graphics_);
    return width;
}

void Canvas::card(const juce::Rectangle<float>& area) {
    graphics_->setColour(pictureColours.card);
    graphics_->fillRoundedRectangle(area, 12.0f);
}

void Canvas::horizontalLine(float y, float x1, float x2, juce::Colour colour, float thickness) {
    graphics_->setColour(colour);
    graphics_->fillRect(juce::Rectangle<float>(x1, y - thickness / 2.0f, x2 - x1, thickness));
}

void Canvas::verticalLine(float x, float y1, float y2, juce::Colour colour, float thickness) {
    graphics_->setColour(colour);
    graphics_->fillRect(juce::Rectangle<float>(x - thickness / 2.0f, y1, thickness, y2 - y1));
}

void Canvas::dashedLine(const juce::Line<float>& line, juce::Colour colour, float thickness) {
    constexpr std::array<float, 2> dashes{3.0f, 5.0f};
    graphics_->setColour(colour);
    graphics_->drawDashedLine(line, dashes.data(), static_cast<int>(dashes.size()), thickness);
}

std::vector<std::uint8_t> Canvas::png() {
    graphics_.reset();
    juce::MemoryOutputStream stream;
    if (!juce::PNGImageFormat().writeImageToStream(image_, stream))
        throw std::runtime_error("the picture cannot be turned into a PNG");
    const auto* bytes = static_cast<const std::uint8_t*>(stream.getData());
    return {bytes, bytes + stream.getDataSize()};
}

void drawHead(Canvas& canvas, const std::string& title, const std::string& details, const std::string& note) {
    constexpr float baseline = 66.0f;
    const float width = canvas.write(title, 40.0f, baseline, Face::medium, 34.0f, pictureColours.text);
    canvas.write(details, 40.0f + width + 24.0f, baseline, Face::regular, 21.0f, pictureColours.textMuted);
    canvas.write(note, canvas.width() - 40.0f, baseline, Face::regular, 21.0f, pictureColours.line, Align::right);
}

std::string numberText(double value, int decimals, bool withPlus) {
    return withPlus ? base::formatSigned(value, decimals) : base::formatWithMinus(value, decimals);
}

} // namespace phonostage::plot
