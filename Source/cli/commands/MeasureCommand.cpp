// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/Commands.h"
#include "cli/flags/EquipmentFlags.h"
#include "cli/flags/FlagValues.h"
#include "cli/flags/InputFlags.h"
#include "cli/flags/NumberFlags.h"
#include "cli/output/Console.h"
#include "cli/output/Errors.h"
#include "cli/output/Outputs.h"
#include "cli/output/ProgressBar.h"
#include "cli/output/Text.h"

#include "base/text/NumberText.h"
#include "base/text/Units.h"
#include "catalogue/TestRecord.h"
#include "catalogue/UserCatalogue.h"
#include "dsp/simd/Decibels.h"
#include "media/analyse/CalibrateFile.h"
#include "media/analyse/NoiseFile.h"
#include "media/analyse/ResonanceFile.h"
#include "media/analyse/SweepFile.h"
#include "media/analyse/TestReport.h"
#include "media/analyse/WowFile.h"
#include "media/io/OwnFiles.h"
#include "params/StageValues.h"
#include "plot/TestRecordPicture.h"

#include <CLI/CLI.hpp>

#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
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

/** The picture of a measurement, where one is wanted. */
struct Picture {
    std::string png;
    bool overwrite = false;

    void addTo(CLI::App& command, const char* help) {
        command.add_option("--png", png, help)->type_name("FILE.png");
        command.add_flag("--overwrite", overwrite, "Replace a picture that Phonostage has not made");
    }
    /** Opens it before the work starts: what is wrong with its place comes first. */
    void open(const media::SoundSource& source) {
        outputs.emplace(overwrite);
        if (!media::isStandardStream(source.path)) outputs->read(source.path);
        file = outputs->addPicture(png, {"--png", "the picture", ""});
        name = source.path.filename().string();
    }
    void write(plot::TestRecordPicture picture) {
        if (file == nullptr) return;
        picture.title = name == "-" ? "Test record" : name;
        const auto bytes = plot::drawPng(picture);
        // With the text by which a later run knows the picture as its own.
        file->writeAll(media::signedPng(std::string(bytes.begin(), bytes.end())));
        outputs->commit();
    }

    std::optional<Outputs> outputs;
    base::PendingFile* file = nullptr;
    std::string name;
};

// ------------------------------------------------------------------ wow

struct Wow {
    Measurement common;
    Picture picture;
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

void runWow(Wow& options) {
    media::WowSearch search;
    if (!options.carrier.empty()) search.carrierHz = readQuantity("--carrier", options.carrier, "Hz", 100.0, 7000.0);
    search.rpm = rpmFrom(options.rpm);
    if (!options.radius.empty()) search.radiusMm = readQuantity("--radius", options.radius, "", 40.0, 150.0);
    const auto source = options.common.input.source();
    options.picture.open(source);
    ProgressBar bar(options.common.talk(), 48000.0);
    search.progress = bar.callback();
    const auto file = media::measureWow(source, search);
    bar.clear();
    plot::TestRecordPicture picture;
    picture.details = formatUpTo(file.wow.carrierHz, 0) + " Hz";
    picture.wow = file.wow;
    picture.radiusMm = file.radiusMm;
    options.picture.write(std::move(picture));
    if (file.otherCarrierHz > 0.0)
        warn("the tone may be " + formatUpTo(file.otherCarrierHz, 0) + " Hz as well as " +
             formatUpTo(file.wow.carrierHz, 0) + " Hz: give --carrier, or the speed is uncertain");
    print(options.common.json ? media::toJson(file) : wowText(file));
}

Runner addWow(CLI::App& measure) {
    auto* command = measure.add_subcommand("wow", "Speed, wow and flutter from a steady tone");
    const auto options = std::make_shared<Wow>();
    options->common.addTo(*command);
    options->picture.addTo(*command, "Picture of the speed over some turns");
    command->add_option("--carrier", options->carrier, "Frequency on the record [3150, 3000, 1000, 315 or 300 Hz]")
        ->type_name("HZ");
    command->add_option("--rpm", options->rpm, "Nominal speed [found]")->type_name("33|45|78");
    command->add_option("--radius", options->radius, "Radius of the band, for the off-centre hole in mm")
        ->type_name("MM");
    command->footer("The tone may be anywhere in the file; 30 s or more of it are best. Flat and equalised recordings "
                    "are alike.\n\nExample:\n  phonostage measure wow --carrier 3150 --radius 100 tone.flac");
    return [options] { runWow(*options); };
}

// ------------------------------------------------------------- response

struct Response {
    Measurement common;
    Picture picture;
    std::string cut, record;
    EquipmentFlags equipment;
};

constexpr std::array<std::string_view, 5> cutWords{"riaa", "jvc", "cv", "str100", "flat"};

/** `flat` is a sweep of constant velocity, as `cv`. */
dsp::RecordCut cutOf(std::size_t word) {
    constexpr std::array<dsp::RecordCut, 5> cuts{dsp::RecordCut::riaa, dsp::RecordCut::jvc,
                                                 dsp::RecordCut::constantVelocity, dsp::RecordCut::str100,
                                                 dsp::RecordCut::constantVelocity};
    return cuts[word];
}

/** What the wrong load does; nothing where no load is to be corrected. */
std::function<double(double)> loadGainOf(const EquipmentFlags& equipment) {
    params::Snapshot stage;
    equipment.readEquipment(stage);
    equipment.readNumbers(stage.values);
    equipment.readLoad(stage.values);
    return media::wrongLoadGain(stage.values);
}

std::string decibelText(double db, int decimals) { return (db < 0.0 ? "" : "+") + formatFixed(db, decimals); }

/** The level nearest to a frequency, at most a twelfth of an octave away. */
template <typename Point, typename Level>
std::string cell(const std::vector<Point>& points, double hz, const Level& level, int decimals) {
    const Point* best = nullptr;
    for (const auto& point : points)
        if (best == nullptr || std::abs(std::log(point.frequencyHz / hz)) < std::abs(std::log(best->frequencyHz / hz)))
            best = &point;
    constexpr double near = 0.0578; // a twelfth of an octave
    if (best == nullptr || std::abs(std::log(best->frequencyHz / hz)) > near) return "-";
    return decibelText(level(*best), decimals);
}

std::string sweepTable(const dsp::SweepMeasurement& sweep) {
    std::vector<std::vector<std::string>> rows{
        {"Hz", "left dB", "right dB", "left into right dB", "right into left dB"}};
    const auto response = [](const dsp::SweepPoint& point) { return point.levelDb; };
    const auto crosstalk = [](const dsp::CrosstalkPoint& point) {
        return dsp::finiteDecibelsOfPower(std::norm(point.leak));
    };
    for (int k = -17; k <= 14; ++k) { // thirds of an octave, 20 Hz to 25 kHz
        const double hz = 1000.0 * std::exp2(k / 3.0);
        std::vector<std::string> row{formatFixed(hz, hz < 100.0 ? 1 : 0)};
        for (const auto& channel : sweep.channel)
            row.push_back(cell(channel.response, hz, response, 2));
        for (const auto& channel : sweep.channel)
            row.push_back(cell(channel.crosstalk, hz, crosstalk, 1));
        if (row[1] != "-" || row[2] != "-") rows.push_back(row);
    }
    return tableText(rows, "rrrrr");
}

std::string azimuthText(const dsp::SweepMeasurement& sweep) {
    if (!sweep.azimuth) return "Azimuth: needs a sweep of each channel.\n";
    const auto& azimuth = *sweep.azimuth;
    const auto angle = formatFixed(std::abs(azimuth.degrees), 1) + " degrees";
    if (!azimuth.isSure)
        return "Azimuth: no advice. An angle of " + angle +
               " would fit best, but it explains too little of the "
               "crosstalk (" +
               formatFixed(azimuth.gainDb, 1) + " dB); the rest comes from elsewhere.\n";
    return "Azimuth: the cartridge leans " + angle + " (+-" + formatFixed(azimuth.spreadDegrees, 1) + ") " +
           (azimuth.degrees > 0.0 ? "counter-clockwise" : "clockwise") +
           " seen from its front. Turn it back, and the "
           "worse crosstalk falls by about " +
           formatFixed(azimuth.gainDb, 1) +
           " dB. This holds if both channels "
           "have the same polarity.\n";
}

std::string sweepText(const media::FileSweep& file, std::string_view cut) {
    const auto& sweep = file.sweep;
    std::string text;
    for (const auto& band : file.bands)
        text += std::string(band.driven == dsp::DrivenSide::left    ? "Left"
                            : band.driven == dsp::DrivenSide::right ? "Right"
                                                                    : "Both channels") +
                ": sweep " + exactTime(band.fromSeconds) + " to " + exactTime(band.toSeconds) +
                (band.pilot ? "" : ", without a 1 kHz tone before it") + "\n";
    text += "Speed " + (sweep.speed ? decibelText(100.0 * (*sweep.speed - 1.0), 3) + " %" : "unknown: taken as right") +
            "; balance (right - left) " + (sweep.balanceDb ? decibelText(*sweep.balanceDb, 3) + " dB" : "unknown") +
            "; cut " + std::string(cut) + " taken out\n" + azimuthText(sweep) + "\n";
    return text + sweepTable(sweep);
}

/** Of cutWords: the flag's, or that of the record. */
std::size_t cutWord(const Response& options) {
    if (options.record.empty())
        return options.cut.empty() ? 0 : readWord("--cut", options.cut, {cutWords.begin(), cutWords.end()});
    if (!options.cut.empty()) throw UsageError("--record and --cut cannot be combined: remove one of them");
    const auto list = catalogue::loadTestRecords(catalogue::userFolder());
    for (const auto& problem : list.problems)
        warn(problem);
    const auto* record = catalogue::findTestRecord(list, options.record);
    if (record == nullptr) {
        const auto ids = idsOf(list.records);
        refuseWord("--record", options.record, {ids.begin(), ids.end()});
    }
    const auto cut = catalogue::sweepCut(*record);
    if (!cut) throw UsageError("--record", options.record, "the cut of its sweeps is not known: give --cut instead");
    for (std::size_t word = 0; word < cutWords.size(); ++word)
        if (cutOf(word) == *cut) return word;
    return 0;
}

void runResponse(Response& options) {
    const auto word = cutWord(options);
    media::SweepSearch search;
    search.cut = cutOf(word);
    search.loadGain = loadGainOf(options.equipment);
    const auto source = options.common.input.source();
    options.picture.open(source);
    ProgressBar bar(options.common.talk(), 48000.0);
    search.progress = bar.callback();
    const auto file = media::measureSweep(source, search);
    bar.clear();
    plot::TestRecordPicture picture;
    picture.details = media::takenOutText(search.cut, static_cast<bool>(search.loadGain));
    picture.sweep = file.sweep;
    options.picture.write(std::move(picture));
    if (!file.sweep.speed)
        warn("no 1 kHz tone was found before a sweep: the speed is taken as right, and the balance is that of the "
             "sweeps");
    print(options.common.json ? media::toJson(file, std::string(cutWords[word]), options.picture.png)
                              : sweepText(file, cutWords[word]));
}

Runner addSweep(CLI::App& measure) {
    auto* command = measure.add_subcommand("response", "Response, crosstalk, balance and azimuth from a sweep");
    const auto options = std::make_shared<Response>();
    options->common.addTo(*command);
    options->picture.addTo(*command, "Picture of response and crosstalk");
    command
        ->add_option("--cut", options->cut,
                     "Recorded velocity: RIAA; RIAA without 75 us (jvc); constant (cv, flat); STR-100 [riaa]")
        ->type_name("riaa|jvc|cv|str100|flat");
    command->add_option("--record", options->record, "Test record, whose cut it is, as in jvc_trs_1007")
        ->type_name("NAME");
    options->equipment.addTo(*command, false);
    command->footer("The recording must be flat and hold the sweep of each channel, with the 1 kHz tone before it. If\n"
                    "cartridge and load are given, the effect of a wrong load is taken out.\n\n"
                    "Example:\n  phonostage measure response --cut jvc sweeps.flac");
    return [options] { runResponse(*options); };
}

// ------------------------------------------------------------ resonance

struct Resonance {
    Measurement common;
    Picture picture;
};

std::string resonanceText(const media::FileResonance& file) {
    const auto& found = file.resonance;
    std::string text = "Bass sweep " + exactTime(found.fromSeconds) + " to " + exactTime(found.toSeconds) + ", " +
                       formatFixed(found.fromHz, 1) + " to " + formatFixed(found.toHz, 1) + " Hz, " +
                       media::planeName(found.plane) + "\n";
    text += "Resonance of arm and cartridge: " + formatFixed(found.resonanceHz, 1) + " Hz, Q " +
            formatFixed(found.q, 1) + (found.isSure() ? "" : ": not sure") + "\n";
    using Doubt = dsp::ResonanceMeasurement::Doubt;
    if (found.doubt == Doubt::poorFit)
        text += "The fit leaves " + formatFixed(found.spreadDb, 1) + " dB: is the sweep alone, and recorded flat?\n";
    if (found.doubt == Doubt::edge) text += "It lies at the edge of the sweep, or outside.\n";
    if (found.doubt == Doubt::noPeak) text += "The level has no peak there as an arm makes one.\n";
    return text + (found.isConstantAmplitude ? "Cut with constant amplitude" : "Cut with constant velocity") +
           ", as that fits better. 8 to 12 Hz is the usual aim.\n";
}

void runResonance(Resonance& options) {
    const auto source = options.common.input.source();
    options.picture.open(source);
    ProgressBar bar(options.common.talk(), 48000.0);
    const auto file = media::measureResonance(source, bar.callback());
    bar.clear();
    plot::TestRecordPicture picture;
    picture.resonances = {file.resonance};
    options.picture.write(std::move(picture));
    print(options.common.json ? media::toJson(file) : resonanceText(file));
}

Runner addResonance(CLI::App& measure) {
    auto* command = measure.add_subcommand("resonance", "Resonance of arm and cartridge from a bass sweep");
    const auto options = std::make_shared<Resonance>();
    options->common.addTo(*command);
    options->picture.addTo(*command, "Picture of the level over the frequency");
    command->footer(
        "The recording must be flat, without a subsonic filter, and hold a sweep between 25 and 5 Hz or so, rising or\n"
        "falling; the longest one is measured.\n\nExample:\n  phonostage measure resonance bass.flac");
    return [options] { runResonance(*options); };
}

// ---------------------------------------------------------------- noise

struct Noise {
    Measurement common;
    std::string from, to;
    NumberFlags numbers;
    EquipmentFlags equipment;
};

media::NoiseSearch noiseSearch(const Noise& options, const media::SoundSource& source) {
    using params::Id;
    params::Snapshot stage;
    auto& values = stage.values;
    const media::AudioReader reader(source); // the note of its calibration
    if (reader.tags().note.fullScaleDbv) values.set(Id::inputDbv, *reader.tags().note.fullScaleDbv);
    options.equipment.readEquipment(stage);
    options.equipment.readNumbers(values);
    options.numbers.read(values);
    auto search = media::noiseSearch(values, reader.tags().note.fullScaleDbv || options.numbers.isGiven(Id::inputDbv) ||
                                                 options.equipment.isLevelKnown());
    const auto span = readSpan("--from", options.from, "--to", options.to);
    search.fromSeconds = span.fromSeconds;
    search.toSeconds = span.toSeconds;
    return search;
}

std::string noiseText(const media::FileNoise& file) {
    const auto& noise = file.noise;
    std::vector<std::vector<std::string>> rows{{"", "dBV after RIAA", "dB re 5 cm/s rms"}};
    const auto add = [&](const char* name, double power) {
        const auto relative = file.relativeDb(power);
        rows.push_back({name, formatFixed(file.dbv(power), 1), relative ? formatFixed(*relative, 1) : "-"});
    };
    add("rumble, unweighted", noise.rumbleUnweighted);
    add("rumble, weighted", noise.rumbleWeighted);
    add("rumble, lateral alone", noise.lateralRumble);
    add("rumble, vertical alone", noise.verticalRumble);
    add("groove noise, A-weighted", noise.grooveNoise);
    auto text = exactTime(noise.seconds) + " measured" +
                (file.search.isCalibrated ? ""
                                          : "; not calibrated: --input-dbv or --interface would let the level "
                                            "count") +
                "\n" + tableText(rows, "lrr");
    if (!file.search.referenceVolts)
        text += "--cartridge or --cartridge-mv gives the levels against a tone of 5 cm/s.\n";
    text += noise.hum.empty() ? "No hum stands out.\n" : "Hum at the input:";
    for (const auto& line : noise.hum)
        text += (&line == &noise.hum.front() ? " " : ", ") + formatFixed(line.frequencyHz, 0) + " Hz " +
                formatFixed(file.dbv(line.level * line.level), 1) + " dBV";
    return noise.hum.empty() ? text : text + "\n";
}

void runNoise(const Noise& options) {
    const auto source = media::rereadable(options.common.input.source()); // its note is read first
    auto search = noiseSearch(options, source);
    ProgressBar bar(options.common.talk(), 48000.0);
    search.progress = bar.callback();
    const auto file = media::measureNoise(source, search);
    bar.clear();
    print(options.common.json ? media::toJson(file) : noiseText(file));
}

Runner addNoise(CLI::App& measure) {
    auto* command = measure.add_subcommand("noise", "Rumble, groove noise and hum from a silent groove");
    const auto options = std::make_shared<Noise>();
    options->common.addTo(*command);
    command->add_option("--from", options->from, "Where the silent groove begins [start]")->type_name("TIME");
    command->add_option("--to", options->to, "Where it ends [end]")->type_name("TIME");
    options->numbers.add(*command, params::Id::inputDbv, "DBV", "Calibration");
    options->equipment.addTo(*command);
    command->footer("The recording must be flat, of a groove without sound.\n\n"
                    "Example:\n  phonostage measure noise --cartridge at_vm95e --input-dbv -10dBV silent.flac");
    return [options] { runNoise(*options); };
}

} // namespace

Runner addMeasure(CLI::App& program) {
    auto* command = program.add_subcommand("measure", "Measure the turntable with a test record");
    command->require_subcommand(1);
    std::vector<std::pair<CLI::App*, Runner>> runs;
    for (const auto& add : {addWow, addSweep, addResonance, addNoise}) {
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
