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
    std::string jobs = "1";
    bool again = false; ///< also what is done already
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
    std::optional<std::filesystem::path> folder; ///< that all results go to, where one is named
};

/** One file is rendered beside itself, two are IN and OUT, three or more are captures; with --out all are. A folder in
    the last place takes the results under their usual names. Throws UsageError or MediaError where two results would be
    one file, or a result one of the captures, and where a standard stream is among several files or has no name to make
    one from. */
[[nodiscard]] RenderPlan planRender(const RenderFlags& flags, const std::string& curveName);

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

/** Several files, --jobs at a time: a failed one does not stop the others. Results in a folder that are done and
    unchanged are passed over. Throws MediaError at the end where one failed, OutputClips where that counts. */
void renderSeveral(const RenderFlags& flags, const RenderPlan& plan);

/** A hash of all that a result depends on beside its input: the stage (as it is for an input with a calibration of its
    own, too), word length, speed, channels. The gain is not in it where it is `auto`. */
[[nodiscard]] std::string settingsHash(const RenderFlags& flags);

} // namespace phonostage::cli
