// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/LevelMeter.h"

#include <array>
#include <atomic>

namespace phonostage::plugin {

/** What leaves the plugin while it is bypassed: the stage runs on unheard, and its own meters with it. In volts at the
    output, as theirs are. */
class PassedLevels {
public:
    void prepare(double sampleRateHz);
    /** Running levels start again; what is held stays. */
    void reset();
    /** Forgets held peaks. Any thread: done at the next block. */
    void requestClearHolds() { clearRequested_.store(true, std::memory_order_relaxed); }

    /** One or two channels of samples as they leave. voltsAtFullScale: of a sample of 1.0. Audio thread. */
    template <typename Sample>
    void measure(const Sample* const* channels, int channelCount, int frames, double voltsAtFullScale);
    /** Whether the input is what is heard, in full or while it fades in. Audio thread. */
    void noteHeard(bool isPassed) { isHeard_.store(isPassed, std::memory_order_relaxed); }

    [[nodiscard]] bool isHeard() const { return isHeard_.load(std::memory_order_relaxed); }

    // ---- for readers, as dsp::EngineMeters::output and outputRectified

    std::array<dsp::ChannelMeter, 2> meters;
    std::array<std::atomic<double>, 2> rectified{};

private:
    dsp::LevelMeter level_;
    int chunkPosition_ = 0;
    std::atomic<bool> isHeard_{false};
    std::atomic<bool> clearRequested_{false};
};

} // namespace phonostage::plugin
