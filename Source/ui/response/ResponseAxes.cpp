// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/ResponseAxes.h"

#include <algorithm>
#include <cmath>

namespace phonostage::ui {

float ResponseAxes::xOf(double frequencyHz) const {
    const double proportion = std::log(frequencyHz / minHz) / std::log(maxHz / minHz);
    return area.getX() + static_cast<float>(proportion) * area.getWidth();
}

double ResponseAxes::frequencyAt(float x) const {
    const double proportion = std::clamp(static_cast<double>((x - area.getX()) / area.getWidth()), 0.0, 1.0);
    return minHz * std::pow(maxHz / minHz, proportion);
}

float ResponseAxes::yOf(double decibels) const {
    return area.getY() + static_cast<float>((topDb - decibels) / (topDb - bottomDb)) * area.getHeight();
}

} // namespace phonostage::ui
