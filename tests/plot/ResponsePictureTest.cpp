// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/PngPixels.h"

#include "plot/CurveTitle.h"
#include "plot/ResponsePicture.h"
#include "support/Catch.h"

#include <cmath>
#include <limits>
#include <thread>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

// Where the two panels lie in a picture of 1600 x 1000.
constexpr int plotLeft = 116, plotRight = 1536, levelsTop = 140, levelsBottom = 638;
constexpr int deviationTop = 760, deviationBottom = 944;
constexpr double pi = 3.14159265358979323846;

/** RIAA from its time constants, written out here: 0 dB at 1 kHz. */
double riaaDb(double hz) {
    const auto power = [](double f) {
        const auto corner = [f](double us) { return 1.0 + std::pow(2.0 * pi * f * us * 1e-6, 2.0); };
        return corner(318.0) / (corner(3180.0) * corner(75.0));
    };
    return 10.0 * std::log10(power(hz) / power(1000.0));
}

plot::ResponsePicture riaaPicture(double rateHz, const std::function<double(double)>& deviationDb) {
    plot::ResponsePicture picture;
    picture.title = "RIAA";
    picture.details = "3180 \xC2\xB7 318 \xC2\xB7 75 \xC2\xB5s";
    picture.sampleRateHz = rateHz;
    for (int i = 0; i <= 800; ++i) {
        const double hz = 10.0 * std::pow(rateHz / 20.0, i / 800.0);
        picture.frequencyHz.push_back(hz);
        picture.idealDb.push_back(riaaDb(hz));
        picture.gainDb.push_back(riaaDb(hz) + deviationDb(hz));
    }
    return picture;
}

double frequencyAt(int x) { return 10.0 * std::pow(4000.0, (x + 0.5 - plotLeft) / (plotRight - plotLeft)); }

} // namespace

TEST_CASE("The curve lies where the closed form says") {
    const Pixels pixels(plot::drawPng(riaaPicture(96000.0, [](double) { return 0.0; })));
    REQUIRE(pixels.width == 1600);
    REQUIRE(pixels.height == 1000);
    // RIAA from 10 Hz to 40 kHz lies between -25.6 and +19.7 dB; the axis is the next 5 dB outwards of 2 dB more.
    constexpr double top = 25.0, bottom = -30.0;
    int checked = 0;
    for (int x = plotLeft + 2; x < plotRight - 2; x += 3) {
        const double expected =
            levelsTop + (top - riaaDb(frequencyAt(x))) / (top - bottom) * (levelsBottom - levelsTop);
        // The legend in the upper right corner has a line of the same colour.
        const double found =
            pixels.middle(x, std::max(levelsTop, static_cast<int>(expected) - 40), levelsBottom, isAmber);
        CAPTURE(x, frequencyAt(x));
        REQUIRE(found > 0.0);
        CHECK_THAT(found, WithinAbs(expected, 1.0));
        ++checked;
    }
    CHECK(checked > 400);
}

TEST_CASE("The deviation is drawn to scale and the scale follows it") {
    // 0.08 mdB above 1 kHz: the band of 0.1 mdB sets the scale, its edges at 4/5.
    const auto step = [](double height) { return [height](double hz) { return hz < 1000.0 ? 0.0 : height; }; };
    const double middle = (deviationTop + deviationBottom) / 2.0;
    const double half = (deviationBottom - deviationTop) / 2.0;
    const int x = 1200;
    REQUIRE(frequencyAt(x) > 3000.0);
    const Pixels small(plot::drawPng(riaaPicture(96000.0, step(0.00008))));
    CHECK_THAT(small.middle(400, deviationTop, deviationBottom, isAmber), WithinAbs(middle, 1.0));
    CHECK_THAT(small.middle(x, deviationTop, deviationBottom, isAmber), WithinAbs(middle - 0.08 / 0.125 * half, 1.0));
    CHECK(small.count(400, deviationTop, 401, deviationBottom, [](Pixel p) { return p.green > p.red + 4; }) > 100);
    // 8 mdB downwards: the next of 1, 2, 5 is 10.
    const Pixels large(plot::drawPng(riaaPicture(96000.0, step(-0.008))));
    CHECK_THAT(large.middle(x, deviationTop, deviationBottom, isAmber), WithinAbs(middle + 0.8 * half, 1.0));
    // 3 dB: whole decibels.
    const Pixels huge(plot::drawPng(riaaPicture(96000.0, step(3.0))));
    CHECK_THAT(huge.middle(x, deviationTop, deviationBottom, isAmber), WithinAbs(middle - 0.6 * half, 1.0));
}

TEST_CASE("Text is drawn with the embedded typefaces") {
    auto picture = riaaPicture(48000.0, [](double) { return 0.0; });
    const auto titlePixels = [&](const char* title) {
        picture.title = title;
        picture.details.clear();
        return Pixels(plot::drawPng(picture)).count(0, 0, 1600, 90, isLight);
    };
    CHECK(titlePixels("") == 0);
    const int narrow = titlePixels("iiii");
    const int wide = titlePixels("MMMM");
    CHECK(narrow > 50);
    // Real letters: an M has more ink than an i, boxes for missing glyphs would not.
    CHECK(wide > 2 * narrow);
    // Greek and symbols are in the typefaces too.
    CHECK(titlePixels("\xC2\xB5") > 20);
    // The numbers at the axes.
    picture.title.clear();
    const Pixels pixels(plot::drawPng(picture));
    CHECK(pixels.count(36, levelsTop, plotLeft - 8, levelsBottom, [](Pixel p) { return p.red > 100; }) > 200);
    CHECK(pixels.count(plotLeft, levelsBottom + 10, plotRight, 680, [](Pixel p) { return p.red > 100; }) > 500);
}

TEST_CASE("Markers are rings on the curve") {
    auto picture = riaaPicture(96000.0, [](double) { return 0.0; });
    const Pixels without(plot::drawPng(picture));
    picture.markers = plot::cornerMarkers(dsp::Curve{});
    REQUIRE(picture.markers.size() == 3);
    const Pixels with(plot::drawPng(picture));
    for (const double hz : {50.05, 500.5, 2122.07}) {
        const int x = plotLeft + static_cast<int>(std::log(hz / 10.0) / std::log(4000.0) * (plotRight - plotLeft));
        const int y = levelsTop + static_cast<int>((25.0 - riaaDb(hz)) / 55.0 * (levelsBottom - levelsTop));
        CHECK(isAmber(without.at(x, y)));
        CHECK_FALSE(isAmber(with.at(x, y)));
        CHECK(with.count(x - 8, y - 8, x + 8, y + 8, isAmber) > 20);
    }
}

TEST_CASE("The same data give the same bytes, in two threads at once as well") {
    const auto picture = riaaPicture(44100.0, [](double hz) { return 1e-9 * hz; });
    const auto first = plot::drawPng(picture);
    CHECK(plot::drawPng(picture) == first);
    std::vector<std::uint8_t> one, two;
    std::thread a([&] { one = plot::drawPng(picture); });
    std::thread b([&] { two = plot::drawPng(picture); });
    a.join();
    b.join();
    CHECK(one == first);
    CHECK(two == first);
    CHECK(plot::drawPng(riaaPicture(44100.0, [](double hz) { return 2e-9 * hz; })) != first);
}

TEST_CASE("Any size and any data give a picture") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinite = std::numeric_limits<double>::infinity();
    plot::ResponsePicture picture = riaaPicture(96000.0, [](double) { return 0.0; });
    const Pixels half(plot::drawPng(picture, {800, 500}));
    CHECK(half.width == 800);
    CHECK(half.height == 500);
    CHECK(Pixels(plot::drawPng(picture, {-5, 0})).width == 320);
    CHECK(Pixels(plot::drawPng(picture, {3000, 700})).height == 700);

    picture.gainDb[100] = nan;
    picture.gainDb[101] = -infinite;
    picture.idealDb[102] = infinite;
    picture.frequencyHz[103] = nan;
    picture.gainDb.resize(400);
    picture.markers = {{nan, "x"}, {-1.0, "y"}, {infinite, "z"}, {0.0, ""}};
    picture.title = std::string(500, 'W');
    picture.note = "\xFF\xFE broken \xC3";
    CHECK(Pixels(plot::drawPng(picture)).width == 1600);

    for (const double rate : {0.0, -1.0, nan, infinite, 8000.0, 768000.0, 25.0}) {
        plot::ResponsePicture odd = riaaPicture(96000.0, [](double) { return 0.0; });
        odd.sampleRateHz = rate;
        odd.toleranceDb = rate;
        CHECK(Pixels(plot::drawPng(odd)).width == 1600);
    }
    CHECK(Pixels(plot::drawPng(plot::ResponsePicture{})).width == 1600);
    plot::ResponsePicture one;
    one.frequencyHz = {1000.0};
    one.gainDb = {1e300};
    one.idealDb = {-1e300};
    CHECK(Pixels(plot::drawPng(one)).width == 1600);
}
