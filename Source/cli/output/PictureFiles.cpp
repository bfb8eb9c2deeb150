// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/PictureFiles.h"

#include "cli/output/Summary.h"
#include "cli/output/Text.h"

#include "base/text/Units.h"
#include "media/io/OwnFiles.h"
#include "plot/CurveTitle.h"
#include "plot/LevelsPicture.h"
#include "plot/ResponsePicture.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace phonostage::cli {
namespace {

/** With the text by which a later run knows the picture as its own. */
std::string bytesOf(const std::vector<std::uint8_t>& png) {
    return media::signedPng(std::string(png.begin(), png.end()));
}

double orSilence(std::optional<double> level) { return level.value_or(-std::numeric_limits<double>::infinity()); }

std::string filtersText(const dsp::FilterSettings& filter) {
    std::string text = filter.dcRemoval ? "DC removal on" : "DC removal off";
    if (filter.subsonic)
        text.append(", subsonic ")
            .append(base::formatShortest(filter.subsonic->cornerHz))
            .append(" Hz, ")
            .append(std::to_string(filter.subsonic->slopeDbPerOctave))
            .append(" dB/oct");
    if (filter.undoRiaa) text += ", RIAA removed";
    if (filter.speedRatio != 1.0)
        text.append(", played at ").append(base::formatFixed(filter.speedRatio, 4)).append(" times the correct speed");
    if (filter.load) text += ", load corrected";
    if (filter.monoBass)
        text.append(", mono bass below ").append(base::formatShortest(filter.monoBass->cornerHz)).append(" Hz");
    return text;
}

std::vector<plot::LevelColumn> columnsOf(const media::LevelHistory& history, double fullScaleDbv) {
    std::vector<plot::LevelColumn> columns;
    columns.reserve(history.bins().size());
    for (const auto& bin : history.bins())
        columns.push_back({orSilence(media::rmsDbv(bin.squareSum / static_cast<double>(bin.frames), fullScaleDbv)),
                           orSilence(media::peakDbv(bin.peak, fullScaleDbv))});
    return columns;
}

void addOverloads(plot::LevelTrack& track, const media::InputFigures& input, const media::Report& report) {
    const double fullScaleDbv = report.stage.levels.inputDbv;
    for (const auto& event : input.events) {
        const double seconds = static_cast<double>(event.start) / report.sampleRateHz;
        if (event.isClick)
            track.clickSeconds.push_back(seconds);
        else if (event.kind == dsp::OverloadKind::fullScale)
            track.overloadSeconds.push_back(seconds);
        else
            track.belowMarks.push_back({seconds, fullScaleDbv + event.levelDbfs});
    }
    track.overloadCount = input.overload.events;
    const auto& ceiling = input.overload.ceiling;
    if (ceiling.confidence != dsp::Confidence::none) track.ceilingDbv = media::peakDbv(ceiling.level, fullScaleDbv);
}

struct Whole {
    double rmsDbv, peakDbv;
};

/** Over all bins: the report's own figures are there only where a report was asked for. */
Whole wholeOf(const media::LevelHistory& history, double fullScaleDbv) {
    double peak = 0.0;
    double sum = 0.0;
    std::int64_t frames = 0;
    for (const auto& bin : history.bins()) {
        peak = std::max(peak, bin.peak);
        sum += bin.squareSum;
        frames += bin.frames;
    }
    const double mean = frames > 0 ? sum / static_cast<double>(frames) : 0.0;
    return {orSilence(media::rmsDbv(mean, fullScaleDbv)), orSilence(media::peakDbv(peak, fullScaleDbv))};
}

} // namespace

std::string responsePicture(const media::RenderStage& stage, double sampleRateHz) {
    constexpr int points = 360;
    constexpr double bottomHz = 10.0;
    const double topHz = std::min(40000.0, 0.49 * sampleRateHz);
    std::vector<double> frequencies(points);
    for (int i = 0; i < points; ++i)
        frequencies[static_cast<std::size_t>(i)] = bottomHz * std::pow(topHz / bottomHz, i / (points - 1.0));
    const auto measured = media::measureResponse(stage, sampleRateHz, frequencies);

    plot::ResponsePicture picture;
    picture.title = curveTitle(stage);
    picture.details = plot::curveText(stage.filter.curve);
    picture.note = filtersText(stage.filter) + exactPhaseText(stage.filter, sampleRateHz);
    picture.sampleRateHz = sampleRateHz;
    picture.frequencyHz = frequencies;
    for (const auto& point : measured.points) {
        const double gainDb = point.gainDb - stage.levels.gainDb;
        picture.gainDb.push_back(gainDb);
        picture.idealDb.push_back(gainDb - point.errorDb);
    }
    picture.markers = plot::cornerMarkers(stage.filter.curve);
    return bytesOf(plot::drawPng(picture));
}

std::string levelsPicture(const media::Report& report, const media::Histories& histories, const std::string& title) {
    plot::LevelsPicture picture;
    picture.title = title;
    picture.details = stageText(report.stage, report.sampleRateHz);
    picture.durationSeconds = static_cast<double>(report.frames) / report.sampleRateHz;
    picture.inputFullScaleDbv = report.stage.levels.inputDbv;
    picture.outputFullScaleDbv = report.stage.levels.outputDbv;
    for (std::size_t c = 0; c < report.channels.size(); ++c) {
        const auto& channel = report.channels[c];
        plot::LevelTrack track;
        track.name = report.channels.size() == 1 ? "mono" : c == 0 ? "L" : "R";
        track.input = columnsOf(histories.input.at(c), picture.inputFullScaleDbv);
        track.output = columnsOf(histories.output.at(c), picture.outputFullScaleDbv);
        addOverloads(track, channel.input, report);
        const auto input = wholeOf(histories.input.at(c), picture.inputFullScaleDbv);
        const auto output = wholeOf(histories.output.at(c), picture.outputFullScaleDbv);
        track.inputRmsDbv = input.rmsDbv;
        track.inputPeakDbv = input.peakDbv;
        track.outputRmsDbv = output.rmsDbv;
        track.outputPeakDbv = output.peakDbv;
        picture.tracks.push_back(std::move(track));
    }
    return bytesOf(plot::drawPng(picture));
}

} // namespace phonostage::cli
