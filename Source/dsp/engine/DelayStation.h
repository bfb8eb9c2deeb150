// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/DelayLine.h"
#include "dsp/engine/LookAheadStation.h"

namespace phonostage::dsp {

/** Changes nothing and is late: holds the place of a station that looks ahead, for tests. */
class DelayStation final : public LookAheadStation {
public:
    void prepare(double sampleRateHz, int mostFrames) override;
    void start(int frames) override;
    [[nodiscard]] int latencyFrames() const override { return frames_; }
    void process(StereoDouble* frames, int count) override;
    void flushTinyStates() override {}

private:
    DelayLine<StereoDouble> line_;
    int frames_ = 0;
};

} // namespace phonostage::dsp
