// SPDX-License-Identifier: GPL-3.0-or-later
//
// Gain, channels, volts and meters.

#include "dsp/engine/EngineSupport.h"
#include "support/Catch.h"

#include <string_view>

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

double meterDbv(const ChannelMeter& meter) { return 10.0 * std::log10(meter.meanSquareVolts2.load()); }

double peakDbv(double volts) { return decibelsOf(volts / std::numbers::sqrt2); }

bool says(const char* message, std::string_view part) {
    return message != nullptr && std::string_view(message).find(part) != std::string_view::npos;
}

// Runs one second of constants through a flat stage and returns what each side settles at.
std::pair<double, double> matrixOf(const LevelSettings& levels, double left, double right) {
    Engine engine;
    engine.setLevels(levels);
    engine.prepare(designStage(filterOnly(Curve::flat()), 48000.0));
    const auto y = run(engine, {std::vector<double>(100, left), std::vector<double>(100, right)});
    return {y[0].back(), y[1].back()};
}

} // namespace

TEST_CASE("Gain and trim are exact at 1 kHz when settled", "[dsp][engine]") {
    const double gainDb = GENERATE(0.0, 20.0, 40.0, 61.7, 80.0);
    const double trimDb = GENERATE(-20.0, 0.0, 3.3);
    const double rate = 48000.0;
    LevelSettings levels;
    levels.gainDb = gainDb;
    levels.outputTrimDb = trimDb;
    Engine engine;
    engine.prepare(designStage(filterOnly(), rate));
    engine.setLevels(levels);
    const auto x = sine(1000.0, 1e-3, rate, 1.0);
    const auto y = run(engine, {x, x});
    CHECK_THAT(decibelsOf(amplitudeAt(y[0], 1000.0, rate, 0.5) / 1e-3), WithinAbs(gainDb + trimDb, 1e-4));
}

TEST_CASE("A sample is volts by the sensitivity at each end", "[dsp][engine]") {
    const double rate = 48000.0, inputDbv = -20.0, outputDbv = 2.0;
    LevelSettings levels;
    levels.inputDbv = inputDbv;
    levels.outputDbv = outputDbv;
    Engine engine;
    engine.setLevels(levels);
    engine.prepare(designStage(filterOnly(), rate));
    // 5 mV rms at the socket: 40 dB are 500 mV, -6.02 dBV, and as a sample 8.02 dB below a full-scale sine.
    const double peak = 5e-3 * std::numbers::sqrt2 / voltsAtFullScale(inputDbv);
    const auto x = sine(1000.0, peak, rate, 4.0);
    const auto y = run(engine, {x, x}, 480);
    CHECK_THAT(decibelsOf(amplitudeAt(y[1], 1000.0, rate, 1.0)), WithinAbs(decibelsOf(0.5) - outputDbv, 1e-3));
    const auto& meters = engine.meters();
    for (std::size_t c = 0; c < 2; ++c) {
        CHECK_THAT(meterDbv(meters.input[c]), WithinAbs(decibelsOf(5e-3), 0.01));
        CHECK_THAT(meterDbv(meters.output[c]), WithinAbs(decibelsOf(0.5), 0.01));
        CHECK_THAT(peakDbv(meters.input[c].peakHoldVolts.load()), WithinAbs(decibelsOf(5e-3), 0.01));
    }
}

TEST_CASE("The rms meter is an exponential mean square of 300 ms at any rate and block size", "[dsp][engine]") {
    const double rate = GENERATE(8000.0, 44100.0, 192000.0);
    const int block = GENERATE(1, 17, 64, 1000, 8192);
    if (block == 1 && rate > 50000.0) return; // the same question again, only slower
    Engine engine;
    LevelSettings levels = unityGain();
    levels.inputDbv = levels.outputDbv = 0.0;
    engine.setLevels(levels);
    engine.prepare(designStage(filterOnly(Curve::flat()), rate));
    // A full-scale sine at 0 dBV is 1 V rms; after t seconds the meter has seen 1 - exp(-t / 0.3) of its power.
    const auto x = sine(1000.0, 1.0, rate, 0.3);
    run(engine, {x, x}, block);
    CHECK_THAT(meterDbv(engine.meters().input[0]), WithinAbs(10.0 * std::log10(1.0 - std::exp(-1.0)), 0.03));
    const auto more = sine(1000.0, 1.0, rate, 3.0);
    run(engine, {more, more}, block);
    CHECK_THAT(meterDbv(engine.meters().input[0]), WithinAbs(0.0, 0.01));
    CHECK_THAT(meterDbv(engine.meters().output[1]), WithinAbs(0.0, 0.01));
}

TEST_CASE("Peaks are held until reset and taken by the reader", "[dsp][engine]") {
    Engine engine;
    LevelSettings levels = unityGain();
    engine.setLevels(levels);
    engine.prepare(designStage(filterOnly(Curve::flat()), 48000.0));
    Stereo x(2, silence(1000));
    x[0][500] = -0.5;
    run(engine, x);
    auto& left = engine.meters().input[0];
    const double volts = 0.5 * voltsAtFullScale(6.0);
    CHECK_THAT(left.peakVolts.exchange(0.0), WithinRel(volts, 1e-12));
    run(engine, {silence(100), silence(100)});
    CHECK(left.peakVolts.load() == 0.0);
    CHECK_THAT(left.peakHoldVolts.load(), WithinRel(volts, 1e-12));
    CHECK(engine.meters().input[1].peakHoldVolts.load() == 0.0);
    engine.resetHolds();
    run(engine, {silence(100), silence(100)});
    CHECK(left.peakHoldVolts.load() == 0.0);
}

TEST_CASE("A held input peak is a sample: its volts follow the sensitivity", "[dsp][engine]") {
    // Full scale is 19.8 dBV with the interface's gain at its lowest; the user enters 40 dB while music plays.
    constexpr double rate = 48000.0, before = 19.8, after = -20.2;
    Engine engine;
    LevelSettings levels = unityGain();
    levels.inputDbv = before;
    engine.setLevels(levels);
    Engine::Options options;
    options.truePeakInput = true;
    engine.prepare(designStage(filterOnly(Curve::flat()), rate), options);
    const auto music = sine(1000.0, 0.9, rate, 0.2);
    run(engine, {music, music});
    auto& meter = engine.meters().input[0];
    CHECK_THAT(meter.peakHoldVolts.load(), WithinRel(0.9 * voltsAtFullScale(before), 1e-3));

    levels.inputDbv = after;
    engine.setLevels(levels);
    run(engine, {music, music}); // from the first sample of the ramp on
    CHECK_THAT(meter.peakHoldVolts.load(), WithinRel(0.9 * voltsAtFullScale(after), 1e-3));
    CHECK_THAT(meter.truePeakHoldVolts.load(), WithinRel(0.9 * voltsAtFullScale(after), 1e-2));
    CHECK_THAT(meter.peakVolts.exchange(0.0), WithinRel(0.9 * voltsAtFullScale(after), 1e-3));

    levels.inputDbv = before;
    engine.setLevels(levels);
    run(engine, {silence(2000), silence(2000)});
    CHECK_THAT(meter.peakHoldVolts.load(), WithinRel(0.9 * voltsAtFullScale(before), 1e-3));
}

TEST_CASE("Samples beyond full scale at the output are counted, not limited", "[dsp][engine]") {
    Engine engine;
    LevelSettings levels = unityGain();
    levels.gainDb = 20.0;
    engine.setLevels(levels);
    engine.prepare(designStage(filterOnly(Curve::flat()), 48000.0));
    Stereo x{{0.05, 0.2, -0.3, 0.0999}, {0.0, 0.0, 0.0, -0.2}};
    const auto y = run(engine, x);
    CHECK_THAT(y[0][2], WithinAbs(-3.0, 1e-12));
    CHECK(engine.meters().outputClips[0].load() == 2);
    CHECK(engine.meters().outputClips[1].load() == 1);
}

TEST_CASE("Channels: polarity, swap, balance and mode in that order", "[dsp][engine]") {
    LevelSettings levels = unityGain();
    const auto near = [](std::pair<double, double> a, double left, double right) {
        CHECK_THAT(a.first, WithinAbs(left, 1e-12));
        CHECK_THAT(a.second, WithinAbs(right, 1e-12));
    };
    near(matrixOf(levels, 0.3, 0.1), 0.3, 0.1);
    levels.invertLeft = true;
    near(matrixOf(levels, 0.3, 0.1), -0.3, 0.1);
    levels.swapChannels = true; // the inverted input now comes out on the right
    near(matrixOf(levels, 0.3, 0.1), 0.1, -0.3);
    levels.balanceDb = 6.0; // acts on the place: right up 3, left down 3
    const double up = std::pow(10.0, 3.0 / 20.0);
    near(matrixOf(levels, 0.3, 0.1), 0.1 / up, -0.3 * up);
    levels = unityGain();
    levels.mode = ChannelMode::lateral;
    near(matrixOf(levels, 0.3, 0.1), 0.2, 0.2);
    levels.mode = ChannelMode::vertical;
    near(matrixOf(levels, 0.3, 0.1), 0.1, 0.1);
    levels.mode = ChannelMode::left;
    near(matrixOf(levels, 0.3, 0.1), 0.3, 0.3);
    levels.mode = ChannelMode::right;
    near(matrixOf(levels, 0.3, 0.1), 0.1, 0.1);
    levels.invertRight = true;
    levels.swapChannels = true;
    near(matrixOf(levels, 0.3, 0.1), 0.3, 0.3);
}

TEST_CASE("Crosstalk is undone first, before polarity, swap, balance and mode", "[dsp][engine]") {
    const double leftToRight = GENERATE(0.0, 0.05, -0.5);
    const double rightToLeft = GENERATE(0.0, -0.03, 0.5);
    const auto near = [](std::pair<double, double> a, double left, double right) {
        CHECK_THAT(a.first, WithinAbs(left, 1e-12));
        CHECK_THAT(a.second, WithinAbs(right, 1e-12));
    };
    // What the cartridge makes of a groove of 0.3 and 0.1.
    const double left = 0.3 + rightToLeft * 0.1, right = 0.1 + leftToRight * 0.3;
    LevelSettings levels = unityGain();
    levels.crosstalkLeftToRight = leftToRight;
    levels.crosstalkRightToLeft = rightToLeft;
    near(matrixOf(levels, left, right), 0.3, 0.1);
    levels.invertLeft = true;
    levels.swapChannels = true;
    levels.balanceDb = -4.0;
    const double up = std::pow(10.0, 2.0 / 20.0);
    near(matrixOf(levels, left, right), 0.1 * up, -0.3 / up);
    levels = unityGain();
    levels.crosstalkLeftToRight = leftToRight;
    levels.crosstalkRightToLeft = rightToLeft;
    levels.mode = ChannelMode::vertical;
    near(matrixOf(levels, left, right), 0.1, 0.1);
    levels.mode = ChannelMode::right;
    near(matrixOf(levels, left, right), 0.1, 0.1);
    // A mono source has none.
    Engine engine;
    engine.setLevels(levels);
    engine.prepare(designStage(filterOnly(Curve::flat()), 48000.0));
    CHECK_THAT(run(engine, {std::vector<double>(100, 0.25)})[0].back(), WithinAbs(0.25, 1e-12));
}

TEST_CASE("Settings out of range are refused with a sentence", "[dsp][engine]") {
    const double nan = std::nan("");
    CHECK(whyIllegal(LevelSettings()) == nullptr);
    CHECK(whyIllegal(FilterSettings()) == nullptr);
    for (double value : {-0.501, 0.501, nan}) {
        LevelSettings levels;
        levels.crosstalkLeftToRight = value;
        CHECK(says(whyIllegal(levels), "from left to right is outside -0.5 to +0.5"));
        levels = LevelSettings();
        levels.crosstalkRightToLeft = value;
        CHECK(says(whyIllegal(levels), "from right to left is outside -0.5 to +0.5"));
    }
    FilterSettings settings;
    for (double ratio : {0.25, 1.0, 4.0}) {
        settings.speedRatio = ratio;
        CHECK(whyIllegal(settings) == nullptr);
    }
    for (double ratio : {0.0, 0.2499, 4.001, -1.0, nan}) {
        settings.speedRatio = ratio;
        CHECK(says(whyIllegal(settings), "outside 0.25 to 4"));
    }
    settings.speedRatio = 4.0;
    for (double corner : {79.9, 200.1, nan}) {
        settings.monoBass = MonoBass{corner, 12};
        CHECK(says(whyIllegal(settings), "outside 80 to 200 Hz"));
    }
    for (int slope : {0, 18, 24}) {
        settings.monoBass = MonoBass{100.0, slope};
        CHECK(says(whyIllegal(settings), "must be 6 or 12"));
    }
    for (int slope : {6, 12}) {
        settings.monoBass = MonoBass{200.0, slope};
        CHECK(whyIllegal(settings) == nullptr);
    }
}

TEST_CASE("Changing gain, polarity and sensitivities neither clicks nor zips", "[dsp][engine]") {
    const double rate = 48000.0;
    Engine engine;
    engine.setLevels(unityGain());
    engine.prepare(designStage(filterOnly(Curve::flat()), rate));
    const auto x = sine(100.0, 0.01, rate, 0.2);
    const double smooth = roughness(run(engine, {x, x})[0], 0, x.size());

    LevelSettings levels = unityGain();
    const int change = GENERATE(0, 1, 2, 3, 4, 5);
    double largest = 1.0; // factor of the louder end
    if (change == 0) levels.gainDb = 20.0, largest = 10.0;
    if (change == 1) levels.invertLeft = levels.invertRight = true;
    if (change == 2) levels.outputDbv = -14.0, largest = 10.0;
    if (change == 3) levels.inputDbv = 26.0, largest = 10.0;
    if (change == 4) levels.mode = ChannelMode::vertical;
    if (change == 5) levels.crosstalkLeftToRight = levels.crosstalkRightToLeft = -0.5, largest = 2.0;
    engine.setLevels(levels);
    const auto y = run(engine, {x, x}, 64);
    // A straight line of 20 ms times a sine: the sine's own curvature, plus twice its slope times the line's, and the
    // two corners of the line.
    const double peak = 0.01 * largest, line = 2.0 * peak / (0.020 * rate);
    const double allowed = smooth * largest + 2.0 * line * 2.0 * std::numbers::pi * 100.0 / rate + line;
    CHECK(roughness(y[0], 0, y[0].size()) < allowed);
    // What a jump would have shown:
    CHECK(allowed < 0.1 * peak);
}

TEST_CASE("A mono source keeps its level and obeys polarity alone", "[dsp][engine]") {
    Engine engine;
    LevelSettings levels = unityGain();
    levels.balanceDb = 6.0;
    levels.mode = ChannelMode::vertical;
    levels.invertLeft = true;
    engine.setLevels(levels);
    engine.prepare(designStage(filterOnly(Curve::flat()), 48000.0));
    const auto y = run(engine, {std::vector<double>(100, 0.25)});
    CHECK_THAT(y[0].back(), WithinAbs(-0.25, 1e-12));
}
