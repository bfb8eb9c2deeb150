// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/flags/InputFlags.h"
#include "cli/flags/StageFlags.h"
#include "cli/output/Console.h"

#include "media/render/Render.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace phonostage::cli {

/** The flags of `render`, as they were written. */
struct RenderFlags {
    StageFlags stage;
    InputFlags input;
    std::vector<std::string> files; ///< IN, IN OUT, or captures alone: see planRender()
    std::string outFolder;
    std::string report, levelsPng, responsePng;
    std::string bits = "24";
    std::string speedBack = "rate";
    bool overwrite = false, strict = false, quiet = false, progress = false;

    [[nodiscard]] Talk talk() const { return quiet ? Talk::quiet : progress ? Talk::progress : Talk::normal; }
    [[nodiscard]] bool reportToStdout() const { return report == "-"; }
};

/** Either may be "-", a standard stream. */
struct RenderJob {
    std::filesystem::path input, output;
};
/** As messages call what is written: the path in quotes, or "standard output". */
[[nodiscard]] std::string outputName(const std::filesystem::path& output);

/** What is to be rendered, and whether it counts as several files, though it may be one: with --out. */
struct RenderPlan {
    std::vector<RenderJob> jobs;
    bool isSeveral = false;
};

/** One file is rendered beside itself, two are IN and OUT, three or more are captures; with --out all are. A folder in
    the last place takes the results under their usual names. Throws UsageError or MediaError where two results would be
    one file, or a result one of the captures, and where a standard stream is among several files or has no name to make
    one from. */
[[nodiscard]] RenderPlan planRender(const RenderFlags& flags, const std::string& curveName);

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

/** Several files, one after the other: a failed one does not stop the others. Throws MediaError at the end where there
    was one, OutputClips where that counts. */
void renderSeveral(const RenderFlags& flags, const std::vector<RenderJob>& jobs);

} // namespace phonostage::cli
