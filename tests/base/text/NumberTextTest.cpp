// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/NumberText.h"
#include "support/Catch.h"

using namespace phonostage::base;

TEST_CASE("Decimals that say nothing are left out") {
    CHECK(formatUpTo(63.6, 2) == "63.6");
    CHECK(formatUpTo(75.0, 2) == "75");
    CHECK(formatUpTo(700.0, 0) == "700"); // zeros before the point stay
    CHECK(formatUpTo(0.004, 2) == "0");
    CHECK(formatUpTo(-0.004, 2) == "0");
    CHECK(formatUpTo(-1.50, 2) == "-1.5");
    CHECK(formatUpTo(3.184, 2) == "3.18");
}

TEST_CASE("Signs are those of typography, and what is shown as zero has none") {
    CHECK(formatSigned(3.04, 1) == "+3.0");
    CHECK(formatSigned(-12.0, 0) == "\xE2\x88\x92"
                                    "12");
    CHECK(formatSigned(0.04, 1) == "0.0");
    CHECK(formatSigned(-0.04, 1) == "0.0");
    CHECK(formatSigned(0.0, 0) == "0");
    CHECK(formatWithMinus(3.0, 1) == "3.0");
    CHECK(formatWithMinus(-3.0, 1) == "\xE2\x88\x92"
                                      "3.0");
}

TEST_CASE("Ohms are rounded to digits, and take their prefix after that") {
    CHECK(formatOhms(47e3, 3) == "47 kohm");
    CHECK(formatOhms(47119.0, 3) == "47.1 kohm");
    CHECK(formatOhms(47119.0, 6) == "47.119 kohm");
    CHECK(formatOhms(217480.0, 3) == "217 kohm");
    CHECK(formatOhms(999.4, 3) == "999 ohm");
    CHECK(formatOhms(999.6, 3) == "1 kohm");
    CHECK(formatOhms(999499.0, 3) == "999 kohm");
    CHECK(formatOhms(999500.0, 3) == "1 Mohm");
    CHECK(formatOhms(999500.0, 6) == "999.5 kohm");
    CHECK(formatOhms(1e6, 6) == "1 Mohm");
    CHECK(formatOhms(9.996e6, 3) == "10 Mohm");
    CHECK(formatOhms(760.5, 6) == "760.5 ohm");
    CHECK(formatOhms(12.34, 3) == "12.3 ohm");
    CHECK(formatOhms(0.5, 3, "\xCE\xA9") == "0.5 \xCE\xA9");
    CHECK(formatOhms(0.0, 3) == "0 ohm");
    for (int ohm = 1; ohm < 2000; ++ohm) // none is shown as another one
        CHECK(formatOhms(ohm, 6) == (ohm < 1000 ? formatUpTo(ohm, 0) + " ohm" : formatUpTo(ohm / 1e3, 3) + " kohm"));
}

TEST_CASE("Time is written as a clock does") {
    CHECK(clockTime(0.0) == "0:00");
    CHECK(clockTime(59.99) == "0:59");
    CHECK(clockTime(187.2) == "3:07");
    CHECK(clockTime(3599.0) == "59:59");
    CHECK(clockTime(3723.0) == "1:02:03");
    CHECK(clockTime(36000.0) == "10:00:00");
}
