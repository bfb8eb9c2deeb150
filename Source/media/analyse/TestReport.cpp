// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/TestReport.h"

#include "base/json/JsonFields.h"
#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <tuple>

namespace phonostage::media {
namespace {

using Json = nlohmann::ordered_json;
using Fields = base::JsonFields<Json>;

constexpr int newestSchema = 1;
constexpr int maxDepth = 8;
constexpr const char* formName = "Phonostage test record report";
constexpr std::size_t longestText = 200;
constexpr base::NumberRange percent{-100.0, 100.0, "%"}, decibels{-400.0, 400.0, "dB"}, degrees{-90.0, 90.0, "degrees"},
    hertz{0.1, 1e6, "Hz"}, quality{0.0, 1000.0, ""};

Json levelJson(const MeasuredTone& tone) {
    Json json;
    json["frequency_hz"] = tone.tone.frequencyHz;
    json["seconds"] = tone.toSeconds - tone.fromSeconds;
    json["dbfs"] = tone.tone.channel[tone.tone.reference].dbfs();
    const auto leak = tone.tone.otherOver(tone.tone.reference);
    json["crosstalk_db"] = dsp::finiteDecibelsOfPower(std::norm(leak));
    return json;
}

// ------------------------------------------------------------ reading

/** The part of a report, where it has it. */
std::optional<Fields> partOf(const Fields& fields, const char* name) {
    const auto* part = fields.find(name);
    if (part == nullptr || part->is_null()) return std::nullopt;
    return fields.inside(name);
}

std::optional<double> numberIfGiven(const Fields& fields, const char* field, const base::NumberRange& range) {
    return fields.has(field) ? fields.numberOrNull(field, range) : std::nullopt;
}

std::vector<dsp::SweepPoint> pointsIn(const Fields& fields, const char* name) {
    std::vector<dsp::SweepPoint> points;
    if (!fields.has(name)) return points;
    const auto& list = fields.list(name, "points");
    for (std::size_t i = 0; i < list.size(); ++i) {
        const Fields point(list[i], fields.place() + ", " + name + " number " + std::to_string(i + 1));
        points.push_back({point.number("frequency_hz", hertz), point.number("db", decibels)});
        if (i > 0 && points[i].frequencyHz <= points[i - 1].frequencyHz)
            point.fault("frequency_hz", "must rise from point to point");
    }
    return points;
}

const dsp::SweepPoint* nearest(const std::vector<dsp::SweepPoint>& points, double hz) {
    const auto apart = [hz](const dsp::SweepPoint& point) { return std::abs(std::log(point.frequencyHz / hz)); };
    const auto found = std::min_element(points.begin(), points.end(),
                                        [&](const auto& a, const auto& b) { return apart(a) < apart(b); });
    constexpr double near = 0.03; // half of a twelfth of an octave
    return found != points.end() && apart(*found) < near ? &*found : nullptr;
}

std::optional<double> atOneKilohertz(const std::vector<dsp::SweepPoint>& points) {
    const auto* point = nearest(points, 1000.0);
    return point != nullptr ? std::optional(point->levelDb) : std::nullopt;
}

void readResonance(const Fields& fields, const char* name, std::optional<double>& hz, std::optional<double>& q) {
    const auto part = partOf(fields, name);
    if (!part) return;
    hz = part->number("resonance_hz", hertz);
    q = part->number("q", quality);
}

ReportFigures figuresIn(const Json& root, const std::string& fileName) {
    const Fields top(root, fileName);
    if (!top.has("report") || top.text("report", longestText) != formName)
        top.fault("report",
                  "is missing or another one: this is no report of a test record; choose one that was saved on "
                  "the page Check");
    top.requireSchema(newestSchema);
    ReportFigures figures;
    figures.made = top.text("made", longestText);
    figures.record = top.inside("record").text("name", longestText);
    if (const auto wow = partOf(top, "wow")) {
        figures.speedErrorPct = wow->number("speed_error_pct", percent);
        figures.weightedPct = wow->inside("weighted").number("two_sigma", percent);
        figures.unweightedPct = wow->inside("unweighted").number("two_sigma", percent);
        figures.offCentrePct = wow->inside("eccentricity").number("peak_pct", percent);
    }
    if (const auto response = partOf(top, "response")) {
        figures.left = pointsIn(*response, "left");
        figures.right = pointsIn(*response, "right");
        figures.leftCrosstalkDb = atOneKilohertz(pointsIn(*response, "crosstalk_left"));
        figures.rightCrosstalkDb = atOneKilohertz(pointsIn(*response, "crosstalk_right"));
        figures.balanceDb = numberIfGiven(*response, "balance_db", decibels);
        figures.azimuthDeg = numberIfGiven(*response, "azimuth_deg", degrees);
    }
    if (const auto levels = partOf(top, "levels")) { // the tones themselves are nearer to the truth than a sweep
        if (const auto left = partOf(*levels, "left")) figures.leftCrosstalkDb = left->number("crosstalk_db", decibels);
        if (const auto right = partOf(*levels, "right"))
            figures.rightCrosstalkDb = right->number("crosstalk_db", decibels);
    }
    readResonance(top, "resonance_lateral", figures.lateralHz, figures.lateralQ);
    readResonance(top, "resonance_vertical", figures.verticalHz, figures.verticalQ);
    if (const auto noise = partOf(top, "noise"); noise && noise->flag("calibrated")) {
        figures.rumbleUnweightedDbv = noise->number("rumble_unweighted_dbv", decibels);
        figures.rumbleWeightedDbv = noise->number("rumble_weighted_dbv", decibels);
        figures.grooveNoiseDbv = noise->number("groove_noise_dbv", decibels);
    }
    return figures;
}

/** Where two responses differ most. */
std::optional<ReportDifference> responseDifference(const char* name, const std::vector<dsp::SweepPoint>& earlier,
                                                   const std::vector<dsp::SweepPoint>& now) {
    std::optional<ReportDifference> most;
    for (const auto& point : now) {
        if (point.frequencyHz < 40.0 || point.frequencyHz > 18000.0) continue;
        const auto* before = nearest(earlier, point.frequencyHz);
        if (before == nullptr) continue;
        if (most && std::abs(point.levelDb - before->levelDb) <= std::abs(*most->now - *most->earlier)) continue;
        const auto hz = point.frequencyHz >= 1000.0 ? base::formatFixed(point.frequencyHz / 1000.0, 1) + " kHz"
                                                    : base::formatFixed(point.frequencyHz, 0) + " Hz";
        most = ReportDifference{std::string(name) + " at " + hz, "dB", before->levelDb, point.levelDb, 2};
    }
    return most;
}

} // namespace

Json testReportJson(const TestResults& results, const TestReportHead& head) {
    Json json;
    json["report"] = formName;
    json["schema"] = newestSchema;
    json["made"] = head.made;
    json["record"] = {{"id", head.recordId.empty() ? Json(nullptr) : Json(head.recordId)}, {"name", head.recordName}};
    json["wow"] = nullptr;
    if (results.wow) {
        auto wow = *results.wow;
        wow.radiusMm = head.radiusMm;
        json["wow"] = wowJson(wow);
    }
    const auto sweeps = results.sweeps(head.sweep);
    json["response"] = sweeps ? sweepJson(*sweeps, head.cutName, head.pngName) : Json(nullptr);
    json["levels"] = Json::object();
    json["levels"]["left"] = results.level[0] ? levelJson(*results.level[0]) : Json(nullptr);
    json["levels"]["right"] = results.level[1] ? levelJson(*results.level[1]) : Json(nullptr);
    json["resonance_lateral"] = results.lateral ? resonanceJson(*results.lateral) : Json(nullptr);
    json["resonance_vertical"] = results.vertical ? resonanceJson(*results.vertical) : Json(nullptr);
    json["noise"] = nullptr;
    if (results.noise) {
        auto noise = *results.noise;
        noise.search = head.noise;
        json["noise"] = noiseJson(noise);
    }
    return json;
}

std::variant<ReportFigures, std::string> parseTestReport(std::string_view text, const std::string& fileName) {
    try {
        return figuresIn(base::parseStrictJson<Json>(text, maxDepth, fileName), fileName);
    } catch (const base::JsonFault& problem) {
        return base::oneLine(problem.what());
    }
}

std::vector<ReportDifference> differencesOf(const ReportFigures& earlier, const ReportFigures& now) {
    std::vector<ReportDifference> list;
    const auto add = [&](const char* name, const char* unit, const std::optional<double>& before,
                         const std::optional<double>& after, int decimals) {
        if (before || after) list.push_back({name, unit, before, after, decimals});
    };
    add("Speed, against the record's", "%", earlier.speedErrorPct, now.speedErrorPct, 3);
    add("Wow and flutter, weighted", "%", earlier.weightedPct, now.weightedPct, 3);
    add("Wow and flutter, unweighted", "%", earlier.unweightedPct, now.unweightedPct, 3);
    add("Off-centre hole", "%", earlier.offCentrePct, now.offCentrePct, 3);
    for (const auto& [name, before, after] :
         {std::tuple{"Response, left", &earlier.left, &now.left}, {"Response, right", &earlier.right, &now.right}})
        if (auto most = responseDifference(name, *before, *after)) list.push_back(*most);
    add("Balance, right over left", "dB", earlier.balanceDb, now.balanceDb, 2);
    add("Crosstalk, left into right", "dB", earlier.leftCrosstalkDb, now.leftCrosstalkDb, 1);
    add("Crosstalk, right into left", "dB", earlier.rightCrosstalkDb, now.rightCrosstalkDb, 1);
    add("Azimuth", "degrees", earlier.azimuthDeg, now.azimuthDeg, 1);
    add("Arm resonance, lateral", "Hz", earlier.lateralHz, now.lateralHz, 1);
    add("Arm resonance, vertical", "Hz", earlier.verticalHz, now.verticalHz, 1);
    add("Rumble, unweighted", "dBV", earlier.rumbleUnweightedDbv, now.rumbleUnweightedDbv, 1);
    add("Rumble, weighted", "dBV", earlier.rumbleWeightedDbv, now.rumbleWeightedDbv, 1);
    add("Groove noise", "dBV", earlier.grooveNoiseDbv, now.grooveNoiseDbv, 1);
    return list;
}

std::string takenOutText(dsp::RecordCut cut, bool withLoad) {
    std::string text;
    switch (cut) {
    case dsp::RecordCut::riaa:
        text = "RIAA";
        break;
    case dsp::RecordCut::jvc:
        text = "RIAA (without 75 \xC2\xB5s)";
        break;
    case dsp::RecordCut::constantVelocity:
        text = "constant velocity";
        break;
    case dsp::RecordCut::str100:
        text = "STR-100";
        break;
    }
    return text + (withLoad ? " cut and load taken out" : " cut taken out");
}

} // namespace phonostage::media
