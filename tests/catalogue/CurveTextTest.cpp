// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/CurveText.h"
#include "support/Catch.h"

using namespace phonostage;
using catalogue::timeConstantsText;
using catalogue::timeConstantText;

TEST_CASE("A time constant shows the digits that it has") {
    CHECK(timeConstantText(3180e-6) == "3180 \xC2\xB5s");
    CHECK(timeConstantText(397.887e-6) == "397.9 \xC2\xB5s");
    CHECK(timeConstantText(63.6e-6) == "63.6 \xC2\xB5s");
    CHECK(timeConstantText(9.996e-6) == "10 \xC2\xB5s");
    CHECK(timeConstantText(3.18e-6) == "3.18 \xC2\xB5s");
}

TEST_CASE("Time constants say in words what is not there") {
    CHECK(timeConstantsText({3180e-6, 318e-6, 75e-6}) == "3180 \xC2\xB7 318 \xC2\xB7 75 \xC2\xB5s");
    CHECK(timeConstantsText({{}, 397.887e-6, 63.6e-6}) == "no shelf \xC2\xB7 397.9 \xC2\xB7 63.6 \xC2\xB5s");
    CHECK(timeConstantsText({{}, {}, 50e-6}) == "flat bass \xC2\xB7 50 \xC2\xB5s");
    CHECK(timeConstantsText({1590e-6, 318e-6, {}}) == "1590 \xC2\xB7 318 \xC2\xB5s \xC2\xB7 flat treble");
    CHECK(timeConstantsText(dsp::Curve::flat()) == "no equalisation");
}
