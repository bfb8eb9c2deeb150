// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/Report.h"

#include "base/json/OrNull.h"
#include "catalogue/HookupTexts.h"
#include "dsp/design/ExactPhase.h"
#include "dsp/simd/Decibels.h"
#include "media/analyse/Findings.h"
#include "media/render/ClickQuality.h"

#include <cmath>

#include <nlohmann/json.hpp>

namespace phonostage::media {
namespace {

using Json = nlohmann::ordered_json;

const char* nameOf(dsp::OverloadKind kind) {
    switch (kind) {
    case dsp::OverloadKind::fullScale:
        return "full_scale";
    case dsp::OverloadKind::belowFullScale:
        return "below";
    case dsp::OverloadKind::ceilingStatistic:
        break;
    }
    return "ceiling_statistic";
}

Json toJson(const dsp::CrowdedCeiling& ceiling, double sampleRateHz, double dbv) {
    if (ceiling.confidence == dsp::Confidence::none) return nullptr;
    Json json;
    json["level_dbfs"] = base::orNull<Json>(decibels(ceiling.level));
    json["level_dbv"] = base::orNull<Json>(peakDbv(ceiling.level, dbv));
    json["share"] = ceiling.share;
    json["z"] = ceiling.z;
    json["confidence"] = ceiling.confidence == dsp::Confidence::sure ? "sure" : "likely";
    json["from_s"] = static_cast<double>(ceiling.since) / sampleRateHz;
    return json;
}

Json toJson(const dsp::HookupFinding& finding) {
    const auto& text = catalogue::hookupText(finding.fault);
    Json json;
    json["id"] = text.id;
    json["channel"] = catalogue::hookupChannel(finding.channel);
    json["confidence"] = finding.confidence == dsp::Confidence::sure ? "sure" : "likely";
    json["value"] = std::isfinite(finding.value) ? Json(finding.value) : Json(nullptr);
    json["unit"] = catalogue::hookupUnit(finding);
    json["evidence"] = catalogue::hookupEvidence(finding);
    json["remedy"] = text.remedy;
    return json;
}

Json findingsJson(const Report& report) {
    Json list = Json::array();
    for (const auto& finding : findings(report))
        list.push_back(toJson(finding));
    return list;
}

Json toJson(const InputFigures& input, double sampleRateHz, double dbv) {
    const auto& counts = input.overload;
    const auto peak = decibels(counts.peak);
    Json json;
    json["rms_dbv"] = base::orNull<Json>(rmsDbv(input.meanSquare, dbv));
    json["peak_dbv"] = base::orNull<Json>(peakDbv(counts.peak, dbv));
    json["peak_dbfs"] = base::orNull<Json>(peak);
    json["headroom_db"] = base::orNull<Json>(peak ? std::optional(0.0 - *peak) : std::nullopt);
    json["full_scale_samples"] = counts.fullScaleSamples;
    json["overload_count"] = counts.events;
    json["overload_samples"] = counts.eventSamples;
    json["overloads"] = Json::array();
    for (const auto& event : input.events) {
        Json item;
        item["start"] = event.start;
        item["length"] = event.length;
        item["samples"] = event.samples;
        item["time_s"] = static_cast<double>(event.start) / sampleRateHz;
        item["kind"] = nameOf(event.kind);
        item["level_dbfs"] = event.levelDbfs;
        item["click"] = event.isClick;
        json["overloads"].push_back(std::move(item));
    }
    json["overload_clicks"] = counts.clicks;
    json["ceiling"] = toJson(counts.ceiling, sampleRateHz, dbv);
    json["overloads_truncated"] = counts.events > static_cast<std::int64_t>(input.events.size());
    return json;
}

Json toJson(const OutputFigures& output, double dbv) {
    Json json;
    json["rms_dbv"] = base::orNull<Json>(rmsDbv(output.meanSquare, dbv));
    json["peak_dbv"] = base::orNull<Json>(peakDbv(output.peak, dbv));
    json["true_peak_dbfs"] = base::orNull<Json>(decibels(output.truePeak));
    json["clipped_samples"] = output.clippedSamples;
    return json;
}

Json toJson(const ClickFigures& clicks, double sampleRateHz, double seconds) {
    Json json;
    json["count"] = clicks.count;
    json["per_second"] = seconds > 0.0 ? Json(static_cast<double>(clicks.count) / seconds) : Json(nullptr);
    json["list"] = Json::array();
    for (const auto& click : clicks.events) {
        Json item;
        item["start"] = click.start;
        item["length"] = click.length;
        item["time_s"] = static_cast<double>(click.start) / sampleRateHz;
        item["kind"] = click.isCrackle ? "crackle" : "click";
        // As of a sine with this peak.
        item["peak_dbv"] =
            base::orNull<Json>(peakDbv(static_cast<double>(click.peakVolts) / dsp::voltsAtFullScale(0.0), 0.0));
        json["list"].push_back(std::move(item));
    }
    json["truncated"] = clicks.count > static_cast<std::int64_t>(clicks.events.size());
    return json;
}

const char* nameOf(dsp::Hear hear) {
    return hear == dsp::Hear::cleaned ? "cleaned" : hear == dsp::Hear::original ? "original" : "removed";
}

const char* nameOf(dsp::Dehum dehum) {
    constexpr const char* names[] = {"off", "auto", "50", "60"};
    return names[static_cast<std::size_t>(dehum)];
}

Json toJson(const HumFigures& hum) {
    Json json;
    json["frequency_hz"] = hum.frequencyHz;
    json["lines"] = hum.lines;
    json["from_s"] = hum.fromSeconds;
    return json;
}

Json toJson(const WithheldHum& hum) {
    Json json;
    json["frequency_hz"] = hum.frequencyHz;
    json["lines"] = hum.lines;
    json["heard_pause"] = hum.heardPause;
    return json;
}

Json wholeIfWhole(double value) {
    return value == std::floor(value) ? Json(static_cast<std::int64_t>(value)) : Json(value);
}

Json toJson(const dsp::LoadCorrection& load) {
    Json json;
    json["cartridge_l_mh"] = load.coilHenry * 1e3;
    json["cartridge_r_ohm"] = load.coilOhm;
    json["load_r_ohm"] = load.have.resistanceOhm;
    json["load_c_pf"] = load.have.capacitanceFarad * 1e12;
    json["want_r_ohm"] = load.want.resistanceOhm;
    json["want_c_pf"] = load.want.capacitanceFarad * 1e12;
    json["limit_db"] = load.limitDb;
    return json;
}

} // namespace

std::optional<double> decibels(double peak) { return peak > 0.0 ? std::optional(dsp::decibels(peak)) : std::nullopt; }

std::optional<double> peakDbv(double peak, double fullScaleDbv) {
    const auto level = decibels(peak);
    return level ? std::optional(*level + fullScaleDbv) : std::nullopt;
}

std::optional<double> rmsDbv(double meanSquare, double fullScaleDbv) {
    // A sine at full scale has a mean square of one half.
    return meanSquare > 0.0 ? std::optional(dsp::decibelsOfPower(2.0 * meanSquare) + fullScaleDbv) : std::nullopt;
}

std::optional<double> voltsDbv(double voltsRms) { return decibels(voltsRms); }

std::int64_t Report::clippedSamples() const {
    std::int64_t sum = 0;
    for (const auto& channel : channels)
        sum += channel.output ? channel.output->clippedSamples : 0;
    return sum;
}

std::int64_t Report::overloadCount() const {
    std::int64_t sum = 0;
    for (const auto& channel : channels)
        sum += channel.input.overload.events;
    return sum;
}

std::string toJson(const Report& report) {
    const auto& levels = report.stage.levels;
    const auto& filter = report.stage.filter;
    const double duration = static_cast<double>(report.frames) / report.sampleRateHz;
    Json json;
    json["curve"] = report.stage.curveName;
    json["iec"] = filter.curve.iec;
    json["neumann"] = filter.curve.neumann;
    json["inverse"] = filter.curve.inverse;
    json["gain_db"] = levels.gainDb;
    json["dc_removal"] = filter.dcRemoval;
    json["subsonic_hz"] = filter.subsonic ? Json(filter.subsonic->cornerHz) : Json(nullptr);
    json["exact_phase"] = filter.exactPhase && dsp::exactPhaseDelayFrames(report.sampleRateHz) > 0;
    json["undo_riaa"] = filter.undoRiaa;
    json["speed_ratio"] = filter.speedRatio;
    json["mono_bass_hz"] = filter.monoBass ? Json(filter.monoBass->cornerHz) : Json(nullptr);
    json["load"] = filter.load ? toJson(*filter.load) : Json(nullptr);
    const auto& clean = levels.clean;
    json["declick_pct"] = clean.declick ? Json(clean.declickStrength) : Json(nullptr);
    json["decrackle_pct"] = clean.decrackle ? Json(clean.decrackleStrength) : Json(nullptr);
    if (filter.removesClicks) json["declick_quality"] = clickQualities[filter.cleansTwoWays ? 1 : 0].word;
    const bool listensForHum = clean.dehum != dsp::Dehum::off;
    json["dehum"] = nameOf(clean.dehum);
    json["dehum_most_db"] = listensForHum ? Json(clean.dehumMostDb) : Json(nullptr);
    json["hear"] = nameOf(clean.hear);
    json["sample_rate"] = wholeIfWhole(report.sampleRateHz);
    if (report.outputRateHz > 0.0) json["output_sample_rate"] = wholeIfWhole(report.outputRateHz);
    json["frames"] = report.frames;
    json["realtime_factor"] = report.seconds > 0.0 ? Json(duration / report.seconds) : Json(nullptr);
    json["input_dbv"] = levels.inputDbv;
    json["output_dbv"] = levels.outputDbv;
    json["bad_samples"] = report.badSamples;
    json["largest_gain_db"] = base::orNull<Json>(report.largestGainDb);
    if (listensForHum) json["hum"] = report.hum ? toJson(*report.hum) : Json(nullptr);
    if (listensForHum) json["hum_kept"] = report.withheldHum ? toJson(*report.withheldHum) : Json(nullptr);
    json["channels"] = Json::array();
    for (const auto& channel : report.channels) {
        Json item;
        item["name"] = channel.name;
        item["input"] = toJson(channel.input, report.sampleRateHz, levels.inputDbv);
        if (channel.output) item["output"] = toJson(*channel.output, levels.outputDbv);
        if (channel.clicks) item["clicks"] = toJson(*channel.clicks, report.sampleRateHz, duration);
        if (report.hum)
            item["hum"] = {{"rms_dbv", base::orNull<Json>(voltsDbv(report.hum->rmsVolts[json["channels"].size()]))}};
        json["channels"].push_back(std::move(item));
    }
    json["findings"] = findingsJson(report);
    return json.dump(2) + "\n";
}

std::string checkJson(const Report& report) {
    Json json;
    json["sample_rate"] = wholeIfWhole(report.sampleRateHz);
    json["frames"] = report.frames;
    json["seconds"] = static_cast<double>(report.frames) / report.sampleRateHz;
    json["calibrated"] = report.facts.isCalibrated;
    json["findings"] = findingsJson(report);
    return json.dump(2) + "\n";
}

} // namespace phonostage::media
