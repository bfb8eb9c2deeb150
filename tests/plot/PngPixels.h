// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace phonostage::tests {

struct Pixel {
    int red, green, blue;
};

/** What a colour of the pictures looks like, whatever it lies on. */
bool isAmber(Pixel p);
bool isRed(Pixel p);
bool isGreen(Pixel p);
bool isLight(Pixel p); ///< the white of texts and of the rms line

/** A PNG read back. */
class Pixels {
public:
    explicit Pixels(const std::vector<std::uint8_t>& png);

    int width = 0;
    int height = 0;

    [[nodiscard]] Pixel at(int x, int y) const { return data_[static_cast<std::size_t>(y * width + x)]; }

    using Test = std::function<bool(Pixel)>;

    [[nodiscard]] int count(int left, int top, int right, int bottom, const Test& test) const;
    /** The middle of the pixels that pass in one column, from top to bottom; -1 where there are none. */
    [[nodiscard]] double middle(int x, int top, int bottom, const Test& test) const;

private:
    std::vector<Pixel> data_;
};

} // namespace phonostage::tests
