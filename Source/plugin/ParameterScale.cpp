// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/ParameterScale.h"

#include <algorithm>
#include <cmath>

namespace phonostage::plugin {
namespace {

constexpr double logarithmicSpan = 4.0;

double snap(const params::Entry& entry, double value) {
    if (!(entry.step > 0.0)) return std::clamp(value, entry.minimum, entry.maximum);
    // By the reciprocal where that is whole (0.01 -> 100): 6.02 then comes out as the double nearest to 6.02.
    const double perUnit = std::round(1.0 / entry.step);
    const bool isFraction = perUnit >= 1.0 && std::fabs(perUnit * entry.step - 1.0) < 1e-9;
    const double snapped =
        isFraction ? std::round(value * perUnit) / perUnit : std::round(value / entry.step) * entry.step;
    return std::clamp(snapped, entry.minimum, entry.maximum);
}

} // namespace

bool isLogarithmic(const params::Entry& entry) {
    return entry.type == params::Type::number && entry.minimum > 0.0 &&
           entry.maximum >= logarithmicSpan * entry.minimum;
}

double toNormalised(const params::Entry& entry, double value) {
    if (!std::isfinite(value)) value = entry.defaultValue;
    value = std::clamp(value, entry.minimum, entry.maximum);
    if (isLogarithmic(entry)) return std::log(value / entry.minimum) / std::log(entry.maximum / entry.minimum);
    return (value - entry.minimum) / (entry.maximum - entry.minimum);
}

double fromNormalised(const params::Entry& entry, double normalised) {
    if (!std::isfinite(normalised)) return entry.defaultValue;
    normalised = std::clamp(normalised, 0.0, 1.0);
    const double value = isLogarithmic(entry) ? entry.minimum * std::pow(entry.maximum / entry.minimum, normalised)
                                              : entry.minimum + normalised * (entry.maximum - entry.minimum);
    return snap(entry, value);
}

} // namespace phonostage::plugin
