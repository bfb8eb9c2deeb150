// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"

#include "UiSupport.h"

using namespace phonostage;
using namespace phonostage::tests;

namespace {

ui::Tick tickOf(double seconds) { return {0, seconds}; }

} // namespace

TEST_CASE("A meter's scale moves with the equipment", "[ui]") {
    const auto line = ui::levelScaleFor(6.0, 90.0);
    CHECK_THAT(line.topDbv, WithinAbs(9.0, 1e-12));
    CHECK_THAT(line.bottomDbv, WithinAbs(-90.0, 1e-12));
    CHECK_THAT(line.proportionOf(9.0), WithinAbs(0.0, 1e-12));
    CHECK_THAT(line.proportionOf(-40.5), WithinAbs(0.5, 1e-12));
    CHECK_THAT(line.proportionOf(-90.0), WithinAbs(1.0, 1e-12));
    CHECK_THAT(line.proportionOf(-std::numeric_limits<double>::infinity()), WithinAbs(1.0, 1e-12));
    CHECK_THAT(line.proportionOf(50.0), WithinAbs(0.0, 1e-12));

    const auto sensitive = ui::levelScaleFor(-12.0, 90.0);
    CHECK_THAT(sensitive.topDbv, WithinAbs(-9.0, 1e-12));
    CHECK_THAT(sensitive.bottomDbv, WithinAbs(-110.0, 1e-12));
    CHECK_THAT(ui::levelScaleFor(6.0, 60.0).bottomDbv, WithinAbs(-60.0, 1e-12));
}

TEST_CASE("A peak holds, then falls by 20 dB a second, and silence ends it", "[ui]") {
    dsp::EngineMeters meters;
    ui::MeterModel model;
    meters.input[0].peakVolts = 1.0;
    meters.frames = 1;
    model.read(meters, 2, 48000.0, tickOf(0.1));
    CHECK_THAT(model.input()[0].peakVolts, WithinAbs(1.0, 1e-12));
    CHECK_THAT(meters.input[0].peakVolts.load(), WithinAbs(0.0, 1e-12)); // taken

    for (int i = 0; i < 14; ++i)
        model.read(meters, 2, 48000.0, tickOf(0.1));
    CHECK_THAT(model.input()[0].peakVolts, WithinAbs(1.0, 1e-12));
    for (int i = 0; i < 10; ++i)
        model.read(meters, 2, 48000.0, tickOf(0.1));
    CHECK_THAT(model.input()[0].peakVolts, WithinAbs(0.125, 0.04));
    for (int i = 0; i < 1000; ++i)
        model.read(meters, 2, 48000.0, tickOf(0.1));
    CHECK(model.input()[0].peakVolts == 0.0);
}

TEST_CASE("When processing stops the meters fall to nothing; the held peak stays", "[ui]") {
    dsp::EngineMeters meters;
    ui::MeterModel model;
    meters.output[1].meanSquareVolts2 = 0.25;
    meters.output[1].peakHoldVolts = 0.8;
    for (int i = 0; i < 5; ++i) {
        meters.frames = 100 * i;
        model.read(meters, 2, 48000.0, tickOf(0.1));
    }
    CHECK_THAT(model.output()[1].rmsVolts, WithinAbs(0.5, 1e-12));
    for (int i = 0; i < 3; ++i)
        model.read(meters, 2, 48000.0, tickOf(0.1));
    CHECK_THAT(model.output()[1].rmsVolts, WithinAbs(0.5, 1e-12)); // one late block is no stop
    for (int i = 0; i < 300; ++i)
        model.read(meters, 2, 48000.0, tickOf(0.1));
    CHECK(model.output()[1].rmsVolts == 0.0);
    CHECK_THAT(model.output()[1].holdVolts, WithinAbs(0.8, 1e-12));
}

TEST_CASE("Peaks from before the editor opened are no news", "[ui]") {
    dsp::EngineMeters meters;
    ui::MeterModel model;
    meters.input[0].peakVolts = 1.0;
    model.restart(meters);
    model.read(meters, 2, 48000.0, tickOf(0.1));
    CHECK(model.input()[0].peakVolts == 0.0);
}

TEST_CASE("Rubbish in a meter is shown as nothing", "[ui]") {
    dsp::EngineMeters meters;
    ui::MeterModel model;
    meters.input[0].peakVolts = std::numeric_limits<double>::quiet_NaN();
    meters.input[0].meanSquareVolts2 = std::numeric_limits<double>::infinity();
    model.read(meters, 2, 48000.0, tickOf(0.1));
    CHECK(model.input()[0].peakVolts == 0.0);
    CHECK(model.input()[0].rmsVolts == 0.0);
}

TEST_CASE("The editor's numbers are the signal's: a sine of known level", "[ui]") {
    Bench bench;
    bench.set(params::Id::inputDbv, 6.0);
    bench.set(params::Id::dcRemoval, 0.0);
    // -46 dBV rms of 1 kHz, 40 dB of gain: -6 dBV.
    const double peak = std::pow(10.0, (-46.0 - 6.0) / 20.0);
    bench.play(sine(1000.0, peak), 5.0);
    for (int channel = 0; channel < 2; ++channel) {
        CHECK(bench.editor->face().input().numberText(channel, 0).toStdString() == "−46.0");
        CHECK(bench.editor->face().input().numberText(channel, 1).toStdString() == "−46.0");
        CHECK(bench.editor->face().input().numberText(channel, 2).toStdString() == "5.01");
        CHECK(bench.editor->face().output().numberText(channel, 1).toStdString() == "−6.0");
        CHECK(bench.editor->face().output().numberText(channel, 2).toStdString() == "501");
    }
}

TEST_CASE("The banner follows a clipped input and Clear forgets it", "[ui]") {
    Bench bench;
    bench.play(silence(), 0.2);
    CHECK(bench.editor->face().banner().inputText().condition == ui::Condition::idle);

    bench.play(
        [](int channel, std::int64_t frame) { return channel == 1 ? clippedThump(frame % 48000 - 20000) : 0.01f; },
        1.0);
    bench.play(silence(), 3.0);
    CHECK(bench.editor->face().banner().inputText().condition == ui::Condition::overload);
    CHECK(bench.editor->face().banner().inputText().headline.toStdString() == "Input clipped 1× on the right");
    CHECK(bench.editor->face().banner().inputText().detail.startsWith("Longest 14 samples, 00:00:03 ago"));

    auto* clear = dynamic_cast<juce::Button*>(Bench::find(*bench.editor, "clear"));
    REQUIRE(clear != nullptr);
    REQUIRE(clear->onClick);
    clear->onClick();
    bench.play(silence(), 0.2);
    CHECK(bench.editor->face().banner().inputText().condition == ui::Condition::idle);
    CHECK(bench.editor->face().banner().outputText().condition == ui::Condition::fine);
}

TEST_CASE("Clipping after the stage is counted apart", "[ui]") {
    Bench bench;
    bench.play(sine(1000.0, 0.1), 0.5); // 40 dB of gain: ten times full scale
    CHECK(bench.editor->face().banner().inputText().condition == ui::Condition::fine);
    CHECK(bench.editor->face().banner().outputText().condition == ui::Condition::overload);
    CHECK(bench.editor->face().banner().outputText().headline == "Output clipped");
}
