// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/DeEmphasisGuard.h"
#include "dsp/design/DeEmphasisDesign.h"
#include "dsp/design/DeEmphasisSections.h"
#include "dsp/design/DeEmphasisSupport.h"
#include "dsp/design/fit/Corrector.h"
#include "dsp/design/fit/CorrectorStarts.h"
#include "dsp/design/fit/LeastSquares.h"
#include "support/Catch.h"

#include <cmath>
#include <limits>

using namespace phonostage;

namespace {

double decibels(double factor) { return 20.0 * std::log10(factor); }

} // namespace

TEST_CASE("The guard's figures are those of an independent measurement", "[dsp][deemphasis]") {
    tests::RandomCurves random(5);
    for (int i = 0; i < 30; ++i) {
        const auto curve = random.curve(false);
        const double rate = random.rate();
        const auto matched = dsp::matchedSections(dsp::networkOf(curve), rate);
        const dsp::DeEmphasisGuard guard(dsp::networkOf(curve), rate, matched);
        // A rough corrector, so that the figures are large enough to compare.
        auto design = dsp::withCorrector(matched, dsp::plainShape, dsp::interlacedCorrector(0.3));
        design.gain /= std::abs(dsp::response(design, 1000.0, rate));
        const auto judged = guard.judge(design);
        const auto measured = tests::measure(curve, rate, design);
        INFO(tests::describe(curve, rate));
        CHECK_THAT(judged.errorDb, WithinAbs(measured.errorDb, 1e-6 + 0.02 * measured.errorDb));
        CHECK_THAT(judged.phaseDeg, WithinAbs(measured.phaseDeg, 1e-6 + 0.02 * measured.phaseDeg));
        CHECK_THAT(judged.delaySamples, WithinAbs(measured.delaySamples, 2e-3));
        CHECK_THAT(judged.upperDb, WithinAbs(measured.upperDb, 1e-6 + 0.02 * measured.upperDb));
        // The largest error upwards of one that falls is that at the edge of the band, where grids begin.
        if (measured.peakDb > 0.0 || judged.peakDb > 0.0)
            CHECK_THAT(judged.peakDb, WithinAbs(measured.peakDb, 1e-6 + 0.02 * std::abs(measured.peakDb)));
    }
}

TEST_CASE("The guard sees a peak narrower than any grid", "[dsp][deemphasis]") {
    constexpr double rate = 48000.0;
    const auto matched = dsp::matchedSections(dsp::networkOf(dsp::Curve()), rate);
    const dsp::DeEmphasisGuard guard(dsp::networkOf(dsp::Curve()), rate, matched);
    const auto good = dsp::designDeEmphasis(dsp::Curve(), rate);
    CHECK(guard.judge(good).peakDb < 0.01);

    // A pole pair and a zero pair that nearly cancel, 1e-7 from the circle: 20 dB high and some 0.01 Hz wide.
    auto peaked = good;
    const double angle = 2.0 * std::numbers::pi * 22345.678 / rate;
    const double pole = 1.0 - 1e-7;
    const double zero = 1.0 - 1e-6;
    peaked.biquad[3] = {1.0, -2.0 * zero * std::cos(angle), zero * zero, -2.0 * pole * std::cos(angle), pole * pole};
    peaked.biquadCount = 4;
    CHECK(guard.judge(peaked).errorDb < 1e-4);
    CHECK(guard.judge(peaked).peakDb > 19.0);
    CHECK(guard.judge(peaked).magnitudeRating > 1000.0);
}

TEST_CASE("The guard rejects what is no number", "[dsp][deemphasis]") {
    const auto matched = dsp::matchedSections(dsp::networkOf(dsp::Curve()), 48000.0);
    const dsp::DeEmphasisGuard guard(dsp::networkOf(dsp::Curve()), 48000.0, matched);
    auto broken = dsp::designDeEmphasis(dsp::Curve(), 48000.0);
    broken.biquad[1].b1 = std::numeric_limits<double>::quiet_NaN();
    CHECK(std::isinf(guard.judge(broken).magnitudeRating));
    broken.biquad[1].b1 = std::numeric_limits<double>::infinity();
    CHECK(std::isinf(guard.judge(broken).magnitudeRating));
}

TEST_CASE("The fallback in magnitude alone keeps the floors of magnitude", "[dsp][deemphasis]") {
    tests::RandomCurves random(11);
    for (int i = 0; i < 60; ++i) {
        const auto curve = random.curve(false);
        const double rate = random.rate();
        if (curve == dsp::Curve::flat()) continue;
        const auto design = dsp::designMagnitudeOnly(dsp::networkOf(curve), rate);
        const auto figures = tests::measure(curve, rate, design);
        INFO(tests::describe(curve, rate));
        CHECK(design.magnitudeOnly);
        CHECK(figures.errorDb < 5e-4);
        CHECK(figures.peakDb < 0.05);
    }
}

TEST_CASE("The closed form that comes last cannot fail", "[dsp][deemphasis]") {
    for (int eighth = -8; eighth <= 8; ++eighth) {
        const double delay = eighth / 8.0;
        const auto design = dsp::withCorrector({}, dsp::plainShape, dsp::interlacedCorrector(delay));
        REQUIRE(design.biquadCount == 2);
        for (const auto& section : {design.biquad[0], design.biquad[1]}) {
            CHECK(std::abs(section.a2) < 1.0);
            CHECK(std::abs(section.a1) < 1.0 + section.a2);
        }
        CHECK_THAT(std::abs(dsp::response(design, 0.0, 48000.0)), WithinAbs(1.0, 1e-12));
        // It stands for cos(w/2) to the power of 2/3 of the delay, which is 1/sqrt(2) to that power here.
        CHECK_THAT(decibels(std::abs(dsp::response(design, 12000.0, 48000.0))),
                   WithinAbs(decibels(std::pow(0.5, delay / 3.0)), 0.06));
    }
}

TEST_CASE("Least squares finds the solution of an ill-conditioned problem", "[dsp][deemphasis]") {
    // Columns that differ by 1e-7 of their length: the normal equations would have lost all digits.
    std::array<std::array<double, 8>, 3> columns{};
    std::array<double, 8> rightSide{};
    const std::array<double, 3> solution{1.5, -2.0, 0.75};
    for (std::size_t i = 0; i < 8; ++i) {
        const double x = static_cast<double>(i) / 7.0;
        columns[0][i] = 1.0 + x;
        columns[1][i] = 1.0 + x + 1e-7 * x * x;
        columns[2][i] = std::cos(3.0 * x);
        for (std::size_t k = 0; k < 3; ++k)
            rightSide[i] += solution[k] * columns[k][i];
    }
    dsp::Triangle<3> triangle;
    dsp::reduceToTriangle(columns, rightSide, 3, 8, triangle);
    const auto x = dsp::solveDamped(triangle, 3, 0.0);
    for (std::size_t k = 0; k < 3; ++k)
        CHECK_THAT(x[k], WithinAbs(solution[k], 1e-7));
    CHECK(std::abs(dsp::solveDamped(triangle, 3, 1e6)[0]) < 1e-3); // strong damping: a short step
}
