// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/Commands.h"
#include "cli/commands/RenderOne.h"
#include "cli/commands/RenderSeveral.h"
#include "cli/flags/FlagValues.h"
#include "cli/output/Console.h"
#include "cli/output/Errors.h"

#include "media/io/MediaError.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace phonostage::cli {
namespace {

void run(const RenderFlags& flags) {
    // Flags that are wrong are wrong for every file; what a file says of its own calibration changes no name.
    const auto plan = planRender(flags, StageFlags::mediaStage(flags.stage.chosen({})).curveName);
    (void)readBits(flags.bits);
    (void)readSpeedBack(flags.speedBack);
    (void)readIsOffline(flags.declickQuality);
    (void)flags.input.source("");
    (void)readJobs(flags.jobs);
    if (plan.isSeveral) return renderSeveral(flags, plan);
    const auto& job = plan.jobs.front();
    const auto rendered = renderOne(flags, job, flags.reportToStdout() ? std::string() : flags.report, std::nullopt);
    const auto clipping = rendered.clipping.empty() ? "" : outputName(job.output) + ": " + rendered.clipping;
    const bool isFailure = flags.strict && rendered.isClipped;
    if (!clipping.empty() && !isFailure) warn(clipping);
    if (flags.reportToStdout()) {
        try {
            print(media::toJson(rendered.report));
        } catch (const ReaderGone&) {
            throw;
        } catch (const base::FileError& error) {
            throw media::MediaError(std::string(error.what()) + " (written: " + outputName(job.output) + ")");
        }
    }
    if (isFailure) throw OutputClips(clipping);
}

} // namespace

Runner addRender(CLI::App& program) {
    auto* command = program.add_subcommand("render", "Run a raw capture through the phono stage into a new file");
    const auto options = std::make_shared<RenderFlags>();
    command
        ->add_option(
            "IN", options->files,
            "Raw capture: WAV, RF64, AIFF, FLAC, CAF, MP3 ...; - is standard input. Then OUT: .wav, .flac, .aiff, "
            "a folder, or - for a WAV on standard output [STEM.CURVE.wav next to IN]. Three or more files are all "
            "captures, and so are two with --out")
        ->type_name("[OUT]")
        ->required()
        ->expected(-1);
    command->add_option("--out", options->outFolder, "Folder for the results; all files are then captures")
        ->type_name("FOLDER");
    command->add_option("--jobs", options->jobs, "How many files are worked on at a time; auto: one per processor [1]")
        ->type_name("N|auto");
    command->add_flag("--again", options->again,
                      "With several files and --out: also render what is there and unchanged");
    command->add_flag("--overwrite", options->overwrite,
                      "Replace files that Phonostage has not made; never a recording of a side");
    options->input.addFlagsTo(*command);
    command->add_option("--bits", options->bits, "Sample format; TPDF dither below 32f [24]")->type_name("16|24|32f");
    command
        ->add_option("--speed-back", options->speedBack,
                     "With --speed: correct the declared rate, resample, or leave as captured [rate]")
        ->type_name("rate|resample|off");
    command
        ->add_option("--report", options->report,
                     "Levels and overloads as JSON, one line per file if there are several; - is standard output")
        ->type_name("FILE.json");
    command->add_option("--levels-png", options->levelsPng, "Picture of input and output levels over time")
        ->type_name("FILE.png");
    command->add_option("--response-png", options->responsePng, "Picture of the response")->type_name("FILE.png");
    command->add_flag("--strict", options->strict, "Treat a clipped output as an error (status 3); the file is kept");
    command->add_flag("-q,--quiet", options->quiet, "No progress and no summary; warnings are still shown");
    command->add_flag("--progress", options->progress, "Show progress even if standard error is not a terminal");
    options->stage.addTo(*command, "on", true);
    CleanFlags::addQualityTo(*command, options->declickQuality, "live");
    command->footer(
        "Usage: IN, or IN OUT, or IN FOLDER; IN IN IN ... (three or more); --out FOLDER IN ...\n\n"
        "Examples:\n"
        "  phonostage render --input-dbv -20 side-a.flac\n"
        "  phonostage render --curve columbia_lp --subsonic 20Hz:24 --bits 32f side-a.wav side-a.eq.wav\n"
        "  phonostage render --gain auto --out rendered --report rendered.jsonl side-*.wav\n"
        "  phonostage render --jobs auto --out rendered shelf/*.flac   (again: only what is new or changed)\n"
        "  phonostage render --pair 3+4 inputs.wav side-a.flac\n"
        "  arecord -f S32_LE -r 96000 -c 2 | phonostage render - - | aplay");
    return [options] { run(*options); };
}

} // namespace phonostage::cli
