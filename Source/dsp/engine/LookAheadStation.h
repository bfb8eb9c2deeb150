// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/simd/StereoDouble.h"

#include <functional>
#include <memory>

namespace phonostage::dsp {

/** A station that looks ahead: what it puts out belongs to the frame that went in latencyFrames() earlier.

    Only prepare() may allocate; all else is the audio thread's. Work that is done in hops counts them from start(), so
    that the host's blocks do not matter. */
class LookAheadStation {
public:
    LookAheadStation() = default;
    virtual ~LookAheadStation() = default;
    LookAheadStation(const LookAheadStation&) = delete;
    LookAheadStation& operator=(const LookAheadStation&) = delete;

    /** Room for what start() may ask for at this rate. */
    virtual void prepare(double sampleRateHz, int mostFrames) = 0;
    /** Starts again, late by a number of frames, 1 to mostFrames; what was before is silence. */
    virtual void start(int frames) = 0;
    /** As at start(); constant up to the next one. */
    [[nodiscard]] virtual int latencyFrames() const = 0;
    /** In place; at most chunkFrames. */
    virtual void process(StereoDouble* frames, int count) = 0;
    /** Zeroes states that have decayed below silenceVolts. */
    virtual void flushTinyStates() = 0;
};

using LookAheadFactory = std::function<std::unique_ptr<LookAheadStation>()>;

} // namespace phonostage::dsp
