// SPDX-License-Identifier: GPL-3.0-or-later
// What a tone's noise would read as flutter, against the closed form of white noise beside a tone.
#include "dsp/measure/testrecord/FlutterBands.h"
#include "dsp/measure/testrecord/WowMeter.h"
#include "dsp/measure/testrecord/WowSignals.h"
#include "support/Catch.h"
#include "support/UniformNoise.h"

#include <algorithm>

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

constexpr double rateHz = 48000.0, toneHz = 3150.0, peak = 0.1, seconds = 16.0;
constexpr double twoPi = 2.0 * std::numbers::pi;

WowMeasurement measured(const std::vector<double>& sound) {
    WowMeter meter(rateHz, toneHz);
    meter.add(sound, {});
    return meter.finish({toneHz, {}});
}

void addNoise(std::vector<double>& sound, double size, std::uint64_t seed = 5) {
    UniformNoise noise(seed);
    for (auto& sample : sound)
        sample += size * noise();
}

/** What white noise of -size to size turns the tone by, as a deviation of its frequency, unweighted, rms: the phase has
    twice the noise's density over the square of the peak, and f / toneHz of it is deviation. The band around the tone
    falls from 200 Hz on, and is at half at 280 Hz. */
double readAsFlutter(double size) {
    const double density = size * size / 3.0 / (rateHz / 2.0), stepHz = 0.5;
    double power = 0.0;
    for (double hz = stepHz; hz < 1000.0; hz += stepHz) {
        const double band = std::clamp((360.0 - hz) / 160.0, 0.0, 1.0);
        const double factor = hz / toneHz * band * unweightedGain(hz, 200.0);
        power += factor * factor * 2.0 * density / (peak * peak) * stepHz;
    }
    return std::sqrt(power);
}

struct Wavering {
    std::vector<double> sound;
    double rms = 0.0, twoSigma = 0.0;
};

/** A tone that is frequency-modulated by noise through two low-passes at 25 Hz, and what is true of it. */
Wavering flutteringAtRandom(double size) {
    constexpr double cornerHz = 25.0;
    constexpr std::size_t step = 48, settle = 48000;
    const double part = 1.0 - std::exp(-twoPi * cornerHz / rateHz);
    UniformNoise noise(11);
    Wavering made;
    std::vector<double> deviation;
    double first = 0.0, second = 0.0, phase = 0.0, sum = 0.0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(seconds * rateHz) + settle; ++i) {
        first += part * (noise() - first);
        second += part * (first - second);
        if (i < settle) continue;
        const double speed = size * second;
        made.sound.push_back(peak * std::sin(phase));
        phase += twoPi * toneHz * (1.0 + speed) / rateHz;
        sum += speed;
        if (made.sound.size() % step == 0) deviation.push_back(std::exchange(sum, 0.0) / static_cast<double>(step));
    }
    auto filtered = withoutPhase(deviation, 1000.0, [](double hz) { return unweightedGain(hz, 200.0); });
    filtered = {filtered.begin() + 2500, filtered.end() - 2500};
    double squares = 0.0;
    for (auto& value : filtered) {
        squares += value * value;
        value = std::abs(value);
    }
    std::sort(filtered.begin(), filtered.end());
    made.rms = std::sqrt(squares / static_cast<double>(filtered.size()));
    made.twoSigma = filtered[filtered.size() * 95 / 100];
    return made;
}

} // namespace

TEST_CASE("noise beside a steady tone is read as noise and not as flutter") {
    const double size = GENERATE(1e-4, 1e-3, 4e-3);
    auto sound = wavering(rateHz, seconds, toneHz, {}, peak);
    addNoise(sound, size);
    const auto wow = measured(sound);
    const double noise = readAsFlutter(size);
    CHECK_THAT(wow.noiseRms, WithinRel(noise, 0.04));
    CHECK(wow.unweighted.rms < 0.25 * noise);
    CHECK(wow.unweighted.twoSigma < 0.25 * 1.96 * noise);
    CHECK(wow.weighted.rms < 0.1 * noise);
}

TEST_CASE("random flutter is read at its size in noise that is twice as large") {
    auto [sound, rms, twoSigma] = flutteringAtRandom(4e-3);
    const double noiseSize = GENERATE(0.0, 2e-3, 4e-3);
    addNoise(sound, noiseSize);
    const auto wow = measured(sound);
    INFO("flutter " << rms << ", noise " << readAsFlutter(noiseSize));
    CHECK_THAT(wow.unweighted.rms, WithinRel(rms, 0.03));
    CHECK_THAT(wow.unweighted.twoSigma, WithinRel(twoSigma, 0.03));
}

TEST_CASE("a line keeps its size in noise") {
    const double hz = GENERATE(0.5556, 10.0, 60.0, 150.0);
    auto sound = wavering(rateHz, seconds, toneHz, {{hz, 3e-4, 0.3}}, peak);
    addNoise(sound, 4e-3);
    const auto wow = measured(sound);
    CHECK_THAT(wow.unweighted.rms, WithinRel(3e-4 / std::sqrt(2.0) * unweightedGain(hz, 200.0), 0.03));
    REQUIRE_FALSE(wow.lines.empty());
    CHECK_THAT(wow.lines.front().peak, WithinRel(3e-4, 0.02));
    CHECK(std::abs(wow.lines.front().peak - 3e-4) < 3.0 * wow.lines.front().spread + 1e-7);
}

TEST_CASE("a level that swings or falls is no noise") {
    const std::vector<SpeedLine> lines{{0.5556, 1e-3, 0.2}, {6.0, 4e-4, 1.0}, {27.0, 2e-4, 2.0}};
    auto sound = wavering(rateHz, seconds, toneHz, lines, peak);
    addNoise(sound, 1e-3);
    auto swinging = sound;
    for (std::size_t i = 0; i < swinging.size(); ++i) {
        const double t = static_cast<double>(i) / rateHz;
        swinging[i] *=
            (1.0 - 0.01 * t) * (1.0 + 0.05 * std::sin(twoPi * 0.5556 * t) + 0.02 * std::sin(twoPi * 27.0 * t));
    }
    const auto steady = measured(sound), swung = measured(swinging);
    CHECK_THAT(swung.unweighted.rms, WithinRel(steady.unweighted.rms, 0.002));
    CHECK_THAT(swung.weighted.twoSigma, WithinRel(steady.weighted.twoSigma, 0.002));
}
