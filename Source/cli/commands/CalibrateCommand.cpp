// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/Commands.h"
#include "cli/flags/EquipmentFlags.h"
#include "cli/flags/FlagValues.h"
#include "cli/flags/InputFlags.h"
#include "cli/output/Console.h"
#include "cli/output/Errors.h"
#include "cli/output/ProgressBar.h"
#include "cli/output/Text.h"

#include "base/text/Units.h"
#include "media/analyse/CalibrateFile.h"
#include "media/io/MediaError.h"
#include "params/Calibration.h"
#include "params/ParameterTable.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <memory>

namespace phonostage::cli {
namespace {

using Json = nlohmann::ordered_json;
using params::Id;

/** Flags as they were written. */
struct Calibrate {
    InputFlags input;
    std::string volts, velocity, velocityKind = "peak";
    std::string cartridge, device, deviceInput; ///< by their names in the catalogues
    std::string cartridgeMv, cartridgeVelocity, cartridgeVelocityKind = "unknown";
    std::string cartridgeL, cartridgeR, loadR, loadC, wantR, wantC;
    std::string from, to, leftOnly, rightOnly;
    bool json = false, quiet = false, progress = false;
};

// -------------------------------------------------------------- flags

double entryQuantity(Id id, const std::string& text) {
    const auto& e = params::entry(id);
    return text.empty() ? e.defaultValue : readQuantity(e.flag, text, e.unit, e.minimum, e.maximum);
}

/** The cartridge in its load; empty where the flags say nothing of the load. */
std::optional<dsp::LoadCorrection> readLoad(const Calibrate& options) {
    const bool isTold =
        !(options.loadR.empty() && options.loadC.empty() && options.wantR.empty() && options.wantC.empty());
    if (options.cartridgeL.empty() && options.cartridgeR.empty()) {
        if (isTold)
            throw UsageError("the load acts on the cartridge's coil: give --cartridge-l and --cartridge-r too, "
                             "as in --cartridge-l 430mH --cartridge-r 760");
        return std::nullopt;
    }
    if (options.cartridgeL.empty() || options.cartridgeR.empty())
        throw UsageError("--cartridge-l and --cartridge-r go together, as in --cartridge-l 430mH --cartridge-r 760");
    if (!isTold) {
        warn("the actual load is not given (--load-r, --load-c): the recommended load is assumed");
        return std::nullopt;
    }
    dsp::LoadCorrection load;
    load.coilHenry = entryQuantity(Id::cartridgeMh, options.cartridgeL) * 1e-3;
    load.coilOhm = entryQuantity(Id::cartridgeOhm, options.cartridgeR);
    load.have = {entryQuantity(Id::loadOhm, options.loadR), entryQuantity(Id::loadPf, options.loadC) * 1e-12};
    load.want = {entryQuantity(Id::wantOhm, options.wantR), entryQuantity(Id::wantPf, options.wantC) * 1e-12};
    return load;
}

/** A flag by hand wins over what the names stand for. */
void fill(std::string& text, double value) {
    if (text.empty()) text = base::formatShortest(value);
}

Calibrate withNames(Calibrate options) {
    const auto figures = namedEquipment(options.cartridge, options.device, options.deviceInput).values;
    if (!options.cartridge.empty()) {
        fill(options.cartridgeMv, figures.get(Id::cartridgeMv));
        fill(options.cartridgeVelocity, figures.get(Id::cartridgeVelocity));
        if (figures.isOn(Id::cartridgeVelocityRms) && options.cartridgeVelocityKind == "unknown")
            options.cartridgeVelocityKind = "rms";
        if (figures.get(Id::cartridgeMh) > 0.0) {
            fill(options.cartridgeL, figures.get(Id::cartridgeMh));
            fill(options.cartridgeR, figures.get(Id::cartridgeOhm));
            fill(options.wantR, figures.get(Id::wantOhm));
            fill(options.wantC, figures.get(Id::wantPf));
        }
    }
    if (!options.device.empty()) {
        fill(options.loadR, figures.get(Id::loadOhm));
        fill(options.loadC, figures.get(Id::loadPf));
    }
    return options;
}

/** All that the calibration has to know of the tone, in numbers. */
params::KnownTone readKnownTone(const Calibrate& told) {
    const auto options = withNames(told);
    if (options.volts.empty() == options.velocity.empty())
        throw UsageError("give either --volts (rms voltage at the input) or --velocity (of a test record, "
                         "with --cartridge-mv)");
    if (!options.volts.empty()) {
        if (!options.cartridgeMv.empty() || !options.cartridgeL.empty() || !options.loadR.empty())
            throw UsageError("--volts is the actual voltage at the input: remove the options for cartridge and load");
        return params::SocketVolts{readQuantity("--volts", options.volts, "V", 1e-6, 100.0)};
    }
    params::RecordedTone record;
    record.velocityCmPerS = readQuantity("--velocity", options.velocity, "cm/s", 0.1, 100.0);
    record.velocityIsRms = readIsRms("--velocity-kind", options.velocityKind, false);
    if (options.cartridgeMv.empty())
        throw UsageError("--velocity needs the cartridge's output: --cartridge-mv, as in --cartridge-mv 5.5");
    record.cartridgeMv =
        readQuantity("--cartridge-mv", options.cartridgeMv, "mV", 0.01, params::entry(Id::cartridgeMv).maximum);
    record.cartridgeVelocityCmPerS = entryQuantity(Id::cartridgeVelocity, options.cartridgeVelocity);
    record.cartridgeVelocityIsRms = readIsRms("--cartridge-velocity-kind", options.cartridgeVelocityKind, true);
    record.load = readLoad(options);
    return record;
}

media::ToneSearch readSearch(const Calibrate& options, const params::KnownTone& known) {
    media::ToneSearch search;
    if (!options.from.empty() || !options.to.empty())
        search.tone = readSpan("--from", options.from, "--to", options.to);
    search.leftOnly = readBand("--left-only", options.leftOnly);
    search.rightOnly = readBand("--right-only", options.rightOnly);
    if (search.leftOnly.has_value() != search.rightOnly.has_value())
        throw UsageError("--left-only and --right-only go together: the matrix needs both bands");
    if (std::holds_alternative<params::RecordedTone>(known)) {
        search.preferredLowHz = params::recordedToneLowHz;
        search.preferredHighHz = params::recordedToneHighHz;
    }
    return search;
}

// -------------------------------------------------------------- answers

std::string sideName(const dsp::ToneMeasurement& tone, std::size_t c) {
    return tone.channels == 1 ? "mono" : c == 0 ? "left" : "right";
}

Json toneJson(const media::MeasuredTone& measured) {
    const auto& tone = measured.tone;
    Json json;
    json["from_s"] = measured.fromSeconds;
    json["to_s"] = measured.toSeconds;
    json["frequency_hz"] = tone.frequencyHz;
    json["frequency_spread_percent"] = tone.frequencySpreadPercent;
    json["frequency_drift_percent"] = tone.frequencyDriftPercent;
    auto levels = Json::array(), distortion = Json::array(), changes = Json::array();
    for (std::size_t c = 0; c < static_cast<std::size_t>(tone.channels); ++c) {
        const auto& channel = tone.channel[c];
        levels.push_back(channel.amplitude > 0.0 ? Json(channel.dbfs()) : Json(nullptr));
        distortion.push_back(channel.thdPercent ? Json(*channel.thdPercent) : Json(nullptr));
        changes.push_back(channel.levelChangeDb);
    }
    json["level_dbfs"] = std::move(levels);
    json["thd_percent"] = std::move(distortion);
    json["level_change_db"] = std::move(changes);
    json["noise_db"] = tone.noiseDb;
    json["noise_band_hz"] = {tone.noiseLowHz, tone.noiseHighHz};
    json["phase_deg"] = tone.channels == 2 ? Json(std::arg(tone.otherOver(0)) * 57.29577951308232) : Json(nullptr);
    return json;
}

Json orNull(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json crosstalkJson(std::complex<double> crosstalk) {
    Json json;
    json["in_phase"] = crosstalk.real();
    json["quadrature"] = crosstalk.imag();
    return json;
}

std::string json(const params::Calibration& calibration, const media::FileTones& tones) {
    const auto& crosstalk = calibration.crosstalk;
    Json json;
    json["input_dbv"] = calibration.inputDbv;
    json["balance_db"] = orNull(calibration.balanceDb);
    json["crosstalk_left_to_right"] = crosstalk ? Json(crosstalk->leftToRight.real()) : Json(nullptr);
    json["crosstalk_right_to_left"] = crosstalk ? Json(crosstalk->rightToLeft.real()) : Json(nullptr);
    json["opposite_polarity"] = calibration.oppositePolarity;
    json["socket_mv"] = calibration.socketVolts * 1e3;
    json["load_db"] = calibration.loadDb;
    json["tone"] = tones.both ? toneJson(*tones.both) : Json(nullptr);
    json["left_only"] = nullptr;
    json["right_only"] = nullptr;
    if (crosstalk) {
        json["left_only"] = toneJson(*tones.leftOnly);
        json["left_only"]["crosstalk"] = crosstalkJson(crosstalk->leftToRight);
        json["right_only"] = toneJson(*tones.rightOnly);
        json["right_only"]["crosstalk"] = crosstalkJson(crosstalk->rightToLeft);
    }
    return json.dump(2) + "\n";
}

std::string toneWords(const std::string& name, const media::MeasuredTone& measured) {
    const auto& tone = measured.tone;
    auto text = name + ": " + base::formatFixed(tone.frequencyHz, 2) + " Hz, " + exactTime(measured.fromSeconds) +
                " to " + exactTime(measured.toSeconds);
    for (std::size_t c = 0; c < static_cast<std::size_t>(tone.channels); ++c) {
        const auto& channel = tone.channel[c];
        text += "; " + sideName(tone, c) + " " +
                level(channel.amplitude > 0.0 ? std::optional(channel.dbfs()) : std::nullopt, "dBFS", 3);
        // Of what a channel has by crosstalk alone the distortion is no one's concern.
        if (channel.thdPercent && tone.channel[tone.reference].dbfs() - channel.dbfs() <= dsp::oneChannelOnlyDb)
            text += ", distortion " + base::formatFixed(*channel.thdPercent, 2) + " %";
    }
    return text + "; wow and drift +-" + base::formatFixed(tone.frequencySpreadPercent, 3) + " %; noise " +
           base::formatFixed(tone.noiseDb, 1) + " dB\n";
}

std::string crosstalkWords(const std::string& way, std::complex<double> crosstalk) {
    return "crosstalk " + way + ": " + base::formatFixed(100.0 * crosstalk.real(), 3) + " % in phase, " +
           base::formatFixed(100.0 * crosstalk.imag(), 3) + " % in quadrature\n";
}

std::string words(const params::Calibration& calibration, const media::FileTones& tones) {
    std::string text;
    if (tones.both) text += toneWords("tone", *tones.both);
    if (tones.leftOnly) text += toneWords("left only", *tones.leftOnly) + toneWords("right only", *tones.rightOnly);
    text += "at the input: " + base::formatFixed(calibration.socketVolts * 1e3, 4) + " mV rms";
    if (calibration.loadDb != 0.0) text += " (load: " + base::formatFixed(calibration.loadDb, 3) + " dB)";
    text += "\n";
    if (const auto& crosstalk = calibration.crosstalk)
        text += crosstalkWords("left to right", crosstalk->leftToRight) +
                crosstalkWords("right to left", crosstalk->rightToLeft);
    text += "Use these options: --input-dbv " + base::formatFixed(calibration.inputDbv, 3);
    if (calibration.balanceDb) text += " --balance " + base::formatFixed(*calibration.balanceDb, 3);
    if (const auto& crosstalk = calibration.crosstalk)
        text += " --crosstalk-lr " + base::formatFixed(100.0 * crosstalk->leftToRight.real(), 3) + " --crosstalk-rl " +
                base::formatFixed(100.0 * crosstalk->rightToLeft.real(), 3);
    return text + "\n";
}

std::string uncapitalised(std::string text) {
    if (!text.empty() && text.back() == '.') text.pop_back();
    return text;
}

void run(const Calibrate& options) {
    const auto known = readKnownTone(options);
    auto search = readSearch(options, known);
    const auto source = media::rereadable(options.input.source());
    const double rateHz = media::AudioReader(source).sampleRateHz();
    ProgressBar bar(talkOf(options.quiet, options.progress), rateHz);
    search.progress = bar.callback();
    const auto tones = media::measureTones(source, search);
    bar.clear();

    const auto tone = [](const std::optional<media::MeasuredTone>& measured) {
        return measured ? std::optional(measured->tone) : std::nullopt;
    };
    const auto result = params::calibrate(known, {tone(tones.both), tone(tones.leftOnly), tone(tones.rightOnly)});
    if (!result.calibration) throw media::MediaError(options.input.name() + ": " + uncapitalised(result.refusal));
    if (result.calibration->oppositePolarity)
        warn("the tone has opposite polarity in the two channels: if the source is in phase, one channel is wired with "
             "reversed polarity (use --invert right, or swap the pins)");
    print(options.json ? json(*result.calibration, tones) : words(*result.calibration, tones));
}

} // namespace

Runner addCalibrate(CLI::App& program) {
    auto* command = program.add_subcommand("calibrate", "Find sensitivity, balance and crosstalk from a known tone");
    const auto options = std::make_shared<Calibrate>();
    const auto add = [command](const char* flag, std::string& text, const char* type, const char* help,
                               const char* group) {
        command->add_option(flag, text, help)->type_name(type)->group(group);
    };
    options->input.addTo(*command, "FILE", "Raw capture of the tone; - is standard input");
    add("--volts", options->volts, "V", "RMS voltage of the tone at the input, from a meter or generator", "Tone");
    add("--velocity", options->velocity, "CM/S", "Or its velocity on a test record, near 1 kHz", "Tone");
    add("--velocity-kind", options->velocityKind, "peak|rms", "Whether that velocity is peak or rms [peak]", "Tone");
    add("--from", options->from, "TIME", "Where the tone begins, as in 1:23.5 or 83.5 [found]", "Tone");
    add("--to", options->to, "TIME", "Where it ends", "Tone");
    add("--left-only", options->leftOnly, "FROM-TO", "Band with the tone on the left only [found]", "Tone");
    add("--right-only", options->rightOnly, "FROM-TO", "Band with the tone on the right only [found]", "Tone");
    constexpr const char* cartridge = "Cartridge and load (with --velocity)";
    add("--cartridge", options->cartridge, "NAME", "Cartridge from 'phonostage cartridges'", cartridge);
    add("--interface", options->device, "NAME", "Actual load, from 'phonostage interfaces'", cartridge);
    add("--input", options->deviceInput, "NAME", "Input of the interface [the first]", cartridge);
    add("--cartridge-mv", options->cartridgeMv, "MV", "Rated output, rms", cartridge);
    add("--cartridge-velocity", options->cartridgeVelocity, "CM/S", "Velocity at which the output is specified [5]",
        cartridge);
    add("--cartridge-velocity-kind", options->cartridgeVelocityKind, "peak|rms|unknown",
        "Whether that velocity is peak or rms; unknown counts as peak [unknown]", cartridge);
    add("--cartridge-l", options->cartridgeL, "MH", "Inductance of the coil", cartridge);
    add("--cartridge-r", options->cartridgeR, "OHM", "Resistance of the coil", cartridge);
    add("--load-r", options->loadR, "OHM", "Actual load resistance", cartridge);
    add("--load-c", options->loadC, "PF", "Actual load capacitance, cable and input together [200]", cartridge);
    add("--want-r", options->wantR, "OHM", "Recommended load resistance [47k]", cartridge);
    add("--want-c", options->wantC, "PF", "Recommended load capacitance [200]", cartridge);
    command->add_flag("--json", options->json, "Print JSON");
    command->add_flag("-q,--quiet", options->quiet, "No progress");
    command->add_flag("--progress", options->progress, "Show progress even if standard error is not a terminal");
    command->footer(
        "Without --from and --to, the longest steady tone is used, and one-channel bands are found automatically.\n"
        "A tone that is unsteady, clipped, distorted or in one channel only is refused.\n\nExamples:\n"
        "  phonostage calibrate --volts 10mV generator.wav\n"
        "  phonostage calibrate --velocity 5 --cartridge-mv 5.5 test-record.flac");
    return [options] { run(*options); };
}

} // namespace phonostage::cli
