// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/DeEmphasisDesign.h"
#include "dsp/design/DeEmphasisSupport.h"
#include "support/Catch.h"

using namespace phonostage;

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
