// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"

#include "ui/UiSupport.h"

using namespace phonostage;
using namespace phonostage::tests;

namespace {

using Row = ui::MeterPanel;

ui::Tick tickOf(double seconds) { return {0, seconds}; }

} // namespace

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

TEST_CASE("When processing stops the meters fall to nothing, but the held peak stays", "[ui]") {
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
    const auto& input = bench.editor->face().input();
    const auto& output = bench.editor->face().output();
    for (int channel = 0; channel < 2; ++channel) {
        CHECK(input.numberText(channel, Row::peak).toStdString() == "−46.0");
        CHECK(input.numberText(channel, Row::peakOther).toStdString() == "−52.0"); // dBFS
        CHECK(input.numberText(channel, Row::rms).toStdString() == "−46.0");
        CHECK(input.numberText(channel, Row::rmsOther).toStdString() == "5.01");
        CHECK(output.numberText(channel, Row::rms).toStdString() == "−6.0");
        CHECK(output.numberText(channel, Row::rmsOther).toStdString() == "501");
    }
    CHECK(input.rowUnit(Row::peakOther) == "dBFS");
    CHECK(input.rowUnit(Row::rmsOther) == "mV");
}

TEST_CASE("Numbers take the unit that was chosen, each beside another that helps", "[ui]") {
    Bench bench;
    bench.set(params::Id::inputDbv, 6.0);
    bench.set(params::Id::dcRemoval, 0.0);
    bench.play(sine(1000.0, std::pow(10.0, (-46.0 - 6.0) / 20.0)), 5.0);
    const auto& input = bench.editor->face().input();
    const auto shown = [&](ui::LevelUnit unit) {
        bench.editor->face().setView({unit, false, false});
        bench.beat();
        std::string text;
        for (const auto row : {Row::peak, Row::peakOther, Row::rms, Row::rmsOther})
            text += (input.numberText(0, row) + " " + input.rowUnit(row) + "; ").toStdString();
        return text;
    };
    CHECK(shown(ui::LevelUnit::dbu) == "−43.8 dBu; −52.0 dBFS; −43.8 dBu; 5.01 mV; ");
    CHECK(shown(ui::LevelUnit::dbfs) == "−52.0 dBFS; −46.0 dBV; −52.0 dBFS; 5.01 mV; ");
    CHECK(shown(ui::LevelUnit::millivolts) == "5.01 mV; −52.0 dBFS; 5.01 mV; −46.0 dBV; ");
    CHECK(shown(ui::LevelUnit::dbv) == "−46.0 dBV; −52.0 dBFS; −46.0 dBV; 5.01 mV; ");
}

TEST_CASE("With a cartridge the input also shows the groove's velocity", "[ui]") {
    Bench bench;
    bench.set(params::Id::inputDbv, 6.0);
    bench.set(params::Id::dcRemoval, 0.0);
    bench.set(params::Id::cartridgeMv, 5.0);
    bench.set(params::Id::cartridgeVelocity, 5.0);
    bench.set(params::Id::cartridgeVelocityRms, 0.0);
    // 10 mV of a cartridge that gives 5 mV at 5 cm/s.
    bench.play(sine(1000.0, std::pow(10.0, (-40.0 - 6.0) / 20.0)), 3.0);
    const auto& input = bench.editor->face().input();
    CHECK(input.rowUnit(Row::peakOther) == "cm/s");
    CHECK(input.numberText(0, Row::peakOther).toStdString() == "10.0");
    CHECK(input.scale().bottomDbv() == -80.0);
    bench.set(params::Id::cartridgeMv, 0.2);
    bench.beat();
    CHECK(input.scale().bottomDbv() == -110.0);
}

TEST_CASE("A click on a peak resets that one", "[ui]") {
    Bench bench;
    bench.play(sine(1000.0, 0.01), 1.0);
    bench.play(silence(), 1.0);
    const auto& face = bench.editor->face();
    const auto held = face.input().numberText(0, Row::peak);
    CHECK(held != "-inf");
    auto* number = dynamic_cast<juce::Button*>(Bench::find(*bench.editor, "input_peak_left"));
    REQUIRE(number != nullptr);
    REQUIRE(number->onClick);
    number->onClick();
    bench.play(silence(), 0.5);
    CHECK(face.input().numberText(0, Row::peak) == "-inf");
    CHECK(face.input().numberText(1, Row::peak) == held);
    CHECK(face.output().numberText(0, Row::peak) != "-inf");
}

TEST_CASE("The needles show the output against the nominal level", "[ui]") {
    Bench bench;
    bench.set(params::Id::inputDbv, 6.0);
    bench.set(params::Id::dcRemoval, 0.0);
    bench.set(params::Id::gain, 40.0);
    bench.set(params::Id::nominalDbv, -10.0);
    bench.editor->face().setView({ui::LevelUnit::dbv, true, false});
    bench.play(sine(1000.0, std::pow(10.0, (-50.0 - 6.0) / 20.0)), 3.0);
    CHECK_THAT(bench.editor->face().output().needle(0).vu(), WithinAbs(0.0, 0.05));
    CHECK(bench.editor->face().output().needle(1).isVisible());
    CHECK_FALSE(Bench::find(*bench.editor, "output_level_left")->isVisible());
    bench.editor->face().setView({});
    CHECK_FALSE(bench.editor->face().output().needle(0).isVisible());
    CHECK(Bench::find(*bench.editor, "output_level_left")->isVisible());
}

TEST_CASE("The banner follows a clipped input and Clear forgets it", "[ui]") {
    Bench bench;
    bench.play(silence(), 0.2);
    CHECK(bench.editor->face().banner().inputText().condition == ui::Condition::idle);

    bench.play(
        [](int channel, std::int64_t frame) { return channel == 1 ? clippedThump(frame % 48000 - 20000, 80) : 0.01f; },
        1.0);
    bench.play(silence(), 3.0);
    CHECK(bench.editor->face().banner().inputText().condition == ui::Condition::overload);
    CHECK(bench.editor->face().banner().inputText().headline.toStdString() == "Input clipped once, right, 0.6 ms");
    CHECK(bench.editor->face().banner().inputText().detail == "3 s ago. Turn the interface down 6 dB or more.");

    auto* clear = dynamic_cast<juce::Button*>(Bench::find(*bench.editor, "clear"));
    REQUIRE(clear != nullptr);
    REQUIRE(clear->onClick);
    clear->onClick();
    bench.play(silence(), 0.2);
    CHECK(bench.editor->face().banner().inputText().condition == ui::Condition::idle);
    CHECK(bench.editor->face().banner().outputText().condition == ui::Condition::fine);
}

TEST_CASE("The banner tells a click in quiet music from music that clips", "[ui]") {
    Bench bench;
    bench.play(silence(), 0.2);
    const auto& banner = bench.editor->face().banner();
    // 0.2, 14 dB below full scale, around a click of less than 14 samples at full scale.
    const auto music = sine(400.0, 0.2);
    bench.play(
        [&](int channel, std::int64_t frame) {
            return music(channel, frame) + (channel == 0 ? clippedThump(frame % 96000 - 19940, 24) : 0.0f);
        },
        1.5);
    CHECK(banner.inputText().condition == ui::Condition::clicks);
    CHECK(banner.inputText().headline.toStdString().starts_with("Input clipped once, left, "));
    CHECK(banner.inputText().detail.toStdString() == "1 s ago. Clicks only; the music peaks 14 dB lower: ignore.");
    CHECK(banner.lamp(0) == ui::Lamp::clicks);
    CHECK(banner.lamp(1) == ui::Lamp::off);
}

TEST_CASE("The banner follows what clips before the interface, in volts too", "[ui]") {
    Bench bench;
    bench.set(params::Id::inputDbv, 6.0);
    bench.play(silence(), 0.2);
    // Two tops that are cut flat at 0.6, 4.4 dB below full scale.
    bench.play(
        [](int channel, std::int64_t frame) {
            return channel == 1 ? std::min(clippedThump(frame % 24000 - 10000), 0.6f) : 0.01f;
        },
        1.5);
    const auto& banner = bench.editor->face().banner();
    CHECK(banner.inputText().condition == ui::Condition::overload);
    CHECK(banner.inputText().headline == juce::String::fromUTF8("A stage before the interface clips at −4.4 dBFS"));
    CHECK(banner.inputText().detail.startsWith("Right, +1.6 dBV. "));
    CHECK(banner.lamp(0) == ui::Lamp::off);
    CHECK(banner.lamp(1) == ui::Lamp::below);
}

TEST_CASE("A ceiling of the statistic and one of flat tops are both read", "[ui]") {
    dsp::EngineMeters meters;
    ui::MeterModel model;
    auto& overload = meters.overload[0];
    const auto read = [&]() -> const ui::OverloadView::Channel& {
        model.read(meters, 2, 48000.0, tickOf(0.1));
        return model.overloads().channels[0];
    };
    overload.ceilingConfidence = dsp::Confidence::likely;
    overload.ceilingLevel = 0.5;
    CHECK(read().below == dsp::Confidence::likely);
    CHECK_THAT(read().belowLevel, WithinAbs(0.5, 1e-12));
    overload.ceilingConfidence = dsp::Confidence::none;
    overload.flatBelowDbfs = -20.0;
    CHECK(read().below == dsp::Confidence::sure);
    CHECK_THAT(read().belowLevel, WithinAbs(0.1, 1e-12));
    overload.ceilingConfidence = dsp::Confidence::likely;
    CHECK(read().below == dsp::Confidence::sure);
    CHECK_THAT(read().belowLevel, WithinAbs(0.5, 1e-12));
}

TEST_CASE("Clipping after the stage is counted apart", "[ui]") {
    Bench bench;
    bench.play(sine(1000.0, 0.1), 0.5); // 40 dB of gain: ten times full scale
    CHECK(bench.editor->face().banner().inputText().condition == ui::Condition::fine);
    CHECK(bench.editor->face().banner().outputText().condition == ui::Condition::overload);
    CHECK(bench.editor->face().banner().outputText().headline == "Output clipped");
}

TEST_CASE("Bypassed, meter and needle show what is heard", "[ui]") {
    Bench bench;
    bench.set(params::Id::dcRemoval, 0.0);
    bench.play(sine(1000.0, 0.05), 2.0);
    const auto& output = bench.editor->face().output();
    using Row = ui::MeterPanel::Row;
    const auto stage = output.numberText(0, Row::rms);
    bench.set(params::Id::bypass, 1.0);
    bench.play(sine(1000.0, 0.05), 3.0);
    // A sine of 0.05 is 26.02 dB below full scale, which is +6 dBV.
    CHECK(output.numberText(0, Row::rms).toStdString() == "−20.0");
    CHECK(output.numberText(0, Row::peak).toStdString() == "−20.0");
    CHECK(bench.editor->face().banner().outputText().headline == "Bypassed");
    auto options = ui::ViewOptions{};
    options.needle = true;
    bench.editor->face().setView(options);
    bench.play(sine(1000.0, 0.05), 2.0);
    CHECK_THAT(output.needle(0).vu(), WithinAbs(-10.0, 0.1)); // 0 VU is -10 dBV

    bench.editor->face().setView({});
    bench.set(params::Id::bypass, 0.0);
    bench.play(sine(1000.0, 0.05), 3.0);
    CHECK(output.numberText(0, Row::rms) == stage);
    CHECK(bench.editor->face().banner().outputText().headline != "Bypassed");
}

TEST_CASE("A host's bypass counts as one", "[ui]") {
    Bench bench;
    juce::AudioBuffer<float> buffer(2, 1600);
    juce::MidiBuffer midi;
    buffer.clear();
    bench.processor.processBlockBypassed(buffer, midi);
    bench.beat();
    CHECK(bench.editor->face().banner().outputText().headline == "Bypassed");
    bench.processor.processBlock(buffer, midi);
    bench.beat();
    CHECK(bench.editor->face().banner().outputText().headline == "Output OK");
}

TEST_CASE("A held peak follows the interface's gain", "[ui]") {
    Bench bench;
    bench.set(params::Id::inputDbv, 19.8);
    bench.play(sine(1000.0, 0.5), 0.5);
    const auto& input = bench.editor->face().input();
    using Row = ui::MeterPanel::Row;
    CHECK(input.numberText(0, Row::peak).toStdString() == "+13.8");
    bench.set(params::Id::inputDbv, -20.2);
    bench.play(sine(1000.0, 0.5), 0.5);
    CHECK(input.numberText(0, Row::peak).toStdString() == "−26.2");
}
