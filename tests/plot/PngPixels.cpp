// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/PngPixels.h"

#include "support/Catch.h"

#include <juce_graphics/juce_graphics.h>

namespace phonostage::tests {

bool isAmber(Pixel p) { return p.red > 150 && p.red - p.blue > 80 && p.green > p.red / 2 + 10; }

bool isRed(Pixel p) { return p.red > 120 && 5 * p.red > 8 * p.green && 5 * p.red > 8 * p.blue; }

bool isGreen(Pixel p) { return p.green > 90 && p.green > p.red + 15 && p.green > p.blue + 15; }

bool isLight(Pixel p) { return p.red > 170 && p.green > 170 && p.blue > 160; }

Pixels::Pixels(const std::vector<std::uint8_t>& png) {
    REQUIRE(png.size() > 8);
    juce::MemoryInputStream stream(png.data(), png.size(), false);
    juce::PNGImageFormat format;
    REQUIRE(format.canUnderstand(stream));
    stream.setPosition(0);
    const juce::Image image = format.decodeImage(stream);
    REQUIRE(image.isValid());
    width = image.getWidth();
    height = image.getHeight();
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const juce::Colour colour = image.getPixelAt(x, y);
            data_.push_back({colour.getRed(), colour.getGreen(), colour.getBlue()});
        }
}

int Pixels::count(int left, int top, int right, int bottom, const Test& test) const {
    int number = 0;
    for (int y = top; y < bottom; ++y)
        for (int x = left; x < right; ++x)
            number += test(at(x, y)) ? 1 : 0;
    return number;
}

double Pixels::middle(int x, int top, int bottom, const Test& test) const {
    double sum = 0.0;
    int number = 0;
    for (int y = top; y < bottom; ++y)
        if (test(at(x, y))) {
            sum += y + 0.5;
            ++number;
        }
    return number > 0 ? sum / number : -1.0;
}

} // namespace phonostage::tests
