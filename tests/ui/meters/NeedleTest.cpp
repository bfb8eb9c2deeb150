// SPDX-License-Identifier: GPL-3.0-or-later
// The volume indicator against IEC 60268-17.
#include "support/Catch.h"

#include "ui/meters/MeterModel.h"
#include "ui/meters/NeedleModel.h"

#include "dsp/engine/Engine.h"

#include <cmath>
#include <numbers>

using namespace phonostage;

namespace {

struct Step {
    double secondsTo99 = 0.0;
    double overshoot = 0.0;
};

Step stepResponse(double stepSeconds) {
    ui::NeedleModel needle;
    Step step;
    double before = 0.0;
    for (int i = 1; i * stepSeconds < 3.0; ++i) {
        needle.advance(1.0, stepSeconds);
        const double now = needle.deflection();
        if (step.secondsTo99 == 0.0 && now >= 0.99)
            step.secondsTo99 = stepSeconds * (i - 1 + (0.99 - before) / (now - before));
        step.overshoot = std::max(step.overshoot, now - 1.0);
        before = now;
    }
    CHECK_THAT(before, WithinAbs(1.0, 1e-6));
    return step;
}

/** VU, after 3 seconds of a sine at the engine's output, as the editor polls it: 30 times a second. */
double vuOfSine(double dbv, double nominalDbv, double frequencyHz, double rateHz, int blockFrames) {
    dsp::FilterSettings settings;
    settings.curve = dsp::Curve::flat();
    settings.dcRemoval = false;
    dsp::Engine engine;
    engine.prepare(dsp::designStage(settings, rateHz));
    dsp::LevelSettings levels;
    levels.gainDb = 0.0;
    levels.inputDbv = 6.0;
    engine.setLevels(levels);
    ui::MeterModel model;
    ui::NeedleModel needle;
    const double peak = std::pow(10.0, (dbv - levels.inputDbv) / 20.0);
    std::vector<double> left(static_cast<std::size_t>(blockFrames)), right(left.size());
    std::int64_t frame = 0;
    for (int beat = 1; beat <= 90; ++beat) {
        while (static_cast<double>(frame) < beat * rateHz / 30.0) {
            for (std::size_t i = 0; i < left.size(); ++i)
                left[i] = right[i] =
                    peak * std::sin(2.0 * std::numbers::pi * frequencyHz *
                                    static_cast<double>(frame + static_cast<std::int64_t>(i)) / rateHz);
            double* channels[] = {left.data(), right.data()};
            engine.process(channels, channels, 2, blockFrames);
            frame += blockFrames;
        }
        model.read(engine.meters(), 2, rateHz, {beat, 1.0 / 30.0});
        needle.advance(model.output()[1].averageVolts / std::pow(10.0, nominalDbv / 20.0), 1.0 / 30.0);
    }
    return ui::vuOfDeflection(needle.deflection());
}

} // namespace

TEST_CASE("The needle reaches 99 % in 300 ms and swings 1 to 1.5 % beyond", "[ui]") {
    const double stepSeconds = GENERATE(0.0001, 0.001, 1.0 / 240.0, 1.0 / 60.0);
    INFO(stepSeconds);
    const auto step = stepResponse(stepSeconds);
    CHECK_THAT(step.secondsTo99, WithinAbs(0.300, 0.030));
    CHECK(step.overshoot > 0.010);
    CHECK(step.overshoot < 0.015);
}

TEST_CASE("The needle's steps are exact: many small ones or a few large ones end alike", "[ui]") {
    ui::NeedleModel fine, coarse;
    for (int i = 0; i < 3000; ++i)
        fine.advance(i < 1500 ? 0.7 : 0.1, 0.0001);
    for (const double drive : {0.7, 0.1})
        coarse.advance(drive, 0.15);
    CHECK_THAT(coarse.deflection(), WithinAbs(fine.deflection(), 1e-9));
}

TEST_CASE("The needle comes to rest, stops at its pin and comes back from it", "[ui]") {
    ui::NeedleModel needle;
    for (int i = 0; i < 90; ++i)
        needle.advance(100.0, 1.0 / 30.0);
    CHECK(needle.deflection() == ui::NeedleModel::stop);
    for (int i = 0; i < 10; ++i)
        needle.advance(0.0, 1.0 / 30.0);
    CHECK(needle.deflection() < 0.02);
    for (int i = 0; i < 90; ++i)
        needle.advance(std::numeric_limits<double>::quiet_NaN(), 1.0 / 30.0);
    CHECK(needle.deflection() == 0.0);
}

TEST_CASE("A sine at the nominal level reads 0 VU", "[ui]") {
    for (const double rateHz : {44100.0, 48000.0, 192000.0})
        for (const double frequencyHz : {31.5, 100.0, 1000.0, 10000.0}) {
            INFO(rateHz << " Hz, sine of " << frequencyHz);
            // A little of the lowest ripple is left where a beat is no whole number of blocks.
            CHECK_THAT(vuOfSine(-10.0, -10.0, frequencyHz, rateHz, 512), WithinAbs(0.0, 0.1));
        }
    // Blocks longer than a beat; another nominal level.
    CHECK_THAT(vuOfSine(-10.0, -10.0, 1000.0, 48000.0, 8192), WithinAbs(0.0, 0.05));
    CHECK_THAT(vuOfSine(1.7815, 1.7815, 440.0, 48000.0, 64), WithinAbs(0.0, 0.05));
    CHECK_THAT(vuOfSine(-16.0, -10.0, 1000.0, 48000.0, 512), WithinAbs(-6.0, 0.05));
}

TEST_CASE("The needle's drive falls when processing stops, and outlives a reset of the sound", "[ui]") {
    dsp::EngineMeters meters;
    ui::MeterModel model;
    meters.outputRectified[0] = 1000.0; // from before the editor opened
    meters.frames = 100;
    model.read(meters, 2, 48000.0, {0, 0.1});
    CHECK(model.output()[0].averageVolts == 0.0);
    meters.outputRectified[0] = 1050.0;
    meters.frames = 200;
    model.read(meters, 2, 48000.0, {1, 0.1});
    CHECK_THAT(model.output()[0].averageVolts, WithinAbs(0.5 * 1.1107207345, 1e-9));
    meters.outputRectified[0] = 10.0; // begun again
    meters.frames = 300;
    model.read(meters, 2, 48000.0, {2, 0.1});
    CHECK_THAT(model.output()[0].averageVolts, WithinAbs(0.5 * 1.1107207345, 1e-9));
    for (int i = 3; i < 9; ++i)
        model.read(meters, 2, 48000.0, {i, 0.1});
    CHECK(model.output()[0].averageVolts == 0.0);
}
