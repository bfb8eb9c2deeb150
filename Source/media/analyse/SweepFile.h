// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/MeasuredSound.h"

#include "dsp/measure/testrecord/SweepMeter.h"
#include "params/ParameterTable.h"

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace phonostage::media {

struct SweepSearch {
    dsp::RecordCut cut = dsp::RecordCut::riaa;
    /** What the load does to the cartridge's own response, a factor of the frequency in Hz; empty: it stays in. */
    std::function<double(double hz)> loadGain;
    Progress progress;
};

/** What the wrong load does to the cartridge; empty where cartridge and load are not known. */
[[nodiscard]] std::function<double(double hz)> wrongLoadGain(const params::Values& values);

/** What a file's sweeps say of the cartridge. */
struct FileSweep {
    double sampleRateHz = 0.0;
    std::vector<dsp::SweepBand> bands;
    dsp::SweepMeasurement sweep;
};

/** What was read of the sweeps: cut and load are taken out afterwards, and may change. */
struct SweepReadings {
    double sampleRateHz = 0.0;
    std::vector<dsp::SweepBand> bands;
    dsp::SweepMeter meter;
};

/** Reads the sound twice. Throws as measureSweep(), but not where there is no sweep. */
[[nodiscard]] SweepReadings readSweeps(const MeasuredSound& sound, const Progress& progress);
[[nodiscard]] FileSweep finishSweep(const SweepReadings& readings, const SweepSearch& search);

/** Reads the file twice. Throws MediaError where it cannot be read, is mono, its rate is below 44.1 kHz or above 192
    kHz, or no sweep through 1 kHz is in it; Cancelled. */
[[nodiscard]] FileSweep measureSweep(const MeasuredSound& sound, const SweepSearch& search);
[[nodiscard]] FileSweep measureSweep(const SoundSource& source, const SweepSearch& search);

/** pngName: of a picture that was made, or null. */
[[nodiscard]] nlohmann::ordered_json sweepJson(const FileSweep& file, const std::string& cutName,
                                               const std::string& pngName = {});
[[nodiscard]] std::string toJson(const FileSweep& file, const std::string& cutName, const std::string& pngName = {});

} // namespace phonostage::media
