// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"

#include "media/analyse/LevelHistory.h"
#include "media/analyse/Report.h"

#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <vector>

using namespace phonostage;
using namespace phonostage::media;

TEST_CASE("A mean square is exact, offset included") {
    // 1000 whole periods of a sine of 0.5 on an offset of 0.25: 0.125 + 0.0625.
    std::vector<double> samples(48000);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = 0.25 + 0.5 * std::sin(2.0 * std::numbers::pi * static_cast<double>(i % 48) / 48.0);
    SquareSum sum;
    CHECK(sum.meanSquare() == 0.0);
    for (std::size_t start = 0; start < samples.size(); start += 1000)
        sum.add(samples.data() + start, 1000);
    CHECK_THAT(sum.meanSquare(), WithinAbs(0.1875, 1e-15));
}

TEST_CASE("A mean square takes what the guard silences as silence") {
    const double bad = GENERATE(std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
                                -std::numeric_limits<double>::infinity(), 1.1e6, -1e300);
    std::vector<double> samples(100, 0.5);
    samples[37] = bad;
    SquareSum sum;
    sum.add(samples.data(), 100);
    CHECK_THAT(sum.meanSquare(), WithinAbs(0.25 * 0.99, 1e-15));
    LevelHistory history;
    history.add(samples.data(), 100);
    CHECK(history.bins().at(0).peak == 0.5);
    CHECK_THAT(history.bins().at(0).squareSum, WithinAbs(0.25 * 99.0, 1e-12));
}

TEST_CASE("A history keeps its length however long the sound is") {
    LevelHistory history;
    std::vector<double> block(10007);
    std::iota(block.begin(), block.end(), 1.0);
    double sum = 0.0;
    for (int i = 0; i < 500; ++i) {
        history.add(block.data(), static_cast<int>(block.size()));
        for (const double value : block)
            sum += value * value;
        REQUIRE(history.bins().size() <= 2048);
    }
    CHECK(history.bins().size() >= 1024);
    std::int64_t frames = 0;
    double total = 0.0, peak = 0.0;
    for (std::size_t i = 0; i < history.bins().size(); ++i) {
        const auto& bin = history.bins()[i];
        if (i + 1 < history.bins().size()) CHECK(bin.frames == history.framesPerBin());
        frames += bin.frames;
        total += bin.squareSum;
        peak = std::max(peak, bin.peak);
    }
    CHECK(frames == 500 * 10007);
    CHECK(peak == 10007.0);
    CHECK_THAT(total, WithinRel(sum, 1e-12));
}

TEST_CASE("A history shows when it was loud") {
    LevelHistory history;
    std::vector<double> samples(256 * 8, 0.0);
    samples[256 * 5 + 3] = -0.75;
    history.add(samples.data(), static_cast<int>(samples.size()));
    REQUIRE(history.bins().size() == 8);
    for (std::size_t i = 0; i < 8; ++i)
        CHECK(history.bins()[i].peak == (i == 5 ? 0.75 : 0.0));
}

TEST_CASE("The list of overloads stops at ten thousand a channel and is in order") {
    OverloadLog log;
    for (std::int64_t i = 0; i < 12000; ++i)
        log.overloadEnded(0, {(i ^ 1) * 10, 3, 3, dsp::OverloadKind::fullScale, 0.0});
    log.overloadEnded(1, {5, 4, 4, dsp::OverloadKind::belowFullScale, -3.0});
    const auto events = log.events(0);
    REQUIRE(events.size() == 10000);
    for (std::size_t i = 1; i < events.size(); ++i)
        REQUIRE(events[i - 1].start < events[i].start);
    REQUIRE(log.events(1).size() == 1);
    CHECK(log.events(1)[0].length == 4);
}

TEST_CASE("Levels in volts: a sine reads the same as rms and as peak") {
    // 0 dBFS, full scale of 6 dBV rms.
    CHECK_THAT(*rmsDbv(0.5, 6.0), WithinAbs(6.0, 1e-12));
    CHECK_THAT(*peakDbv(1.0, 6.0), WithinAbs(6.0, 1e-12));
    CHECK_THAT(*peakDbv(0.1, -20.0), WithinAbs(-40.0, 1e-12));
    CHECK_THAT(*decibels(0.5), WithinAbs(-6.020599913279624, 1e-12));
    CHECK_FALSE(rmsDbv(0.0, 6.0));
    CHECK_FALSE(peakDbv(0.0, 6.0));
}
