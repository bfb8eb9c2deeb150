// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/fit/Corrector.h"
#include "dsp/design/fit/CorrectorFit.h"
#include "dsp/design/fit/CorrectorStarts.h"
#include "support/Catch.h"

#include <cmath>
#include <numbers>

using namespace phonostage;

namespace {

constexpr dsp::CorrectorShape loose{0, 0, 3, 3, 0.9999, 0.98, 7.0};

std::complex<double> responseOf(const dsp::Corrector& corrector, double angle) {
    dsp::QuadraticRatio sections;
    corrector.appendTo(sections);
    return corrector.gain() * sections.at(angle);
}

} // namespace

TEST_CASE("The closed form that comes last cannot fail", "[dsp][deemphasis]") {
    for (const auto& shape : {dsp::plainShape, loose})
        for (int eighth = -8; eighth <= 8; ++eighth) {
            const double delay = eighth / 8.0;
            dsp::QuadraticRatio sections;
            dsp::interlacedCorrector(shape, delay).appendTo(sections);
            REQUIRE(sections.numerators == shape.polePairs);
            REQUIRE(sections.denominators == shape.polePairs);
            for (std::size_t i = 0; i < sections.denominators; ++i) {
                CHECK(std::abs(sections.denominator[i].c2) < 1.0);
                CHECK(std::abs(sections.denominator[i].c1) < 1.0 + sections.denominator[i].c2);
            }
            CHECK_THAT(std::abs(sections.at(0.0)), WithinAbs(1.0, 1e-12));
            // It stands for cos(w/2) to the power of 2/3 of the delay, which is 1/sqrt(2) to that power here.
            const double quarterDb = 20.0 * std::log10(std::abs(sections.at(0.5 * std::numbers::pi)));
            CHECK_THAT(quarterDb, WithinAbs(20.0 * std::log10(std::pow(0.5, delay / 3.0)), 0.06));
        }
}

TEST_CASE("A corrector's pairs are where they were put, and inside their circles wherever they go", "[dsp][fit]") {
    const dsp::Quadratic pair{-1.2, 0.5, 0.3};
    const dsp::Quadratic reals{0.7, 0.12, 1.82}; // (1 + 0.3/z)(1 + 0.4/z)
    dsp::Corrector corrector{loose, {}};
    corrector.setZeros(1, pair);
    corrector.setPoles(2, reals);
    dsp::QuadraticRatio sections;
    corrector.appendTo(sections);
    CHECK_THAT(sections.numerator[1].c1, WithinAbs(pair.c1, 1e-14));
    CHECK_THAT(sections.numerator[1].c2, WithinAbs(pair.c2, 1e-14));
    CHECK_THAT(sections.denominator[2].c1, WithinAbs(reals.c1, 1e-14));
    CHECK_THAT(sections.denominator[2].atDc, WithinAbs(reals.atDc, 1e-14));

    dsp::Corrector plain{dsp::plainShape, {}};
    plain.setZeros(0, reals);
    sections = {};
    plain.appendTo(sections);
    CHECK_THAT(sections.numerator[0].c1, WithinAbs(reals.c1, 1e-14));
    CHECK_THAT(sections.numerator[0].c2, WithinAbs(reals.c2, 1e-14));

    for (const double u : {-7.0, -0.3, 7.0})
        for (const double v : {-7.0, 0.2, 7.0}) {
            const auto placed = dsp::placedPair(u, v, 0.98);
            const double inside = placed.c1 * placed.c1 - 4.0 * placed.c2;
            CHECK((inside >= 0.0 ? 0.5 * (std::abs(placed.c1) + std::sqrt(inside)) : std::sqrt(placed.c2)) < 0.98);
        }
}

TEST_CASE("A fit finds back the corrector that its target was made of", "[dsp][fit]") {
    for (const auto& shape : {dsp::plainShape, loose, dsp::laggingShape}) {
        dsp::Corrector known{shape, {}};
        for (std::size_t k = 0; k + 2 < shape.parameters(); ++k)
            known.q[k] = 0.9 * std::sin(2.1 * static_cast<double>(k) + 0.4);
        known.q[shape.parameters() - 2] = 0.2;
        constexpr double delay = 0.35;
        dsp::FitTarget target;
        target.inBand = 60;
        for (std::size_t i = 0; i < 100; ++i)
            target.add(std::numbers::pi * (static_cast<double>(i) + 0.5) / 100.0, 1e-4);
        target.twoSided = 80;
        for (std::size_t i = 0; i < target.points; ++i)
            target.aim(i, responseOf(known, target.angle[i]) * std::polar(1.0, delay * target.angle[i]));
        target.phaseUnit = 1e-5;

        auto start = known;
        for (std::size_t k = 0; k + 2 < shape.parameters(); ++k)
            start.q[k] += k % 2 == 0 ? 0.05 : -0.05;
        const auto fit = dsp::fitCorrector(target, start, 1e-9, 200);
        CHECK(fit.evaluations < 200);
        CHECK(fit.cost < 1.0); // residuals below one unit, together
        CHECK_THAT(fit.corrector.q[shape.parameters() - 1], WithinAbs(delay, 1e-3));
        for (const double angle : {0.1, 1.0, 1.8, 2.4})
            CHECK(std::abs(responseOf(fit.corrector, angle) / responseOf(known, angle) - 1.0) < 1e-3);

        // Half a unit of a magnitude is left alone where only an error upwards counts.
        target.withPhase = false;
        for (std::size_t i = target.twoSided; i < target.points; ++i)
            target.logMagnitude[i] += 1.0;
        CHECK(dsp::fitCorrector(target, known, 1e-9, 20).cost < 1e-12);
    }
}
