// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/StageSettings.h"
#include "dsp/measure/hookup/HookupContext.h"
#include "dsp/measure/hookup/HookupFinding.h"
#include "dsp/overload/OverloadWatch.h"
#include "dsp/restore/ClickEvent.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace phonostage::media {

/** The stage as a person named it. */
struct RenderStage {
    std::string curveName = "riaa"; ///< of the catalogue, or "custom"
    dsp::FilterSettings filter;
    dsp::LevelSettings levels;
};

/** What is known of a capture beside its samples, for the hook-up check. */
struct CaptureFacts {
    bool isCalibrated = false; ///< a person, the file or a device said what full scale is in volts
    std::optional<dsp::TurntableSpeed> speed;
    dsp::HookupHolds holds = dsp::HookupHolds::side;
};

/** Figures of the raw samples of one channel, full scale 1.0, DC included. */
struct InputFigures {
    double meanSquare = 0.0;
    dsp::OverloadCounts overload; ///< its peak is the channel's
    std::vector<dsp::OverloadEvent> events;
};

/** Figures of what was written, full scale 1.0. */
struct OutputFigures {
    double meanSquare = 0.0;
    double peak = 0.0;
    double truePeak = 0.0;
    std::int64_t clippedSamples = 0;
};

/** Clicks and crackle that were removed. */
struct ClickFigures {
    std::int64_t count = 0;
    std::vector<dsp::ClickEvent> events; ///< the first of them
};

/** Hum, as it was known last. */
struct HumFigures {
    double frequencyHz = 0.0; ///< of the mains
    int lines = 0;            ///< the fundamental and its harmonics
    std::array<double, 2> rmsVolts{};
    double fromSeconds = 0.0; ///< when it was first known
};

/** Steady tones at multiples of a mains frequency that stay, since they were not there without music. */
struct WithheldHum {
    double frequencyHz = 0.0;
    int lines = 0;
    bool heardPause = false; ///< else there was none, and nobody knows
};

struct ChannelFigures {
    std::string name; ///< "left", "right", "mono"
    InputFigures input;
    std::optional<OutputFigures> output;
    std::optional<ClickFigures> clicks; ///< where they were removed
};

/** The contents of `render --report` and `analyze --json`. */
struct Report {
    RenderStage stage;
    double sampleRateHz = 0.0;
    double outputRateHz = 0.0; ///< that the written file declares; 0 where none is written
    std::int64_t frames = 0;
    double seconds = 0.0;                ///< of wall clock that the work took
    std::int64_t badSamples = 0;         ///< made silent by the guard
    std::optional<double> largestGainDb; ///< where the output clips: what fits; never below 0 dB
    std::vector<ChannelFigures> channels;
    std::optional<HumFigures> hum;          ///< where it was listened for, and found
    std::optional<WithheldHum> withheldHum; ///< as it was last
    CaptureFacts facts;
    std::optional<dsp::HookupVerdict> hookup; ///< empty where nobody listened, or the rate is below 44.1 kHz

    [[nodiscard]] std::int64_t clippedSamples() const; ///< of the output, all channels
    [[nodiscard]] std::int64_t overloadCount() const;  ///< events at the input, all channels
};

/** The JSON object of the promise to scripts, with a newline at its end. A figure that does not exist is null. */
[[nodiscard]] std::string toJson(const Report& report);
/** Likewise of `check --json`: the findings alone. */
[[nodiscard]] std::string checkJson(const Report& report);

/** dBV of a mean square and of a peak, for a full scale in dBV rms of a sine; empty for silence. A peak is given as
   that of a sine: a steady sine reads the same on both. */
[[nodiscard]] std::optional<double> rmsDbv(double meanSquare, double fullScaleDbv);
[[nodiscard]] std::optional<double> peakDbv(double peak, double fullScaleDbv);
/** dBV of volts rms; empty for silence. */
[[nodiscard]] std::optional<double> voltsDbv(double voltsRms);
/** 20 log10 of a peak; empty for silence. */
[[nodiscard]] std::optional<double> decibels(double peak);

} // namespace phonostage::media
