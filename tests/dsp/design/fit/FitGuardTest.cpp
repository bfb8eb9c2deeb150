// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/fit/FitGuard.h"
#include "dsp/design/DeEmphasisGoal.h"
#include "dsp/design/DeEmphasisSupport.h"
#include "dsp/design/fit/CorrectorStarts.h"
#include "support/Catch.h"

#include <cmath>
#include <limits>

using namespace phonostage;

namespace {

// The sections of a design behind the first ones.
dsp::QuadraticRatio behind(int first, const dsp::DeEmphasis& design) {
    dsp::QuadraticRatio sections;
    for (int i = first; i < design.biquadCount; ++i) {
        const auto& b = design.biquad[static_cast<std::size_t>(i)];
        sections.addNumerator({b.b1 / b.b0, b.b2 / b.b0, (b.b0 + b.b1 + b.b2) / b.b0});
        sections.addDenominator({b.a1, b.a2, 1.0 + b.a1 + b.a2});
    }
    return sections;
}

dsp::QuadraticRatio goodAt(double rate) {
    const int matched = dsp::DeEmphasisGoal(dsp::networkOf(dsp::Curve()), rate).matched().biquadCount;
    return behind(matched, dsp::designDeEmphasis(dsp::Curve(), rate));
}

} // namespace

TEST_CASE("The guard's figures are those of an independent measurement", "[dsp][deemphasis]") {
    tests::RandomCurves random(5);
    for (int i = 0; i < 30; ++i) {
        const auto curve = random.curve(false);
        const double rate = random.rate();
        const dsp::DeEmphasisGoal goal(dsp::networkOf(curve), rate);
        // A rough corrector, so that the figures are large enough to compare.
        dsp::QuadraticRatio rough;
        dsp::interlacedCorrector(dsp::plainShape, 0.3).appendTo(rough);
        auto design = goal.with(rough);
        design.gain /= std::abs(dsp::response(design, 1000.0, rate));
        const auto judged = goal.guard().judge(rough, 1.0);
        const auto measured = tests::measure(curve, rate, design);
        INFO(tests::describe(curve, rate));
        CHECK_THAT(judged.errorDb, WithinAbs(measured.errorDb, 1e-6 + 0.02 * measured.errorDb));
        CHECK_THAT(judged.phaseDeg, WithinAbs(measured.phaseDeg, 1e-6 + 0.02 * measured.phaseDeg));
        CHECK_THAT(judged.delaySamples, WithinAbs(measured.delaySamples, 2e-3));
        CHECK_THAT(judged.upperDb, WithinAbs(measured.upperDb, 1e-6 + 0.02 * measured.upperDb));
        // The largest error upwards of one that falls is that at the edge of the band, where grids begin.
        if (measured.peakDb > 0.0 || judged.overDb > 0.0)
            CHECK_THAT(judged.overDb, WithinAbs(measured.peakDb, 1e-6 + 0.02 * std::abs(measured.peakDb)));
    }
}

TEST_CASE("The guard sees a peak narrower than any grid", "[dsp][deemphasis]") {
    constexpr double rate = 48000.0;
    const dsp::DeEmphasisGoal goal(dsp::networkOf(dsp::Curve()), rate);
    const auto guard = goal.guard();
    auto sections = goodAt(rate);
    CHECK(guard.judge(sections, 1.0).overDb < 0.01);

    // A pole pair and a zero pair that nearly cancel, 1e-7 from the circle: 20 dB high and some 0.01 Hz wide.
    const double angle = 2.0 * std::numbers::pi * 22345.678 / rate;
    const double pole = 1.0 - 1e-7;
    const double zero = 1.0 - 1e-6;
    const auto pairAt = [angle](double radius) {
        const double c1 = -2.0 * radius * std::cos(angle);
        return dsp::Quadratic{c1, radius * radius, 1.0 + c1 + radius * radius};
    };
    sections.addNumerator(pairAt(zero));
    sections.addDenominator(pairAt(pole));
    CHECK(guard.judge(sections, 1.0).errorDb < 1e-4);
    CHECK(guard.judge(sections, 1.0).overDb > 19.0);
}

TEST_CASE("The guard rejects what is no number", "[dsp][deemphasis]") {
    const dsp::DeEmphasisGoal goal(dsp::networkOf(dsp::Curve()), 48000.0);
    auto broken = goodAt(48000.0);
    for (const double value : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
        broken.numerator[1].c1 = value;
        CHECK(std::isinf(goal.guard().judge(broken, 1.0).errorDb));
    }
}

TEST_CASE("A guard with a ceiling tells how far a level is over it", "[dsp][fit]") {
    // 1 is wanted; half of it is the most above the band.
    struct Goal final : dsp::FitGoal {
        std::complex<double> wanted(double, bool aboveBand) const override { return aboveBand ? 0.5 : 1.0; }
    } goal;
    const double twice = 20.0 * std::log10(2.0);
    dsp::FitGuard guard(goal, 1.0);
    guard.addInBand(0.5, 1.5 * twice);
    CHECK_THAT(guard.judge({}, 1.0).overDb, WithinAbs(-1.5 * twice, 1e-12));
    guard.addAbove(2.0);
    CHECK_THAT(guard.judge({}, 1.0).overDb, WithinAbs(twice, 1e-12));
    CHECK_THAT(guard.judge({}, 4.0).errorDb, WithinAbs(2.0 * twice, 1e-12));
    CHECK(guard.judge({}, 4.0).upperDb == 0.0);
    // A lag of one sample and half of it is left out of the phase, whatever the grid.
    dsp::QuadraticRatio late; // (1 + 1/z) / 2 lags by half a sample
    late.addNumerator({1.0, 0.0, 2.0});
    guard = dsp::FitGuard(goal, 3.0);
    for (const double angle : {0.1, 1.0, 2.5})
        guard.addInBand(angle);
    CHECK_THAT(guard.judge(late, 1.0).delaySamples, WithinAbs(0.5, 1e-7));
    CHECK_THAT(guard.judge(late, 1.0).phaseDeg, WithinAbs(0.0, 1e-5));
}
