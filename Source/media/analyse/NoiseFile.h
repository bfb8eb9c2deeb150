// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/MeasuredSound.h"

#include "dsp/measure/testrecord/RumbleMeter.h"
#include "params/ParameterTable.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace phonostage::media {

struct NoiseSearch {
    double fullScaleVolts = 1.0;          ///< rms of a sine at 0 dBFS
    bool isCalibrated = false;            ///< that is known
    std::optional<double> referenceVolts; ///< what the cartridge gives at 5 cm/s rms and 1 kHz; none: unknown
    double fromSeconds = 0.0;             ///< of the file: where the silent groove begins
    std::optional<double> toSeconds;      ///< and where it ends
    Progress progress;
};

/** The calibration and the cartridge of a stage. */
[[nodiscard]] NoiseSearch noiseSearch(const params::Values& values, bool isCalibrated);

/** What a file of a silent groove says of turntable and hum. */
struct FileNoise {
    double sampleRateHz = 0.0;
    NoiseSearch search; ///< without its progress
    dsp::NoiseMeasurement noise;

    /** A mean power of samples in dBV. */
    [[nodiscard]] double dbv(double power) const;
    /** Likewise against 5 cm/s rms at 1 kHz; none where the cartridge's output is not known. */
    [[nodiscard]] std::optional<double> relativeDb(double power) const;
};

/** Throws MediaError where the file cannot be read, its rate is below 44.1 kHz or above 192 kHz, or what is to be
    measured is shorter than RumbleMeter::leastSeconds or nothing but zeros; Cancelled. */
[[nodiscard]] FileNoise measureNoise(const MeasuredSound& sound, const NoiseSearch& search);
[[nodiscard]] FileNoise measureNoise(const SoundSource& source, const NoiseSearch& search);

[[nodiscard]] nlohmann::ordered_json noiseJson(const FileNoise& file);
[[nodiscard]] std::string toJson(const FileNoise& file);

} // namespace phonostage::media
