// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/render/Render.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace phonostage::media {

/** Frames [first, second), in order. */
using FrameRanges = std::vector<std::pair<std::int64_t, std::int64_t>>;

/** True peak (ITU-R BS.1770) that --gain auto brings the output to, dB re full scale. */
constexpr double truePeakTargetDb = -1.0;

/** The true peak of what a render with these settings would write, full scale 1.0; the largest of all channels. Reads
    the file to its end. Throws MediaError. */
[[nodiscard]] double truePeakOfRender(AudioReader& reader, const RenderSettings& settings,
                                      const FrameRanges* within = nullptr);

/** The gain in dB that brings the true peak to truePeakTargetDb, where it is `truePeak` at `gainDb`: to 0.01 dB, never
    above the target, within the stage's own range of 0 to 80 dB. Empty for silence, which no gain brings anywhere. */
[[nodiscard]] std::optional<double> gainThatFits(double truePeak, double gainDb);

} // namespace phonostage::media
