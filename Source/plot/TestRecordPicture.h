// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/testrecord/ResonanceMeter.h"
#include "dsp/measure/testrecord/SweepMeter.h"
#include "dsp/measure/testrecord/WowMeter.h"
#include "plot/PictureSize.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace phonostage::plot {

/** What was measured with a test record; what is missing has no panel. All text is UTF-8. */
struct TestRecordPicture {
    std::string title;   ///< the record's or the file's name
    std::string details; ///< beside the title
    std::string note;    ///< on the right
    std::optional<dsp::WowMeasurement> wow;
    double radiusMm = 0.0; ///< of the tone's band; 0: unknown
    std::optional<dsp::SweepMeasurement> sweep;
    std::vector<dsp::ResonanceMeasurement> resonances;
    std::optional<double> rumbleUnweightedDbv, rumbleWeightedDbv;
    double mainsHz = 0.0; ///< of the hum that stands out; 0: none does
    bool isNoiseCalibrated = false;
};

/** As drawPng() of a ResponsePicture. */
[[nodiscard]] std::vector<std::uint8_t> drawPng(const TestRecordPicture& picture, PictureSize size = {});

} // namespace phonostage::plot
