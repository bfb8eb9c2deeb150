// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/PngPixels.h"

#include "plot/TestRecordPicture.h"
#include "support/Catch.h"

#include <cmath>
#include <numbers>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

dsp::WowMeasurement madeWow() {
    dsp::WowMeasurement wow;
    wow.rpm = 100.0 / 3.0;
    wow.carrierHz = 3150.0;
    wow.deviationRateHz = 1000.0;
    wow.hole.frequencyHz = wow.rpm / 60.0;
    wow.hole.peak = wow.hole.sine = 0.001;
    for (int i = 0; i < 20000; ++i)
        wow.deviation.push_back(0.001 * std::sin(2.0 * std::numbers::pi * wow.hole.frequencyHz * i / 1000.0));
    return wow;
}

dsp::SweepMeasurement madeSweep(double rightDb) {
    dsp::SweepMeasurement sweep;
    for (int k = -60; k <= 50; ++k) {
        const double hz = 1000.0 * std::exp2(k / 12.0);
        sweep.channel[0].response.push_back({hz, 0.0});
        sweep.channel[1].response.push_back({hz, rightDb});
        sweep.channel[0].crosstalk.push_back({hz, 0.05});
        sweep.channel[1].crosstalk.push_back({hz, 0.1});
    }
    return sweep;
}

plot::TestRecordPicture madePicture() {
    plot::TestRecordPicture picture;
    picture.title = "JAS AD-1";
    picture.details = "measured 2026-12-01";
    picture.wow = madeWow();
    picture.radiusMm = 100.0;
    picture.sweep = madeSweep(-2.0);
    dsp::ResonanceMeasurement arm;
    arm.hasSweep = true;
    arm.resonanceHz = 9.0;
    arm.q = 3.0;
    for (double hz = 5.0; hz < 25.0; hz += 0.5) {
        arm.level.push_back({hz, 10.0 - std::abs(hz - 9.0)});
        arm.fitted.push_back({hz, 10.0 - std::abs(hz - 9.0)});
    }
    picture.resonances = {arm};
    picture.rumbleUnweightedDbv = -60.0;
    picture.rumbleWeightedDbv = -70.0;
    return picture;
}

bool isLeft(const Pixels& pixels, int x, int y) { return isAmber(pixels.at(x, y)); }

} // namespace

TEST_CASE("A response alone fills the picture, and the line lies where the level is") {
    plot::TestRecordPicture picture;
    picture.sweep = madeSweep(-2.0);
    for (auto& channel : picture.sweep->channel)
        channel.crosstalk.clear();
    const Pixels pixels(plot::drawPng(picture));
    REQUIRE(pixels.width == 1600);
    REQUIRE(pixels.height == 1000);
    // The plot is 124 to 1536 by 160 to 924, +-3 dB: left at 0 dB is its middle line.
    int hits = 0;
    for (int x = 400; x < 1200; x += 7)
        hits += isLeft(pixels, x, 542) ? 1 : 0;
    CHECK(hits > 100);
    for (int x = 400; x < 1200; x += 7)
        CHECK_FALSE(isLeft(pixels, x, 542 + 127));
}

TEST_CASE("All panels are drawn, each only where there is something to draw") {
    const auto whole = plot::drawPng(madePicture());
    CHECK(whole == plot::drawPng(madePicture()));
    for (const auto& drop :
         {+[](plot::TestRecordPicture& p) { p.wow.reset(); }, +[](plot::TestRecordPicture& p) { p.sweep.reset(); },
          +[](plot::TestRecordPicture& p) { p.resonances.clear(); },
          +[](plot::TestRecordPicture& p) { p.rumbleWeightedDbv.reset(); },
          +[](plot::TestRecordPicture& p) { p.radiusMm = 0.0; }}) {
        auto picture = madePicture();
        drop(picture);
        const auto other = plot::drawPng(picture);
        CHECK(other != whole);
        CHECK(Pixels(other).width == 1600);
    }
    CHECK(Pixels(plot::drawPng(plot::TestRecordPicture{})).height == 1000);
    CHECK(Pixels(plot::drawPng(madePicture(), {640, 400})).width == 640);
}
