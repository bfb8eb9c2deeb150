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
    running_ = HighPass2Section();
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
    running_.c1 = f.c1;
    running_.c2 = f.c2;
    inputScale_ = f.scale / section_.scale;
    ++chunk_;
}

void DcRemovalStation::process(const StereoDouble* volts, StereoDouble* highPass, int count) {
    const StereoDouble scale = inputScale_;
    HighPass2Section section = running_;
    for (int i = 0; i < count; ++i)
        highPass[i] = section.process(scale * volts[i]);
    running_ = section;
}

void DcRemovalStation::flushTinyStates() {
    flushTiny(running_.band);
    flushTiny(running_.low);
}

} // namespace phonostage::dsp
