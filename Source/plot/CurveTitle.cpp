// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/Units.h"
#include "plot/Pictures.h"

#include <cmath>
#include <numbers>
#include <optional>

namespace phonostage::plot {
namespace {

const std::string dot = " \xC2\xB7 ";
const std::string micro = " \xC2\xB5s";

/** At most one decimal, none where it would be a zero. */
std::string microseconds(double seconds) {
    const double tenths = std::round(seconds * 1e7);
    return base::formatFixed(tenths / 10.0, std::fmod(tenths, 10.0) == 0.0 ? 0 : 1);
}

} // namespace

std::string timeConstantsText(const dsp::Curve& curve) {
    std::string text;
    const auto add = [&text](const std::string& part) {
        if (!text.empty()) text += dot;
        text += part;
    };
    if (!curve.turnoverSeconds && !curve.rolloffSeconds) {
        add("no equalisation");
    } else {
        if (curve.turnoverSeconds && !curve.shelfSeconds) add("no shelf");
        if (curve.shelfSeconds) add(microseconds(*curve.shelfSeconds));
        add(curve.turnoverSeconds ? microseconds(*curve.turnoverSeconds) : "flat bass");
        if (curve.rolloffSeconds)
            add(microseconds(*curve.rolloffSeconds) + micro);
        else {
            text += micro;
            add("flat treble");
        }
    }
    if (curve.iec) add("IEC");
    if (curve.neumann) add("3.18" + micro + " zero");
    if (curve.inverse) add("inverse");
    return text;
}

std::vector<Marker> cornerMarkers(const dsp::Curve& curve) {
    std::vector<Marker> markers;
    for (const std::optional<double>& seconds : {curve.shelfSeconds, curve.turnoverSeconds, curve.rolloffSeconds})
        if (seconds) markers.push_back({1.0 / (2.0 * std::numbers::pi * *seconds), microseconds(*seconds) + micro});
    return markers;
}

} // namespace phonostage::plot
