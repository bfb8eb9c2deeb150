// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/WowMeter.h"

#include "dsp/Angles.h"
#include "dsp/measure/Percentiles.h"
#include "dsp/measure/testrecord/FlutterBands.h"
#include "dsp/measure/testrecord/FlutterFilter.h"
#include "dsp/measure/testrecord/FlutterNoise.h"
#include "dsp/measure/testrecord/KaiserLowPass.h"
#include "dsp/measure/testrecord/TonePhase.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

namespace phonostage::dsp {
namespace {

constexpr double deviationRateHz = 1000.0;
constexpr double highestWowHz = 200.0, wowHz = 6.0;
constexpr std::array<double, 3> speedsRpm{100.0 / 3.0, 45.0, 78.26};
constexpr double turnTolerance = 0.04; ///< beyond the speed error that is measured
constexpr double twoSigmaPart = 0.95;
constexpr double loudestLost = 0.5; ///< more of the time lost than this is no tone

/** The frequency from one phase to the next, against the carrier that was mixed down, in Hz. */
std::vector<double> offsetsOf(std::span<const double> radians, double rateHz) {
    std::vector<double> offsets(radians.size() - 1);
    for (std::size_t i = 0; i < offsets.size(); ++i)
        offsets[i] = (radians[i + 1] - radians[i]) * rateHz / twoPi;
    return offsets;
}

/** A Hann window's mean: lines that are not whole cycles long do not tilt it. */
double smoothMean(std::span<const double> values) {
    double sum = 0.0, weights = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double s =
            std::sin(std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(values.size()));
        sum += s * s * values[i];
        weights += s * s;
    }
    return weights > 0.0 ? sum / weights : 0.0;
}

/** Over whole turns, so that what repeats with them averages out. */
double meanOverTurns(std::span<const double> values, double rateHz, double turnHz) {
    const double turns = std::floor(static_cast<double>(values.size()) / rateHz * turnHz);
    const auto count = turns >= 1.0 ? static_cast<std::size_t>(turns / turnHz * rateHz) : values.size();
    return smoothMean(values.subspan(0, std::min(count, values.size())));
}

/** Every step-th value of a low-pass that keeps 200 Hz and takes out what would fold back on it. */
std::vector<double> decimated(std::span<const double> values, std::size_t step) {
    if (step < 2) return {values.begin(), values.end()};
    const auto taps = kaiserLowPass(0.44 / static_cast<double>(step), 20 * step + 1);
    std::vector<double> out;
    for (std::size_t start = 0; start + taps.size() <= values.size(); start += step) {
        double sum = 0.0;
        for (std::size_t i = 0; i < taps.size(); ++i)
            sum += taps[i] * values[start + i];
        out.push_back(sum);
    }
    return out;
}

WowStatistic statisticOf(std::span<const double> values) {
    WowStatistic result;
    if (values.empty()) return result;
    std::vector<float> size;
    size.reserve(values.size());
    double squares = 0.0;
    for (const double value : values) {
        squares += value * value;
        size.push_back(static_cast<float>(std::abs(value)));
        result.peak = std::max(result.peak, std::abs(value));
    }
    result.rms = std::sqrt(squares / static_cast<double>(size.size()));
    result.twoSigma = percentileOf(size, twoSigmaPart);
    return result;
}

/** Without what lies near the ends, where no filter has settled. */
WowStatistic filtered(std::span<const double> values, double rateHz, std::size_t skip,
                      const std::function<double(double)>& gain) {
    const auto out = withoutPhase(values, rateHz, gain);
    return statisticOf(std::span(out).subspan(skip, out.size() - 2 * skip));
}

double tableGain(double hz) { return decibelsToFactor(flutterTableDb(hz)); }

WowStatistic unweightedStatistic(std::span<const double> values, double rateHz, std::size_t skip, double topHz) {
    return filtered(values, rateHz, skip, [topHz](double hz) { return unweightedGain(hz, topHz); });
}

/** The peak by the causal network, as a meter has it; the rest by the table itself. */
WowStatistic weightedStatistic(std::span<const double> values, double rateHz, std::size_t skip) {
    auto result = filtered(values, rateHz, skip, tableGain);
    result.peak = 0.0;
    auto network = FlutterFilter::weighting(rateHz);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double value = std::abs(network.next(values[i]));
        if (i >= skip) result.peak = std::max(result.peak, value);
    }
    return result;
}

std::vector<double> withoutLine(std::span<const double> values, double rateHz, const FlutterLine& line) {
    const LineSamples samples(line, rateHz, values.size());
    std::vector<double> rest(values.begin(), values.end());
    for (std::size_t i = 0; i < rest.size(); ++i)
        rest[i] -= samples.at(i);
    return rest;
}

/** The deviation without the power of the noise; lines are known better than by any filter, and keep their sizes. */
std::vector<double> withoutNoise(WowMeasurement& wow, std::span<const double> ofLevel) {
    const double rateHz = wow.deviationRateHz, topHz = wow.topHz;
    auto rest = wow.deviation;
    for (const auto& line : wow.lines)
        rest = withoutLine(rest, rateHz, line);
    const FlutterNoise noise(rest, ofLevel, rateHz);
    wow.noiseRms = noise.rms([topHz](double hz) { return unweightedGain(hz, topHz); });
    wow.weightedNoiseRms = noise.rms(tableGain);
    auto quiet = withoutPhase(rest, rateHz, [&noise](double hz) { return noise.gain(hz); });
    for (std::size_t i = 0; i < quiet.size(); ++i)
        quiet[i] += wow.deviation[i] - rest[i];
    return quiet;
}

struct Turn {
    double rpm = speedsRpm[0];
    double hz = 0.0;
    const FlutterLine* line = nullptr;
};

/** Which speed the platter has: the strongest line near one turn of those that come into question. */
Turn turnOf(const WowMeasurement& result, std::optional<double> rpm, double binHz) {
    std::vector<double> tried(speedsRpm.begin(), speedsRpm.end());
    if (rpm) tried = {*rpm};
    Turn turn;
    turn.rpm = tried.front();
    for (const double speed : tried) {
        const double hz = speed / 60.0 * (1.0 + std::clamp(result.speedError, -0.1, 0.1));
        for (const auto& line : result.lines) {
            if (std::abs(line.frequencyHz - hz) > std::max(turnTolerance * hz, 0.75 * binHz)) continue;
            if (turn.line != nullptr && turn.line->peak >= line.peak) continue;
            turn = {speed, line.frequencyHz, &line};
        }
    }
    if (turn.line == nullptr) turn.hz = turn.rpm / 60.0 * (1.0 + std::clamp(result.speedError, -0.1, 0.1));
    return turn;
}

} // namespace

WowMeter::WowMeter(double rateHz, double toneHz)
    : toneHz_(toneHz), demodulators_{ToneDemodulator(rateHz, toneHz), ToneDemodulator(rateHz, toneHz)} {}

void WowMeter::add(std::span<const double> left, std::span<const double> right) {
    const auto most = static_cast<std::size_t>(mostSeconds * demodulators_[0].outputRateHz());
    if (tones_[0].size() >= most) return;
    demodulators_[0].add(left, tones_[0]);
    if (!right.empty()) demodulators_[1].add(right, tones_[1]);
}

WowMeter::Baseband WowMeter::joined() const {
    const auto& left = tones_[0];
    const auto& right = tones_[1];
    if (right.size() != left.size()) return left;
    // The strongest direction of the two: the first eigenvector of their covariance.
    double powerLeft = 0.0, powerRight = 0.0;
    std::complex<double> cross = 0.0;
    for (std::size_t i = 0; i < left.size(); ++i) {
        const std::complex<double> l(left[i]), r(right[i]);
        powerLeft += std::norm(l);
        powerRight += std::norm(r);
        cross += l * std::conj(r);
    }
    const double half = 0.5 * (powerLeft - powerRight);
    const double largest = 0.5 * (powerLeft + powerRight) + std::hypot(half, std::abs(cross));
    std::complex<double> weightLeft = largest - powerRight, weightRight = cross;
    if (powerRight > powerLeft) {
        weightLeft = std::conj(cross);
        weightRight = largest - powerLeft;
    }
    const double length = std::hypot(std::abs(weightLeft), std::abs(weightRight));
    if (!(length > 0.0)) return left;
    const std::complex<float> a(weightLeft / length), b(weightRight / length);
    Baseband sum(left.size());
    for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] = a * left[i] + b * right[i];
    return sum;
}

WowMeasurement WowMeter::finish(const Nominal& nominal) const {
    WowMeasurement result;
    result.carrierHz = nominal.carrierHz;
    const double toneRateHz = demodulators_[0].outputRateHz();
    result.seconds = static_cast<double>(tones_[0].size()) / toneRateHz;
    if (result.seconds < leastSeconds - 0.1) { // the filters' own length is lost
        result.fault = WowMeasurement::Fault::tooShort;
        return result;
    }
    const auto phase = tonePhase(joined(), toneRateHz);
    result.bridgedPart = phase.bridgedPart;
    if (phase.bridgedPart > loudestLost) {
        result.fault = WowMeasurement::Fault::noTone;
        return result;
    }
    const auto offsets = offsetsOf(phase.radians, toneRateHz);
    const auto step = std::max<std::size_t>(static_cast<std::size_t>(toneRateHz / deviationRateHz), 1);
    const double rateHz = result.deviationRateHz = toneRateHz / static_cast<double>(step);
    const auto slow = decimated(offsets, step);
    const auto take = [&](double meanOffset) {
        result.meanHz = toneHz_ + meanOffset;
        result.speedError = result.meanHz / nominal.carrierHz - 1.0;
        result.deviation.resize(slow.size());
        for (std::size_t i = 0; i < slow.size(); ++i)
            result.deviation[i] = (slow[i] - meanOffset) / result.meanHz;
    };
    take(smoothMean(offsets));
    result.topHz = std::min(highestWowHz, ToneDemodulator::flatHz(toneHz_));
    result.lines = flutterLines(result.deviation, rateHz, result.topHz);
    const auto turn = turnOf(result, nominal.rpm, rateHz / static_cast<double>(slow.size()));
    result.rpm = turn.rpm;
    result.hole = turn.line != nullptr ? *turn.line : fittedLine(result.deviation, rateHz, turn.hz);
    take(meanOverTurns(offsets, toneRateHz, turn.hz));

    auto ofLevel = decimated(offsetsOf(phase.logLevel, toneRateHz), step);
    for (auto& value : ofLevel)
        value /= result.meanHz;
    const auto deviation = withoutNoise(result, ofLevel);
    const auto skip = static_cast<std::size_t>(std::min(settlingSeconds, 0.2 * result.seconds) * rateHz);
    result.unweighted = unweightedStatistic(deviation, rateHz, skip, result.topHz);
    result.weighted = weightedStatistic(deviation, rateHz, skip);
    result.weightedWithoutHole = weightedStatistic(withoutLine(deviation, rateHz, result.hole), rateHz, skip);
    result.wow = unweightedStatistic(deviation, rateHz, skip, wowHz);
    return result;
}

} // namespace phonostage::dsp
