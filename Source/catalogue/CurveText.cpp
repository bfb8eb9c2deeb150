// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/CurveText.h"

#include "base/text/NumberText.h"

#include <cmath>

namespace phonostage::catalogue {
namespace {

constexpr const char* dot = " \xC2\xB7 ";
constexpr const char* unit = " \xC2\xB5s";

std::string microseconds(double seconds) {
    const double value = seconds * 1e6;
    const int decimals = value >= 9.995 ? 1 : 2;
    const double scale = decimals == 1 ? 10.0 : 100.0;
    return base::formatUpTo(std::round(value * scale) / scale, decimals);
}

} // namespace

std::string timeConstantText(double seconds) { return microseconds(seconds) + unit; }

std::string timeConstantsText(const dsp::Curve& curve) {
    if (!curve.turnoverSeconds && !curve.rolloffSeconds) return "no equalisation";
    std::string text;
    if (curve.turnoverSeconds)
        text = (curve.shelfSeconds ? microseconds(*curve.shelfSeconds) : "no shelf") + dot +
               microseconds(*curve.turnoverSeconds);
    else
        text = "flat bass";
    if (curve.rolloffSeconds) return text + dot + timeConstantText(*curve.rolloffSeconds);
    return text + unit + dot + "flat treble";
}

} // namespace phonostage::catalogue
