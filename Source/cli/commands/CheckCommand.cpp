// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/Commands.h"
#include "cli/flags/EquipmentFlags.h"
#include "cli/flags/FlagValues.h"
#include "cli/flags/InputFlags.h"
#include "cli/flags/NumberFlags.h"
#include "cli/output/Console.h"
#include "cli/output/Errors.h"
#include "cli/output/ProgressBar.h"
#include "cli/output/Text.h"

#include "base/text/Units.h"
#include "catalogue/HookupTexts.h"
#include "media/analyse/Findings.h"
#include "media/analyse/HookupPass.h"
#include "media/render/Render.h"
#include "params/StageValues.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

namespace phonostage::cli {
namespace {

using params::Id;

constexpr double leastSeconds = 10.0; ///< most verdicts need as much

struct Check {
    InputFlags input;
    NumberFlags numbers;
    EquipmentFlags equipment;
    std::string rpm;
    bool json = false, strict = false, quiet = false, progress = false, music = false, needleUp = false;
};

std::optional<dsp::TurntableSpeed> readRpm(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return static_cast<dsp::TurntableSpeed>(readWord("--rpm", text, {"33", "45", "78"}));
}

/** The stage of the table, at the input's level. */
media::RenderStage stageFor(const Check& options, const media::FileTags& tags, media::CaptureFacts& facts) {
    params::Snapshot stage;
    auto& values = stage.values;
    if (tags.note.fullScaleDbv) values.set(Id::inputDbv, *tags.note.fullScaleDbv);
    options.equipment.readEquipment(stage);
    options.numbers.read(values);
    facts.isCalibrated =
        tags.note.fullScaleDbv || options.numbers.isGiven(Id::inputDbv) || options.equipment.isLevelKnown();
    media::RenderStage result;
    result.levels = params::levelSettings(values);
    return result;
}

media::CaptureFacts factsFrom(const Check& options) {
    if (options.music && options.needleUp)
        throw UsageError("--music and --needle-up cannot be combined: remove one of them");
    media::CaptureFacts facts;
    facts.speed = readRpm(options.rpm);
    if (options.music) facts.holds = dsp::HookupHolds::music;
    if (options.needleUp) facts.holds = dsp::HookupHolds::needleUp;
    return facts;
}

std::string findingText(const dsp::HookupFinding& finding) {
    const auto& text = catalogue::hookupText(finding.fault);
    return "\n" + catalogue::hookupTitle(finding) +
           (finding.confidence == dsp::Confidence::sure ? " (sure)" : " (likely)") + "\n  Sounds like: " + text.sound +
           "\n  Measured: " + catalogue::hookupEvidence(finding) + "\n  Remedy: " + text.remedy + "\n";
}

std::string reportText(const Check& options, const media::AudioReader& reader, const media::Report& report,
                       const std::vector<dsp::HookupFinding>& found) {
    const double seconds = static_cast<double>(report.frames) / report.sampleRateHz;
    auto text = options.input.name() + ": " + reader.formatName() + ", " + base::formatFixed(report.sampleRateHz, 0) +
                " Hz, " + (report.channels.size() == 1 ? "mono" : "stereo") + ", " + exactTime(seconds) + ", " +
                (report.facts.isCalibrated
                     ? "calibrated: full scale is " + level(report.stage.levels.inputDbv, "dBV")
                     : std::string("not calibrated: --input-dbv or --interface would let the level count")) +
                "\n";
    if (seconds < leastSeconds) text += "Too short for most checks: 10 s are needed, and 45 s are better.\n";
    if (found.empty()) text += "Nothing wrong was found.\n";
    for (const auto& finding : found)
        text += findingText(finding);
    return text;
}

void run(const Check& options) {
    auto facts = factsFrom(options);
    media::AudioReader reader(options.input.source());
    if (!media::HookupPass::isPossible(reader.sampleRateHz()))
        throw media::MediaError(options.input.name() + " has " + base::formatFixed(reader.sampleRateHz(), 0) +
                                " Hz: the check needs 44100 to 768000 Hz; record again at 44100 Hz or more");
    const auto stage = stageFor(options, reader.tags(), facts);
    ProgressBar bar(talkOf(options.quiet, options.progress), reader.sampleRateHz());
    const auto report = media::analyzeFile(reader, stage, bar.callback(), nullptr, facts);
    bar.clear();
    for (const auto& warning : reader.warnings())
        warn(warning);
    const auto found = media::findings(report);
    print(options.json ? media::checkJson(report) : reportText(options, reader, report, found));
    const auto sure = std::count_if(found.begin(), found.end(), [](const dsp::HookupFinding& finding) {
        return finding.confidence == dsp::Confidence::sure;
    });
    if (options.strict && sure > 0)
        throw SureFinding(options.input.name() + ": " + counted(sure, "finding is sure", "findings are sure"));
}

} // namespace

Runner addCheck(CLI::App& program) {
    auto* command = program.add_subcommand("check", "Find what is wrong with the connection of the turntable");
    const auto options = std::make_shared<Check>();
    options->input.addTo(*command, "IN", "Raw capture: WAV, RF64, AIFF, FLAC, CAF, MP3 ...; - is standard input");
    command->add_flag("--json", options->json, "Print the findings as JSON");
    command->add_flag("--strict", options->strict, "Exit with status 3 if a finding is sure");
    command->add_option("--rpm", options->rpm, "Speed that the turntable was set to [not checked]")
        ->type_name("33|45|78");
    command->add_flag("--music", options->music, "The file holds music from end to end, not a whole side");
    command->add_flag("--needle-up", options->needleUp,
                      "The file was recorded with the needle up: look for hum, DC and whistles alone");
    command->add_flag("-q,--quiet", options->quiet, "No progress");
    command->add_flag("--progress", options->progress, "Show progress even if standard error is not a terminal");
    options->numbers.add(*command, Id::inputDbv, "DBV", "Calibration");
    options->equipment.addInterfaceTo(*command, "Calibration");
    command->footer("Example:\n  phonostage check --input-dbv -10dBV --rpm 33 side-a.wav");
    return [options] { run(*options); };
}

} // namespace phonostage::cli
