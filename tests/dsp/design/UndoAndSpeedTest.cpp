// SPDX-License-Identifier: GPL-3.0-or-later
//
// A record at another speed, and a RIAA stage undone: against H(f/r)/r and 1/RIAA in long double.
#include "dsp/design/DeEmphasisSupport.h"
#include "dsp/design/ReferenceCurves.h"
#include "support/Catch.h"

#include <cmath>
#include <limits>

using namespace phonostage;

namespace {

const std::vector<double> rates{44100, 48000, 88200, 96000, 192000, 768000};
const std::vector<double> speeds{0.25, 0.4259, 0.5, 0.7407, 1.35, 2.3478, 4.0};

double decibels(std::complex<double> h) { return 20.0 * std::log10(std::abs(h)); }

dsp::FilterSettings played(const dsp::Curve& curve, double speedRatio, bool undoRiaa = false) {
    dsp::FilterSettings settings;
    settings.curve = curve;
    settings.speedRatio = speedRatio;
    settings.undoRiaa = undoRiaa;
    return settings;
}

void checkDesign(const dsp::FilterSettings& settings, double rate) {
    const auto design = dsp::designDeEmphasis(settings, rate);
    const auto figures = tests::measure(settings, rate, design);
    INFO(tests::describe(settings, rate));
    CHECK(figures.errorDb < 1e-4);
    CHECK(figures.peakDb < 0.01);
    CHECK(tests::isStable(design));
    CHECK(tests::isMinimumPhase(design));
    if (rate >= 88200.0) CHECK(figures.upperDb < 0.005);
    if (!settings.curve.inverse && !settings.undoRiaa && !settings.curve.neumann)
        CHECK(figures.phaseDeg < tests::phasePromise(rate));
}

} // namespace

TEST_CASE("The analogue response of settings is H(f/r)/r over RIAA", "[dsp][curve][speed]") {
    tests::RandomCurves random(5150);
    double worst = 0.0;
    for (int i = 0; i < 2000; ++i) {
        const double r =
            i % 3 == 0 ? speeds[static_cast<std::size_t>(i) % speeds.size()] : random.logarithmic(0.25, 4.0);
        const auto settings = played(random.curve(i % 4 == 0), r, i % 2 == 0);
        for (const double hz : {0.3, 20.0, 997.0, 12345.6, 20000.0, 300000.0}) {
            const auto want = tests::truth(settings, hz);
            worst = std::max(worst, std::abs(dsp::analogueResponse(settings, hz) - want) / std::abs(want));
        }
    }
    CHECK(worst < 1e-14);
}

TEST_CASE("Speed moves the record's 1 kHz and takes the cartridge's level back", "[dsp][curve][speed]") {
    // The level shifts of 33 1/3 at 45 and back, and of 78.26 at 45 and 33 1/3.
    for (const auto& [r, levelDb] :
         {std::pair{1.35, 2.607}, {1.0 / 1.35, -2.607}, {45.0 / 78.26, -4.806}, {100.0 / 3.0 / 78.26, -7.413}})
        for (const auto& reference : tests::referenceCurves()) {
            const auto settings = played(reference.curve, r);
            CHECK_THAT(decibels(dsp::analogueResponse(settings, 1000.0 * r, false)), WithinAbs(-levelDb, 6e-4));
            const auto design = dsp::designDeEmphasis(settings, 96000.0);
            const double level = std::abs(dsp::response(design, 1000.0 * r, 96000.0));
            CHECK_THAT(decibels(level / std::abs(dsp::analogueResponse(settings, 1000.0 * r))), WithinAbs(0.0, 1e-10));
        }
    // A flat curve only has its level.
    const auto flat = dsp::designDeEmphasis(played(dsp::Curve::flat(), 0.5), 48000.0);
    CHECK(flat.gain == 2.0);
    CHECK(flat.biquadCount + flat.firstOrderCount == 0);
}

TEST_CASE("At another speed every curve is H(f/r)/r to 0.0001 dB", "[dsp][deemphasis][speed]") {
    tests::RandomCurves random(1925);
    std::size_t turn = 0;
    for (const auto& reference : tests::referenceCurves())
        for (const double rate : rates) {
            checkDesign(played(reference.curve, speeds[turn % speeds.size()]), rate);
            checkDesign(played(reference.curve, random.logarithmic(0.25, 4.0)), rate);
            ++turn;
        }
}

TEST_CASE("Any legal curve at any speed, with RIAA undone or not, is right to 0.0001 dB", "[dsp][deemphasis][speed]") {
    tests::RandomCurves random(3318);
    for (int i = 0; i < 300; ++i) {
        const auto u = static_cast<std::size_t>(i);
        const double r = i % 4 == 0 ? 1.0 : i % 4 == 1 ? random.logarithmic(0.25, 4.0) : speeds[u % speeds.size()];
        const auto settings = played(random.curve(i % 5 == 0), r, i % 3 != 0);
        REQUIRE(dsp::whyIllegal(settings.curve) == nullptr);
        checkDesign(settings, i % 3 == 0 ? random.logarithmic(44100.0, 768000.0) : rates[u / 2 % rates.size()]);
    }
}

TEST_CASE("RIAA undone and every curve redone is one filter, right to 0.0001 dB", "[dsp][deemphasis][undo]") {
    std::size_t turn = 0;
    for (const auto& reference : tests::referenceCurves())
        for (const double rate : rates) {
            checkDesign(played(reference.curve, 1.0, true), rate);
            if (turn % 2 == 0) checkDesign(played(reference.curve, speeds[turn / 2 % speeds.size()], true), rate);
            ++turn;
        }
}

TEST_CASE("RIAA undone is the reciprocal of the published table", "[dsp][deemphasis][undo]") {
    for (const double rate : rates) {
        const auto design = dsp::designDeEmphasis(played(dsp::Curve::flat(), 1.0, true), rate);
        for (const auto& row : tests::readCurvesCsv())
            if (row.curve == "riaa" && row.frequencyHz >= 20.0 && row.frequencyHz <= 20000.0)
                CHECK_THAT(decibels(dsp::response(design, row.frequencyHz, rate)), WithinAbs(-row.gainDb, 5e-5));
    }
}

TEST_CASE("RIAA undone and redone is an identity", "[dsp][deemphasis][undo]") {
    auto settings = played(dsp::Curve(), 1.0, true);
    for (const double rate : {8000.0, 44100.0, 768000.0})
        for (const double microsecond : {1e-6, 1.0 / 1e6, 0.99999999999995e-6}) { // as tables and texts come by them
            settings.curve = dsp::Curve{3180.0 * microsecond, 318.0 * microsecond, 75.0 * microsecond};
            const auto design = dsp::designDeEmphasis(settings, rate);
            CHECK(design.firstOrderCount + design.biquadCount == 0);
            CHECK(design.iecK == 0.0);
            CHECK_THAT(design.gain, WithinAbs(1.0, 1e-12));
        }
    settings.curve = dsp::Curve();
    CHECK(dsp::designDeEmphasis(settings, 48000.0).gain == 1.0);
    CHECK(dsp::analogueResponse(settings, 12345.0) == std::complex<double>(1.0, 0.0));

    // Switches of the curve are what is left.
    settings.curve.iec = true;
    const auto iec = dsp::designDeEmphasis(settings, 96000.0);
    CHECK(iec.iecK > 0.0);
    CHECK(iec.biquadCount == 0);
    // Another time constant by a hair is another curve.
    settings.curve = dsp::Curve{3180e-6, 318e-6, 75.01e-6};
    CHECK(dsp::designDeEmphasis(settings, 96000.0).firstOrderCount == 1);
}

TEST_CASE("On the recording side the undone RIAA is taken off once, and the speed's reciprocal is applied",
          "[dsp][deemphasis][undo][speed]") {
    tests::RandomCurves random(60098);
    for (int i = 0; i < 60; ++i) {
        auto curve = random.curve(false);
        curve.iec = false;
        const double r = random.logarithmic(0.25, 4.0);
        const double rate = rates[static_cast<std::size_t>(i) % rates.size()];
        auto recording = curve;
        recording.inverse = true;
        const auto there = dsp::designDeEmphasis(played(recording, r, true), rate);
        const auto back = dsp::designDeEmphasis(played(curve, r), rate);
        double worst = 0.0;
        for (int k = 0; k <= 60; ++k) {
            const double hz = 20.0 * std::pow(1000.0, k / 60.0);
            double whole = std::abs(dsp::response(there, hz, rate) * dsp::response(back, hz, rate) *
                                    tests::truth(dsp::Curve(), hz));
            if (curve.isIntegrating()) whole *= std::sqrt(1.0 + std::pow(hz, -4.0));
            worst = std::max(worst, std::abs(20.0 * std::log10(whole)));
        }
        INFO(tests::describe(curve, rate) << ", speed " << r);
        CHECK(worst < 2e-4);
    }
}

TEST_CASE("Scaled and undone corners keep the rounding noise down", "[dsp][deemphasis][undo][speed]") {
    for (const double rate : {44100.0, 768000.0})
        for (const double r : {0.25, 4.0})
            for (const std::optional<double> shelf : {std::optional<double>(), std::optional(32000e-6)})
                for (const std::optional<double> rolloff :
                     {std::optional<double>(), std::optional(0.27e-6), std::optional(300e-6)})
                    for (const bool inverse : {false, true}) {
                        auto settings = played({shelf, 2000e-6, rolloff, false, true, inverse}, r, true);
                        INFO(tests::describe(settings, rate));
                        CHECK(tests::roundingSnr(dsp::designDeEmphasis(settings, rate), rate, 0.1) > 248.0);
                    }
}

TEST_CASE("Where all of a recording curve's poles cancel, its zero at 0 Hz stays", "[dsp][deemphasis][undo][speed]") {
    // 1000 us and 100 us, played at 100/318 of the speed, are RIAA's 3180 and 318 us.
    const auto settings = played({std::nullopt, 1000e-6, 100e-6, false, false, true}, 100.0 / 318.0, true);
    const auto design = dsp::designDeEmphasis(settings, 96000.0);
    CHECK(design.firstOrderCount == 0);
    CHECK(dsp::response(design, 0.0, 96000.0) == std::complex<double>(0.0, 0.0));
    checkDesign(settings, 96000.0);
    CHECK(tests::measure(settings, 44100.0, dsp::designDeEmphasis(settings, 44100.0)).errorDb < 1e-4);
}
