// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/Scale.h"

#include "base/text/NumberText.h"
#include "base/text/Units.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::plot {
namespace {

// Multiples that miss a limit by rounding alone belong to it.
constexpr double slack = 1e-9;
constexpr int mostMultiples = 1000;

} // namespace

float Scale::at(double value) const {
    const double part =
        isLogarithmic_ ? std::log(value / first_) / std::log(last_ / first_) : (value - first_) / (last_ - first_);
    // Far outside is far enough: the rasteriser need not see numbers without end.
    constexpr double farthest = 100.0;
    return from_ + static_cast<float>(std::clamp(part, -farthest, farthest)) * (to_ - from_);
}

double niceCeiling(double value) {
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= value * (1.0 - slack)) return factor * power;
    return 10.0 * power;
}

double niceStep(double span, int intervals) { return niceCeiling(span / intervals); }

double niceTimeStep(double seconds, int intervals) {
    const double least = seconds / intervals;
    if (least <= 5.0) return niceCeiling(least);
    constexpr std::array<double, 12> steps{10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400};
    for (const double step : steps)
        if (step >= least) return step;
    return 3600.0 * niceCeiling(least / 3600.0);
}

std::vector<double> multiples(double first, double last, double step) {
    std::vector<double> values;
    const double begin = std::ceil(first / step - slack);
    const double end = std::floor(last / step + slack);
    // Beyond 2^53 the next multiple may be the same number again; no axis has that many.
    for (int i = 0; i < mostMultiples && begin + i <= end; ++i)
        values.push_back((begin + i) * step);
    return values;
}

std::string frequencyText(double hz) {
    const bool inKilohertz = hz >= 1000.0;
    return base::formatShortest(inKilohertz ? hz / 1000.0 : hz).append(inKilohertz ? "k" : "");
}

std::string timeText(double seconds, double step) {
    if (step < 1.0) return base::formatFixed(seconds, static_cast<int>(std::ceil(-std::log10(step) - slack)));
    return base::clockTime(std::round(seconds));
}

} // namespace phonostage::plot
