// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/MeasuredSound.h"

#include "dsp/measure/testrecord/WowMeter.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace phonostage::media {

struct WowSearch {
    std::optional<double> carrierHz; ///< what the record holds; else the nearest of the usual ones
    std::optional<double> rpm;       ///< 33.333, 45 or 78.26; else found
    double radiusMm = 0.0;           ///< of the band; 0: unknown
    Progress progress;
};

/** What a file's steady tone says of the turntable. */
struct FileWow {
    double sampleRateHz = 0.0;
    double fromSeconds = 0.0, toSeconds = 0.0; ///< the stretch that was measured
    double radiusMm = 0.0;
    bool isCarrierGiven = false;
    /** Another usual carrier that the tone may be as well, at a speed that is wrong by 4 % or less; 0: none. */
    double otherCarrierHz = 0.0;
    dsp::WowMeasurement wow;
};

/** Finds the longest band of a tone that may be meant (with a given carrier, one within 15 % of it) and measures it, at
    most WowMeter::mostSeconds. Reads the file twice. Throws MediaError where it cannot be read, its rate is below 44.1
    kHz or above 192 kHz, or it has no steady tone of WowMeter::leastSeconds; Cancelled. */
[[nodiscard]] FileWow measureWow(const MeasuredSound& sound, const WowSearch& search);
[[nodiscard]] FileWow measureWow(const SoundSource& source, const WowSearch& search);

/** Per cent of the mean frequency. */
[[nodiscard]] nlohmann::ordered_json wowJson(const FileWow& file);
[[nodiscard]] std::string toJson(const FileWow& file);

} // namespace phonostage::media
