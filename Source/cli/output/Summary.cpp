// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/Summary.h"

#include "cli/output/Text.h"

#include "base/text/NumberText.h"
#include "base/text/Units.h"
#include "catalogue/CurveCatalogue.h"
#include "catalogue/Equipment.h"
#include "catalogue/HookupTexts.h"
#include "catalogue/UserCatalogue.h"
#include "dsp/design/ExactPhase.h"
#include "dsp/design/LoadFilter.h"
#include "media/analyse/Findings.h"
#include "params/EquipmentChoice.h"
#include "params/StageValues.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace phonostage::cli {
namespace {

std::string times(const media::InputFigures& input, double sampleRateHz) {
    constexpr std::size_t most = 8;
    std::string text;
    for (std::size_t i = 0; i < input.events.size() && i < most; ++i) {
        const auto& event = input.events[i];
        text += (i > 0 ? ", " : "") + exactTime(static_cast<double>(event.start) / sampleRateHz);
    }
    return input.overload.events > static_cast<std::int64_t>(most) ? text + " ..." : text;
}

/** What happened at full scale and below it, with times. */
std::string overloadText(const media::InputFigures& input, double sampleRateHz) {
    const auto& counts = input.overload;
    if (counts.events == 0) {
        if (counts.fullScaleSamples == 0) return ", no overload";
        return ", no overload (" + counted(counts.fullScaleSamples, "sample touches", "samples touch") + " full scale)";
    }
    const auto below = counts.events - counts.fullScaleEvents;
    std::string text = ", ";
    if (counts.fullScaleEvents > 0)
        text += counted(counts.fullScaleEvents, "overload", "overloads") + " at full scale, the longest " +
                counted(counts.fullScaleLongest, "sample", "samples");
    if (below > 0)
        text += std::string(counts.fullScaleEvents > 0 ? ", " : "") + counted(below, "overload", "overloads") +
                " below full scale";
    return text + ", at " + times(input, sampleRateHz);
}

/** What is wrong, a line each. */
std::vector<std::string> findingLines(const media::Report& report) {
    std::vector<std::string> lines;
    for (const auto& finding : media::findings(report))
        lines.push_back(catalogue::hookupTitle(finding) + ": " + catalogue::hookupEvidence(finding) + " " +
                        catalogue::hookupText(finding.fault).remedy);
    return lines;
}

bool hasOverload(const media::Report& report) {
    const auto found = media::findings(report);
    return std::any_of(found.begin(), found.end(), [](const auto& finding) {
        return finding.fault == dsp::HookupFault::gainHigh || finding.fault == dsp::HookupFault::clippedBefore;
    });
}

/** Where nothing clipped but clicks: that they may be left. */
std::string clicksText(const media::Report& report) {
    std::int64_t clicks = 0;
    double around = 0.0;
    for (const auto& channel : report.channels) {
        clicks += channel.input.overload.clicks;
        around = std::max(around, channel.input.overload.clickSurroundings);
    }
    if (clicks == 0 || hasOverload(report)) return {};
    const auto level = media::decibels(around);
    return "Clicks only" +
           (level ? "; the music around them peaks " + base::formatFixed(-*level, 0) + " dB lower" : std::string()) +
           ": no need to change the interface's gain.\n";
}

/** Why a steady tone was left in. */
std::string withheldHumText(const media::WithheldHum& hum) {
    const auto mains = base::formatFixed(hum.frequencyHz, 2);
    return "hum: a steady tone of " + mains + " Hz stays, " +
           (hum.heardPause ? "since it was not there without music"
                           : "since there was no pause to tell it from music") +
           "; --dehum " + (hum.frequencyHz < 55.0 ? "50" : "60") + " takes it out\n";
}

/** What was found where it was listened for. */
std::string humText(const media::Report& report) {
    if (report.stage.levels.clean.dehum == dsp::Dehum::off) return {};
    if (!report.hum)
        return report.withheldHum ? withheldHumText(*report.withheldHum)
                                  : "hum: none found (it takes 11 s of sound to find some)\n";
    const auto& hum = *report.hum;
    std::string text = "hum: " + counted(hum.lines, "line", "lines") + " of " + base::formatFixed(hum.frequencyHz, 2) +
                       " Hz, known from " + exactTime(hum.fromSeconds) + " on";
    for (std::size_t c = 0; c < report.channels.size(); ++c)
        text += ", " + report.channels[c].name + " " + level(media::voltsDbv(hum.rmsVolts[c]), "dBV rms");
    return text + "\n";
}

} // namespace

std::string curveTitle(const media::RenderStage& stage) {
    const auto& curve = stage.filter.curve;
    const auto* entry = stage.curveName == "custom" ? nullptr : catalogue::findCurve(stage.curveName);
    std::string text(entry != nullptr ? entry->title : "Custom curve");
    if (curve.iec && (entry == nullptr || !entry->curve.iec)) text += ", IEC amendment";
    if (curve.neumann && (entry == nullptr || !entry->curve.neumann)) text += ", 3.18 us zero";
    if (curve.inverse) text += ", inverse";
    if (stage.filter.undoRiaa) text += " in place of RIAA";
    return text;
}

std::string exactPhaseText(const dsp::FilterSettings& filter, double sampleRateHz) {
    if (!filter.exactPhase) return {};
    if (dsp::exactPhaseDelayFrames(sampleRateHz) > 0) return ", exact phase";
    return ", exact phase (changes nothing at " + base::formatShortest(sampleRateHz) + " Hz)";
}

std::string cleanText(const dsp::CleanSettings& clean, bool isOffline) {
    if (!clean.declick && !clean.decrackle && clean.dehum == dsp::Dehum::off) return {};
    const auto percent = [&](double strength) {
        return " (" + base::formatShortest(strength) + (isOffline ? " %, offline)" : " %)");
    };
    std::string text;
    if (clean.declick) text += ", clicks removed" + percent(clean.declickStrength);
    if (clean.decrackle) text += ", crackle removed" + percent(clean.decrackleStrength);
    if (clean.dehum != dsp::Dehum::off)
        text += ", hum lowered by up to " + base::formatShortest(clean.dehumMostDb) + " dB";
    if (clean.hear == dsp::Hear::original) text += ", but heard as it is";
    if (clean.hear == dsp::Hear::removed) text += ", only what was removed is heard";
    return text;
}

std::string stageText(const media::RenderStage& stage, double sampleRateHz) {
    auto text = curveTitle(stage) + ", gain " + base::formatFixed(stage.levels.gainDb, 2) + " dB";
    if (stage.filter.speedRatio != 1.0)
        text += ", played at " + base::formatFixed(stage.filter.speedRatio, 4) + " times the correct speed";
    if (stage.filter.load) text += ", load corrected";
    if (stage.filter.monoBass)
        text += ", mono bass below " + base::formatFixed(stage.filter.monoBass->cornerHz, 0) + " Hz";
    return text + exactPhaseText(stage.filter, sampleRateHz) +
           cleanText(stage.levels.clean, stage.filter.cleansTwoWays);
}

std::string equipmentSummary(const params::Snapshot& stage) {
    const auto& values = stage.values;
    const auto rating = params::cartridgeRating(values);
    if (!rating) return {};
    const auto load = params::loadCorrection(values);
    const double levelDbv = catalogue::levelAt5CmDbv(*rating, load);
    const double nominalDbv = values.get(params::Id::nominalDbv);
    const double gainDb = catalogue::recommendedGainDb(
        *rating, load, values.isOn(params::Id::loadCorrection) && load.has_value(), nominalDbv);
    std::string text = "cartridge: " + base::formatFixed(catalogue::outputAt5CmMv(*rating), 2) + " mV at 5 cm/s, " +
                       base::formatFixed(levelDbv, 1) + " dBV at the input; a gain of " + base::formatFixed(gainDb, 1) +
                       " dB brings that to " + base::formatFixed(nominalDbv, 2) + " dBV\n";
    const auto equipment = stage.texts.get(params::TextId::interfaceId).empty() ? nullptr : catalogue::equipment();
    auto setting = equipment ? params::interfaceSetting(stage, equipment->interfaces) : std::nullopt;
    // Without a known control there is nothing to turn, but the margin is the same.
    if (!setting) setting = catalogue::InterfaceSetting{values.get(params::Id::inputDbv), 0.0, 0.0, 0.0};
    const auto margin = catalogue::overloadMargin(*setting, levelDbv);
    return text + "overload margin above 5 cm/s: " + base::formatFixed(margin.marginDb, 1) + " dB, " +
           catalogue::wordFor(margin.verdict) + (margin.advice.empty() ? std::string() : ". " + margin.advice) + "\n";
}

std::string loadSummary(const media::RenderStage& stage) {
    if (!stage.filter.load) return {};
    const auto& load = *stage.filter.load;
    const auto facts = dsp::loadFacts(load);
    const auto ohms = [](double ohm) { return base::formatOhms(ohm, 3); };
    const auto name = [&](const dsp::Load& l) {
        return ohms(l.resistanceOhm) + " and " + base::formatFixed(l.capacitanceFarad * 1e12, 0) + " pF";
    };
    const auto signedDb = [](double db) { return (db > 0.0 ? "+" : "") + base::formatFixed(db, 1) + " dB"; };
    std::string text = "load: " + name(load.have) + " corrected to " + name(load.want) + ": " +
                       signedDb(facts.boostAt10kDb) + " at 10 kHz, " + signedDb(facts.maximumBoostDb) + " at most (" +
                       base::formatFixed(facts.maximumAtHz, 0) + " Hz), noise " + signedDb(facts.noiseDb) + "\n";
    if (facts.limited)
        text += "load: full correction needs " + signedDb(facts.neededDb) + "; the limit is " +
                base::formatFixed(load.limitDb, 1) + " dB\n";
    if (const auto resistor = catalogue::parallelResistor(load.have.resistanceOhm, load.want.resistanceOhm))
        text += "load: better: " + ohms(resistor->nearestOhm) +
                " across each input corrects the resistance without adding noise\n";
    return text;
}

std::string inputSummary(const media::Report& report, bool withLevels) {
    std::string text;
    for (const auto& channel : report.channels) {
        const auto& input = channel.input;
        const auto& counts = input.overload;
        text += "input " + channel.name + ": ";
        if (withLevels)
            text += level(media::rmsDbv(input.meanSquare, report.stage.levels.inputDbv), "dBV rms") + ", peak " +
                    level(media::peakDbv(counts.peak, report.stage.levels.inputDbv), "dBV") + ", ";
        const auto peak = media::decibels(counts.peak);
        text += "headroom " + (peak ? base::formatFixed(-*peak, 2) + " dB" : std::string("unknown (silence)"));
        text += overloadText(input, report.sampleRateHz) + "\n";
    }
    if (report.badSamples > 0)
        text += "input: " + counted(report.badSamples, "invalid input sample", "invalid input samples") +
                " (NaN, infinity or far out of range) replaced by silence\n";
    text += humText(report);
    for (const auto& warning : findingLines(report))
        text += warning + "\n";
    return text + clicksText(report);
}

std::string outputSummary(const media::Report& report, bool withLevels) {
    std::string text;
    if (withLevels)
        for (const auto& channel : report.channels) {
            const auto& output = *channel.output;
            const auto dbv = report.stage.levels.outputDbv;
            text += "output " + channel.name + ": " + level(media::rmsDbv(output.meanSquare, dbv), "dBV rms") +
                    ", peak " + level(media::peakDbv(output.peak, dbv), "dBV") + ", true peak " +
                    level(media::decibels(output.truePeak), "dBFS") + "\n";
        }
    return text;
}

std::string clippingText(const media::Report& report, bool isFloat) {
    const auto clipped = report.clippedSamples();
    if (clipped == 0) return {};
    const auto text =
        counted(clipped, "sample", "samples") +
        (isFloat ? " of the output exceed full scale (kept, because the format is float)" : " of the output clipped");
    return text + (report.largestGainDb ? "; --gain " + base::formatFixed(*report.largestGainDb, 2) +
                                              " is the largest gain without clipping"
                                        : "; every gain clips: raise --output-dbv");
}

std::vector<std::string> inputWarnings(const media::Report& report) {
    std::vector<std::string> warnings;
    if (report.badSamples > 0)
        warnings.push_back(counted(report.badSamples, "invalid input sample", "invalid input samples") +
                           " (NaN, infinity or far out of range) replaced by silence");
    for (const auto& warning : findingLines(report))
        warnings.push_back(warning);
    return warnings;
}

} // namespace phonostage::cli
