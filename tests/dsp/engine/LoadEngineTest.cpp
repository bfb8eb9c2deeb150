// SPDX-License-Identifier: GPL-3.0-or-later
//
// The load correction as the engine runs it.

#include "dsp/design/LoadSupport.h"
#include "dsp/engine/EngineSupport.h"
#include "support/Catch.h"

#include <cfloat>

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

FilterSettings withLoad(const LoadCorrection& load, const Curve& curve = Curve::flat()) {
    auto settings = filterOnly(curve);
    settings.load = load;
    return settings;
}

} // namespace

TEST_CASE("The running engine puts the load right, level included", "[dsp][load][engine]") {
    const double rate = GENERATE(44100.0, 48000.0, 96000.0, 192000.0, 768000.0);
    const double haveOhm = GENERATE(3e3, 10e3, 1e6);
    const bool riaa = GENERATE(false, true);
    const auto load = movingMagnet(haveOhm);
    const Curve curve = riaa ? Curve{} : Curve::flat();
    Engine engine;
    engine.setLevels(unityGain());
    const auto design = designStage(withLoad(load, curve), rate);
    engine.prepare(design);
    Stereo x(2, silence(static_cast<std::size_t>(rate * 0.25)));
    x[0][0] = x[1][0] = 1.0;
    const auto h = run(engine, x, 777);
    REQUIRE(h[0] == h[1]);
    for (const double f : {20.0, 100.0, 1000.0, 5000.0, 10000.0, 15000.0, 17500.0, 19000.0, 20000.0}) {
        INFO("rate " << rate << ", " << haveOhm << " ohm, " << f << " Hz");
        const auto made = spectrumAt(h[0], f, rate);
        CHECK_THAT(decibelsOf(std::abs(made)) - decibelsOf(std::abs(analogueResponse(curve, f))),
                   WithinAbs(loadTruthDb(load, f), loadPromiseDb(rate)));
        CHECK(std::abs(made / response(design, f) - 1.0) < 1e-9);
    }
}

TEST_CASE("The load stands together with subsonic, DC removal and curves without a shelf", "[dsp][load][engine]") {
    const double rate = 96000.0;
    auto settings = withLoad(movingMagnet(10e3), Curve{std::nullopt, 318e-6, 100e-6});
    settings.dcRemoval = true;
    settings.subsonic = Subsonic{20.0, 24};
    auto plain = settings;
    plain.load.reset();
    Engine with, without;
    with.setLevels(unityGain());
    without.setLevels(unityGain());
    with.prepare(designStage(settings, rate));
    without.prepare(designStage(plain, rate));
    for (const double f : {50.0, 1000.0, 10000.0}) {
        const auto x = sine(f, 0.1, rate, 2.0);
        const double a = amplitudeAt(run(with, {x, x})[0], f, rate, 0.5);
        const double b = amplitudeAt(run(without, {x, x})[0], f, rate, 0.5);
        CHECK_THAT(decibelsOf(a / b), WithinAbs(loadTruthDb(*settings.load, f), 0.01));
    }
}

TEST_CASE("The right load leaves every sample as it is", "[dsp][load][engine]") {
    const double rate = 48000.0;
    Engine with, without;
    with.prepare(designStage(withLoad(movingMagnet(47e3), Curve{}), rate));
    without.prepare(designStage(filterOnly(), rate));
    const Stereo x{noise(0.01, 9000, 3), noise(0.01, 9000, 4)};
    CHECK(run(with, x) == run(without, x));
}

TEST_CASE("The output with a load is the same for any block cuts", "[dsp][load][engine]") {
    const auto design = designStage(withLoad(movingMagnet(1e6), Curve{}), 44100.0);
    const Stereo x{noise(0.01, 20000, 5), noise(0.01, 20000, 6)};
    Engine a, b;
    a.prepare(design);
    b.prepare(design);
    CHECK(run(a, x, 1) == run(b, x, 1013));
}

TEST_CASE("A change of the load while playing does not click", "[dsp][load][engine]") {
    const double rate = GENERATE(44100.0, 96000.0);
    Engine engine;
    engine.setLevels(unityGain());
    engine.prepare(designStage(filterOnly(Curve::flat()), rate));
    const auto low = sine(100.0, 0.1, rate, 0.5);
    run(engine, {low, low});
    // To wrong loads of every kind, from one to the other and back to none; the steady sine stays as smooth.
    const std::vector<std::optional<LoadCorrection>> rounds{
        movingMagnet(10e3), movingMagnet(1e6),
        movingMagnet(3e3),  LoadCorrection{1.5, 50.0, {1e3, 0.0}, {1e7, 60e-12}, 36.0},
        movingMagnet(47e3), movingMagnet(60e3, 300e-12),
        std::nullopt};
    const double step = 2.0 * std::numbers::pi * 100.0 / rate;
    for (std::size_t round = 0; round < rounds.size(); ++round) {
        auto settings = filterOnly(Curve::flat());
        settings.load = rounds[round];
        engine.install(designStage(settings, rate));
        const auto y = run(engine, {low, low}, 64)[0];
        INFO("rate " << rate << " round " << round);
        // A sine of peak p has p step^2; a jump of a thousandth of the peak would be as much as 1e-3.
        CHECK(roughness(y, 0, y.size()) < 2.0 * peakOf(y) * step * step);
    }
}

TEST_CASE("With a load the output decays to exact zero, and nothing is subnormal on the way", "[dsp][load][engine]") {
    const double rate = 48000.0;
    Engine engine;
    // The sharpest load: it rings longest.
    engine.prepare(designStage(withLoad({0.1, 0.0, {47e3, 200e-12}, {1e7, 1e-9}, 36.0}), rate));
    run(engine, {noise(0.1, 20000, 7), noise(0.1, 20000, 8)});
    const auto y = run(engine, {silence(480000), silence(480000)});
    for (const double v : y[0])
        REQUIRE((v == 0.0 || std::fabs(v) > DBL_MIN));
    CHECK(peakOf(y[0], 470000) == 0.0);
}
