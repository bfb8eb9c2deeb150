// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/FrameClock.h"
#include "ui/text/LevelText.h"

#include "catalogue/Equipment.h"
#include "dsp/engine/Engine.h"
#include "params/ParameterTable.h"
#include "plugin/PassedLevels.h"

#include <array>
#include <cstdint>
#include <optional>

namespace phonostage::ui {

/** One channel as its meter shows it, in volts. */
struct ChannelReading {
    double rmsVolts = 0.0;
    double peakVolts = 0.0; ///< held for a while, then falling
    double holdVolts = 0.0; ///< the largest since the last clear
    /** Output only: the rectified mean since the last beat, as the rms of a sine with this mean. */
    double averageVolts = 0.0;
};

/** Reads the engine's meters once a beat: the only one who takes the peaks. */
class MeterModel {
public:
    static constexpr double holdSeconds = 1.5;
    static constexpr double fallDbPerSecond = 20.0;
    /** Without new frames for as long as this the sound has stopped, and the meters fall. */
    static constexpr double stalledSeconds = 0.35;

    /** Peaks that gathered while nobody looked are no news. */
    void restart(dsp::EngineMeters& meters);
    /** passed: what leaves instead of the stage's output while it is bypassed; null where nothing can be. */
    void read(dsp::EngineMeters& meters, int channels, double rateHz, const Tick& tick,
              plugin::PassedLevels* passed = nullptr);

    [[nodiscard]] const std::array<ChannelReading, 2>& input() const { return input_; }
    [[nodiscard]] const std::array<ChannelReading, 2>& output() const { return output_; }
    [[nodiscard]] const OverloadView& overloads() const { return overloads_; }

private:
    struct Falling {
        double heldSeconds = 0.0;
    };
    void readChannel(dsp::ChannelMeter& meter, ChannelReading& reading, Falling& falling, double elapsedSeconds);
    void readAverage(double sum, std::size_t channel, std::int64_t newFrames);
    void noteSource(dsp::EngineMeters& meters, plugin::PassedLevels* passed);

    std::array<ChannelReading, 2> input_{}, output_{};
    std::array<Falling, 2> inputFalling_{}, outputFalling_{};
    std::array<double, 2> rectified_{}; ///< sums at the last beat
    OverloadView overloads_;
    bool isPassed_ = false; ///< the output reads what is passed, not the stage
    std::int64_t lastFrames_ = -1;
    double secondsWithoutFrames_ = 0.0;
};

/** What the equipment's setting leaves above 5 cm/s, and what to turn; empty if no cartridge is given. An interface
    that the catalogues do not have counts as one that cannot be turned. Looks into the catalogues. */
[[nodiscard]] std::optional<catalogue::OverloadMargin> overloadMarginOf(const params::Snapshot& stage);

} // namespace phonostage::ui
