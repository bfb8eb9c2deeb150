// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any block size, any input, reset, two engines, changes while running.

#include "dsp/engine/EngineSupport.h"
#include "support/Catch.h"

#include <cfloat>
#include <limits>

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

FilterSettings everything() {
    FilterSettings settings;
    settings.curve = Curve{3180e-6, 318e-6, 75e-6, true, true};
    settings.subsonic = Subsonic{15.0, 24};
    settings.monoBass = MonoBass{};
    settings.undoRiaa = true;
    settings.speedRatio = 1.35;
    return settings;
}

Stereo programme(std::size_t frames, unsigned seed) {
    return {noise(0.01, frames, seed), noise(0.01, frames, seed + 1)};
}

} // namespace

TEST_CASE("A frame's result does not depend on how blocks are cut", "[dsp][engine]") {
    const double rate = GENERATE(44100.0, 96000.0);
    const auto x = programme(60000, 3);
    const auto design = designStage(everything(), rate);
    Engine whole;
    whole.prepare(design);
    const auto expected = run(whole, x, 60000);
    for (int block : {1, 7, 17, 64, 8192}) {
        Engine cut;
        cut.prepare(design);
        CHECK(run(cut, x, block) == expected);
    }
    Engine random;
    random.prepare(design);
    std::mt19937 generator(5);
    Stereo y(2, silence(60000));
    for (int at = 0; at < 60000;) {
        const int count = std::min(static_cast<int>(generator() % 300), 60000 - at);
        const double* in[2] = {x[0].data() + at, x[1].data() + at};
        double* out[2] = {y[0].data() + at, y[1].data() + at};
        random.process(in, out, 2, count); // 0 comes up too
        at += count;
    }
    CHECK(y == expected);
    CHECK(random.meters().input[0].meanSquareVolts2.load() == whole.meters().input[0].meanSquareVolts2.load());
    CHECK(random.meters().frames.load() == 60000);
}

TEST_CASE("A cross-fade does not depend on how blocks are cut", "[dsp][engine]") {
    const auto x = programme(6000, 3);
    const auto fade = [&](int block) {
        Engine engine;
        engine.prepare(designStage(FilterSettings(), 48000.0));
        auto y = run(engine, {{x[0].begin(), x[0].begin() + 3000}, {x[1].begin(), x[1].begin() + 3000}}, block);
        engine.install(designStage(everything(), 48000.0));
        const auto rest = run(engine, {{x[0].begin() + 3000, x[0].end()}, {x[1].begin() + 3000, x[1].end()}}, block);
        for (std::size_t c = 0; c < 2; ++c)
            y[c].insert(y[c].end(), rest[c].begin(), rest[c].end());
        return y;
    };
    const auto expected = fade(6000);
    for (const int block : {1, 7, 17, 30, 64})
        CHECK(fade(block) == expected);
}

TEST_CASE("Float in and out is the double result, rounded once, also in place", "[dsp][engine]") {
    const auto design = designStage(everything(), 48000.0);
    std::vector<float> left(5000), right(5000);
    Stereo x(2, silence(5000));
    const auto n = programme(5000, 8);
    for (std::size_t i = 0; i < 5000; ++i) {
        left[i] = static_cast<float>(n[0][i]);
        right[i] = static_cast<float>(n[1][i]);
        x[0][i] = static_cast<double>(left[i]);
        x[1][i] = static_cast<double>(right[i]);
    }
    Engine a, b;
    a.prepare(design);
    b.prepare(design);
    const auto expected = run(a, x);
    float* buffers[2] = {left.data(), right.data()};
    b.process(buffers, buffers, 2, 5000);
    for (std::size_t i = 0; i < 5000; ++i) {
        REQUIRE(left[i] == static_cast<float>(expected[0][i]));
        REQUIRE(right[i] == static_cast<float>(expected[1][i]));
    }
}

TEST_CASE("Whatever comes in, what goes out is finite, and bad samples are counted as silence", "[dsp][engine]") {
    const double bad = GENERATE(std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
                                -std::numeric_limits<double>::infinity(), 1.0001e6, -1e38, DBL_MAX);
    const auto design = designStage(everything(), 48000.0);
    auto x = programme(4000, 11);
    auto silenced = x;
    for (std::size_t i : {100u, 101u, 1500u, 3999u}) {
        x[0][i] = bad;
        silenced[0][i] = 0.0;
    }
    Engine a, b;
    LevelSettings loudest;
    loudest.gainDb = 80.0;
    a.setLevels(loudest);
    b.setLevels(loudest);
    a.prepare(design);
    b.prepare(design);
    const auto y = run(a, x), expected = run(b, silenced);
    CHECK(y == expected);
    for (double v : y[0])
        REQUIRE(std::isfinite(v));
    CHECK(a.meters().badSamples.load() == 4);
    CHECK(b.meters().badSamples.load() == 0);

    // The largest sample that still counts as audio is finite at the loudest settings, as a float too.
    loudest.outputTrimDb = 20.0;
    loudest.inputDbv = 40.0;
    loudest.outputDbv = -80.0;
    Engine loud;
    loud.setLevels(loudest);
    loud.prepare(design);
    const auto huge = run(loud, {std::vector<double>(4000, 1e6), std::vector<double>(4000, -1e6)});
    for (double v : huge[0])
        REQUIRE(std::isfinite(static_cast<float>(v)));
}

TEST_CASE("Reset clears all sound: exact zeros, and the same again", "[dsp][engine]") {
    Engine engine;
    engine.prepare(designStage(everything(), 48000.0));
    const auto x = programme(3001, 21);
    const auto first = run(engine, x, 100);
    engine.reset();
    const auto quiet = run(engine, {silence(1000), silence(1000)});
    for (const auto& channel : quiet) {
        for (double v : channel)
            REQUIRE(v == 0.0);
    }
    engine.reset();
    CHECK(engine.meters().frames.load() == 4001);
    CHECK(run(engine, x, 100) == first);
}

TEST_CASE("After the last sound the output decays to exact zero", "[dsp][engine]") {
    const double rate = GENERATE(44100.0, 96000.0);
    const bool shelf = GENERATE(true, false);
    auto settings = everything();
    if (!shelf) settings.curve.shelfSeconds = std::nullopt;
    Engine engine;
    engine.prepare(designStage(settings, rate));
    run(engine, programme(static_cast<std::size_t>(rate), 2));
    const auto frames = static_cast<std::size_t>(rate * 25.0);
    const auto y = run(engine, {silence(frames), silence(frames)});
    for (std::size_t i = frames - 1000; i < frames; ++i)
        REQUIRE(y[0][i] == 0.0);
    // Nothing subnormal on the way.
    for (double v : y[0])
        REQUIRE((v == 0.0 || std::fabs(v) > DBL_MIN));
}

TEST_CASE("Two engines at different rates do not know of each other", "[dsp][engine]") {
    const auto x = programme(20000, 31);
    const auto designA = designStage(everything(), 44100.0), designB = designStage(FilterSettings(), 192000.0);
    Engine aloneA, aloneB, a, b;
    aloneA.prepare(designA);
    aloneB.prepare(designB);
    a.prepare(designA);
    b.prepare(designB);
    const auto expectedA = run(aloneA, x), expectedB = run(aloneB, x);
    Stereo ya(2, silence(20000)), yb(2, silence(20000));
    for (int at = 0; at < 20000; at += 50) {
        const double* in[2] = {x[0].data() + at, x[1].data() + at};
        double* outA[2] = {ya[0].data() + at, ya[1].data() + at};
        double* outB[2] = {yb[0].data() + at, yb[1].data() + at};
        a.process(in, outA, 2, 50);
        b.process(in, outB, 2, 50);
    }
    CHECK(ya == expectedA);
    CHECK(yb == expectedB);
}

TEST_CASE("A rate that is none, or a design for another rate, changes nothing", "[dsp][engine]") {
    Engine engine;
    engine.prepare(designStage(FilterSettings(), 96000.0));
    const auto x = programme(500, 41);
    const auto expected = run(engine, x);
    for (double rate : {0.0, -48000.0, 7999.0, 768001.0, std::numeric_limits<double>::quiet_NaN(),
                        std::numeric_limits<double>::infinity()}) {
        StageDesign design = designStage(FilterSettings(), 48000.0);
        design.sampleRateHz = rate;
        engine.prepare(design);
        engine.install(design);
        engine.reset();
        CHECK(run(engine, x) == expected);
    }
}

TEST_CASE("A new curve fades in without a click, begins within 50 ms and is then exactly itself", "[dsp][engine]") {
    const double rate = 48000.0;
    Engine engine;
    engine.setLevels(unityGain());
    engine.prepare(designStage(FilterSettings(), rate));
    const auto low = sine(100.0, 0.1, rate, 1.0);
    run(engine, {low, low});

    auto columbia = FilterSettings();
    columbia.curve = Curve{1590e-6, 318e-6, 100e-6};
    engine.install(designStage(columbia, rate));
    const Stereo y = run(engine, {low, low}, 64);
    const auto truth = [](double f) { return std::abs(analogueResponse(Curve{1590e-6, 318e-6, 100e-6}, f)); };
    CHECK_THAT(decibelsOf(amplitudeAt(y[0], 100.0, rate, 0.5) / 0.1), WithinAbs(decibelsOf(truth(100.0)), 1e-3));

    // Steady sine through a change of everything that needs a design: no rougher than either end by more than the fade.
    for (int round = 0; round < 4; ++round) {
        auto next = FilterSettings();
        if (round == 0) next.curve = Curve::flat();
        if (round == 1) next.subsonic = Subsonic{40.0, 24};
        if (round == 2) next.dcRemoval = false;
        if (round == 3) next.curve = Curve{std::nullopt, 318e-6, 100e-6};
        engine.install(designStage(next, rate));
        const auto z = run(engine, {low, low}, 64)[0];
        const double loudest = std::max(peakOf(z), 1e-9);
        INFO("round " << round);
        CHECK(roughness(z, 0, z.size()) < 3e-3 * loudest);
    }

    // 20 ms to get to know the music, then 20 ms of fade.
    engine.install(designStage(filterOnly(Curve::flat()), rate));
    const auto z = run(engine, {low, low}, 64)[0];
    CHECK_THAT(peakOf(std::vector<double>(z.begin() + 1920, z.end())), WithinAbs(0.1, 0.02));
    CHECK_THAT(decibelsOf(amplitudeAt(z, 100.0, rate, 0.9) / 0.1), WithinAbs(0.0, 1e-6));
}

TEST_CASE("Designs that arrive during a fade coalesce: the newest wins", "[dsp][engine]") {
    const double rate = 48000.0;
    Engine engine;
    engine.setLevels(unityGain());
    engine.prepare(designStage(filterOnly(Curve::flat()), rate));
    const auto x = sine(1000.0, 0.1, rate, 0.01);
    run(engine, {x, x});
    for (double turnover : {100e-6, 200e-6, 318e-6, 636e-6}) {
        engine.install(designStage(filterOnly(Curve{3180e-6, turnover, 75e-6}), rate));
        run(engine, {x, x});
    }
    const auto low = sine(100.0, 0.1, rate, 1.0);
    const auto y = run(engine, {low, low});
    const double truth = std::abs(analogueResponse(Curve{3180e-6, 636e-6, 75e-6}, 100.0));
    CHECK_THAT(decibelsOf(amplitudeAt(y[0], 100.0, rate, 0.5) / 0.1), WithinAbs(decibelsOf(truth), 1e-3));
}
