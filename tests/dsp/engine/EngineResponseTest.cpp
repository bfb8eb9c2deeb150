// SPDX-License-Identifier: GPL-3.0-or-later
//
// The response of the running engine, against closed forms written here.

#include "dsp/engine/EngineSupport.h"
#include "support/Catch.h"

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

constexpr double pi = std::numbers::pi;
using Complex = std::complex<double>;

Complex riaa(double frequencyHz) {
    const auto h = [](double f) {
        const Complex s(0.0, 2.0 * pi * f);
        return (1.0 + 318e-6 * s) / ((1.0 + 3180e-6 * s) * (1.0 + 75e-6 * s));
    };
    return h(frequencyHz) / std::abs(h(1000.0));
}

// |H| of an analogue Butterworth high-pass of any order.
double butterworthDb(double frequencyHz, double cornerHz, int order) {
    return -10.0 * std::log10(1.0 + std::pow(cornerHz / frequencyHz, 2.0 * order));
}

// The running filter at its settled corner: the DC section glides during the first half second.
std::vector<double> settledImpulse(Engine& engine, double rateHz, double seconds) {
    run(engine, {silence(static_cast<std::size_t>(rateHz)), silence(static_cast<std::size_t>(rateHz))});
    Stereo x(2, silence(static_cast<std::size_t>(rateHz * seconds)));
    x[0][0] = 1.0;
    x[1][0] = 1.0;
    const auto y = run(engine, x);
    REQUIRE(y[0] == y[1]);
    return y[0];
}

} // namespace

TEST_CASE("The running engine is RIAA at 40 dB at every usual rate", "[dsp][engine]") {
    const double rate = GENERATE(44100.0, 48000.0, 88200.0, 96000.0, 192000.0, 768000.0);
    Engine engine;
    engine.prepare(designStage(filterOnly(), rate));
    const auto h = settledImpulse(engine, rate, 0.25);
    for (double f : {20.0, 50.0, 100.0, 500.0, 1000.0, 2122.0, 5000.0, 10000.0, 15000.0, 20000.0}) {
        const double error = decibelsOf(std::abs(spectrumAt(h, f, rate))) - 40.0 - decibelsOf(std::abs(riaa(f)));
        INFO("rate " << rate << " frequency " << f);
        CHECK_THAT(error, WithinAbs(0.0, 1e-4));
    }
}

TEST_CASE("DC removal is a second-order Butterworth at 1 Hz and off is an exact identity", "[dsp][engine]") {
    const double rate = 48000.0;
    Engine engine;
    engine.setLevels(unityGain());
    engine.prepare(designStage(filterOnly(Curve::flat(), true), rate));
    const auto h = settledImpulse(engine, rate, 12.0);
    for (double f : {0.5, 1.0, 2.0, 5.0, 20.0, 1000.0, 20000.0})
        CHECK_THAT(decibelsOf(std::abs(spectrumAt(h, f, rate))), WithinAbs(butterworthDb(f, 1.0, 2), 2e-5));
    const double phaseDeg = std::arg(spectrumAt(h, 20.0, rate)) * 180.0 / pi;
    CHECK_THAT(phaseDeg, WithinAbs(std::atan2(std::sqrt(2.0) / 20.0, 1.0 - 1.0 / 400.0) * 180.0 / pi, 1e-3));
    CHECK_THAT(phaseDeg, WithinAbs(4.05, 0.01));

    engine.prepare(designStage(filterOnly(Curve::flat(), false), rate));
    Stereo x{noise(0.1, 5000, 1), noise(0.1, 5000, 2)};
    LevelSettings sameVolts = unityGain();
    sameVolts.inputDbv = sameVolts.outputDbv = -3.0102999566398120; // one volt peak at full scale
    engine.setLevels(sameVolts);
    const auto y = run(engine, x);
    for (std::size_t i = 0; i < x[0].size(); ++i)
        REQUIRE(static_cast<float>(y[0][i]) == static_cast<float>(x[0][i]));
}

TEST_CASE("The subsonic filter is a Butterworth of its slope", "[dsp][engine]") {
    const int slope = GENERATE(12, 18, 24);
    const double corner = GENERATE(5.0, 20.0, 40.0);
    const double rate = GENERATE(8000.0, 96000.0);
    auto settings = filterOnly(Curve::flat());
    settings.subsonic = Subsonic{corner, slope};
    Engine engine;
    engine.setLevels(unityGain());
    engine.prepare(designStage(settings, rate));
    const auto h = settledImpulse(engine, rate, 3.0);
    for (double f : {5.0, 10.0, 20.0, 40.0, 100.0, 1000.0}) {
        INFO("slope " << slope << " corner " << corner << " rate " << rate << " frequency " << f);
        CHECK_THAT(decibelsOf(std::abs(spectrumAt(h, f, rate))), WithinAbs(butterworthDb(f, corner, slope / 6), 0.004));
    }
}

TEST_CASE("IEC and an 18 dB subsonic at 20 Hz are one Butterworth, not two stacked", "[dsp][engine]") {
    const double rate = 96000.0, iecCorner = 1.0 / (2.0 * pi * 7950e-6);
    auto settings = filterOnly();
    settings.curve.iec = true;
    settings.subsonic = Subsonic{20.0, 18};
    Engine engine;
    engine.setLevels(unityGain());
    engine.prepare(designStage(settings, rate));
    const auto h = settledImpulse(engine, rate, 3.0);
    const double at1k = butterworthDb(1000.0, iecCorner, 3);
    for (double f : {5.0, 10.0, iecCorner, 40.0, 100.0}) {
        const double truth = butterworthDb(f, iecCorner, 3) - at1k + decibelsOf(std::abs(riaa(f)));
        CHECK_THAT(decibelsOf(std::abs(spectrumAt(h, f, rate))), WithinAbs(truth, 0.003));
    }
    // At another corner they simply cascade.
    settings.subsonic->cornerHz = 16.0;
    engine.prepare(designStage(settings, rate));
    const auto cascade = settledImpulse(engine, rate, 3.0);
    const double truth =
        butterworthDb(10.0, iecCorner, 1) + butterworthDb(10.0, 16.0, 3) + decibelsOf(std::abs(riaa(10.0)));
    CHECK_THAT(decibelsOf(std::abs(spectrumAt(cascade, 10.0, rate))), WithinAbs(truth, 0.003));
}

TEST_CASE("At another speed curve and subsonic follow, DC removal does not", "[dsp][engine][speed]") {
    const double r = GENERATE(0.4259, 1.35, 4.0);
    const double rate = 96000.0;
    auto settings = filterOnly({}, true);
    settings.speedRatio = r;
    settings.subsonic = Subsonic{10.0, 12};
    Engine engine;
    engine.setLevels(unityGain());
    engine.prepare(designStage(settings, rate));
    auto h = settledImpulse(engine, rate, 6.0);
    for (double f : {5.0, 10.0 * r, 20.0, 100.0, 1000.0 * r, 5000.0, 20000.0}) {
        const double truth =
            decibelsOf(std::abs(riaa(f / r)) / r) + butterworthDb(f, 10.0 * r, 2) + butterworthDb(f, 1.0, 2);
        INFO("speed " << r << " frequency " << f);
        CHECK_THAT(decibelsOf(std::abs(spectrumAt(h, f, rate))), WithinAbs(truth, 1.5e-4));
    }
    // The IEC amendment and 18 dB at 20 Hz still are one Butterworth, r times as high.
    settings = filterOnly();
    settings.speedRatio = r;
    settings.curve.iec = true;
    settings.subsonic = Subsonic{20.0, 18};
    engine.prepare(designStage(settings, rate));
    h = settledImpulse(engine, rate, 6.0);
    const double corner = r / (2.0 * pi * 7950e-6);
    for (double f : {corner / 4.0, corner, 3.0 * corner}) {
        const double truth =
            butterworthDb(f, corner, 3) - butterworthDb(1000.0 * r, corner, 1) + decibelsOf(std::abs(riaa(f / r)) / r);
        CHECK_THAT(decibelsOf(std::abs(spectrumAt(h, f, rate))), WithinAbs(truth, 1e-3));
    }
    CHECK_THAT(butterworthDb(corner, corner, 3), WithinAbs(-3.0103, 1e-4));
}

TEST_CASE("The limit of a curve with no shelf stays at 1 Hz at any speed", "[dsp][engine][speed]") {
    const double r = GENERATE(0.25, 4.0);
    const double rate = 48000.0;
    auto settings = filterOnly(Curve{std::nullopt, 318e-6, 100e-6});
    settings.speedRatio = r;
    const auto truth = [&](double f) {
        const auto h = [](double hz) {
            const Complex s(0.0, 2.0 * pi * hz);
            return (1.0 + 318e-6 * s) / (s * (1.0 + 100e-6 * s));
        };
        return decibelsOf(std::abs(h(f / r) / h(1000.0)) / r) + butterworthDb(f, 1.0, 2);
    };
    Engine engine;
    engine.setLevels(unityGain());
    engine.prepare(designStage(settings, rate));
    const auto h = settledImpulse(engine, rate, 12.0);
    for (double f : {0.5, 1.0, 20.0 * r, 1000.0, 20000.0})
        CHECK_THAT(decibelsOf(std::abs(spectrumAt(h, f, rate))), WithinAbs(truth(f), 1e-4));
}

TEST_CASE("RIAA undone and redone leaves every sample as it was", "[dsp][engine][undo]") {
    auto settings = filterOnly();
    settings.undoRiaa = true;
    LevelSettings levels = unityGain();
    levels.inputDbv = levels.outputDbv = -3.0102999566398120; // one volt peak at full scale
    Engine engine;
    engine.setLevels(levels);
    engine.prepare(designStage(settings, 44100.0));
    const Stereo x{noise(0.1, 5000, 1), noise(0.1, 5000, 2)};
    const auto y = run(engine, x);
    for (std::size_t i = 0; i < 5000; ++i)
        REQUIRE_THAT(y[0][i], WithinRel(x[0][i], 1e-14));

    // Columbia over RIAA, by the running filter.
    settings.curve = Curve{1590e-6, 318e-6, 100e-6};
    engine.prepare(designStage(settings, 44100.0));
    const auto h = settledImpulse(engine, 44100.0, 0.3);
    const auto ratio = [](double f) {
        const Complex s(0.0, 2.0 * pi * f);
        return (1.0 + 3180e-6 * s) * (1.0 + 75e-6 * s) / ((1.0 + 1590e-6 * s) * (1.0 + 100e-6 * s));
    };
    for (double f : {20.0, 100.0, 1000.0, 10000.0, 20000.0})
        CHECK_THAT(decibelsOf(std::abs(spectrumAt(h, f, 44100.0))),
                   WithinAbs(decibelsOf(std::abs(ratio(f) / ratio(1000.0))), 1e-4));
}

TEST_CASE("A curve with no bass shelf is limited by the 1 Hz section once, DC removal on or off", "[dsp][engine]") {
    const double rate = 48000.0;
    Curve nab{std::nullopt, 318e-6, 100e-6};
    const auto truth = [](double f) {
        const auto h = [](double frequencyHz) {
            const Complex s(0.0, 2.0 * pi * frequencyHz);
            return (1.0 + 318e-6 * s) / (s * (1.0 + 100e-6 * s));
        };
        return decibelsOf(std::abs(h(f) / h(1000.0))) + butterworthDb(f, 1.0, 2);
    };
    for (bool dcRemoval : {false, true}) {
        Engine engine;
        engine.setLevels(unityGain());
        engine.prepare(designStage(filterOnly(nab, dcRemoval), rate));
        const auto h = settledImpulse(engine, rate, 12.0);
        for (double f : {0.5, 1.0, 5.0, 20.0, 100.0, 1000.0, 10000.0, 20000.0}) {
            INFO("DC removal " << dcRemoval << " frequency " << f);
            CHECK_THAT(decibelsOf(std::abs(spectrumAt(h, f, rate))), WithinAbs(truth(f), 1e-4));
        }
        // An offset does not come through at all.
        const Stereo y = run(engine, Stereo(2, std::vector<double>(static_cast<std::size_t>(rate * 12.0), 0.25)));
        CHECK(std::fabs(y[0].back()) < 1e-9);
    }
}

TEST_CASE("The exact response of a design is what the engine does", "[dsp][engine]") {
    const double rate = GENERATE(44100.0, 100003.0);
    FilterSettings settings;
    settings.curve = Curve{1590e-6, 318e-6, 100e-6, true, true};
    settings.subsonic = Subsonic{12.0, 24};
    settings.speedRatio = GENERATE(1.0, 2.3478);
    settings.undoRiaa = GENERATE(false, true);
    settings.monoBass = MonoBass{};
    const auto design = designStage(settings, rate);
    Engine engine;
    engine.setLevels(unityGain());
    engine.prepare(design);
    const auto h = settledImpulse(engine, rate, 12.0);
    for (double f : {3.0, 20.0, 777.0, 20000.0, 0.49 * rate}) {
        const auto expected = response(design, f);
        CHECK(std::abs(spectrumAt(h, f, rate) - expected) < 1e-7 * std::abs(expected));
    }
}
