// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalogue/TestRecord.h"
#include "dsp/measure/testrecord/RecordCut.h"

#include <optional>
#include <string>
#include <vector>

namespace phonostage::media {

/** What a band of a test record is played for. */
enum class BandPurpose { speed, sweepLeft, sweepRight, levelLeft, levelRight, bassSweep, silence };

struct PlannedBand {
    BandPurpose purpose = BandPurpose::speed;
    std::string label;        ///< as the record names it, "B5"; empty: unknown
    double frequencyHz = 0.0; ///< of a tone

    bool operator==(const PlannedBand&) const = default;
};

/** Which bands of a record are waited for, and what is known of them. */
struct TestPlan {
    std::vector<PlannedBand> bands; ///< in the order of BandPurpose, each once
    double carrierHz = 0.0;         ///< of the band for the speed; 0: there is none
    std::optional<double> rpm;
    std::optional<dsp::RecordCut> cut; ///< of the sweeps; none: unknown
    bool hasJointSweep = false;        ///< its sweep may be cut in both channels at once
    /** Of the 1 kHz bands of one channel; kind unknown where nobody says whether it is peak or rms. */
    std::optional<double> velocityCmPerS;
    catalogue::VelocityKind velocityKind = catalogue::VelocityKind::unknown;

    bool operator==(const TestPlan&) const = default;
};

/** From the catalogue. Where the channel of a sweep or of a 1 kHz band is not stated, both are waited for. */
[[nodiscard]] TestPlan planOf(const catalogue::TestRecord& record);
/** Of a record that nobody knows: all that can be measured. */
[[nodiscard]] TestPlan planOfOther(double carrierHz);

/** As the list of bands calls it: "3 kHz", "Sweep, left". */
[[nodiscard]] std::string bandName(const PlannedBand& band);

} // namespace phonostage::media
