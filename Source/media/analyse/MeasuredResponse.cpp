// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/MeasuredResponse.h"

#include "media/io/Reductions.h"

#include "base/text/Units.h"
#include "dsp/design/LoadFilter.h"
#include "dsp/engine/Engine.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <nlohmann/json.hpp>

namespace phonostage::media {
namespace {

using Complex = std::complex<double>;
constexpr double degrees = 180.0 / std::numbers::pi;
constexpr int blockFrames = 4096;
constexpr double prerollSeconds = 2.0; ///< DC removal starts at a higher corner and glides to 1 Hz in half a second
constexpr double longestSeconds = 30.0;
constexpr double silence = 1e-19; ///< of the impulse response's peak: below it the rest does not count

Complex butterworth2(double cornerHz, double q, double frequencyHz) {
    const Complex s(0.0, frequencyHz / cornerHz);
    return s * s / (s * s + s / q + 1.0);
}

Complex butterworth1(double cornerHz, double frequencyHz) {
    const Complex s(0.0, frequencyHz / cornerHz);
    return s / (s + 1.0);
}

Complex subsonicResponse(const dsp::Subsonic& subsonic, bool withIec, double frequencyHz) {
    const double corner = subsonic.cornerHz;
    if (subsonic.slopeDbPerOctave == 12) return butterworth2(corner, std::numbers::sqrt2 / 2.0, frequencyHz);
    if (subsonic.slopeDbPerOctave == 24)
        return butterworth2(corner, 0.5 / std::cos(std::numbers::pi / 8.0), frequencyHz) *
               butterworth2(corner, 0.5 / std::cos(3.0 * std::numbers::pi / 8.0), frequencyHz);
    // The IEC amendment's own first order is the other part of this pair: see DESIGN.md, "Curves".
    if (withIec && corner == 20.0)
        return butterworth2(1.0 / (2.0 * std::numbers::pi * dsp::iecSeconds), 1.0, frequencyHz);
    return butterworth2(corner, 1.0, frequencyHz) * butterworth1(corner, frequencyHz);
}

/** What the engine answers to one sample of 1.0 after it has settled, from latencyFrames before that sample's time on:
   a filter that looks ahead begins before it. */
struct Answer {
    std::vector<double> samples;
    int latencyFrames = 0;
};

Answer impulseResponse(const RenderStage& stage, double sampleRateHz) {
    dsp::Engine engine;
    auto filter = stage.filter;
    filter.removesClicks = false; // a lone sample is a click
    engine.prepare(dsp::designStage(filter, sampleRateHz));
    dsp::LevelSettings levels; // trim, balance and polarity are no part of a response
    levels.gainDb = stage.levels.gainDb;
    levels.inputDbv = stage.levels.inputDbv;
    levels.outputDbv = stage.levels.outputDbv;
    engine.setLevels(levels);
    std::vector<double> block(blockFrames);
    double* const channel[] = {block.data()};
    for (auto left = static_cast<std::int64_t>(prerollSeconds * sampleRateHz); left > 0; left -= blockFrames) {
        std::fill(block.begin(), block.end(), 0.0);
        engine.process(channel, channel, 1, blockFrames);
    }
    std::vector<double> answer;
    const auto latency = static_cast<std::size_t>(engine.latencyFrames());
    double peak = 0.0;
    const auto longest = static_cast<std::size_t>(longestSeconds * sampleRateHz);
    while (answer.size() < longest) {
        std::fill(block.begin(), block.end(), 0.0);
        if (answer.empty()) block[0] = 1.0;
        engine.process(channel, channel, 1, blockFrames);
        answer.insert(answer.end(), block.begin(), block.end());
        const double most = largestMagnitude(block.data(), blockFrames);
        peak = std::max(peak, most);
        if (answer.size() > latency && most <= peak * silence) break;
    }
    return {std::move(answer), engine.latencyFrames()};
}

/** The exact transform of an answer at one frequency, its latency taken off as render does: each block is summed
    separately, to keep the phases small. */
Complex transformAt(const Answer& answer, double frequencyHz, double sampleRateHz) {
    const auto& record = answer.samples;
    const double cycles = frequencyHz / sampleRateHz;
    std::array<Complex, 256> turns;
    constexpr auto step = turns.size();
    for (std::size_t k = 0; k < step; ++k)
        turns[k] = std::polar(1.0, -2.0 * std::numbers::pi * std::fmod(cycles * static_cast<double>(k), 1.0));
    Complex sum = 0.0;
    for (std::size_t start = 0; start < record.size(); start += step) {
        double real = 0.0;
        double imaginary = 0.0;
        const auto n = std::min(step, record.size() - start);
        for (std::size_t k = 0; k < n; ++k) {
            real += record[start + k] * turns[k].real();
            imaginary += record[start + k] * turns[k].imag();
        }
        const double turn = std::fmod(cycles * static_cast<double>(start), 1.0);
        sum += Complex(real, imaginary) * std::polar(1.0, -2.0 * std::numbers::pi * turn);
    }
    return sum * std::polar(1.0, 2.0 * std::numbers::pi * std::fmod(cycles * answer.latencyFrames, 1.0));
}

/** The delay in samples that makes the largest |phase + w delay| smallest. The cost is convex: golden section. */
double bestDelay(const std::vector<double>& frequenciesHz, const std::vector<double>& phase, double sampleRateHz) {
    const auto cost = [&](double delay) {
        double most = 0.0;
        for (std::size_t i = 0; i < phase.size(); ++i)
            most =
                std::max(most, std::abs(phase[i] + 2.0 * std::numbers::pi * frequenciesHz[i] / sampleRateHz * delay));
        return most;
    };
    const double golden = (std::sqrt(5.0) - 1.0) / 2.0;
    double low = -4.0;
    double high = 4.0;
    while (high - low > 1e-10) {
        const double a = high - golden * (high - low);
        const double b = low + golden * (high - low);
        (cost(a) < cost(b) ? high : low) = cost(a) < cost(b) ? b : a;
    }
    return (low + high) / 2.0;
}

double bandTop(double sampleRateHz) { return std::min(20000.0, 0.45 * sampleRateHz); }

double delayOf(const Answer& answer, const dsp::FilterSettings& filter, double sampleRateHz) {
    constexpr int count = 160;
    std::vector<double> frequenciesHz, phase;
    double previous = 0.0;
    for (int i = 0; i < count; ++i) {
        const double f = 20.0 * std::pow(bandTop(sampleRateHz) / 20.0, i / (count - 1.0));
        const auto error = transformAt(answer, f, sampleRateHz) / expectedResponse(filter, f);
        // Neighbours differ by far less than half a turn: unwrapped as it goes up.
        const double angle = std::arg(error);
        previous += std::remainder(angle - previous, 2.0 * std::numbers::pi);
        frequenciesHz.push_back(f);
        phase.push_back(previous);
    }
    return bestDelay(frequenciesHz, phase, sampleRateHz);
}

nlohmann::ordered_json rateJson(double rate) {
    if (rate == std::floor(rate)) return static_cast<std::int64_t>(rate);
    return rate;
}

} // namespace

Complex expectedResponse(const dsp::FilterSettings& filter, double frequencyHz) {
    auto h = dsp::analogueResponse(filter, frequencyHz);
    const bool limited = filter.curve.isIntegrating() && !filter.curve.inverse; // has the 1 Hz high-pass already
    if (filter.dcRemoval && !limited) h *= butterworth2(dsp::dcCornerHz, std::numbers::sqrt2 / 2.0, frequencyHz);
    // The subsonic goes with the record's own speed.
    if (filter.subsonic)
        h *= subsonicResponse(*filter.subsonic, filter.curve.iec && !filter.curve.inverse,
                              frequencyHz / filter.speedRatio);
    if (filter.load) {
        const auto ratio = dsp::analogueLoadRatio(*filter.load, frequencyHz);
        // Where the limit acts, its level is meant and the phase is nobody's.
        h *= ratio * (dsp::decibelsToFactor(dsp::idealLoadDb(*filter.load, frequencyHz)) / std::abs(ratio));
    }
    return h;
}

std::vector<double> standardFrequencies(double sampleRateHz) {
    static constexpr double decade[] = {1.0, 1.25, 1.6, 2.0, 2.5, 3.15, 4.0, 5.0, 6.3, 8.0};
    std::vector<double> list;
    for (const double scale : {10.0, 100.0, 1000.0, 10000.0})
        for (const double value : decade)
            if (const double f = value * scale; f >= 20.0 && f <= bandTop(sampleRateHz)) list.push_back(f);
    return list;
}

MeasuredResponse measureResponse(const RenderStage& stage, double sampleRateHz, std::span<const double> frequenciesHz) {
    MeasuredResponse result;
    result.stage = stage;
    result.sampleRateHz = sampleRateHz;
    const auto answer = impulseResponse(stage, sampleRateHz);
    // From samples to volts: what the calibrations on both sides add is no gain of the stage.
    const double toVolts = dsp::decibelsToFactor(stage.levels.outputDbv - stage.levels.inputDbv);
    const double gain = dsp::decibelsToFactor(stage.levels.gainDb);
    result.delaySamples = delayOf(answer, stage.filter, sampleRateHz);
    for (const double f : frequenciesHz) {
        const auto measured = transformAt(answer, f, sampleRateHz) * toVolts;
        const auto error = measured / (gain * expectedResponse(stage.filter, f));
        const double turn = 2.0 * std::numbers::pi * f / sampleRateHz * result.delaySamples;
        ResponsePoint point;
        point.frequencyHz = f;
        point.gainDb = dsp::decibels(std::abs(measured));
        point.phaseDeg = std::arg(measured) * degrees;
        point.errorDb = dsp::decibels(std::abs(error));
        point.phaseErrorDeg = std::arg(error * std::polar(1.0, turn)) * degrees;
        result.maxErrorDb = std::max(result.maxErrorDb, std::abs(point.errorDb));
        result.maxPhaseErrorDeg = std::max(result.maxPhaseErrorDeg, std::abs(point.phaseErrorDeg));
        result.points.push_back(point);
    }
    return result;
}

std::string toJson(const MeasuredResponse& response) {
    nlohmann::ordered_json json;
    json["curve"] = response.stage.curveName;
    json["sample_rate"] = rateJson(response.sampleRateHz);
    json["points"] = nlohmann::ordered_json::array();
    for (const auto& point : response.points)
        json["points"].push_back({{"frequency_hz", point.frequencyHz},
                                  {"gain_db", point.gainDb},
                                  {"phase_deg", point.phaseDeg},
                                  {"error_db", point.errorDb},
                                  {"phase_error_deg", point.phaseErrorDeg}});
    json["max_error_db"] = response.maxErrorDb;
    json["max_phase_error_deg"] = response.maxPhaseErrorDeg;
    json["delay_samples"] = response.delaySamples;
    return json.dump(2) + "\n";
}

std::string toCsv(const MeasuredResponse& response) {
    std::string text = "frequency_hz,gain_db,phase_deg,error_db,phase_error_deg\n";
    for (const auto& point : response.points) {
        const double row[] = {point.frequencyHz, point.gainDb, point.phaseDeg, point.errorDb, point.phaseErrorDeg};
        for (const double& value : row)
            text += base::formatShortest(value) + (&value == &row[4] ? '\n' : ',');
    }
    return text;
}

} // namespace phonostage::media
