// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/MeasuredResponse.h"
#include "media/render/Render.h"

#include <string>

namespace phonostage::cli {

/** PNG of the measured response beside the exact curve, from 10 Hz as far as the rate goes, 40 kHz at most. */
[[nodiscard]] std::string responsePicture(const media::RenderStage& stage, double sampleRateHz);
/** PNG of input and output levels over time; the title is the file's name. */
[[nodiscard]] std::string levelsPicture(const media::Report& report, const media::Histories& histories,
                                        const std::string& title);

} // namespace phonostage::cli
