// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/Commands.h"
#include "cli/flags/FlagValues.h"
#include "cli/flags/InputFlags.h"
#include "cli/output/Console.h"
#include "cli/output/ProgressBar.h"
#include "cli/output/Text.h"

#include "base/text/NumberText.h"
#include "base/text/Units.h"
#include "media/analyse/WowFile.h"

#include <CLI/CLI.hpp>

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace phonostage::cli {
namespace {

using base::formatFixed;
using base::formatUpTo;

constexpr const char* inputHelp =
    "Recording of a test record: WAV, RF64, AIFF, FLAC, CAF, MP3 ...; - is standard input";

/** What all measurements share. */
struct Measurement {
    InputFlags input;
    bool json = false, quiet = false, progress = false;

    void addTo(CLI::App& command) {
        input.addTo(command, "FILE", inputHelp);
        command.add_flag("--json", json, "Print the figures as JSON");
        command.add_flag("-q,--quiet", quiet, "No progress");
        command.add_flag("--progress", progress, "Show progress even if standard error is not a terminal");
    }
    /** The rate is that of the progress; files are read twice. */
    [[nodiscard]] Talk talk() const { return talkOf(quiet, progress); }
};

// ------------------------------------------------------------------ wow

struct Wow {
    Measurement common;
    std::string carrier, rpm, radius;
};

std::string percent(double part, int decimals = 4) { return formatFixed(100.0 * part, decimals); }

std::optional<double> rpmFrom(const std::string& text) {
    if (text.empty()) return std::nullopt;
    constexpr std::array<double, 3> speeds{100.0 / 3.0, 45.0, 78.26};
    return speeds[readWord("--rpm", text, {"33", "45", "78"})];
}

std::string wowText(const media::FileWow& file) {
    const auto& wow = file.wow;
    std::string text = "Tone " + formatFixed(wow.meanHz, 3) + " Hz, " + exactTime(file.fromSeconds) + " to " +
                       exactTime(file.toSeconds) + "\nSpeed " + (wow.speedError < 0.0 ? "" : "+") +
                       percent(wow.speedError) + " % against " + formatUpTo(wow.carrierHz, 3) + " Hz, at " +
                       formatUpTo(wow.rpm, 2) + " rpm\n\n";
    std::vector<std::vector<std::string>> rows{{"% of the speed", "2 sigma", "rms", "peak"}};
    const auto add = [&](const char* name, const dsp::WowStatistic& statistic) {
        rows.push_back({name, percent(statistic.twoSigma), percent(statistic.rms), percent(statistic.peak)});
    };
    add("wow and flutter, weighted", wow.weighted);
    add("the same without the off-centre hole", wow.weightedWithoutHole);
    add("wow and flutter, unweighted", wow.unweighted);
    add("wow alone, below 6 Hz", wow.wow);
    text += tableText(rows, "lrrr");
    text += "\nOff-centre hole: +-" + percent(wow.hole.peak) + " % once a turn (" +
            formatFixed(wow.hole.frequencyHz, 3) + " Hz)";
    text += file.radiusMm > 0.0 ? ", " + formatFixed(wow.hole.peak * file.radiusMm, 3) + " mm off the centre\n"
                                : "; --radius gives the distance in mm\n";
    if (!wow.lines.empty()) text += "Lines, peak:";
    for (const auto& line : wow.lines)
        text += (&line == &wow.lines.front() ? " " : ", ") + formatUpTo(line.frequencyHz, 3) + " Hz " +
                percent(line.peak) + " %";
    if (!wow.lines.empty()) text += "\n";
    if (wow.bridgedPart > 0.0) text += "Clicks: " + percent(wow.bridgedPart, 2) + " % of the time was passed over\n";
    return text +
           "Weighting of AES6-2008 / IEC 60386. 2 sigma: 95 % of the deviations are smaller. Unweighted: 0.2 to " +
           formatFixed(wow.topHz, 0) + " Hz.\n";
}

void runWow(const Wow& options) {
    media::WowSearch search;
    if (!options.carrier.empty()) search.carrierHz = readQuantity("--carrier", options.carrier, "Hz", 100.0, 7000.0);
    search.rpm = rpmFrom(options.rpm);
    if (!options.radius.empty()) search.radiusMm = readQuantity("--radius", options.radius, "", 40.0, 150.0);
    ProgressBar bar(options.common.talk(), 48000.0);
    search.progress = bar.callback();
    const auto file = media::measureWow(options.common.input.source(), search);
    bar.clear();
    if (file.otherCarrierHz > 0.0)
        warn("the tone may be " + formatUpTo(file.otherCarrierHz, 0) + " Hz as well as " +
             formatUpTo(file.wow.carrierHz, 0) + " Hz: give --carrier, or the speed is uncertain");
    print(options.common.json ? media::toJson(file) : wowText(file));
}

Runner addWow(CLI::App& measure) {
    auto* command = measure.add_subcommand("wow", "Speed, wow and flutter from a steady tone");
    const auto options = std::make_shared<Wow>();
    options->common.addTo(*command);
    command->add_option("--carrier", options->carrier, "Frequency on the record [3150, 3000, 1000, 315 or 300 Hz]")
        ->type_name("HZ");
    command->add_option("--rpm", options->rpm, "Nominal speed [found]")->type_name("33|45|78");
    command->add_option("--radius", options->radius, "Radius of the band, for the off-centre hole in mm")
        ->type_name("MM");
    command->footer("The tone may be anywhere in the file; 30 s or more of it are best. Flat and equalised recordings "
                    "are alike.\n\nExample:\n  phonostage measure wow --carrier 3150 --radius 100 tone.flac");
    return [options] { runWow(*options); };
}

} // namespace

Runner addMeasure(CLI::App& program) {
    auto* command = program.add_subcommand("measure", "Measure the turntable with a test record");
    command->require_subcommand(1);
    std::vector<std::pair<CLI::App*, Runner>> runs;
    for (const auto& add : {addWow}) {
        auto run = add(*command);
        runs.emplace_back(command->get_subcommands({}).back(), std::move(run));
    }
    command->footer("Example:\n  phonostage measure wow tone.flac");
    return [runs] {
        for (const auto& [app, run] : runs)
            if (app->parsed()) run();
    };
}

} // namespace phonostage::cli
