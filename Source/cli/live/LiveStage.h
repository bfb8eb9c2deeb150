// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "device/StereoProcess.h"
#include "dsp/engine/Engine.h"
#include "media/analyse/Report.h"

#include <array>
#include <atomic>
#include <cstdint>

namespace phonostage::cli {

/** The phono stage between a device's inputs and outputs. Its settings stay as they are from the first block to the
    last; its overload counts go on when a device comes back. */
class LiveStage final : public device::StereoProcess {
public:
    explicit LiveStage(const media::RenderStage& stage);

    void prepare(double rateHz, int maxFrames) override;
    void process(float* left, float* right, int frames) override;
    void release() override;

    /** In volts; any thread. Peaks are those since levels() was last asked for. */
    struct Channel {
        double inputMeanSquare = 0.0, inputPeak = 0.0;
        double outputMeanSquare = 0.0, outputPeak = 0.0;
        std::int64_t overloads = 0, outputClips = 0; ///< since the start
    };
    [[nodiscard]] std::array<Channel, 2> levels();

    struct Hum {
        double frequencyHz = 0.0; ///< of the mains
        int lines = 0;            ///< 0: none is known
        std::array<double, 2> rmsVolts{};
    };
    [[nodiscard]] Hum hum() const;
    /** Somebody wants to have it removed. */
    [[nodiscard]] bool listensForHum() const { return stage_.levels.clean.dehum != dsp::Dehum::off; }

private:
    media::RenderStage stage_;
    dsp::Engine engine_;
    std::array<std::int64_t, 2> overloadsBefore_{}, clipsBefore_{}; ///< of devices that have gone
    std::atomic<bool> runs_{false};
};

} // namespace phonostage::cli
