// SPDX-License-Identifier: GPL-3.0-or-later
#include "Summary.h"

#include "Text.h"

#include "../dsp/LoadFilter.h"
#include "../params/CurveCatalogue.h"
#include "../params/Equipment.h"
#include "../params/Units.h"

#include <cmath>

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

} // namespace

std::string curveTitle(const media::Stage& stage) {
    const auto& curve = stage.filter.curve;
    const auto* entry = stage.curveName == "custom" ? nullptr : params::findCurve(stage.curveName);
    std::string text(entry != nullptr ? entry->title : "Custom curve");
    if (curve.iec && (entry == nullptr || !entry->curve.iec)) text += ", IEC amendment";
    if (curve.neumann && (entry == nullptr || !entry->curve.neumann)) text += ", 3.18 us zero";
    if (curve.inverse) text += ", inverse";
    if (stage.filter.undoRiaa) text += " in place of RIAA";
    return text;
}

std::string stageText(const media::Stage& stage) {
    auto text = curveTitle(stage) + ", gain " + fixed(stage.levels.gainDb, 2) + " dB";
    if (stage.filter.speedRatio != 1.0) text += ", played at " + fixed(stage.filter.speedRatio, 4) + " times its speed";
    if (stage.filter.load) text += ", load corrected";
    if (stage.filter.monoBass) text += ", mono bass below " + fixed(stage.filter.monoBass->cornerHz, 0) + " Hz";
    return text;
}

std::string loadSummary(const media::Stage& stage) {
    if (!stage.filter.load) return {};
    const auto& load = *stage.filter.load;
    const auto facts = dsp::loadFacts(load);
    const auto ohms = [](double ohm) {
        return ohm >= 1e6   ? params::formatShortest(std::round(ohm / 1e4) / 100.0) + " Mohm"
               : ohm >= 1e3 ? params::formatShortest(std::round(ohm / 10.0) / 100.0) + " kohm"
                            : params::formatShortest(std::round(ohm)) + " ohm";
    };
    const auto name = [&](const dsp::Load& l) {
        return ohms(l.resistanceOhm) + " and " + fixed(l.capacitanceFarad * 1e12, 0) + " pF";
    };
    const auto signedDb = [](double db) { return (db > 0.0 ? "+" : "") + fixed(db, 1) + " dB"; };
    std::string text = "load: " + name(load.have) + " made " + name(load.want) + ": " + signedDb(facts.boostAt10kDb) +
                       " at 10 kHz, " + signedDb(facts.maximumBoostDb) + " at most (" + fixed(facts.maximumAtHz, 0) +
                       " Hz), noise " + signedDb(facts.noiseDb) + "\n";
    if (facts.limited)
        text +=
            "load: it would take " + signedDb(facts.neededDb) + "; the limit is " + fixed(load.limitDb, 1) + " dB\n";
    if (const auto resistor = params::parallelResistor(load.have.resistanceOhm, load.want.resistanceOhm))
        text += "load: better still, " + ohms(resistor->nearestOhm) +
                " across each input make its resistance right without any noise\n";
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
        text += "headroom " + (peak ? fixed(-*peak, 2) + " dB" : std::string("unknown (silence)"));
        if (counts.events == 0) {
            text += ", no overload";
        } else {
            text += ", " + counted(counts.events, "overload", "overloads") + " of " +
                    counted(counts.eventSamples, "sample", "samples") + " at " + times(input, report.sampleRateHz);
        }
        if (counts.fullScaleSamples > 0 && counts.events == 0)
            text += " (" + counted(counts.fullScaleSamples, "sample", "samples") + " at full scale)";
        text += "\n";
    }
    if (report.badSamples > 0)
        text += "input: " + counted(report.badSamples, "sample is", "samples are") +
                " not a number or far out of range, taken as silence\n";
    if (report.overloadCount() > 0)
        text += "The interface was overloaded when this was recorded: turn its gain down and record again.\n";
    return text;
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
    const auto text = counted(clipped, "sample", "samples") +
                      (isFloat ? " of the output beyond full scale (kept, as float)" : " of the output clipped");
    return text + (report.largestGainDb ? "; --gain " + fixed(*report.largestGainDb, 2) + " is the largest that fits"
                                        : "; no gain fits: raise --output-dbv");
}

std::vector<std::string> inputWarnings(const media::Report& report) {
    std::vector<std::string> warnings;
    if (report.badSamples > 0)
        warnings.push_back(counted(report.badSamples, "sample is", "samples are") +
                           " not a number or far out of range, taken as silence");
    if (const auto count = report.overloadCount(); count > 0)
        warnings.push_back("the input was overloaded when this was recorded (" +
                           counted(count, "overload", "overloads") + "): turn its gain down and record again");
    return warnings;
}

} // namespace phonostage::cli
