// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/MeasuredSound.h"

#include "dsp/measure/testrecord/ResonanceMeter.h"

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace phonostage::media {

/** What a file's bass sweep says of arm and cartridge. */
struct FileResonance {
    double sampleRateHz = 0.0;
    dsp::ResonanceMeasurement resonance;
};

/** Throws MediaError where the sound cannot be read, is mono, its rate is below 44.1 kHz or above 192 kHz, or no bass
   sweep is in it; Cancelled. */
[[nodiscard]] FileResonance measureResonance(const MeasuredSound& sound, const Progress& progress);
[[nodiscard]] FileResonance measureResonance(const SoundSource& source, const Progress& progress);

[[nodiscard]] const char* planeName(dsp::ResonanceMeasurement::Plane plane);
[[nodiscard]] nlohmann::ordered_json resonanceJson(const FileResonance& file);
[[nodiscard]] std::string toJson(const FileResonance& file);

} // namespace phonostage::media
