// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/WowFile.h"

#include "media/analyse/ToneBands.h"
#include "media/io/MediaError.h"

#include "base/text/Units.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>

namespace phonostage::media {
namespace {

using Json = nlohmann::ordered_json;
using base::formatFixed;

/** IEC and DIN, NAB and JIS, then what other bands offer. */
constexpr std::array<double, 5> usualCarriersHz{3150.0, 3000.0, 1000.0, 315.0, 300.0};
constexpr double nearUsual = 0.1, nearGiven = 0.15;
constexpr double mostSpeedError = 0.04;
constexpr double quietestDb = 30.0;

double nearestUsual(double hz) {
    return *std::min_element(usualCarriersHz.begin(), usualCarriersHz.end(), [hz](double a, double b) {
        return std::abs(std::log(hz / a)) < std::abs(std::log(hz / b));
    });
}

double otherUsual(double hz, double chosenHz) {
    for (const double carrier : usualCarriersHz)
        if (carrier != chosenHz && std::abs(hz / carrier - 1.0) <= mostSpeedError) return carrier;
    return 0.0;
}

/** The longest one that can be meant, and a quiet one (of another record's leak) not before a loud one. */
std::optional<ToneBand> chosenBand(const ToneBandFinder& finder, const WowSearch& search) {
    auto bands = finder.bands();
    if (const auto tonal = finder.longestTonal()) bands.push_back(*tonal); // many clicks part a band
    double loudest = -400.0;
    for (const auto& band : bands)
        loudest = std::max(loudest, band.levelDbfs);
    std::optional<ToneBand> chosen;
    for (const auto& band : bands) {
        const double hz = band.frequencyHz;
        if (hz < dsp::WowMeter::lowestCarrierHz || hz > dsp::WowMeter::highestCarrierHz) continue;
        if (band.levelDbfs < loudest - quietestDb) continue;
        const double wanted = search.carrierHz.value_or(nearestUsual(hz));
        if (std::abs(hz / wanted - 1.0) > (search.carrierHz ? nearGiven : nearUsual)) continue;
        if (!chosen || band.frames > chosen->frames) chosen = band;
    }
    return chosen;
}

ToneBand bandIn(const MeasuredSound& sound, const WowSearch& search) {
    const auto name = sound.name();
    ToneBandFinder finder(sound.sampleRateHz(), sound.channels());
    sound.read(search.progress, [&](const double* const* channel, int n) {
        finder.add(channel, n);
        return true;
    });
    finder.finish();
    const auto chosen = chosenBand(finder, search);
    const auto least = dsp::WowMeter::leastSeconds;
    const auto remedy = search.carrierHz ? std::string("check --carrier, or record that band")
                                         : std::string("record a band of 3150 or 3000 Hz, or give --carrier for "
                                                       "another frequency");
    if (!chosen)
        throw MediaError("in " + name + " there is no steady tone" +
                         (search.carrierHz ? " near " + formatFixed(*search.carrierHz, 0) + " Hz" : std::string()) +
                         ": " + remedy);
    if (static_cast<double>(chosen->frames) < least * sound.sampleRateHz())
        throw MediaError("in " + name + " the longest steady tone lasts only " +
                         formatFixed(static_cast<double>(chosen->frames) / sound.sampleRateHz(), 1) +
                         " s: " + formatFixed(least, 0) + " s are needed, and 30 s are better");
    return *chosen;
}

Json statisticJson(const dsp::WowStatistic& statistic) {
    Json json;
    json["rms"] = 100.0 * statistic.rms;
    json["peak"] = 100.0 * statistic.peak;
    json["two_sigma"] = 100.0 * statistic.twoSigma;
    return json;
}

Json methodJson(const dsp::WowMeasurement& wow) {
    Json json;
    json["weighting"] =
        "AES6-2008 / IEC 60386: the table itself for rms and two_sigma; for the peak a causal filter, "
        "poles at 0.4684, 0.6813, 0.7828, 10.7547, 212.09 Hz, zeros at 0, 0, 0, 156.38 Hz, 0 dB at 4 Hz";
    json["unweighted_skirts"] =
        "Butterworth of order 4 at 0.2 Hz and at " + base::formatShortest(std::round(wow.topHz)) + " Hz, without phase";
    json["two_sigma"] = "95th percentile of the absolute deviation, no time weighting";
    json["mean_hz"] = "Hann-weighted mean over whole turns";
    json["noise_taken_off"] = "power of the noise beside the tone, which moves its level as much as its phase";
    json["plus_minus_pct"] = "two standard deviations of peak_pct by what is random beside the line";
    return json;
}

} // namespace

FileWow measureWow(const SoundSource& source, const WowSearch& search) {
    return measureWow(FileToMeasure(source), search);
}

FileWow measureWow(const MeasuredSound& sound, const WowSearch& search) {
    const double rateHz = sound.sampleRateHz();
    const auto band = bandIn(sound, search);

    dsp::WowMeter meter(rateHz, band.frequencyHz);
    const auto most = static_cast<std::int64_t>(dsp::WowMeter::mostSeconds * rateHz);
    const auto end = band.start + std::min(band.frames, most);
    std::int64_t position = 0;
    sound.read(search.progress, [&](const double* const* channel, int n) {
        const auto from = std::clamp<std::int64_t>(band.start - position, 0, n);
        const auto to = std::clamp<std::int64_t>(end - position, 0, n);
        const auto part = [&](int c) {
            return std::span<const double>(channel[c] + from, static_cast<std::size_t>(to - from));
        };
        meter.add(part(0), sound.channels() > 1 ? part(1) : std::span<const double>());
        position += n;
        return position < end;
    });
    FileWow file;
    file.sampleRateHz = rateHz;
    file.fromSeconds = static_cast<double>(band.start) / rateHz;
    file.toSeconds = static_cast<double>(end) / rateHz;
    file.radiusMm = search.radiusMm;
    file.isCarrierGiven = search.carrierHz.has_value();
    const double carrier = search.carrierHz.value_or(nearestUsual(band.frequencyHz));
    file.wow = meter.finish({carrier, search.rpm});
    if (file.wow.fault != dsp::WowMeasurement::Fault::none)
        throw MediaError("the tone in " + sound.name() +
                         " is too noisy to be measured: play the band again, at the right level "
                         "and with a clean stylus");
    if (!file.isCarrierGiven) file.otherCarrierHz = otherUsual(file.wow.meanHz, carrier);
    return file;
}

Json wowJson(const FileWow& file) {
    const auto& wow = file.wow;
    Json json;
    json["sample_rate"] = file.sampleRateHz;
    json["from_s"] = file.fromSeconds;
    json["to_s"] = file.toSeconds;
    json["carrier_hz"] = wow.carrierHz;
    json["other_carrier_hz"] = file.otherCarrierHz > 0.0 ? Json(file.otherCarrierHz) : Json(nullptr);
    json["mean_hz"] = wow.meanHz;
    json["speed_error_pct"] = 100.0 * wow.speedError;
    json["rpm"] = wow.rpm;
    json["unweighted"] = statisticJson(wow.unweighted);
    json["weighted"] = statisticJson(wow.weighted);
    json["weighted_without_eccentricity"] = statisticJson(wow.weightedWithoutHole);
    json["wow_below_6_hz"] = statisticJson(wow.wow);
    json["noise_taken_off"] = {{"unweighted_rms", 100.0 * wow.noiseRms},
                               {"weighted_rms", 100.0 * wow.weightedNoiseRms}};
    Json hole;
    hole["hz"] = wow.hole.frequencyHz;
    hole["peak_pct"] = 100.0 * wow.hole.peak;
    hole["mm"] = file.radiusMm > 0.0 ? Json(wow.hole.peak * file.radiusMm) : Json(nullptr);
    json["eccentricity"] = hole;
    json["lines"] = Json::array();
    for (const auto& line : wow.lines) {
        Json entry;
        entry["hz"] = line.frequencyHz;
        entry["peak_pct"] = 100.0 * line.peak;
        entry["plus_minus_pct"] = 200.0 * line.spread;
        json["lines"].push_back(entry);
    }
    json["bridged_pct"] = 100.0 * wow.bridgedPart;
    json["method"] = methodJson(wow);
    return json;
}

std::string toJson(const FileWow& file) { return wowJson(file).dump(2) + "\n"; }

} // namespace phonostage::media
