// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/CommaLocale.h"

#include "base/text/Units.h"
#include "support/Catch.h"

#include <cmath>
#include <limits>
#include <random>

using namespace phonostage;
using namespace phonostage::base;

namespace {

struct Case {
    const char* text;
    const char* unit;
    double value;
};

} // namespace

TEST_CASE("Numbers with units and prefixes give the value in the unit asked for") {
    const Case cases[] = {
        {"40", "dB", 40.0},
        {"40dB", "dB", 40.0},
        {"40 dB", "dB", 40.0},
        {"  40 db ", "dB", 40.0},
        {"+40", "dB", 40.0},
        {"1e+06", "Hz", 1e6},
        {"1E6Hz", "Hz", 1e6},
        {"10k", "Hz", 1e4},
        {"10K", "Hz", 1e4},
        {"10k", "", 1e4},
        {"1.5M", "Hz", 1.5e6},
        {"0.5 kHz", "Hz", 500.0},
        {"500Hz", "Hz", 500.0},
        {"430mH", "H", 0.430},
        {"430 mH", "mH", 430.0},
        {"0.43H", "mH", 430.0},
        {"220pF", "F", 220e-12},
        {"220p", "pF", 220.0},
        {"0.22nF", "pF", 220.0},
        {"318us", "us", 318.0},
        {"318 \xC2\xB5s", "us", 318.0},
        {"318\xCE\xBCs", "us", 318.0},
        {"318u", "us", 318.0},
        {"0.318ms", "us", 318.0},
        {"318e-6 s", "us", 318.0},
        {"318", "us", 318.0},
        {"318us", "s", 318e-6},
        {"3180us", "s", 3180e-6},
        {"47k", "ohm", 47e3},
        {"47k\xCE\xA9", "ohm", 47e3},
        {"47 kohm", "ohm", 47e3},
        {"4.5mV", "V", 4.5e-3},
        {"4.5mV", "mV", 4.5},
        {"-10dBV", "dBV", -10.0},
        {"\xE2\x88\x92"
         "10 dBV",
         "dBV", -10.0},
        {"-10\xC2\xA0"
         "dBV",
         "dBV", -10.0},
        {".5", "dB", 0.5},
        {"5.", "dB", 5.0},
        {"33.3rpm", "rpm", 33.3},
        {"5 cm/s", "cm/s", 5.0},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text, c.unit);
        const base::ParsedQuantity parsed = base::parseQuantity(c.text, c.unit);
        CAPTURE(parsed.error);
        REQUIRE(parsed.value);
        CHECK_THAT(*parsed.value, WithinRel(c.value, 1e-14));
    }
    // What the literal in a curve's definition is, to the last bit.
    CHECK(*base::parseQuantity("3180us", "s").value == 3180e-6);
    CHECK(*base::parseQuantity("318us", "s").value == 318e-6);
}

TEST_CASE("A level in dBV may be given in dBu or volts") {
    CHECK_THAT(*base::parseQuantity("4dBu", "dBV").value, WithinAbs(1.7815125, 1e-7));
    CHECK_THAT(*base::parseQuantity("+22 dBu", "dBV").value, WithinAbs(19.7815125, 1e-7));
    CHECK_THAT(*base::parseQuantity("2V", "dBV").value, WithinAbs(6.0205999, 1e-7));
    CHECK_THAT(*base::parseQuantity("316.22776601683796mV", "dBV").value, WithinAbs(-10.0, 1e-9));
    CHECK_FALSE(base::parseQuantity("0V", "dBV").value);
    CHECK_FALSE(base::parseQuantity("-2V", "dBV").value);
    CHECK_FALSE(base::parseQuantity("4dBu", "dB").value);
}

TEST_CASE("What is not a number in the unit asked for is refused with a reason") {
    const Case cases[] = {
        {"", "dB", 0},       {"   ", "dB", 0},     {"dB", "dB", 0},       {"loud", "dB", 0},    {"nan", "dB", 0},
        {"inf", "dB", 0},    {"-inf dB", "dB", 0}, {"0x10", "dB", 0},     {"1e", "dB", 0},      {"1e+", "dB", 0},
        {"--4", "dB", 0},    {"4 0", "dB", 0},     {"40 dB dB", "dB", 0}, {"40dB!", "dB", 0},   {"40dBV", "dB", 0},
        {"40Hz", "dB", 0},   {"10k", "dB", 0},     {"4O", "dB", 0},       {"1e999", "Hz", 0},   {"-1e999", "Hz", 0},
        {"1e308k", "Hz", 0}, {"5 s", "Hz", 0},     {"5 us", "Hz", 0},     {"318 uF", "us", 0},  {"1.2.3", "dB", 0},
        {".", "dB", 0},      {"+", "dB", 0},       {"e5", "dB", 0},       {"40 Hz", "", 0},     {"5kk", "Hz", 0},
        {"5kkHz", "Hz", 0},  {"5rpmx", "rpm", 0},  {"1_000", "Hz", 0},    {"5 krpm", "rpm", 0}, {"infinity", "", 0},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text, c.unit);
        const base::ParsedQuantity parsed = base::parseQuantity(c.text, c.unit);
        CHECK_FALSE(parsed.value);
        CHECK(parsed.error.size() > 10);
    }
    CHECK_FALSE(base::parseQuantity(std::string(5000, '1'), "dB").value);
    CHECK(base::parseQuantity(std::string(5000, '1'), "dB").error.size() < 300);
    CHECK_FALSE(base::parseQuantity(std::string_view("4\0", 2), "dB").value);
}

TEST_CASE("A comma is a decimal mark where it cannot stand between thousands") {
    const Case cases[] = {{"33,5", "dB", 33.5},
                          {"40,5 dB", "dB", 40.5},
                          {"-0,25", "dB", -0.25},
                          {",5", "dB", 0.5},
                          {"+1,0", "dB", 1.0},
                          {"0,500", "dB", 0.5},
                          {"00,500", "dB", 0.5},
                          {"1234,567", "Hz", 1234.567},
                          {"1,0000", "dB", 1.0},
                          {"1,5e3", "Hz", 1500.0},
                          {"44,1k", "Hz", 44100.0},
                          {"4,75mV", "mV", 4.75},
                          {"\xE2\x88\x92"
                           "10,5 dBV",
                           "dBV", -10.5},
                          {"3,18 ms", "us", 3180.0}};
    for (const Case& c : cases) {
        CAPTURE(c.text);
        const base::ParsedQuantity parsed = base::parseQuantity(c.text, c.unit);
        CAPTURE(parsed.error);
        REQUIRE(parsed.value);
        CHECK_THAT(*parsed.value, WithinRel(c.value, 1e-14));
    }
    CHECK(base::withPoint("33,5") == "33.5");
    CHECK(base::withPoint("33.5") == "33.5");
    CHECK(base::withPoint("riaa") == "riaa");
}

TEST_CASE("A comma that may mean two things is refused, and both are said") {
    for (const char* text : {"1,000", "12,345", "999,999 Hz", "-1,234", "1,000k", "3,180us", "1,500e3"}) {
        const base::ParsedQuantity parsed = base::parseQuantity(text, "");
        CAPTURE(text, parsed.error);
        CHECK_FALSE(parsed.value);
        CHECK(parsed.error.find("thousands") != std::string::npos);
        CHECK(parsed.error.find("with a point") != std::string::npos);
    }
    CHECK(base::parseQuantity("1,234", "Hz").error.find("write 1234, or 1.234") != std::string::npos);
    for (const char* text : {",", "5,", "1,000,000", "1,000.5", "1.000,5", "1,2,3", ",,5", "4,5.", "1 ,5"}) {
        const base::ParsedQuantity parsed = base::parseQuantity(text, "Hz");
        CAPTURE(text, parsed.error);
        CHECK_FALSE(parsed.value);
    }
}

TEST_CASE("The shortest text reads back as the same number") {
    CHECK(base::formatShortest(40.0) == "40");
    CHECK(base::formatShortest(-3.5) == "-3.5");
    CHECK(base::formatShortest(0.1) == "0.1");
    CHECK(base::formatShortest(0.1 + 0.2) == "0.30000000000000004");
    CHECK(base::formatShortest(1e6) == "1000000");
    CHECK(base::formatShortest(100.0) == "100");
    CHECK(base::formatShortest(-0.0) == "0");
    CHECK(base::formatShortest(0.0) == "0");
    CHECK(base::formatShortest(999.9999) == "999.9999");
    CHECK(base::formatShortest(123456789012345.0) == "123456789012345");

    std::mt19937_64 random(20240611);
    for (int i = 0; i < 20000; ++i) {
        const double value = std::ldexp(std::uniform_real_distribution<double>(-1.0, 1.0)(random),
                                        std::uniform_int_distribution<int>(-60, 60)(random));
        const std::string text = base::formatShortest(value);
        CAPTURE(text);
        REQUIRE(base::parseDecimal(text) == value);
    }
    for (const double value : {std::numeric_limits<double>::max(), std::numeric_limits<double>::min(), 1e22, 5e-7})
        CHECK(base::parseDecimal(base::formatShortest(value)) == value);
}

TEST_CASE("Fixed decimals are rounded and never show a negative zero") {
    CHECK(base::formatFixed(40.0, 2) == "40.00");
    CHECK(base::formatFixed(-0.001, 2) == "0.00");
    CHECK(base::formatFixed(-0.006, 2) == "-0.01");
    CHECK(base::formatFixed(1234567.0, 0) == "1234567");
    CHECK(base::formatFixed(-12.345678, 3) == "-12.346");
}

TEST_CASE("Numbers are the same in a locale of commas") {
    const phonostage::tests::CommaLocale commas;
    CHECK(base::formatFixed(12345.25, 2) == "12345.25");
    CHECK(base::formatShortest(12345.25) == "12345.25");
    CHECK(base::parseDecimal("12345.25") == 12345.25);
    CHECK(*base::parseQuantity("0.5 kHz", "Hz").value == 500.0);
    CHECK(*base::parseQuantity("0,5 kHz", "Hz").value == 500.0);
    CHECK_FALSE(base::parseDecimal("0,5")); // files have points alone
}
