// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/SweepFile.h"

#include "base/json/OrNull.h"
#include "media/io/MediaError.h"

#include "dsp/design/LoadDivider.h"
#include "dsp/simd/Decibels.h"
#include "params/StageValues.h"

#include <cmath>
#include <complex>
#include <nlohmann/json.hpp>
#include <numbers>
#include <span>
#include <utility>

namespace phonostage::media {
namespace {

using Json = nlohmann::ordered_json;

Json responseJson(const std::vector<dsp::SweepPoint>& points) {
    Json list = Json::array();
    for (const auto& point : points)
        list.push_back({{"frequency_hz", point.frequencyHz}, {"db", point.levelDb}});
    return list;
}

Json crosstalkJson(const std::vector<dsp::CrosstalkPoint>& points) {
    constexpr double degrees = 180.0 / std::numbers::pi;
    Json list = Json::array();
    for (const auto& point : points)
        list.push_back({{"frequency_hz", point.frequencyHz},
                        {"db", dsp::finiteDecibelsOfPower(std::norm(point.leak))},
                        {"deg", std::arg(point.leak) * degrees}});
    return list;
}

template <typename Use> void readAll(const MeasuredSound& sound, const Progress& progress, const Use& use) {
    sound.read(progress, [&](const double* const* channel, int n) {
        const auto count = static_cast<std::size_t>(n);
        use(std::span(channel[0], count), std::span(channel[1], count));
        return true;
    });
}

} // namespace

std::function<double(double hz)> wrongLoadGain(const params::Values& values) {
    const auto load = params::loadCorrection(values);
    if (!load) return {};
    const dsp::LoadRatio ratio(*load, 1.0);
    return [ratio](double hz) { return 1.0 / std::sqrt(ratio.squareAt(2.0 * std::numbers::pi * hz)); };
}

SweepReadings readSweeps(const MeasuredSound& sound, const Progress& progress) {
    const double rateHz = sound.sampleRateHz();
    if (sound.channels() < 2)
        throw MediaError(sound.name() + " is mono: response and crosstalk need both channels of the record");
    dsp::SweepFinder finder(rateHz);
    readAll(sound, progress, [&](auto left, auto right) { finder.add(left, right); });
    auto bands = finder.finish();
    dsp::SweepMeter meter(rateHz, bands);
    if (!bands.empty()) readAll(sound, progress, [&](auto left, auto right) { meter.add(left, right); });
    return {rateHz, std::move(bands), std::move(meter)};
}

FileSweep finishSweep(const SweepReadings& readings, const SweepSearch& search) {
    return {readings.sampleRateHz, readings.bands, readings.meter.finish(search.cut, search.loadGain)};
}

FileSweep measureSweep(const SoundSource& source, const SweepSearch& search) {
    return measureSweep(FileToMeasure(source), search);
}

FileSweep measureSweep(const MeasuredSound& sound, const SweepSearch& search) {
    auto file = finishSweep(readSweeps(sound, search.progress), search);
    const auto& [left, right] = file.sweep.channel;
    if (left.response.empty() && right.response.empty())
        throw MediaError("in " + sound.name() +
                         " no sweep through 1 kHz was found: record a band that glides from low to high "
                         "frequencies, its 1 kHz tone included");
    return file;
}

Json sweepJson(const FileSweep& file, const std::string& cutName, const std::string& pngName) {
    const auto& sweep = file.sweep;
    Json json;
    json["sample_rate"] = file.sampleRateHz;
    json["cut"] = cutName;
    json["speed_error_pct"] = sweep.speed ? Json(100.0 * (*sweep.speed - 1.0)) : Json(nullptr);
    json["balance_db"] = base::orNull<Json>(sweep.balanceDb);
    json["left"] = responseJson(sweep.channel[0].response);
    json["right"] = responseJson(sweep.channel[1].response);
    json["crosstalk_left"] = crosstalkJson(sweep.channel[0].crosstalk);
    json["crosstalk_right"] = crosstalkJson(sweep.channel[1].crosstalk);
    const auto& azimuth = sweep.azimuth;
    json["azimuth_deg"] = azimuth ? Json(azimuth->degrees) : Json(nullptr);
    json["azimuth_spread_deg"] = azimuth ? Json(azimuth->spreadDegrees) : Json(nullptr);
    json["azimuth_gain_db"] = azimuth ? Json(azimuth->gainDb) : Json(nullptr);
    json["azimuth_sure"] = azimuth ? Json(azimuth->isSure) : Json(nullptr);
    json["png"] = pngName.empty() ? Json(nullptr) : Json(pngName);
    return json;
}

std::string toJson(const FileSweep& file, const std::string& cutName, const std::string& pngName) {
    return sweepJson(file, cutName, pngName).dump(2) + "\n";
}

} // namespace phonostage::media
