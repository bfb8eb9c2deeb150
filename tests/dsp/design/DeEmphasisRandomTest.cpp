// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/DeEmphasisSupport.h"
#include "dsp/design/ReferenceCurves.h"
#include "support/Catch.h"

#include <cmath>
#include <cstdlib>

using namespace phonostage;

namespace {

// A larger sweep by hand: PHONOSTAGE_SWEEP=4000.
int sweepSize() {
    const char* wish = std::getenv("PHONOSTAGE_SWEEP");
    return wish != nullptr ? std::atoi(wish) : 300;
}

} // namespace

TEST_CASE("Any legal curve at any rate keeps the floors", "[dsp][deemphasis]") {
    tests::RandomCurves random(314159);
    for (int i = 0; i < sweepSize(); ++i) {
        const auto curve = random.curve(false);
        const double rate = random.rate();
        REQUIRE(dsp::whyIllegal(curve) == nullptr);
        const auto design = dsp::designDeEmphasis(curve, rate);
        const auto figures = tests::measure(curve, rate, design);
        INFO(tests::describe(curve, rate));
        CHECK(tests::isStable(design));
        CHECK(tests::isMinimumPhase(design));
        CHECK(figures.errorDb < 1e-4);
        CHECK(figures.peakDb < 0.01);
        CHECK(std::abs(figures.delaySamples) < 1.0);
        CHECK((!design.magnitudeOnly || tests::rises(curve))); // the fallback is not needed
        if (rate >= 88200.0) CHECK(figures.upperDb < 0.005);
        // The one exception: see Resources/docs/filter-accuracy.md.
        CHECK(figures.phaseDeg < (tests::rises(curve) ? tests::risingPhasePromise(rate) : tests::phasePromise(rate)));
    }
}

TEST_CASE("Any legal recording curve at any rate undoes the playback", "[dsp][deemphasis]") {
    tests::RandomCurves random(271828);
    for (int i = 0; i < sweepSize(); ++i) {
        auto curve = random.curve(true);
        const double rate = random.rate();
        const auto recording = dsp::designDeEmphasis(curve, rate);
        const auto figures = tests::measure(curve, rate, recording);
        INFO(tests::describe(curve, rate));
        CHECK(tests::isStable(recording));
        CHECK(tests::isMinimumPhase(recording));
        CHECK(figures.errorDb < 1e-4);
        CHECK(figures.peakDb < 0.01); // the boost above the band is the curve's, no more

        curve.inverse = false;
        curve.iec = false;
        const auto playback = dsp::designDeEmphasis(curve, rate);
        double worst = 0.0;
        for (int k = 0; k <= 60; ++k) {
            const double hz = 20.0 * std::pow(tests::bandTop(rate) / 20.0, k / 60.0);
            double whole = std::abs(dsp::response(playback, hz, rate) * dsp::response(recording, hz, rate));
            if (curve.isIntegrating()) whole *= std::sqrt(1.0 + std::pow(hz, -4.0)); // the 1 Hz limit is playback's own
            worst = std::max(worst, std::abs(20.0 * std::log10(whole)));
        }
        CHECK(worst < 2e-4);
    }
}

TEST_CASE("A recording curve without a shelf has its zero exactly at 0 Hz", "[dsp][deemphasis]") {
    auto curve = tests::referenceCurve("aes_1951").curve;
    curve.inverse = true;
    for (const double rate : {44100.0, 192000.0}) {
        const auto design = dsp::designDeEmphasis(curve, rate);
        CHECK_FALSE(design.fromIntegral);
        CHECK(dsp::response(design, 0.0, rate) == std::complex<double>(0.0, 0.0));
        tests::SectionRunner<double> runner(design, rate);
        double y = 0.0;
        for (int i = 0; i < 200000; ++i)
            y = runner.process(1.0);
        CHECK(std::abs(y) < 1e-12);
    }
}

TEST_CASE("The IEC amendment is ignored on the recording side", "[dsp][deemphasis]") {
    dsp::Curve curve;
    curve.inverse = true;
    const auto without = dsp::designDeEmphasis(curve, 48000.0);
    curve.iec = true;
    const auto with = dsp::designDeEmphasis(curve, 48000.0);
    CHECK(with.iecK == 0.0);
    for (const double hz : {20.0, 1000.0, 20000.0})
        CHECK(dsp::response(with, hz, 48000.0) == dsp::response(without, hz, 48000.0));
}
