// SPDX-License-Identifier: GPL-3.0-or-later
// Exact phase in the running engine: against programmes whose truth is a closed form.
#include "dsp/engine/EngineSupport.h"
#include "dsp/engine/ExactPhaseStation.h"
#include "dsp/simd/WideRegisters.h"
#include "support/AnalogueRiaa.h"
#include "support/Catch.h"

#include <algorithm>
#include <cstring>

using namespace phonostage;
using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

using Complex = std::complex<double>;
constexpr double pi = std::numbers::pi;

FilterSettings exact(bool isOn = true) {
    auto settings = filterOnly();
    settings.exactPhase = isOn;
    return settings;
}

/** Tones from 20 Hz to 20 kHz, as loud as music is: a captured record, and what an analogue stage makes of it. */
struct Programme {
    std::vector<double> record, played;
};

Programme programme(double rateHz, std::size_t frames, unsigned seed) {
    constexpr int tones = 150;
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> phase(0.0, 2.0 * pi);
    Programme result{silence(frames), silence(frames)};
    for (int k = 0; k < tones; ++k) {
        const double hz = 20.0 * std::pow(1000.0, static_cast<double>(k) / (tones - 1));
        const Complex played = std::polar(1e-3 / std::sqrt(hz / 20.0), phase(random)),
                      record = played / analogueRiaa(hz);
        for (std::size_t i = 0; i < frames; ++i) {
            const Complex turn = std::polar(1.0, 2.0 * pi * std::fmod(hz / rateHz * static_cast<double>(i), 1.0));
            result.record[i] += (record * turn).real();
            result.played[i] += (played * turn).real();
        }
    }
    return result;
}

/** Residual over truth in dB, from a frame on; output is late by some frames. */
double nullDb(const std::vector<double>& output, const std::vector<double>& truth, std::size_t from, std::size_t late) {
    double residual = 0.0, power = 0.0;
    for (std::size_t i = from; i < output.size(); ++i) {
        const double expected = truth[i - late], error = output[i] - expected;
        residual += error * error;
        power += expected * expected;
    }
    return 10.0 * std::log10(residual / power);
}

bool isSame(const Stereo& a, const Stereo& b) {
    for (std::size_t c = 0; c < 2; ++c)
        if (std::memcmp(a[c].data(), b[c].data(), a[c].size() * sizeof(double)) != 0) return false;
    return true;
}

Stereo twoChannels(std::size_t frames) { return {noise(0.01, frames, 1), noise(0.02, frames, 2)}; }

} // namespace

TEST_CASE("Programmes through exact phase are those of the analogue stage, 110 dB down", "[dsp][engine]") {
    for (const double rate : {44100.0, 48000.0, 64000.0}) {
        CAPTURE(rate);
        const auto frames = static_cast<std::size_t>(rate), settled = frames / 3;
        const auto tones = programme(rate, frames, 7);
        Engine engine;
        engine.prepare(designStage(exact(), rate));
        engine.setLevels(unityGain());
        const auto late = static_cast<std::size_t>(engine.latencyFrames());
        CHECK(late == static_cast<std::size_t>(exactPhaseDelayFrames(rate)));
        const auto output = run(engine, {tones.record, tones.record});
        CHECK(nullDb(output[0], tones.played, settled, late) < -110.0);
        CHECK(output[0] == output[1]);
        // Without it the phase is what limits.
        Engine plain;
        plain.prepare(designStage(exact(false), rate));
        plain.setLevels(unityGain());
        CHECK(nullDb(run(plain, {tones.record, tones.record})[0], tones.played, settled, 0) > -60.0);
    }
}

TEST_CASE("From 88.2 kHz on exact phase changes no bit, and is not late", "[dsp][engine]") {
    const auto input = twoChannels(20000);
    for (const double rate : {88200.0, 96000.0, 192000.0}) {
        Engine plain, engine;
        plain.prepare(designStage(exact(false), rate));
        engine.prepare(designStage(exact(), rate));
        CHECK(engine.latencyFrames() == 0);
        CHECK(isSame(run(engine, input), run(plain, input)));
    }
}

TEST_CASE("Exact phase is a sum in one order, whatever comes at once and whatever registers", "[dsp][engine]") {
    ExactPhaseFilter filter;
    filter.tapCount = GENERATE(as<std::size_t>{}, 1, 65, 97);
    std::mt19937 random(3);
    std::normal_distribution<double> normal;
    for (std::size_t k = 0; k < filter.tapCount; ++k)
        filter.tap[k] = normal(random);
    constexpr std::size_t frames = 3000;
    const auto input = twoChannels(frames);
    Stereo expected(2, silence(frames));
    for (std::size_t c = 0; c < 2; ++c)
        for (std::size_t i = 0; i < frames; ++i)
            for (std::size_t k = 0; k < filter.tapCount; ++k)
                expected[c][i] += filter.tap[k] * (i >= k ? input[c][i - k] : 0.0);
    for (const bool isWide : {false, true}) {
        allowWideRegisters(isWide);
        for (const int most : {1, 2, 17, spanFrames}) {
            ExactPhaseStation station;
            station.set(filter);
            Stereo output(2, silence(frames));
            for (std::size_t at = 0; at < frames;) {
                const auto count = std::min<std::size_t>(1 + random() % static_cast<unsigned>(most), frames - at);
                StereoDouble block[spanFrames];
                for (std::size_t i = 0; i < count; ++i)
                    block[i] = {input[0][at + i], input[1][at + i]};
                station.process(block, static_cast<int>(count));
                for (std::size_t i = 0; i < count; ++i)
                    for (std::size_t c = 0; c < 2; ++c)
                        output[c][at + i] = block[i].channel(static_cast<int>(c));
                at += count;
            }
            CHECK(isSame(output, expected));
        }
    }
    allowWideRegisters(true);
}

TEST_CASE("An engine with exact phase gives the same bits in blocks of any size, and after a reset", "[dsp][engine]") {
    auto settings = exact();
    settings.dcRemoval = GENERATE(false, true);
    settings.subsonic = Subsonic{};
    const auto input = twoChannels(9000);
    Engine engine;
    engine.prepare(designStage(settings, 44100.0));
    const auto expected = run(engine, input, 9000);
    for (const int block : {1, 7, 64, 1000}) {
        engine.reset();
        CHECK(isSame(run(engine, input, block), expected));
    }
}

TEST_CASE("Exact phase goes on and off while it plays without a click", "[dsp][engine]") {
    constexpr double rate = 44100.0;
    constexpr std::size_t fade = 882, on = 30000, off = 50000, frames = 70000;
    const auto tone = sine(300.0, 0.01, rate, frames / rate);
    Engine engine;
    engine.prepare(designStage(exact(false), rate));
    const auto part = [&](std::size_t from, std::size_t to) {
        const std::vector<double> piece(tone.begin() + static_cast<std::ptrdiff_t>(from),
                                        tone.begin() + static_cast<std::ptrdiff_t>(to));
        return run(engine, {piece, piece}, 100)[0];
    };
    auto output = part(0, on);
    const double steady = roughness(output, 20000, on);
    engine.install(designStage(exact(), rate));
    const auto second = part(on, off);
    CHECK(engine.latencyFrames() == 52);
    output.insert(output.end(), second.begin(), second.end());
    engine.install(designStage(exact(false), rate));
    const auto third = part(off, frames);
    CHECK(engine.latencyFrames() == 0);
    output.insert(output.end(), third.begin(), third.end());
    // During the fade two moments of a tone are mixed: that may be quieter, but never louder, and nothing jumps.
    for (const std::size_t change : {on, off})
        CHECK(roughness(output, change - 10, change + 3 * fade) < 1.05 * steady);
    CHECK(peakOf(output, 20000) < 1.001 * peakOf({output.begin() + 20000, output.begin() + on}));
}

TEST_CASE("Drained, an engine with exact phase has given all that came", "[dsp][engine]") {
    const auto input = twoChannels(5000);
    Engine engine, longer;
    for (auto* each : {&engine, &longer})
        each->prepare(designStage(exact(), 48000.0));
    auto padded = input;
    for (auto& channel : padded)
        channel.resize(5034, 0.0);
    const auto expected = run(longer, padded);
    auto output = run(engine, input);
    Stereo rest(2, silence(34));
    double* const to[] = {rest[0].data(), rest[1].data()};
    engine.drain(to, 2, 34);
    for (std::size_t c = 0; c < 2; ++c)
        output[c].insert(output[c].end(), rest[c].begin(), rest[c].end());
    CHECK(isSame(output, expected));
}
