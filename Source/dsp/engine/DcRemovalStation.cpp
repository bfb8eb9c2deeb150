// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/DcRemovalStation.h"

#include "dsp/engine/Chunk.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonostage::dsp {

void DcRemovalStation::prepare(const StageDesign& design) {
    section_ = design.dc;
    rateHz_ = design.sampleRateHz;
    glideChunks_ = static_cast<std::int64_t>(std::ceil(glideSeconds * rateHz_ / chunkFrames));
    reset();
}

void DcRemovalStation::reset() {
    chunk_ = 0;
    band_ = StereoDouble();
    low_ = StereoDouble();
}

double DcRemovalStation::glideCornerHz(double secondsSinceReset, double sampleRateHz) {
    const double cornerHz = dcCornerHz * glideSeconds / std::max(secondsSinceReset, 1e-9);
    return std::clamp(cornerHz, dcCornerHz, sampleRateHz / 16.0);
}

void DcRemovalStation::beginChunk() {
    if (chunk_ > glideChunks_) return;
    const double seconds = (static_cast<double>(chunk_) + 0.5) * chunkFrames / rateHz_;
    const auto f = chunk_ == glideChunks_
                       ? section_
                       : designHighPass2(glideCornerHz(seconds, rateHz_), std::numbers::sqrt2 / 2.0, rateHz_);
    c1_ = f.c1;
    c2_ = f.c2;
    inputScale_ = f.scale / section_.scale;
    ++chunk_;
}

void DcRemovalStation::process(const StereoDouble* volts, StereoDouble* highPass, int count) {
    const StereoDouble c1 = c1_, c2 = c2_, scale = inputScale_;
    StereoDouble band = band_, low = low_;
    for (int i = 0; i < count; ++i) {
        const StereoDouble high = (scale * volts[i] - low) - c1 * band;
        low += c2 * band;
        band += high;
        highPass[i] = high;
    }
    band_ = band;
    low_ = low;
}

void DcRemovalStation::flushTinyStates() {
    flushTiny(band_);
    flushTiny(low_);
}

} // namespace phonostage::dsp
