// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/Commands.h"
#include "cli/flags/InputFlags.h"
#include "cli/flags/StageFlags.h"
#include "cli/output/Console.h"
#include "cli/output/ProgressBar.h"
#include "cli/output/Summary.h"
#include "cli/output/Text.h"

#include "base/text/Units.h"
#include "media/render/Render.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace phonostage::cli {
namespace {

struct Analyze {
    StageFlags stage;
    InputFlags input;
    bool json = false, quiet = false, progress = false;
};

void run(const Analyze& options) {
    media::AudioReader reader(options.input.source());
    const auto chosen = options.stage.chosen(reader.tags());
    const auto stage = StageFlags::mediaStage(chosen);
    ProgressBar bar(talkOf(options.quiet, options.progress), reader.sampleRateHz());
    media::CaptureFacts facts;
    facts.isCalibrated = options.stage.isCalibrated(reader.tags());
    const auto report = media::analyzeFile(reader, stage, bar.callback(), nullptr, facts);
    bar.clear();
    for (const auto& warning : reader.warnings())
        warn(warning);
    if (options.json) {
        print(media::toJson(report));
        return;
    }
    const double seconds = static_cast<double>(report.frames) / report.sampleRateHz;
    print(options.input.name() + ": " + reader.formatName() + ", " + base::formatFixed(report.sampleRateHz, 0) +
          " Hz, " + (report.channels.size() == 1 ? "mono" : "stereo") + ", " + exactTime(seconds) + " (full scale is " +
          level(stage.levels.inputDbv, "dBV") + ")\n" + inputSummary(report, true) + equipmentSummary(chosen));
}

} // namespace

Runner addAnalyze(CLI::App& program) {
    auto* command = program.add_subcommand("analyze", "Report the levels of a raw capture and every overload");
    const auto options = std::make_shared<Analyze>();
    options->input.addTo(*command, "IN", "Raw capture: WAV, RF64, AIFF, FLAC, CAF, MP3 ...; - is standard input");
    command->add_flag("--json", options->json, "Print the full report as JSON");
    command->add_flag("-q,--quiet", options->quiet, "No progress");
    command->add_flag("--progress", options->progress, "Show progress even if standard error is not a terminal");
    options->stage.addTo(*command, "on", false);
    command->footer("Example:\n  phonostage analyze --input-dbv -10dBV side-a.wav");
    return [options] { run(*options); };
}

} // namespace phonostage::cli
