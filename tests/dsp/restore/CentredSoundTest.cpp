// SPDX-License-Identifier: GPL-3.0-or-later
// Sound from the centre and clicks: which is which, and where one ends and the other begins.
#include "dsp/restore/CentredSound.h"
#include "dsp/restore/ClickRemover.h"
#include "dsp/restore/PulseTrain.h"

#include "dsp/restore/RestoreSupport.h"
#include "support/Catch.h"

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

constexpr double rateHz = 48000.0;

/** What is removed, in time with the sound. */
Frames removedOf(const Frames& in) {
    ClickRemover remover;
    remover.prepare(rateHz);
    remover.set(ClickThresholds());
    remover.start(0);
    const auto late = static_cast<std::size_t>(ClickRemover::latencyFrames(rateHz));
    Frames padded = in, removed(in.size() + late);
    padded.resize(in.size() + late);
    remover.process(padded.data(), removed.data(), static_cast<int>(padded.size()));
    return {removed.begin() + static_cast<std::ptrdiff_t>(late), removed.end()};
}

std::size_t frames(double milliseconds) { return static_cast<std::size_t>(milliseconds * rateHz / 1000.0); }

/** A pulse of a voice: a hill of 0.5 ms and a slower valley behind it, in both channels alike. */
void addPulse(Frames& to, std::size_t at, double volts) {
    for (std::size_t i = at - frames(1.0); i < at + frames(3.0) && i < to.size(); ++i) {
        const double ms = 1000.0 * (static_cast<double>(i) - static_cast<double>(at)) / rateHz;
        const double y = std::exp(-ms * ms / 0.02) - (ms > 0.0 ? 0.4 * ms / 0.15 * std::exp(1.0 - ms / 0.15) : 0.0);
        to[i] += StereoDouble(volts * y, volts * y);
    }
}

Frames differenceOf(const Frames& a, const Frames& b) {
    Frames difference(a.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        difference[i] = a[i] - b[i];
    return difference;
}

} // namespace

TEST_CASE("Both channels alike are centred, one of them or both against each other apart", "[dsp]") {
    constexpr double ten = 10.0; // standard deviations
    const auto sides = [](double share, double sigma) {
        std::vector<float> own(12), other(12);
        for (std::size_t i = 0; i < own.size(); ++i) {
            own[i] = static_cast<float>(std::cos(1.3 * static_cast<double>(i)));
            other[i] = static_cast<float>(share) * own[i];
        }
        return sidesOf(own.data(), other.data(), static_cast<int>(own.size()), sigma);
    };
    CHECK(sides(1.0, 1.0 / ten) == Sides::centred);
    CHECK(sides(0.6, 1.0 / ten) == Sides::centred);  // 4.4 dB
    CHECK(sides(1.6, 1.0 / ten) == Sides::centred);  // 4.1 dB
    CHECK(sides(0.45, 1.0 / ten) == Sides::unknown); // 6.9 dB
    CHECK(sides(0.3, 1.0 / ten) == Sides::apart);    // 10.5 dB
    CHECK(sides(4.0, 1.0 / ten) == Sides::apart);    // 12 dB
    CHECK(sides(-1.0, 1.0 / ten) == Sides::apart);
    CHECK(sides(0.0, 1.0 / ten) == Sides::apart);
    CHECK(sides(1.0, 1.0 / 4.0) == Sides::unknown);
}

TEST_CASE("From a click on, the nearest sound from the centre is found either way", "[dsp]") {
    std::vector<float> own(100), other(100);
    own[50] = 20.0F; // a click of one wall
    own[20] = other[20] = 20.0F;
    own[85] = other[85] = 20.0F;
    const ErrorStretches error{
        .own = own.data(), .other = other.data(), .from = 5, .to = 95, .length = 8, .sigma = 1.0};
    const int before = centredBeside(error, 46, -1), behind = centredBeside(error, 46, 1);
    CHECK(before <= 20);
    CHECK(before + 8 > 20);
    CHECK(behind <= 85);
    CHECK(behind + 8 > 85);
    CHECK(centredBeside(error, 18, 1) == -1); // begins in the centre
    CHECK(centredBeside(error, 0, -1) == -1);
    other[50] = 20.0F; // a click like music
    CHECK(centredBeside(error, 46, 1) == -1);
}

TEST_CASE("A pulse of a voice right beside a click stays, and the click goes", "[dsp]") {
    const double awayMs = GENERATE(-1.2, 1.2);
    const double other = GENERATE(-0.9, 0.05); // of the click, in the other channel: both walls, and one
    auto clean = programme(rateHz, 1.5, 4);
    constexpr std::size_t period = 440, first = 3000, near = first + 90 * period;
    for (std::size_t at = first; at < clean.size(); at += period)
        addPulse(clean, at, 0.016);
    REQUIRE(energyOf(removedOf(clean), 0, clean.size()) == 0.0);
    auto in = clean;
    const std::size_t at = awayMs < 0.0 ? near - frames(-awayMs) : near + frames(awayMs);
    addClick(in, at, 0, 0.012, 12);
    addClick(in, at, 1, other * 0.012, 12);
    const auto click = differenceOf(in, clean), error = differenceOf(removedOf(in), click);
    CAPTURE(awayMs, other);
    const double pulse = energyOf(clean, near - frames(0.5), near + frames(0.5));
    CHECK(energyOf(error, near - frames(0.5), near + frames(0.5)) < 0.25 * pulse);
    CHECK(energyOf(error, at, at + 12) < 0.1 * energyOf(click, at, at + 12));
}

TEST_CASE("What both channels have alike is a click where it is high and alone", "[dsp]") {
    const double volts = GENERATE(0.012, 0.03); // little more, and three to six times as high as all around
    const double againMs = GENERATE(0.0, 5.0, 8.0);
    const auto clean = programme(rateHz, 1.5, 6);
    auto in = clean;
    constexpr std::size_t first = 30000;
    const std::size_t second = first + frames(againMs);
    const auto add = [&](std::size_t at) {
        addClick(in, at, 0, volts, 8);
        addClick(in, at, 1, 0.9 * volts, 8);
    };
    add(first);
    if (second > first) add(second);
    const auto click = differenceOf(in, clean), error = differenceOf(removedOf(in), click);
    CAPTURE(volts, againMs);
    const auto left = [&](std::size_t at) {
        return energyOf(error, at, at + frames(2.0)) / energyOf(click, at, at + frames(2.0));
    };
    if (volts < 0.02 || againMs > 0.0) {
        CHECK(left(first) > 0.7);
        CHECK(left(second) > 0.7);
    } else {
        CHECK(left(first) < 0.01);
    }
}

TEST_CASE("A click of one wall goes though a sound of both channels begins behind it, an attack of one channel stays",
          "[dsp]") {
    const bool isInBoth = GENERATE(true, false);
    const std::size_t at = 30000 + frames(GENERATE(0.0, 3.0, 6.0));
    auto clean = programme(rateHz, 1.5, 6);
    std::mt19937 random(3);
    std::normal_distribution<double> normal(0.0, 0.001);
    for (std::size_t i = at + 20; i < clean.size(); ++i) { // dies away in 20 ms
        const double ring = normal(random) * std::exp(-static_cast<double>(i - at) / (0.02 * rateHz));
        clean[i] += StereoDouble(ring, isInBoth ? ring : 0.0);
    }
    auto in = clean;
    addClick(in, at, 0, 0.03, 16);
    const auto click = differenceOf(in, clean), error = differenceOf(removedOf(in), click);
    CAPTURE(isInBoth, at);
    const double left = energyOf(error, at, at + 16) / energyOf(click, at, at + 16);
    if (isInBoth)
        CHECK(left < 0.1);
    else
        CHECK(left == 1.0);
}

TEST_CASE("What is like a peak is seen before the window and in it, and not where the peak is", "[dsp]") {
    const auto layout = HopLayout::at(rateHz);
    PulseTrain train;
    train.prepare(layout);
    const int at = layout.behind + 100, block = at / layout.pulseFrames;
    *train.heights(block) = 20.0F;
    CHECK_FALSE(train.hasOther(at - 40, at + 40, 10.0));
    const int away = GENERATE(-1000, -15, 15, 300);
    *train.heights(block + away) = 12.0F;
    CHECK(train.hasOther(at - 40, at + 40, 10.0));
    CHECK_FALSE(train.hasOther(at - 40, at + 40, 13.0));
    if (std::abs(away) == 15) CHECK_FALSE(train.hasOther(at - 80, at + 80, 10.0));
}
