// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/NoiseFile.h"

#include "base/json/OrNull.h"
#include "media/io/MediaError.h"

#include "base/text/Units.h"
#include "dsp/simd/Decibels.h"
#include "params/StageValues.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <numbers>
#include <span>

namespace phonostage::media {
namespace {

using Json = nlohmann::ordered_json;

} // namespace

double FileNoise::dbv(double power) const {
    // A sine at full scale has a mean power of one half.
    return dsp::finiteDecibelsOfPower(2.0 * power) + dsp::decibels(search.fullScaleVolts);
}

std::optional<double> FileNoise::relativeDb(double power) const {
    if (!search.referenceVolts) return std::nullopt;
    return dbv(power) - dsp::decibels(*search.referenceVolts);
}

NoiseSearch noiseSearch(const params::Values& values, bool isCalibrated) {
    using params::Id;
    NoiseSearch search;
    search.isCalibrated = isCalibrated;
    search.fullScaleVolts = dsp::decibelsToFactor(params::levelSettings(values).inputDbv);
    if (const double mv = values.get(Id::cartridgeMv); mv > 0.0) {
        const double velocity = values.get(Id::cartridgeVelocity);
        const double rms = values.isOn(Id::cartridgeVelocityRms) ? velocity : velocity / std::numbers::sqrt2;
        search.referenceVolts = mv * 1e-3 * 5.0 / rms;
    }
    return search;
}

FileNoise measureNoise(const SoundSource& source, const NoiseSearch& search) {
    return measureNoise(FileToMeasure(source), search);
}

FileNoise measureNoise(const MeasuredSound& sound, const NoiseSearch& search) {
    const auto name = sound.name();
    FileNoise file;
    file.sampleRateHz = sound.sampleRateHz();
    file.search = search;
    file.search.progress = {};
    dsp::RumbleMeter meter(file.sampleRateHz, sound.channels());
    const auto start = std::llround(search.fromSeconds * file.sampleRateHz);
    const auto end = search.toSeconds ? std::llround(*search.toSeconds * file.sampleRateHz) : INT64_MAX;
    std::int64_t position = 0;
    sound.read(search.progress, [&](const double* const* channel, int n) {
        const auto from = std::clamp<std::int64_t>(start - position, 0, n);
        const auto to = std::clamp<std::int64_t>(end - position, from, n);
        const auto part = [&](int c) {
            return std::span<const double>(channel[c] + from, static_cast<std::size_t>(to - from));
        };
        meter.add(part(0), sound.channels() > 1 ? part(1) : std::span<const double>());
        position += n;
        return position < end;
    });
    file.noise = meter.finish();
    if (file.noise.seconds < dsp::RumbleMeter::leastSeconds)
        throw MediaError("of " + name + " only " + base::formatFixed(file.noise.seconds, 1) +
                         " s are to be measured: " + base::formatFixed(dsp::RumbleMeter::leastSeconds, 0) +
                         " s are needed, and 30 s are better");
    if (!(file.noise.rumbleUnweighted > 0.0))
        throw MediaError("in " + name + " there is only digital silence: record a silent groove, with the needle down");
    return file;
}

Json noiseJson(const FileNoise& file) {
    const auto& noise = file.noise;
    Json json;
    json["sample_rate"] = file.sampleRateHz;
    json["seconds"] = noise.seconds;
    json["calibrated"] = file.search.isCalibrated;
    json["reference_dbv"] =
        file.search.referenceVolts ? Json(dsp::decibels(*file.search.referenceVolts)) : Json(nullptr);
    json["rumble_unweighted_db"] = base::orNull<Json>(file.relativeDb(noise.rumbleUnweighted));
    json["rumble_weighted_db"] = base::orNull<Json>(file.relativeDb(noise.rumbleWeighted));
    json["groove_noise_db"] = base::orNull<Json>(file.relativeDb(noise.grooveNoise));
    json["rumble_unweighted_dbv"] = file.dbv(noise.rumbleUnweighted);
    json["rumble_weighted_dbv"] = file.dbv(noise.rumbleWeighted);
    json["groove_noise_dbv"] = file.dbv(noise.grooveNoise);
    json["rumble_lateral_dbv"] = file.dbv(noise.lateralRumble);
    json["rumble_vertical_dbv"] = file.dbv(noise.verticalRumble);
    json["mains_hz"] = noise.mainsHz > 0.0 ? Json(noise.mainsHz) : Json(nullptr);
    json["hum"] = Json::array();
    for (const auto& line : noise.hum)
        json["hum"].push_back({{"hz", line.frequencyHz}, {"dbv", file.dbv(line.level * line.level)}});
    Json method;
    method["signal"] = "after RIAA, 0 dB at 1 kHz, 2 Hz to 20 kHz, mean power of both channels; hum before RIAA";
    method["rumble_unweighted"] = "IEC 98A (1964): 10 Hz 6 dB an octave, 315 Hz 12 dB an octave";
    method["rumble_weighted"] = "IEC 98A: 315 Hz, 12 dB an octave to either side";
    method["groove_noise"] = "A-weighted (IEC 61672), of the median spectrum: a few clicks do not count";
    method["reference"] = "5 cm/s rms at 1 kHz";
    json["method"] = method;
    return json;
}

std::string toJson(const FileNoise& file) { return noiseJson(file).dump(2) + "\n"; }

} // namespace phonostage::media
