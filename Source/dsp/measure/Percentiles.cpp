// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/Percentiles.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace phonostage::dsp {

double percentileOf(std::span<float> values, double part) {
    if (values.empty()) return 0.0;
    const double place = part * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(place));
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(below);
    std::nth_element(values.begin(), at, values.end());
    const double low = *at;
    if (below + 1 >= values.size()) return low;
    const double high = *std::min_element(at + 1, values.end());
    return low + (place - static_cast<double>(below)) * (high - low);
}

double medianOf(std::span<float> values) { return percentileOf(values, 0.5); }

} // namespace phonostage::dsp
