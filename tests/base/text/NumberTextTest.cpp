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

TEST_CASE("Time is written as a clock does") {
    CHECK(clockTime(0.0) == "0:00");
    CHECK(clockTime(59.99) == "0:59");
    CHECK(clockTime(187.2) == "3:07");
    CHECK(clockTime(3599.0) == "59:59");
    CHECK(clockTime(3723.0) == "1:02:03");
    CHECK(clockTime(36000.0) == "10:00:00");
}
