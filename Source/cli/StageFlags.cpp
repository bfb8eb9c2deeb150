// SPDX-License-Identifier: GPL-3.0-or-later
#include "StageFlags.h"

#include "Console.h"
#include "Text.h"

#include "../params/CurveCatalogue.h"
#include "../params/ParameterTable.h"
#include "../params/Units.h"

#include <CLI/CLI.hpp>

#include <array>

namespace phonostage::cli {
namespace {

using params::Id;

std::string withoutPoint(std::string_view sentence) {
    if (!sentence.empty() && sentence.back() == '.') sentence.remove_suffix(1);
    return std::string(sentence);
}

/** The value of a number of the table, or its default where the text is empty. */
double readEntry(const std::string& flag, const std::string& text, Id id) {
    const auto& entry = params::entry(id);
    return text.empty() ? entry.defaultValue : readQuantity(flag, text, entry.unit, entry.minimum, entry.maximum);
}

const params::CurveEntry& findCurve(const std::string& text) {
    std::vector<std::string_view> names;
    for (const auto& entry : params::curveCatalogue()) {
        if (params::equalsIgnoringCase(entry.name, text)) return entry;
        names.push_back(entry.name);
    }
    auto name = text;
    for (auto& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (name == "custom")
        throw UsageError("--curve custom: give its time constants with --custom SHELF,TURNOVER,ROLLOFF");
    const auto guess = nearest(name, names);
    throw UsageError("--curve " + text + ": there is no such curve; " +
                     (guess.empty() ? std::string() : "did you mean " + std::string(guess) + "? ") +
                     "'phonostage curves' lists them all");
}

bool readOnOff(const std::string& flag, const std::string& text) {
    if (params::equalsIgnoringCase(text, "on")) return true;
    if (params::equalsIgnoringCase(text, "off")) return false;
    throw UsageError(flag + " " + text + ": use on or off");
}

std::optional<dsp::Subsonic> readSubsonic(const std::string& text) {
    if (params::equalsIgnoringCase(text, "off")) return std::nullopt;
    dsp::Subsonic subsonic;
    const auto colon = text.find(':');
    const auto& corner = params::entry(Id::subsonicCorner);
    subsonic.cornerHz = readQuantity("--subsonic", text.substr(0, colon), "Hz", corner.minimum, corner.maximum);
    if (colon == std::string::npos) return subsonic;
    const auto slope = text.substr(colon + 1);
    for (const int choice : {12, 18, 24})
        if (slope == std::to_string(choice)) {
            subsonic.slopeDbPerOctave = choice;
            return subsonic;
        }
    throw UsageError("--subsonic " + text + ": the slope is 12, 18 or 24 (dB per octave), as in 20Hz:18");
}

} // namespace

double readQuantity(const std::string& flag, std::string_view text, std::string_view unit, double minimum,
                    double maximum) {
    const auto parsed = params::parseQuantity(text, unit);
    if (!parsed.value) throw UsageError(flag + " " + std::string(text) + ": " + withoutPoint(parsed.error));
    if (*parsed.value >= minimum && *parsed.value <= maximum) return *parsed.value;
    const auto suffix = unit.empty() ? std::string() : " " + std::string(unit);
    throw UsageError(flag + " " + std::string(text) + ": out of range; it goes from " +
                     params::formatShortest(minimum) + " to " + params::formatShortest(maximum) + suffix);
}

void StageFlags::addTo(CLI::App& command, const char* dcDefault, bool withChannels) {
    dc_ = dcDefault;
    const auto group = "Stage";
    const auto curve = command.add_option_function<std::string>(
        "--curve",
        [this](const std::string& name) {
            curve_ = name;
            curveGiven_ = true;
        },
        "Curve of the catalogue, see 'phonostage curves' [riaa]");
    curve->type_name("NAME")->group(group);
    command.add_option("--custom", custom_, "A curve of your own in us; 'none' where there is none")
        ->type_name("SHELF,TURNOVER,ROLLOFF")
        ->group(group);
    command.add_flag("--iec", iec_, "IEC amendment: 7950 us high-pass")->group(group);
    command.add_flag("--neumann", neumann_, "3.18 us zero; no part of any standard")->group(group);
    command.add_flag("--inverse", inverse_, "The recording side of the curve")->group(group);
    command.add_option("--gain", gain_, "Phono gain at 1 kHz, 0 to 80 dB [40]")->type_name("DB")->group(group);
    command.add_option("--input-dbv", inputDbv_, "rms of a sine at 0 dBFS at the input [the file's, else 6]")
        ->type_name("DBV")
        ->group(group);
    command.add_option("--output-dbv", outputDbv_, "rms of a sine at 0 dBFS at the output [6]")
        ->type_name("DBV")
        ->group(group);
    command.add_option("--dc", dc_, std::string("DC removal: a high-pass at 1 Hz [") + dcDefault + "]")
        ->type_name("on|off")
        ->group(group);
    command.add_option("--subsonic", subsonic_, "Subsonic filter, 5 to 40 Hz, slope 18 unless told [off]")
        ->type_name("off|HZ[:12|18|24]")
        ->group(group);
    if (!withChannels) return;
    command.add_option("--trim", trim_, "Level after the gain, -20 to 20 dB [0]")->type_name("DB")->group(group);
    command.add_option("--balance", balance_, "Right above left, -6 to 6 dB [0]")->type_name("DB")->group(group);
    command.add_option("--invert", invert_, "Polarity")->type_name("left|right|both")->group(group);
    command.add_flag("--swap", swap_, "Left and right change places")->group(group);
    command.add_option("--channels", channels_, "What both outputs get [stereo]")
        ->type_name("stereo|lateral|vertical|left|right")
        ->group(group);
}

dsp::Curve StageFlags::readCustom() const {
    std::array<std::optional<double>, 3> seconds;
    std::size_t start = 0;
    std::size_t count = 0;
    for (bool more = true; more; ++count) {
        const auto comma = custom_.find(',', start);
        more = comma != std::string::npos;
        const auto part = custom_.substr(start, more ? comma - start : comma);
        start = comma + 1;
        if (count >= 3 || params::equalsIgnoringCase(part, "none")) continue;
        const auto us = params::parseQuantity(part, "us");
        if (!us.value) throw UsageError("--custom " + custom_ + ": " + withoutPoint(us.error));
        seconds[count] = *us.value * 1e-6;
    }
    if (count != 3)
        throw UsageError("--custom " + custom_ +
                         ": three time constants are needed, as in 3180,318,75 or none,400,none");
    if (seconds[2] && *seconds[2] == 0.0) seconds[2].reset();
    dsp::Curve curve{seconds[0], seconds[1], seconds[2]};
    if (const char* why = dsp::whyIllegal(curve)) throw UsageError("--custom " + custom_ + ": " + withoutPoint(why));
    return curve;
}

std::string StageFlags::readCurve(dsp::Curve& curve) const {
    std::string name = "custom";
    if (custom_.empty()) {
        const auto& entry = findCurve(curve_);
        name = entry.name;
        curve = entry.curve;
    } else {
        if (curveGiven_) throw UsageError("--custom and --curve exclude each other: leave one of them out");
        curve = readCustom();
    }
    curve.iec = curve.iec || iec_;
    curve.neumann = curve.neumann || neumann_;
    curve.inverse = inverse_;
    if (curve.inverse && curve.iec) warn("the IEC amendment is playback only: --inverse ignores it");
    return name;
}

void StageFlags::readChannels(dsp::LevelSettings& levels) const {
    levels.outputTrimDb = readEntry("--trim", trim_, Id::outputTrim);
    levels.balanceDb = readEntry("--balance", balance_, Id::balance);
    if (!invert_.empty() && invert_ != "left" && invert_ != "right" && invert_ != "both")
        throw UsageError("--invert " + invert_ + ": use left, right or both");
    levels.invertLeft = invert_ == "left" || invert_ == "both";
    levels.invertRight = invert_ == "right" || invert_ == "both";
    levels.swapChannels = swap_;
    if (channels_.empty()) return;
    const auto mode = params::fromText(Id::channelMode, channels_);
    if (!mode) throw UsageError("--channels " + channels_ + ": use stereo, lateral, vertical, left or right");
    levels.mode = static_cast<dsp::ChannelMode>(static_cast<int>(*mode));
}

media::Stage StageFlags::stage(const media::FileTags& tags) const {
    media::Stage stage;
    stage.curveName = readCurve(stage.filter.curve);
    stage.filter.dcRemoval = readOnOff("--dc", dc_);
    stage.filter.subsonic = readSubsonic(subsonic_);
    stage.levels.gainDb = readEntry("--gain", gain_, Id::gain);
    stage.levels.inputDbv = readEntry("--input-dbv", inputDbv_, Id::inputDbv);
    if (inputDbv_.empty() && tags.note.fullScaleDbv) stage.levels.inputDbv = *tags.note.fullScaleDbv;
    stage.levels.outputDbv = readEntry("--output-dbv", outputDbv_, Id::outputDbv);
    readChannels(stage.levels);
    return stage;
}

} // namespace phonostage::cli
