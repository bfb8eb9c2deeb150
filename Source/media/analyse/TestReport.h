// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/TestRecordSession.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace phonostage::media {

/** What a report says beside the results. */
struct TestReportHead {
    std::string made;                 ///< "2026-12-01"
    std::string recordId, recordName; ///< empty id: no record of the catalogue
    std::string cutName;              ///< "riaa", "jvc", "cv", "str100"
    double radiusMm = 0.0;            ///< of the speed band; 0: unknown
    SweepSearch sweep;                ///< cut and load that are taken out
    NoiseSearch noise;                ///< calibration, for levels
    std::string pngName;              ///< of the picture beside it
};

/** A report to keep with the turntable: JSON whose parts are those of `phonostage measure`. */
[[nodiscard]] nlohmann::ordered_json testReportJson(const TestResults& results, const TestReportHead& head);

/** The figures of a report that can be compared; what it does not have is empty. */
struct ReportFigures {
    std::string made, record;
    std::optional<double> speedErrorPct, weightedPct, unweightedPct, offCentrePct;
    std::optional<double> balanceDb, leftCrosstalkDb, rightCrosstalkDb, azimuthDeg; ///< crosstalk at 1 kHz
    std::optional<double> lateralHz, lateralQ, verticalHz, verticalQ;
    std::optional<double> rumbleUnweightedDbv, rumbleWeightedDbv, grooveNoiseDbv;
    std::vector<dsp::SweepPoint> left, right;
};

/** Reads a report. The error is one sentence that names the file, the field and the remedy. */
[[nodiscard]] std::variant<ReportFigures, std::string> parseTestReport(std::string_view text,
                                                                       const std::string& fileName);

/** One figure of two reports. */
struct ReportDifference {
    std::string name, unit;
    std::optional<double> earlier, now;
    int decimals = 2;
};

/** All figures that one of them has. The response as where left and right have changed most between 40 Hz and 18 kHz.
 */
[[nodiscard]] std::vector<ReportDifference> differencesOf(const ReportFigures& earlier, const ReportFigures& now);

/** "RIAA cut and load taken out": what a measured response is without. */
[[nodiscard]] std::string takenOutText(dsp::RecordCut cut, bool withLoad);

} // namespace phonostage::media
