// SPDX-License-Identifier: GPL-3.0-or-later
//
// Mono bass: (L+R)/2 untouched, (L-R)/2 through a Butterworth high-pass, behind the gain.

#include "dsp/engine/EngineSupport.h"
#include "support/Catch.h"

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

FilterSettings withMonoBass(double cornerHz, int slope, const Curve& curve = Curve::flat()) {
    auto settings = filterOnly(curve);
    settings.monoBass = MonoBass{cornerHz, slope};
    return settings;
}

Stereo responseTo(const FilterSettings& settings, double rate, double left, double right, double seconds) {
    Engine engine;
    engine.setLevels(unityGain());
    engine.prepare(designStage(settings, rate));
    Stereo x(2, silence(static_cast<std::size_t>(rate * seconds)));
    x[0][0] = left;
    x[1][0] = right;
    return run(engine, x);
}

} // namespace

TEST_CASE("Mono bass is a Butterworth high-pass of the difference alone", "[dsp][engine][monobass]") {
    const double corner = GENERATE(80.0, 120.0, 200.0);
    const int slope = GENERATE(6, 12);
    const double rate = GENERATE(8000.0, 48000.0, 192000.0);
    const auto settings = withMonoBass(corner, slope);
    const auto design = designStage(settings, rate);
    const auto y = responseTo(settings, rate, 1.0, -1.0, 1.0); // nothing but difference
    INFO("corner " << corner << " slope " << slope << " rate " << rate);
    for (std::size_t i = 0; i < y[0].size(); ++i)
        REQUIRE(y[0][i] == -y[1][i]);
    for (double f : {5.0, 20.0, 50.0, corner, 300.0, 1000.0, 3000.0}) {
        const double order = slope / 6;
        // The bilinear transform sees both frequencies through the tangent: exact there, near it elsewhere.
        const auto warped = [&](double hz) { return std::tan(std::numbers::pi * hz / rate); };
        const double exact = -10.0 * std::log10(1.0 + std::pow(warped(corner) / warped(f), 2.0 * order));
        const double analogue = -10.0 * std::log10(1.0 + std::pow(corner / f, 2.0 * order));
        const double measured = decibelsOf(std::abs(spectrumAt(y[0], f, rate)));
        CHECK_THAT(measured, WithinAbs(exact, 1e-6));
        CHECK_THAT(measured, WithinAbs(analogue, rate < 44100.0 ? 0.06 : 0.002));
        CHECK_THAT(measured, WithinAbs(decibelsOf(std::abs(sideResponse(design, f))), 1e-6));
        CHECK(std::abs(response(design, f)) == 1.0);
    }
    // One channel alone: half of it is sum, and stays.
    const auto one = responseTo(settings, rate, 1.0, 0.0, 1.0);
    for (double f : {20.0, corner, 1000.0}) {
        const auto left = spectrumAt(one[0], f, rate), right = spectrumAt(one[1], f, rate);
        CHECK(std::abs(left + right - 1.0) < 1e-12);
        CHECK(std::abs(left - right - spectrumAt(y[0], f, rate)) < 1e-12);
    }
}

TEST_CASE("Where left is right, mono bass changes no bit", "[dsp][engine][monobass]") {
    const int slope = GENERATE(6, 12);
    const double rate = 48000.0;
    const auto x = noise(0.01, 20000, 77);
    const auto with = designStage(withMonoBass(150.0, slope, Curve()), rate);
    const auto without = designStage(filterOnly(), rate);
    for (const auto& signal : {Stereo{x, x}, Stereo{x}}) { // a mono source too
        Engine a, b;
        a.prepare(with);
        b.prepare(without);
        CHECK((run(a, signal) == run(b, signal)));
    }
    // And where a mode makes both outputs the same.
    for (ChannelMode mode : {ChannelMode::lateral, ChannelMode::vertical, ChannelMode::left, ChannelMode::right}) {
        LevelSettings levels;
        levels.mode = mode;
        levels.balanceDb = 1.3;
        levels.crosstalkLeftToRight = 0.03;
        Engine a, b;
        a.setLevels(levels);
        b.setLevels(levels);
        a.prepare(with);
        b.prepare(without);
        const Stereo signal{x, noise(0.01, 20000, 78)};
        CHECK((run(a, signal) == run(b, signal)));
    }
}

TEST_CASE("Mono bass stands behind the gain and the channels", "[dsp][engine][monobass]") {
    const double rate = 48000.0;
    LevelSettings levels;
    levels.gainDb = 34.0;
    levels.balanceDb = 2.0;
    levels.swapChannels = true;
    Engine plain, engine;
    plain.setLevels(levels);
    engine.setLevels(levels);
    plain.prepare(designStage(filterOnly(), rate));
    engine.prepare(designStage(withMonoBass(120.0, 12, Curve()), rate));
    const Stereo x{noise(0.001, 30000, 5), noise(0.002, 30000, 6)};
    const auto y = run(engine, x), z = run(plain, x);
    // What the plain stage gives, through mono bass by itself.
    Engine alone;
    alone.setLevels(unityGain());
    alone.prepare(designStage(withMonoBass(120.0, 12), rate));
    const auto expected = run(alone, z);
    for (std::size_t i = 0; i < 30000; ++i) {
        REQUIRE_THAT(y[0][i], WithinAbs(expected[0][i], 1e-13));
        REQUIRE_THAT(y[0][i] + y[1][i], WithinAbs(z[0][i] + z[1][i], 1e-13));
    }
}

TEST_CASE("Mono bass comes and goes without a click and does not depend on block cuts", "[dsp][engine][monobass]") {
    const double rate = 48000.0;
    // 50 Hz, all difference: 15 dB are taken off at 120 Hz and 12 dB/oct.
    const auto low = sine(50.0, 0.1, rate, 0.5);
    auto opposite = low;
    for (auto& v : opposite)
        v = -v;
    const Stereo x{low, opposite};
    const double smooth = roughness(low, 0, low.size());

    const auto play = [&](int block) {
        Engine engine;
        engine.setLevels(unityGain());
        engine.prepare(designStage(filterOnly(Curve::flat()), rate));
        std::vector<Stereo> parts{run(engine, x, block)};
        for (const auto& next : {withMonoBass(120.0, 12), withMonoBass(200.0, 6), filterOnly(Curve::flat())}) {
            engine.install(designStage(next, rate));
            parts.push_back(run(engine, x, block));
        }
        return parts;
    };
    const auto parts = play(64);
    const double level = std::pow(120.0 / 50.0, 2.0), first = 200.0 / 50.0;
    const double wanted[] = {0.1, 0.1 / std::sqrt(1.0 + level * level), 0.1 / std::sqrt(1.0 + first * first), 0.1};
    for (std::size_t n = 0; n < 4; ++n) {
        INFO("part " << n);
        CHECK_THAT(amplitudeAt(parts[n][0], 50.0, rate, 0.2), WithinRel(wanted[n], 1e-4));
        CHECK(roughness(parts[n][0], 0, low.size()) < 1.5 * smooth); // a jump would be 1000 times as rough
    }
    for (std::size_t i = 2000; i < low.size(); ++i) // gone for good: bit for bit
        REQUIRE_THAT(parts[3][0][i], WithinAbs(parts[0][0][i], 1e-15));
    for (int block : {1, 17, 480, 5000})
        CHECK((play(block) == parts)); // one word, not 200000 numbers
}

TEST_CASE("Mono bass decays to exact zero", "[dsp][engine][monobass]") {
    const int slope = GENERATE(6, 12);
    Engine engine;
    engine.prepare(designStage(withMonoBass(80.0, slope), 96000.0));
    run(engine, {noise(0.1, 20000, 1), noise(0.1, 20000, 2)});
    const auto y = run(engine, {silence(96000), silence(96000)});
    for (std::size_t i = 95000; i < 96000; ++i)
        REQUIRE(y[0][i] == 0.0);
}
