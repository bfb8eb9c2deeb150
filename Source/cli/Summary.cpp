// SPDX-License-Identifier: GPL-3.0-or-later
#include "Summary.h"

#include "Text.h"

#include "../params/CurveCatalogue.h"

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
    return text;
}

std::string stageText(const media::Stage& stage) {
    return curveTitle(stage) + ", gain " + fixed(stage.levels.gainDb, 2) + " dB";
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

std::string outputSummary(const media::Report& report, bool withLevels, bool isFloat) {
    std::string text;
    if (withLevels)
        for (const auto& channel : report.channels) {
            const auto& output = *channel.output;
            const auto dbv = report.stage.levels.outputDbv;
            text += "output " + channel.name + ": " + level(media::rmsDbv(output.meanSquare, dbv), "dBV rms") +
                    ", peak " + level(media::peakDbv(output.peak, dbv), "dBV") + ", true peak " +
                    level(media::decibels(output.truePeak), "dBFS") + "\n";
        }
    if (const auto clipped = report.clippedSamples(); clipped > 0) {
        text += "output: " + counted(clipped, "sample", "samples") +
                (isFloat ? " beyond full scale (kept, as float)" : " clipped");
        text += report.largestGainDb ? "; --gain " + fixed(*report.largestGainDb, 2) + " is the largest that fits\n"
                                     : "; no gain fits: raise --output-dbv\n";
    }
    return text;
}

} // namespace phonostage::cli
