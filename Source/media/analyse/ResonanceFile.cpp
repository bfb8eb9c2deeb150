// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/ResonanceFile.h"

#include "media/io/MediaError.h"

#include <nlohmann/json.hpp>
#include <span>

namespace phonostage::media {

namespace {

using Json = nlohmann::ordered_json;

} // namespace

FileResonance measureResonance(const SoundSource& source, const Progress& progress) {
    return measureResonance(FileToMeasure(source), progress);
}

FileResonance measureResonance(const MeasuredSound& sound, const Progress& progress) {
    if (sound.channels() < 2)
        throw MediaError(sound.name() + " is mono: the resonance needs both channels of the record");
    dsp::ResonanceMeter meter(sound.sampleRateHz());
    sound.read(progress, [&](const double* const* channel, int n) {
        const auto count = static_cast<std::size_t>(n);
        meter.add(std::span(channel[0], count), std::span(channel[1], count));
        return true;
    });
    FileResonance file{sound.sampleRateHz(), meter.finish()};
    if (!file.resonance.hasSweep)
        throw MediaError("in " + sound.name() +
                         " no bass sweep was found: record a band that glides between 25 and 5 Hz or so, flat and with "
                         "nothing that removes the bass");
    return file;
}

const char* planeName(dsp::ResonanceMeasurement::Plane plane) {
    using Plane = dsp::ResonanceMeasurement::Plane;
    return plane == Plane::lateral ? "lateral" : plane == Plane::vertical ? "vertical" : "one channel";
}

Json resonanceJson(const FileResonance& file) {
    const auto& resonance = file.resonance;
    Json json;
    json["sample_rate"] = file.sampleRateHz;
    json["from_s"] = resonance.fromSeconds;
    json["to_s"] = resonance.toSeconds;
    json["from_hz"] = resonance.fromHz;
    json["to_hz"] = resonance.toHz;
    json["plane"] = planeName(resonance.plane);
    json["resonance_hz"] = resonance.resonanceHz;
    json["q"] = resonance.q;
    json["sure"] = resonance.isSure();
    json["spread_db"] = resonance.spreadDb;
    json["level"] = Json::array();
    for (const auto& point : resonance.level)
        json["level"].push_back({{"frequency_hz", point.frequencyHz}, {"db", point.levelDb}});
    Json method;
    method["fit"] = "s^2 / (s^2 + s w0 / Q + w0^2) to the level over the frequency, by least squares";
    method["sweep"] =
        resonance.isConstantAmplitude ? "constant amplitude fits better" : "constant velocity fits better";
    json["method"] = method;
    return json;
}

std::string toJson(const FileResonance& file) { return resonanceJson(file).dump(2) + "\n"; }

} // namespace phonostage::media
