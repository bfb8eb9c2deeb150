// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a reset (a host's transport stop) takes and what it leaves, and what prepare() and resetHolds() take.

#include "dsp/engine/EngineSupport.h"
#include "dsp/overload/OverloadWatch.h"
#include "support/Catch.h"

#include <algorithm>

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

constexpr double rate = 48000.0;

// A loud sine that a 16-bit converter has clipped: events at full scale.
std::vector<double> clipped(std::size_t count) {
    std::vector<double> x(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double v = std::round(50000.0 * std::sin(2.0 * std::numbers::pi * 441.0 * static_cast<double>(i) / rate));
        x[i] = std::clamp(v, -32768.0, 32767.0) / 32768.0;
    }
    return x;
}

struct Latched {
    std::int64_t events, eventSamples, fullScaleSamples, firstStart, lastStart, longest, clips, bad;
    double peak, inputHold, outputHold, truePeakIn, truePeakOut;
    bool operator==(const Latched&) const = default;
};

Latched latched(const Engine& engine) {
    const auto& m = engine.meters();
    const auto& o = m.overload[0];
    return {o.events,
            o.eventSamples,
            o.fullScaleSamples,
            o.firstStart,
            o.lastStart,
            o.longest,
            m.outputClips[0],
            m.badSamples,
            o.peak,
            m.input[0].peakHoldVolts,
            m.output[0].peakHoldVolts,
            m.input[0].truePeakHoldVolts,
            m.output[0].truePeakHoldVolts};
}

Engine::Options options() {
    Engine::Options o;
    o.truePeakInput = o.truePeakOutput = true;
    o.sourceWordBits = 16;
    return o;
}

} // namespace

TEST_CASE("A reset keeps what is latched and starts the sound again", "[dsp][engine][reset]") {
    Engine engine;
    engine.prepare(designStage(FilterSettings(), rate), options());
    auto x = clipped(9999);
    x[5000] = 1e9; // no audio
    std::fill(x.end() - 300, x.end(), 0.0);
    run(engine, {x, x});
    engine.flush(); // all that waits is looked at; no run is under way
    const auto before = latched(engine);
    CHECK(before.events >= 1);
    CHECK(before.fullScaleSamples > 1000);
    CHECK(before.clips > 0);
    CHECK(before.bad == 2);
    CHECK(before.inputHold > 0.0);
    CHECK(before.truePeakIn >= before.inputHold);
    CHECK(before.truePeakOut >= before.outputHold);

    engine.reset();
    CHECK(latched(engine) == before);
    CHECK(engine.meters().frames.load() == 9999);
    CHECK(engine.meters().input[0].meanSquareVolts2.load() == 0.0);
    CHECK(engine.meters().output[1].meanSquareVolts2.load() == 0.0);
    CHECK(engine.meters().input[0].peakVolts.load() == 0.0);
    const auto quiet = run(engine, {silence(1000), silence(1000)});
    for (double v : quiet[0])
        REQUIRE(v == 0.0);
    CHECK(latched(engine) == before);

    // Positions go on where they were: what comes now is later than what came then.
    run(engine, {clipped(500), clipped(500)});
    engine.flush();
    const auto after = latched(engine);
    CHECK(after.events > before.events);
    CHECK(after.firstStart == before.firstStart);
    CHECK(after.lastStart >= 10999);
    CHECK(after.lastStart < engine.meters().frames.load());
    CHECK(engine.meters().frames.load() == 11499);
}

TEST_CASE("A reset is no different from a new engine to the ear", "[dsp][engine][reset]") {
    FilterSettings settings;
    settings.curve.shelfSeconds = std::nullopt;
    settings.subsonic = Subsonic();
    settings.monoBass = MonoBass();
    const auto design = designStage(settings, rate);
    const Stereo x{noise(0.01, 7001, 3), noise(0.01, 7001, 4)};
    Engine fresh;
    fresh.prepare(design);
    const auto expected = run(fresh, x);
    Engine engine;
    engine.prepare(designStage(FilterSettings(), rate));
    run(engine, {noise(0.5, 3333, 1), noise(0.5, 3333, 2)});
    engine.install(design);
    run(engine, x); // in the middle of the fade to it
    engine.install(design);
    engine.reset();
    CHECK(run(engine, x) == expected);
    CHECK(engine.meters().input[0].meanSquareVolts2.load() == fresh.meters().input[0].meanSquareVolts2.load());
}

TEST_CASE("An overload run that is under way at a reset ends there", "[dsp][engine][reset]") {
    Engine engine;
    engine.prepare(designStage(FilterSettings(), rate), options());
    // A sine that is cut off on its clipped top.
    auto x = clipped(1000);
    std::size_t end = 300;
    while (!(x[end - 1] == 32767.0 / 32768.0 && x[end - 6] == 32767.0 / 32768.0))
        ++end;
    x.resize(end);
    run(engine, {x, x});
    OverloadWatch ended;
    ended.prepare(rate, 16);
    ended.process(x.data(), static_cast<int>(x.size()));
    engine.reset();
    CHECK(latched(engine).events == ended.counts().events + 1);
    // What comes after it joins no run of the time before.
    run(engine, {std::vector<double>(4, 32767.0 / 32768.0), std::vector<double>(4, 0.0)});
    engine.flush();
    CHECK(latched(engine).longest <= static_cast<std::int64_t>(end));
}

TEST_CASE("prepare() and resetHolds() clear what is latched", "[dsp][engine][reset]") {
    const bool byUser = GENERATE(false, true);
    Engine engine;
    const auto design = designStage(FilterSettings(), rate);
    engine.prepare(design, options());
    auto x = clipped(5000);
    x[7] = -1e9;
    run(engine, {x, x});
    if (byUser)
        engine.resetHolds();
    else
        engine.prepare(design, options());
    run(engine, {silence(64), silence(64)});
    auto now = latched(engine);
    if (byUser) // the filters still ring: sound is untouched
        now.outputHold = now.truePeakOut = 0.0;
    CHECK(now == Latched{0, 0, 0, -1, -1, 0, byUser ? now.clips : 0, 0, 0.0, 0.0, 0.0, now.truePeakIn, 0.0});
    CHECK(now.truePeakIn <= (byUser ? 8.0 : 0.0)); // the interpolation still sees the samples before
    CHECK(engine.meters().frames.load() == (byUser ? 5064 : 64));
}
