// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/Commands.h"
#include "cli/flags/FlagValues.h"
#include "cli/flags/StageFlags.h"
#include "cli/output/Console.h"
#include "cli/output/Errors.h"
#include "cli/output/Outputs.h"
#include "cli/output/PictureFiles.h"
#include "cli/output/Summary.h"
#include "cli/output/Text.h"

#include "base/text/Units.h"
#include "media/analyse/MeasuredResponse.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace phonostage::cli {
namespace {

struct Response {
    StageFlags stage;
    std::string rate = "48000", frequencies, png;
    bool json = false, csv = false, overwrite = false;
};

std::string table(const media::MeasuredResponse& response) {
    std::vector<std::vector<std::string>> rows{{"Hz", "gain dB", "phase deg", "error dB", "phase error deg"}};
    for (const auto& point : response.points)
        rows.push_back({base::formatShortest(point.frequencyHz), base::formatFixed(point.gainDb, 4),
                        base::formatFixed(point.phaseDeg, 3), base::formatFixed(point.errorDb, 7),
                        base::formatFixed(point.phaseErrorDeg, 4)});
    return stageText(response.stage, response.sampleRateHz) + ", at " + base::formatShortest(response.sampleRateHz) +
           " Hz\n" + tableText(rows, "rrrrr") + "largest error " + base::formatFixed(response.maxErrorDb, 7) +
           " dB; phase " + base::formatFixed(response.maxPhaseErrorDeg, 4) + " deg after removing a delay of " +
           base::formatFixed(response.delaySamples, 4) + " samples\n";
}

void run(const Response& options) {
    if (options.json && options.csv) throw UsageError("--json and --csv cannot be combined: remove one of them");
    const auto stage = options.stage.stage({});
    const double rateHz = readQuantity("--rate", options.rate, "Hz", dsp::minSampleRateHz, dsp::maxSampleRateHz);
    const auto frequencies =
        options.frequencies.empty() ? media::standardFrequencies(rateHz) : readFrequencies(options.frequencies, rateHz);
    Outputs outputs(options.overwrite);
    if (const auto preset = options.stage.presetFile(); !preset.empty()) outputs.keepClearOf(preset, "the preset");
    auto* const picture = outputs.addPicture(options.png, {"--png", "the picture", ""});

    const auto response = media::measureResponse(stage, rateHz, frequencies);
    if (picture != nullptr) picture->writeAll(responsePicture(stage, rateHz));
    outputs.commit();
    print(options.json ? media::toJson(response) : options.csv ? media::toCsv(response) : table(response));
}

} // namespace

Runner addResponse(CLI::App& program) {
    auto* command = program.add_subcommand("response", "Measure the frequency response of the running engine");
    const auto options = std::make_shared<Response>();
    command->add_option("--rate", options->rate, "Sample rate, 8 to 768 kHz [48000]")->type_name("HZ");
    command->add_option("--freqs", options->frequencies, "Frequencies, as in 20,1k,20kHz [third octaves from 20 Hz]")
        ->type_name("LIST");
    command->add_flag("--json", options->json, "As JSON");
    command->add_flag("--csv", options->csv, "As CSV with a header line");
    command->add_option("--png", options->png, "Picture of the response")->type_name("FILE.png");
    command->add_flag("--overwrite", options->overwrite, "Replace a picture that Phonostage has not made");
    options->stage.addTo(*command, "off", false);
    command->footer("Errors are relative to the exact analogue curve, with the analogue Butterworth high-passes if DC\n"
                    "removal or subsonic are on. The phase error excludes one constant delay, which is printed.\n\n"
                    "Example:\n  phonostage response --curve riaa --rate 96k --csv");
    return [options] { run(*options); };
}

} // namespace phonostage::cli
