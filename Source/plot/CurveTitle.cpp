// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/CurveTitle.h"

#include "catalogue/CurveText.h"

#include <numbers>
#include <optional>

namespace phonostage::plot {
namespace {

constexpr const char* dot = " \xC2\xB7 ";

} // namespace

std::string curveText(const dsp::Curve& curve) {
    auto text = catalogue::timeConstantsText(curve);
    if (curve.iec) text.append(dot).append("IEC");
    if (curve.neumann) text.append(dot).append(catalogue::timeConstantText(3.18e-6)).append(" zero");
    if (curve.inverse) text.append(dot).append("inverse");
    return text;
}

std::vector<Marker> cornerMarkers(const dsp::Curve& curve) {
    std::vector<Marker> markers;
    for (const std::optional<double>& seconds : {curve.shelfSeconds, curve.turnoverSeconds, curve.rolloffSeconds})
        if (seconds)
            markers.push_back({1.0 / (2.0 * std::numbers::pi * *seconds), catalogue::timeConstantText(*seconds)});
    return markers;
}

} // namespace phonostage::plot
