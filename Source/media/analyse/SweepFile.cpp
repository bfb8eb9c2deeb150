// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/SweepFile.h"

#include "media/analyse/CalibrateFile.h"
#include "media/analyse/SoundBlocks.h"
#include "media/io/AudioReader.h"
#include "media/io/MediaError.h"
#include "media/io/StandardStreams.h"

#include "base/text/Units.h"
#include "dsp/simd/Decibels.h"

#include <complex>
#include <nlohmann/json.hpp>
#include <numbers>
#include <span>

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

template <typename Use> void readAll(AudioReader& reader, const Progress& progress, const Use& use) {
    readNumbers(reader, progress, [&](const double* const* channel, int n) {
        const auto count = static_cast<std::size_t>(n);
        use(std::span(channel[0], count), std::span(channel[1], count));
        return true;
    });
}

} // namespace

FileSweep measureSweep(const SoundSource& given, const SweepSearch& search) {
    const auto source = rereadable(given);
    const auto name = sourceName(source.path);
    AudioReader first(source);
    FileSweep file;
    file.sampleRateHz = first.sampleRateHz();
    requireMeasurableRate(file.sampleRateHz, name);
    if (first.channels() < 2)
        throw MediaError(name + " is mono: response and crosstalk need both channels of the record");
    dsp::SweepFinder finder(file.sampleRateHz);
    readAll(first, search.progress, [&](auto left, auto right) { finder.add(left, right); });
    file.bands = finder.finish();

    AudioReader second(source);
    dsp::SweepMeter meter(file.sampleRateHz, file.bands);
    if (!file.bands.empty()) readAll(second, search.progress, [&](auto left, auto right) { meter.add(left, right); });
    file.sweep = meter.finish(search.cut, search.loadGain);
    const auto& [left, right] = file.sweep.channel;
    if (left.response.empty() && right.response.empty())
        throw MediaError("in " + name +
                         " no sweep through 1 kHz was found: record a band that glides from low to high "
                         "frequencies, its 1 kHz tone included");
    return file;
}

std::string toJson(const FileSweep& file, const std::string& cutName) {
    const auto orNull = [](const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); };
    const auto& sweep = file.sweep;
    Json json;
    json["sample_rate"] = file.sampleRateHz;
    json["cut"] = cutName;
    json["speed_error_pct"] = sweep.speed ? Json(100.0 * (*sweep.speed - 1.0)) : Json(nullptr);
    json["balance_db"] = orNull(sweep.balanceDb);
    json["left"] = responseJson(sweep.channel[0].response);
    json["right"] = responseJson(sweep.channel[1].response);
    json["crosstalk_left"] = crosstalkJson(sweep.channel[0].crosstalk);
    json["crosstalk_right"] = crosstalkJson(sweep.channel[1].crosstalk);
    const auto& azimuth = sweep.azimuth;
    json["azimuth_deg"] = azimuth ? Json(azimuth->degrees) : Json(nullptr);
    json["azimuth_spread_deg"] = azimuth ? Json(azimuth->spreadDegrees) : Json(nullptr);
    json["azimuth_gain_db"] = azimuth ? Json(azimuth->gainDb) : Json(nullptr);
    json["azimuth_sure"] = azimuth ? Json(azimuth->isSure) : Json(nullptr);
    json["png"] = nullptr;
    return json.dump(2) + "\n";
}

} // namespace phonostage::media
