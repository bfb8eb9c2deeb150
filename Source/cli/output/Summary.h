// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/Report.h"
#include "params/ParameterTable.h"

#include <string>
#include <vector>

namespace phonostage::cli {

/** What follows from cartridge and interface: output, level at the input, recommended gain, overload margin and what to
    turn. Lines for people; empty if no cartridge is given. */
[[nodiscard]] std::string equipmentSummary(const params::Snapshot& stage);
/** What the load correction does, what it costs and what would do better; empty where it is off. */
[[nodiscard]] std::string loadSummary(const media::RenderStage& stage);
/** What the input did, for people: overloads and headroom, channel by channel; levels where `withLevels`. */
[[nodiscard]] std::string inputSummary(const media::Report& report, bool withLevels);
/** Warnings about the input that are shown even without a summary. */
[[nodiscard]] std::vector<std::string> inputWarnings(const media::Report& report);
/** The output's levels, where `withLevels`. */
[[nodiscard]] std::string outputSummary(const media::Report& report, bool withLevels);
/** How much of the output clips, and the gain that fits; "" where nothing does. `isFloat`: beyond full scale is kept.
 */
[[nodiscard]] std::string clippingText(const media::Report& report, bool isFloat);
/** "RIAA", "RIAA, inverse". */
[[nodiscard]] std::string curveTitle(const media::RenderStage& stage);
/** ", clicks removed (50 %), hum lowered by up to 40 dB"; empty where nothing is. */
[[nodiscard]] std::string cleanText(const dsp::CleanSettings& clean, bool isOffline);
/** "RIAA, gain 40.00 dB". */
[[nodiscard]] std::string stageText(const media::RenderStage& stage, double sampleRateHz);
/** ", exact phase" where that is on, and that it does nothing where the rate is high enough; else empty. */
[[nodiscard]] std::string exactPhaseText(const dsp::FilterSettings& filter, double sampleRateHz);

} // namespace phonostage::cli
