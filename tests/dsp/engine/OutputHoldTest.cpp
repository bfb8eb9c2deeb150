// SPDX-License-Identifier: GPL-3.0-or-later
//
// The output held at a safe level: never louder than its ceiling, no jump when levels change, and bit for bit behind
// it.

#include "dsp/engine/OutputHold.h"

#include "dsp/engine/EngineSupport.h"
#include "support/Catch.h"

#include <algorithm>
#include <array>
#include <functional>
#include <random>

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

constexpr double rate = 48000.0;
constexpr int rampFrames = 960;

double peakOf(const std::vector<double>& x, double fromSeconds, double toSeconds) {
    double peak = 0.0;
    for (auto i = static_cast<std::size_t>(fromSeconds * rate); i < static_cast<std::size_t>(toSeconds * rate); ++i)
        peak = std::max(peak, std::fabs(x[i]));
    return peak;
}

/** A stage of flat response with the hold behind it, both told of the same levels. */
struct Held {
    Held() {
        engine.prepare(designStage(filterOnly(Curve::flat()), rate));
        hold.prepare(rate, rampFrames);
    }

    void set(const LevelSettings& levels) {
        engine.setLevels(levels);
        hold.setLevels(levels);
    }

    /** A sine of this peak at the input. */
    std::vector<double> play(
        double seconds, double peak, const std::function<int()>& blockFrames = [] { return 256; }) {
        std::vector<double> out;
        const auto frames = static_cast<int>(seconds * rate);
        for (int done = 0; done < frames;) {
            const int count = std::min(blockFrames(), frames - done);
            std::vector<double> block(static_cast<std::size_t>(count));
            for (auto& sample : block)
                sample = peak * std::sin(2.0 * std::numbers::pi * 1000.0 * static_cast<double>(frame++) / rate);
            double* channel = block.data();
            engine.process(&channel, &channel, 1, count);
            hold.process(&channel, 1, count);
            out.insert(out.end(), block.begin(), block.end());
            done += count;
        }
        return out;
    }

    Engine engine;
    OutputHold hold;
    std::int64_t frame = 0;
};

LevelSettings levelsOf(double gainDb, double inputDbv) {
    LevelSettings levels;
    levels.gainDb = gainDb;
    levels.inputDbv = inputDbv;
    return levels;
}

} // namespace

TEST_CASE("What is not held passes bit for bit", "[dsp][hold]") {
    OutputHold hold;
    hold.prepare(rate, rampFrames);
    std::mt19937_64 random(1);
    std::vector<float> x(1000), y;
    for (auto& sample : x)
        sample = static_cast<float>(std::normal_distribution<double>(0.0, 3.0)(random));
    y = x;
    float* channel = y.data();
    hold.setLevels(levelsOf(60.0, 6.0));
    hold.process(&channel, 1, 1000);
    hold.setLevels(levelsOf(10.0, -20.0));
    hold.process(&channel, 1, 1000);
    CHECK(y == x);
}

TEST_CASE("A start that is held fades in and stays below -20 dBFS, however loud the stage", "[dsp][hold]") {
    const double inputPeak = GENERATE(0.001, 0.1, 0.9); // the loudest is 40 dB over full scale
    Held held;
    held.hold.hold(OutputHold::Kind::start);
    held.set(levelsOf(40.0, 6.0));
    held.play(1.0, 0.0); // nothing comes in yet: the fade waits
    const auto out = held.play(4.0, inputPeak);
    CHECK(peakOf(out, 0.0, 4.0) <= OutputHold::startCeiling * (1.0 + 1e-12));
    CHECK(peakOf(out, 0.0, 0.1) < 0.02 * OutputHold::startCeiling);
    CHECK(peakOf(out, 0.0, 0.5) < 0.5 * peakOf(out, 3.0, 4.0));
    CHECK_THAT(peakOf(out, 3.0, 4.0), WithinAbs(std::min(OutputHold::startCeiling, 100.0 * inputPeak), 1e-3));
}

TEST_CASE("No change of levels makes what is held jump by 3 dB", "[dsp][hold]") {
    Held held;
    held.hold.hold(OutputHold::Kind::start);
    held.set(levelsOf(40.0, 6.0));
    held.play(4.0, 0.0002); // 14 dB below the ceiling: nothing but the levels is held
    // An interface with 14 dB more full scale, its gain up 40 dB, another one.
    double before = peakOf(held.play(0.5, 0.0002), 0.0, 0.5);
    for (const double inputDbv : {20.0, -20.0, 6.0}) {
        held.set(levelsOf(40.0, inputDbv));
        const auto out = held.play(0.5, 0.0002);
        for (double at = 0.0; at < 0.45; at += 0.005) {
            const double now = peakOf(out, at, at + 0.005);
            INFO(inputDbv << " dBV, at " << at << " s: " << 20.0 * std::log10(now / before) << " dB");
            CHECK(std::fabs(20.0 * std::log10(now / before)) < 3.0);
        }
        CHECK_THAT(peakOf(out, 0.3, 0.5), WithinAbs(before, 0.01 * before));
    }
    held.set(levelsOf(62.0, 6.0)); // and the gain itself
    CHECK_THAT(peakOf(held.play(0.5, 0.0002), 0.3, 0.5), WithinAbs(before, 0.01 * before));
}

TEST_CASE("Released, the level moves to the stage's own without a step, and then passes bit for bit", "[dsp][hold]") {
    Held held, plain;
    held.hold.hold(OutputHold::Kind::start);
    held.set(levelsOf(40.0, 6.0));
    plain.set(levelsOf(40.0, 6.0));
    held.play(4.0, 0.004);
    plain.play(4.0, 0.004);
    held.hold.release();
    const auto out = held.play(3.0, 0.004), own = plain.play(3.0, 0.004);
    double last = peakOf(out, 0.0, 0.002);
    for (double at = 0.002; at < 2.0; at += 0.002) {
        const double now = peakOf(out, at, at + 0.002);
        CHECK(now < 1.15 * last);
        CHECK(now > 0.95 * last);
        last = now;
    }
    const auto from = static_cast<std::ptrdiff_t>((OutputHold::releaseSeconds + 0.01) * rate);
    CHECK(std::equal(out.begin() + from, out.end(), own.begin() + from));
}

TEST_CASE("Held again while music plays, it stays as loud as it is", "[dsp][hold]") {
    Held held;
    held.set(levelsOf(40.0, 6.0));
    const double before = peakOf(held.play(1.0, 0.004), 0.5, 1.0);
    held.hold.hold(OutputHold::Kind::steady);
    CHECK_THAT(peakOf(held.play(1.0, 0.004), 0.0, 1.0), WithinAbs(before, 1e-6));
    held.set(levelsOf(40.0, 26.0));
    CHECK_THAT(peakOf(held.play(1.0, 0.004), 0.5, 1.0), WithinAbs(before, 0.01 * before));
    // And what would clip does not.
    CHECK(peakOf(held.play(1.0, 0.9), 0.0, 1.0) <= OutputHold::steadyCeiling * (1.0 + 1e-12));
}

TEST_CASE("A device that starts anew while the output is held fades in again", "[dsp][hold]") {
    Held held;
    held.hold.hold(OutputHold::Kind::start);
    held.set(levelsOf(40.0, 6.0));
    held.play(3.0, 0.1);
    held.hold.prepare(rate, rampFrames);
    held.set(levelsOf(40.0, 6.0));
    const auto out = held.play(3.0, 0.1);
    CHECK(peakOf(out, 0.0, 0.1) < 0.02 * OutputHold::startCeiling);
    CHECK_THAT(peakOf(out, 2.5, 3.0), WithinAbs(OutputHold::startCeiling, 1e-3));
}

TEST_CASE("What is held is the same for any block size", "[dsp][hold]") {
    const auto played = [](const std::function<int()>& blockFrames) {
        Held held;
        held.hold.hold(OutputHold::Kind::start);
        held.set(levelsOf(40.0, 6.0));
        auto out = held.play(2.5, 0.05, blockFrames);
        held.set(levelsOf(40.0, -10.0));
        const auto next = held.play(0.5, 0.05, blockFrames);
        out.insert(out.end(), next.begin(), next.end());
        held.hold.release();
        const auto last = held.play(2.0, 0.05, blockFrames);
        out.insert(out.end(), last.begin(), last.end());
        return out;
    };
    std::mt19937 random(9);
    const auto whole = played([] { return 1 << 20; });
    CHECK(played([] { return 64; }) == whole);
    CHECK(played([&random] { return 1 + static_cast<int>(random() % 2000); }) == whole);
}
