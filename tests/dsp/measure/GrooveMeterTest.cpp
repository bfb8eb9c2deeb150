// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/GrooveMeter.h"
#include "dsp/measure/NeedleWatch.h"

#include "support/Catch.h"
#include "support/SideSignals.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

using namespace phonostage;
using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

std::vector<GrooveHop> hopsOf(double rate, const std::vector<double>& left, const std::vector<double>& right,
                              int block = 1000) {
    GrooveMeter meter(rate, right.empty() ? 1 : 2);
    std::vector<GrooveHop> hops;
    for (std::size_t at = 0; at < left.size(); at += static_cast<std::size_t>(block)) {
        const double* channel[2] = {left.data() + at, right.empty() ? nullptr : right.data() + at};
        meter.add(channel, static_cast<int>(std::min<std::size_t>(left.size() - at, static_cast<std::size_t>(block))),
                  [&](const GrooveHop& hop) { hops.push_back(hop); });
    }
    return hops;
}

std::vector<double> sine(double rate, double hz, double amplitude, double seconds) {
    std::vector<double> list(static_cast<std::size_t>(rate * seconds));
    for (std::size_t i = 0; i < list.size(); ++i)
        list[i] = amplitude * std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(i) / rate);
    return list;
}

/** Levels of a needle's life, 100 a second. */
void feed(NeedleWatch& watch, double db, double seconds, UniformNoise& noise) {
    for (int i = 0; i < static_cast<int>(seconds * 100.0); ++i)
        watch.add(db + 1.5 * noise());
}

} // namespace

TEST_CASE("A sine at full scale reads 0 dB in its third octave, at every rate") {
    // 1131 Hz is the middle of the eleventh: 100 * 2^(10.5 / 3).
    for (const double rate : {32000.0, 44100.0, 48000.0, 88200.0, 96000.0, 176400.0, 192000.0, 352800.0}) {
        const auto tone = sine(rate, 1131.4, 1.0, 0.5);
        const auto hops = hopsOf(rate, tone, std::vector<double>(tone.size()));
        REQUIRE(hops.size() > 40);
        const auto& hop = hops[30];
        INFO(rate);
        CHECK_THAT(hop.bandDb[10], WithinAbs(0.0F, 0.3F));
        CHECK(hop.bandDb[7] < -50.0F);
        CHECK(hop.bandDb[13] < -50.0F);
    }
}

TEST_CASE("Both channels add up in power, and one alone is half of that") {
    const auto tone = sine(48000.0, 1131.4, 0.1, 0.5);
    auto inverted = tone;
    for (double& x : inverted)
        x = -x;
    const auto mono = hopsOf(48000.0, tone, {})[30], both = hopsOf(48000.0, tone, tone)[30],
               opposite = hopsOf(48000.0, tone, inverted)[30];
    CHECK_THAT(mono.bandDb[10], WithinAbs(-20.0F, 0.3F));
    CHECK_THAT(both.bandDb[10], WithinAbs(mono.bandDb[10] + 3.01F, 0.02F));
    CHECK_THAT(opposite.bandDb[10], WithinAbs(both.bandDb[10], 0.001F));
}

TEST_CASE("What would fold onto the bands is 45 dB down") {
    // 40 kHz at 96 kHz folds onto 8 kHz when the rate is halved.
    const auto hops = hopsOf(96000.0, sine(96000.0, 40000.0, 1.0, 0.5), {});
    for (const float db : hops[30].bandDb)
        CHECK(db < -45.0F);
}

TEST_CASE("A hop is where its sound is, and blocks do not matter") {
    auto side = SideSignal::air(48000, 1.0, -100.0);
    side.addTrack({0.5, 0.6, -20.0, 440.0});
    const auto hops = hopsOf(48000.0, side.left, side.right);
    std::size_t loudest = 0;
    for (std::size_t i = 0; i < hops.size(); ++i)
        if (hops[i].bandDb[6] > hops[loudest].bandDb[6]) loudest = i;
    CHECK(loudest >= 50);
    CHECK(loudest <= 60);
    CHECK(hops[40].bandDb[6] < -80.0F);
    CHECK(hops[70].bandDb[6] < -80.0F);
    for (const int block : {1, 7, 48000}) {
        const auto others = hopsOf(48000.0, side.left, side.right, block);
        REQUIRE(others.size() == hops.size());
        for (std::size_t i = 0; i < hops.size(); ++i) {
            CHECK(others[i].bandDb == hops[i].bandDb);
            CHECK(others[i].quietDb == hops[i].quietDb);
        }
    }
}

TEST_CASE("Clicks and hum do not reach the quiet level, and noise is flat") {
    auto side = SideSignal::air(48000, 2.0, -60.0);
    const auto before = hopsOf(48000.0, side.left, side.right);
    for (int i = 1; i < 19; ++i)
        side.addClick(0.1 * i + 0.0011, 0.5);
    const auto hum = sine(48000.0, 50.0, 0.1, 2.0);
    for (std::size_t i = 0; i < hum.size(); ++i)
        side.left[i] += hum[i];
    const auto after = hopsOf(48000.0, side.left, side.right);
    for (std::size_t i = 5; i < before.size(); ++i)
        CHECK_THAT(after[i].quietDb, WithinAbs(before[i].quietDb, 2.0F));
    CHECK(after[50].loudDb > after[50].quietDb + 15.0F);
    // Of a periodogram of white noise, exp(-0.5772) = 0.56 on the average.
    double sum = 0.0;
    for (std::size_t i = 10; i < before.size(); ++i)
        sum += static_cast<double>(before[i].flatness) / static_cast<double>(before.size() - 10);
    CHECK_THAT(sum, WithinAbs(0.65, 0.12));
    CHECK(hopsOf(48000.0, sine(48000.0, 1000.0, 0.5, 0.5), {})[30].flatness < 0.01F);
}

TEST_CASE("What is no number counts as silence") {
    std::vector<double> bad(48000, std::numeric_limits<double>::quiet_NaN());
    bad[100] = std::numeric_limits<double>::infinity();
    bad[200] = 1e300;
    for (const auto& hop : hopsOf(48000.0, bad, {})) {
        CHECK(hop.bandDb[3] == -180.0F);
        CHECK(hop.quietDb == -180.0F);
    }
}

TEST_CASE("The needle is heard when it goes down and up, and when that was") {
    for (const double margin : {4.6, 8.0, 30.0}) {
        INFO(margin);
        UniformNoise noise(3);
        NeedleWatch watch(0.01);
        feed(watch, -90.0, 5.0, noise);
        CHECK_FALSE(watch.isInGroove());
        feed(watch, -90.0 + margin, 0.55, noise);
        REQUIRE(watch.isInGroove());
        CHECK(std::abs(watch.stay()->drop - 500) <= 5);
        CHECK(watch.stay()->fired <= 555);
        feed(watch, -90.0 + margin, 10.0, noise);
        CHECK(watch.isInGroove());
        feed(watch, -90.0, 1.3, noise);
        CHECK_FALSE(watch.isInGroove());
        REQUIRE(watch.stay()->lift);
        CHECK(std::abs(*watch.stay()->lift - 1555) <= 5);
        // And again.
        feed(watch, -90.0, 6.0, noise);
        feed(watch, -90.0 + margin, 0.6, noise);
        CHECK(watch.isInGroove());
    }
}

TEST_CASE("What is shorter than a groove does not fire, whatever its level") {
    UniformNoise noise(4);
    NeedleWatch watch(0.01);
    feed(watch, -90.0, 3.0, noise);
    for (int i = 0; i < 20; ++i) {
        feed(watch, -30.0, 0.3, noise); // a brush across the stylus
        feed(watch, -90.0, 1.0, noise);
    }
    feed(watch, -87.5, 20.0, noise); // hiss that has grown
    CHECK_FALSE(watch.isInGroove());
}

TEST_CASE("A capture that begins in the groove ends with the lift-off") {
    UniformNoise noise(5);
    NeedleWatch watch(0.01);
    watch.beginInGroove(-90.0);
    feed(watch, -70.0, 5.0, noise);
    CHECK(watch.isInGroove());
    feed(watch, -90.0, 1.3, noise);
    REQUIRE(watch.stay()->lift);
    CHECK(std::abs(*watch.stay()->lift - 500) <= 5);
    CHECK(watch.stay()->drop == 0);
}
