// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/Curve.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace phonostage::plot {

struct Size {
    int width = 1600;
    int height = 1000;
};

/** A point of interest on the curve, such as a corner of a time constant. */
struct Marker {
    double frequencyHz = 0.0;
    std::string label; ///< UTF-8
};

/** What the picture of a response shows. The three vectors have one length; frequencies rise. All text is UTF-8. */
struct ResponsePicture {
    std::string title;         ///< "RIAA"
    std::string details;       ///< "3180 · 318 · 75 µs", beside the title
    std::string note;          ///< on the right: "DC removal on, subsonic 16 Hz"
    double sampleRateHz = 0.0; ///< shown, and the end of the axis where half of it is below 40 kHz
    std::vector<double> frequencyHz;
    std::vector<double> gainDb;  ///< the stage as it runs; what is not finite is left out
    std::vector<double> idealDb; ///< the exact analogue curve
    std::vector<Marker> markers; ///< drawn on the ideal curve
    double toleranceDb = 0.0001; ///< the band in the lower panel, +-; 0 draws none
};

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
    std::vector<BelowMark> belowMarks;   ///< where those below it begin
    std::int64_t overloadCount = 0;      ///< of both; the lists above may have been cut short
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

/** The picture as the bytes of a PNG file. Needs neither a display nor fonts of the system; the same data give the same
    bytes on one machine. Empty vectors give a picture with axes only. Sizes are limited to 320 x 200 up to 8000 x 8000.
    May be called from any thread. Throws std::runtime_error where the PNG cannot be made. */
[[nodiscard]] std::vector<std::uint8_t> drawPng(const ResponsePicture& picture, Size size = {});
[[nodiscard]] std::vector<std::uint8_t> drawPng(const LevelsPicture& picture, Size size = {});

/** The time constants (see catalogue::timeConstantsText()), and the switches: "IEC", "3.18 µs zero", "inverse". */
[[nodiscard]] std::string curveText(const dsp::Curve& curve);
/** The corners of the time constants, labelled "318 µs". */
[[nodiscard]] std::vector<Marker> cornerMarkers(const dsp::Curve& curve);

} // namespace phonostage::plot
