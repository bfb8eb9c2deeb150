// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/Report.h"

#include <complex>
#include <span>
#include <string>
#include <vector>

namespace phonostage::media {

struct ResponsePoint {
    double frequencyHz = 0.0;
    double gainDb = 0.0;        ///< volts out for volts in: the curve and the gain
    double phaseDeg = 0.0;      ///< no other delay removed; -180 to 180
    double errorDb = 0.0;       ///< against expectedResponse() times the gain
    double phaseErrorDeg = 0.0; ///< against the same, after the one delay of the whole is removed
};

/** The stage's response, measured with an impulse that runs through the engine in double. What stations that look ahead
    are late is taken off, as in a render. */
struct MeasuredResponse {
    RenderStage stage;
    double sampleRateHz = 0.0;
    std::vector<ResponsePoint> points;
    double maxErrorDb = 0.0; ///< largest |errorDb| of the points
    double maxPhaseErrorDeg = 0.0;
    /** The constant delay that leaves the smallest phase error from 20 Hz to 20 kHz (0.45 of the rate where that is
        lower), whatever the points are. Negative: early. */
    double delaySamples = 0.0;
};

/** The analogue truth, 0 dB at 1 kHz but for DC removal and subsonic: the curve in closed form, times the analogue
    Butterworth high-passes that are on. */
[[nodiscard]] std::complex<double> expectedResponse(const dsp::FilterSettings& filter, double frequencyHz);

/** Third octaves from 20 Hz (their exact base-ten values are rounded as is usual: 20, 25, 31.5 ...), as far as 20 kHz
   and 0.45 of the rate reach. */
[[nodiscard]] std::vector<double> standardFrequencies(double sampleRateHz);

/** Frequencies above 0 and below half the rate, stage and rate legal. */
[[nodiscard]] MeasuredResponse measureResponse(const RenderStage& stage, double sampleRateHz,
                                               std::span<const double> frequenciesHz);

[[nodiscard]] std::string toJson(const MeasuredResponse& response);
/** One header line, then one line a point. */
[[nodiscard]] std::string toCsv(const MeasuredResponse& response);

} // namespace phonostage::media
