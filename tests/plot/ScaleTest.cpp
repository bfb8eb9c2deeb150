// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/Scale.h"
#include "support/Catch.h"

using namespace phonostage::plot;

TEST_CASE("Scales map their ends and what lies between") {
    const Scale linear = Scale::linear(-10.0, 30.0, 500.0f, 100.0f);
    CHECK(linear.at(-10.0) == 500.0f);
    CHECK(linear.at(30.0) == 100.0f);
    CHECK(linear.at(0.0) == 400.0f);
    CHECK(linear.contains(30.0));
    CHECK_FALSE(linear.contains(30.1));
    const Scale logarithmic = Scale::logarithmic(10.0, 1000.0, 0.0f, 200.0f);
    CHECK_THAT(static_cast<double>(logarithmic.at(100.0)), WithinAbs(100.0, 1e-4));
}

TEST_CASE("Steps are 1, 2, 5 and times are those of a clock") {
    CHECK_THAT(niceCeiling(0.9), WithinRel(1.0, 1e-12));
    CHECK_THAT(niceCeiling(1.0), WithinRel(1.0, 1e-12));
    CHECK_THAT(niceCeiling(1.1), WithinRel(2.0, 1e-12));
    CHECK_THAT(niceCeiling(0.021), WithinRel(0.05, 1e-12));
    CHECK_THAT(niceCeiling(5.1e-7), WithinRel(1e-6, 1e-12));
    CHECK_THAT(niceStep(50.0, 5), WithinRel(10.0, 1e-12));
    CHECK(niceTimeStep(20.0, 10) == 2.0);
    CHECK(niceTimeStep(70.0, 10) == 10.0);
    CHECK(niceTimeStep(150.0, 10) == 15.0);
    CHECK(niceTimeStep(1265.0, 12) == 120.0);
    CHECK(niceTimeStep(36000.0, 10) == 3600.0);
    CHECK(niceTimeStep(360000.0, 10) == 36000.0);
}

TEST_CASE("Multiples include both ends in spite of rounding") {
    CHECK(multiples(-20.0, 20.0, 10.0).size() == 5);
    CHECK(multiples(-0.3, 0.3, 0.1).size() == 7);
    CHECK(multiples(-19.0, 19.0, 10.0).size() == 3);
    CHECK(multiples(1.0, 2.0, 10.0).empty());
}

TEST_CASE("Frequencies and times are short") {
    CHECK(frequencyText(50.0) == "50");
    CHECK(frequencyText(2000.0) == "2k");
    CHECK(frequencyText(22050.0) == "22.05k");
    CHECK(timeText(5.0, 1.0) == "0:05");
    CHECK(timeText(750.0, 30.0) == "12:30");
    CHECK(timeText(3720.0, 60.0) == "1:02:00");
    CHECK(timeText(0.25, 0.05) == "0.25");
    CHECK(timeText(0.4, 0.2) == "0.4");
}
