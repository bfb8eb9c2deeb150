// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/CurveTitle.h"
#include "catalogue/CurveCatalogue.h"
#include "support/Catch.h"

using namespace phonostage;

TEST_CASE("Time constants are written for people") {
    const auto text = [](const char* name) { return plot::curveText(catalogue::findCurve(name)->curve); };
    CHECK(text("riaa") == "3180 \xC2\xB7 318 \xC2\xB7 75 \xC2\xB5s");
    CHECK(text("aes_1951") == "no shelf \xC2\xB7 397.9 \xC2\xB7 63.6 \xC2\xB5s");
    CHECK(text("blumlein_250") == "no shelf \xC2\xB7 636.6 \xC2\xB5s \xC2\xB7 flat treble");
    CHECK(text("flat") == "no equalisation");
    CHECK(text("riaa_iec_neumann") ==
          "3180 \xC2\xB7 318 \xC2\xB7 75 \xC2\xB5s \xC2\xB7 IEC \xC2\xB7 3.18 \xC2\xB5s zero");
    dsp::Curve inverse;
    inverse.inverse = true;
    CHECK(plot::curveText(inverse) == "3180 \xC2\xB7 318 \xC2\xB7 75 \xC2\xB5s \xC2\xB7 inverse");
    CHECK(plot::curveText({{}, {}, 50e-6}) == "flat bass \xC2\xB7 50 \xC2\xB5s");
    CHECK(plot::curveText({1590e-6, 318e-6, {}}) == "1590 \xC2\xB7 318 \xC2\xB5s \xC2\xB7 flat treble");
}

TEST_CASE("Corners are at 1 / (2 pi tau)") {
    const auto markers = plot::cornerMarkers(dsp::Curve{});
    REQUIRE(markers.size() == 3);
    CHECK_THAT(markers[0].frequencyHz, WithinAbs(50.05, 0.005));
    CHECK_THAT(markers[1].frequencyHz, WithinAbs(500.5, 0.05));
    CHECK_THAT(markers[2].frequencyHz, WithinAbs(2122.07, 0.005));
    CHECK(markers[0].label == "3180 \xC2\xB5s");
    CHECK(plot::cornerMarkers(dsp::Curve::flat()).empty());
}
