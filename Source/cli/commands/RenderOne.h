// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/commands/RenderPlan.h"

#include "media/render/Render.h"

#include <filesystem>
#include <optional>
#include <string>

namespace phonostage::cli {

/** As messages call what is written: the path in quotes, or "standard output". */
[[nodiscard]] std::string outputName(const std::filesystem::path& output);

/** How one file came out. */
struct Rendered {
    media::Report report;
    std::string clipping;   ///< what is said of an output that clips; else ""
    bool isClipped = false; ///< samples were cut off, for good
};

/** Renders one file, with its pictures, and with its report where `reportPath` is not empty; a gain in gainDb wins over
    the flags. Throws UsageError or MediaError; nothing is left of it then. */
[[nodiscard]] Rendered renderOne(const RenderFlags& flags, const RenderJob& job,
                                 const std::filesystem::path& reportPath, std::optional<double> gainDb);

/** The true peak of what would be written at the flags' own gain, and that gain. */
struct PeakAtGain {
    double truePeak = 0.0;
    double gainDb = 0.0;
};
[[nodiscard]] PeakAtGain measurePeak(const RenderFlags& flags, const media::SoundSource& source);

} // namespace phonostage::cli
