// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plot/PictureSize.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace phonostage::plot {

/** One stretch of time. Silence is -infinity or NaN. */
struct LevelColumn {
    double rmsDbv = 0.0;
    double peakDbv = 0.0; ///< of a sine with this peak
};

/** An overload below full scale. */
struct BelowMark {
    double seconds = 0.0;
    double dbv = 0.0; ///< of a sine with this peak
};

/** One channel. The columns share the time axis out evenly; input and output may have different numbers of them. */
struct LevelTrack {
    std::string name; ///< "L", "R", "mono"
    std::vector<LevelColumn> input;
    std::vector<LevelColumn> output;
    std::vector<double> overloadSeconds; ///< where overloads at full scale begin
    std::vector<double> clickSeconds;    ///< and those of them that are clicks over music that has room
    std::vector<BelowMark> belowMarks;   ///< where those below it begin
    std::int64_t overloadCount = 0;      ///< of all; the lists above may have been cut short
    std::optional<double> ceilingDbv;    ///< that something before the converter clips at, as a sine's peak
    double inputRmsDbv = 0.0;            ///< of the whole, shown as numbers; not finite: "-inf"
    double inputPeakDbv = 0.0;
    double outputRmsDbv = 0.0;
    double outputPeakDbv = 0.0;
};

struct LevelsPicture {
    std::string title;   ///< the file's name
    std::string details; ///< "RIAA · gain 40 dB"
    double durationSeconds = 0.0;
    double inputFullScaleDbv = 6.0; ///< a line across the input's panels
    double outputFullScaleDbv = 6.0;
    std::vector<LevelTrack> tracks; ///< one or two
};

/** As drawPng() of a ResponsePicture. */
[[nodiscard]] std::vector<std::uint8_t> drawPng(const LevelsPicture& picture, PictureSize size = {});

} // namespace phonostage::plot
