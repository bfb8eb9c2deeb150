// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/flags/StageFlags.h"

#include "cli/flags/FlagValues.h"
#include "cli/output/Console.h"
#include "cli/output/Errors.h"
#include "cli/output/Text.h"

#include "base/text/Units.h"
#include "catalogue/CurveCatalogue.h"
#include "media/render/Render.h"
#include "params/ParameterText.h"
#include "params/StageValues.h"

#include <CLI/CLI.hpp>

#include <array>
#include <vector>

namespace phonostage::cli {
namespace {

using params::Id;

constexpr const char* stageGroup = "Stage";

} // namespace

void StageFlags::addCurveFlags(CLI::App& command, const char* group) {
    auto* const curve =
        isOver_ ? command
                      .add_option("--curve", curves_,
                                  "Record curve, see 'phonostage curves'; give it again for one more equalisation")
                      ->expected(1)
                      ->allow_extra_args(false)
                      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
                : command.add_option("--curve", curve_, "Record curve, see 'phonostage curves' [riaa]");
    curve->type_name("NAME")->group(group);
    command.add_option("--custom", custom_, "Custom curve: time constants in us or corners in Hz; 'none' omits one")
        ->type_name("SHELF,TURNOVER,ROLLOFF")
        ->group(group);
    command.add_flag("--iec", iec_, "IEC amendment: 7950 us high-pass")->group(group);
    command.add_flag("--neumann", neumann_, "3.18 us zero; not part of any standard")->group(group);
    command.add_flag("--inverse", inverse_, "The recording side of the curve")->group(group);
    command.add_flag("--undo-riaa", undoRiaa_, "The source went through a RIAA stage: remove RIAA; default gain 0")
        ->group(group);
}

void StageFlags::addTo(CLI::App& command, const char* dcDefault, bool withChannels) {
    dcDefault_ = dcDefault;
    addAll(command, withChannels);
}

void StageFlags::addOver(CLI::App& command) {
    isOver_ = true;
    addAll(command, true);
}

void StageFlags::addAll(CLI::App& command, bool withChannels) {
    // Those of a take have what the take has for their default.
    const auto orDefault = [&](const std::string& text) { return isOver_ ? std::string() : " [" + text + "]"; };
    const auto addNumber = [&](Id id, const char* typeName, const char* group, const std::string& more = {}) {
        numbers_.add(command, id, typeName, group, {more, !isOver_});
    };
    preset_.addTo(command, stageGroup);
    addCurveFlags(command, stageGroup);
    if (withChannels)
        addNumber(Id::gain, "DB|auto", stageGroup, "; auto: the gain for a true peak of -1 dBTP");
    else
        addNumber(Id::gain, "DB", stageGroup);
    addNumber(Id::inputDbv, "DBV", stageGroup);
    addNumber(Id::outputDbv, "DBV", stageGroup);
    command.add_option("--dc", dc_, "DC removal: a high-pass at 1 Hz" + orDefault(dcDefault_))
        ->type_name("on|off")
        ->group(stageGroup);
    command.add_option("--subsonic", subsonic_, "Subsonic filter, 5 to 40 Hz, default slope 18" + orDefault("off"))
        ->type_name("off|HZ[:12|18|24]")
        ->group(stageGroup);
    command
        .add_flag("--exact-phase", exactPhase_,
                  "Make the phase exact, too, below 88.2 kHz; above that it is exact anyway, and nothing changes")
        ->group(stageGroup);
    addNumber(Id::speedRatio, "SPEED", stageGroup);
    equipment_.addTo(command, !isOver_);
    withChannels_ = withChannels;
    if (!withChannels) return;
    clean_.addTo(command, !isOver_);
    constexpr const char* group = "Channels";
    addNumber(Id::outputTrim, "DB", group);
    addNumber(Id::crosstalkLeftToRight, "PERCENT", group);
    addNumber(Id::crosstalkRightToLeft, "PERCENT", group);
    command.add_option("--invert", invert_, "Invert polarity")->type_name("left|right|both")->group(group);
    command.add_flag("--swap", swap_, "Swap left and right")->group(group);
    addNumber(Id::balance, "DB", group);
    command.add_option("--channels", channels_, "Channel mode" + orDefault("stereo"))
        ->type_name("stereo|lateral|vertical|left|right")
        ->group(group);
    command
        .add_option("--mono-bass", monoBass_, "Make the bass mono, 80 to 200 Hz, default slope 12" + orDefault("off"))
        ->type_name("off|HZ[:6|12]")
        ->group(group);
}

bool StageFlags::isGainAuto() const {
    return numbers_.isGiven(Id::gain) && base::equalsIgnoringCase(base::trimmed(numbers_.text(Id::gain)), "auto");
}

void StageFlags::readNumbers(params::Values& values) const {
    numbers_.read(values, isGainAuto() ? std::optional(Id::gain) : std::nullopt);
    equipment_.readNumbers(values);
    if (isGainAuto() && !withChannels_)
        throw UsageError("--gain auto: works only with render, which measures the audio; give a number");
}

void StageFlags::readCurve(params::Values& values, const std::string& curveName) const {
    if (!custom_.empty() && !curveName.empty())
        throw UsageError("--custom and --curve cannot be combined: remove one of them");
    if (!custom_.empty()) readCustomCurve(values, custom_);
    if (!curveName.empty()) values.set(Id::curve, readCurveName(curveName).slot);
    if (iec_) values.set(Id::curveIec, 1.0);
    if (neumann_) values.set(Id::curveNeumann, 1.0);
    if (inverse_) values.set(Id::curveInverse, 1.0);
    if (undoRiaa_) {
        values.set(Id::undoRiaa, 1.0);
        // The stage that the source went through had its gain already.
        if (!numbers_.isGiven(Id::gain)) values.set(Id::gain, 0.0);
    }
    const auto curve = params::filterSettings(values).curve;
    if (curve.inverse && curve.iec) warn("the IEC amendment is playback only: --inverse ignores it");
}

void StageFlags::readChannels(params::Values& values) const {
    if (!invert_.empty()) {
        const auto which = readWord("--invert", invert_, {"left", "right", "both"});
        values.set(Id::invertLeft, which == 1 ? 0.0 : 1.0);
        values.set(Id::invertRight, which == 0 ? 0.0 : 1.0);
    }
    if (swap_) values.set(Id::swapChannels, 1.0);
    if (!monoBass_.empty())
        readCorner(values, "--mono-bass", monoBass_, {Id::monoBassOn, Id::monoBassCorner, Id::monoBassSlope});
    if (channels_.empty()) return;
    if (const auto mode = params::fromText(Id::channelMode, channels_)) return values.set(Id::channelMode, *mode);
    refuseWord("--channels", channels_, {"stereo", "lateral", "vertical", "left", "right"});
}

params::Snapshot StageFlags::chosen(const media::FileTags& tags) const {
    params::Snapshot result;
    auto& values = result.values;
    values.set(Id::dcRemoval, readOnOff("--dc", dcDefault_) ? 1.0 : 0.0);
    preset_.read(result);
    if (tags.note.fullScaleDbv && values.get(Id::inputDbv) == params::entry(Id::inputDbv).defaultValue)
        values.set(Id::inputDbv, *tags.note.fullScaleDbv);
    apply(result, curve_);
    return result;
}

bool StageFlags::isCalibrated(const media::FileTags& tags) const {
    if (numbers_.isGiven(Id::inputDbv) || tags.note.fullScaleDbv || equipment_.isLevelKnown()) return true;
    params::Snapshot preset;
    preset_.read(preset);
    return preset.values.get(Id::inputDbv) != params::entry(Id::inputDbv).defaultValue;
}

params::Snapshot StageFlags::chosenOver(const params::Snapshot& base, const std::string& curve) const {
    auto result = base;
    preset_.read(result);
    apply(result, curve);
    return result;
}

void StageFlags::apply(params::Snapshot& stage, const std::string& curve) const {
    auto& values = stage.values;
    equipment_.readEquipment(stage);
    readNumbers(values);
    equipment_.readLoad(values);
    readCurve(values, curve);
    readChannels(values);
    clean_.read(values);
    if (!dc_.empty()) values.set(Id::dcRemoval, readOnOff("--dc", dc_) ? 1.0 : 0.0);
    if (exactPhase_) values.set(Id::exactPhase, 1.0);
    if (!subsonic_.empty())
        readCorner(values, "--subsonic", subsonic_, {Id::subsonicOn, Id::subsonicCorner, Id::subsonicSlope});
}

media::RenderStage StageFlags::mediaStage(const params::Snapshot& chosen) { return media::renderStageOf(chosen); }

} // namespace phonostage::cli
