// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/commands/RenderPlan.h"

#include "media/render/Render.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace phonostage::cli {

/** As messages call what is written: the path in quotes, or "standard output". */
[[nodiscard]] std::string outputName(const std::filesystem::path& output);

/** How one file came out. */
struct Rendered {
    media::Report report;
    std::string clipping;      ///< what is said of an output that clips; else ""
    bool isClipped = false;    ///< samples were cut off, for good
    std::int64_t frames = 0;   ///< of what was written
    double sampleRateHz = 0.0; ///< of what was written
};

/** What one of several files has from those around it. */
struct AmongSeveral {
    media::Progress progress;
};

/** Renders one file, with its pictures, and with its report where `reportPath` is not empty; a gain in gainDb wins over
    the flags. Among several it says warnings alone, may be called on any thread, and several may run at a time.
    Throws UsageError or MediaError; nothing is left of it then. */
[[nodiscard]] Rendered renderOne(const RenderFlags& flags, const RenderJob& job,
                                 const std::filesystem::path& reportPath, std::optional<double> gainDb,
                                 const AmongSeveral* several = nullptr);

/** The true peak of what would be written at the flags' own gain, and that gain. */
struct PeakAtGain {
    double truePeak = 0.0;
    double gainDb = 0.0;
};
[[nodiscard]] PeakAtGain measurePeak(const RenderFlags& flags, const media::SoundSource& source,
                                     const media::Progress& progress);

/** A hash of all that a result depends on beside its input: the stage (as it is for an input with a calibration of its
    own, too), word length, speed, channels. The gain is not in it where it is `auto`. */
[[nodiscard]] std::string settingsHash(const RenderFlags& flags);

} // namespace phonostage::cli
