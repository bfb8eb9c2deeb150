// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/io/SoundSource.h"
#include "media/render/Render.h"

#include "dsp/measure/testrecord/SweepMeter.h"

#include <functional>
#include <string>
#include <vector>

namespace phonostage::media {

struct SweepSearch {
    dsp::RecordCut cut = dsp::RecordCut::riaa;
    /** What the load does to the cartridge's own response, a factor of the frequency in Hz; empty: it stays in. */
    std::function<double(double hz)> loadGain;
    Progress progress;
};

/** What a file's sweeps say of the cartridge. */
struct FileSweep {
    double sampleRateHz = 0.0;
    std::vector<dsp::SweepBand> bands;
    dsp::SweepMeasurement sweep;
};

/** Reads the file twice. Throws MediaError where it cannot be read, is mono, its rate is below 44.1 kHz or above 192
    kHz, or no sweep through 1 kHz is in it; Cancelled. */
[[nodiscard]] FileSweep measureSweep(const SoundSource& source, const SweepSearch& search);

[[nodiscard]] std::string toJson(const FileSweep& file, const std::string& cutName);

} // namespace phonostage::media
