// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/Curve.h"
#include "plot/ResponsePicture.h"

#include <string>
#include <vector>

namespace phonostage::plot {

/** The time constants (see catalogue::timeConstantsText()), and the switches: "IEC", "3.18 µs zero", "inverse". */
[[nodiscard]] std::string curveText(const dsp::Curve& curve);
/** The corners of the time constants, labelled "318 µs". */
[[nodiscard]] std::vector<Marker> cornerMarkers(const dsp::Curve& curve);

} // namespace phonostage::plot
