// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/DelayStation.h"

#include "dsp/engine/Chunk.h"

namespace phonostage::dsp {

void DelayStation::prepare(double, int mostFrames) { line_.prepare(mostFrames, chunkFrames); }

void DelayStation::start(int frames) {
    frames_ = frames;
    line_.clear();
}

void DelayStation::process(StereoDouble* frames, int count) {
    line_.write(frames, count);
    line_.read(frames_, frames, count);
}

} // namespace phonostage::dsp
