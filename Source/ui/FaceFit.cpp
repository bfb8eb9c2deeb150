// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/FaceFit.h"

#include "ui/look/Theme.h"

#include <algorithm>
#include <cmath>

namespace phonostage::ui {

namespace {

constexpr double roundingOf = 1e-3; ///< a window's size is whole pixels

int between(double value, int least, int most) {
    return std::clamp(static_cast<int>(std::floor(value + 1e-6)), least, most);
}

} // namespace

FaceFit fitFace(double width, double height, int barsHeight) {
    using namespace metrics;
    const double whole = std::min(width / faceWidth, height / (faceHeight + barsHeight));
    if (whole >= smallestScale - roundingOf) return {false, whole, faceWidth, faceHeight};
    // Larger than 75 % only where the height is there for it.
    const double comfortable = std::max(smallestScale, height / (compactComfort + barsHeight));
    const double scale = std::min({width / compactWidth, height / (compactHeight + barsHeight), comfortable});
    if (!(scale > 0.0)) return {true, smallestScale, compactWidth, compactHeight};
    return {true, scale, between(width / scale, compactWidth, faceWidth),
            between(height / scale - barsHeight, compactHeight, faceHeight)};
}

} // namespace phonostage::ui
