// SPDX-License-Identifier: GPL-3.0-or-later
// The set-up: equipment, load, calibration.
#include "support/Catch.h"

#include "ui/UiSupport.h"

#include "Compat.h"
#include "catalogue/EquipmentCatalogue.h"
#include "params/EquipmentChoice.h"
#include "ui/HeaderPanel.h"
#include "ui/setup/EquipmentSearch.h"
#include "ui/text/CurveCaption.h"
#include "ui/text/EquipmentText.h"
#include "ui/text/LoadText.h"

using namespace phonostage;
using namespace phonostage::tests;
using juce::KeyPress;

namespace {

/** Chooses the first row that the words find. */
void choose(Bench& bench, const char* field, const juce::String& words) {
    auto* chooserField = dynamic_cast<ui::ChooserField*>(Bench::find(*bench.editor, field));
    REQUIRE(chooserField != nullptr);
    chooserField->ask();
    auto& chooser = bench.editor->face().chooser();
    REQUIRE(chooser.isOpen());
    chooser.type(words);
    REQUIRE_FALSE(chooser.items().empty());
    chooser.takeSelected();
    CHECK_FALSE(chooser.isOpen());
    bench.beat();
}

plugin::InputTap::Recording toneOf(double peakLeft, double peakRight, double frequencyHz = 1000.0) {
    plugin::InputTap::Recording recording;
    recording.rateHz = 48000.0;
    for (std::size_t channel = 0; channel < 2; ++channel)
        for (int i = 0; i < 3 * 48000; ++i)
            recording.samples[channel].push_back((channel == 0 ? peakLeft : peakRight) *
                                                 std::sin(2.0 * std::numbers::pi * frequencyHz * i / 48000.0));
    return recording;
}

} // namespace

TEST_CASE("The set-up opens with a click, closes with escape, and what it covers is out of reach meanwhile", "[ui]") {
    Bench bench;
    auto& face = bench.editor->face();
    auto* button = dynamic_cast<juce::Button*>(Bench::find(face, "setup"));
    REQUIRE(button != nullptr);
    CHECK_FALSE(face.isDrawerOpen());
    button->onClick();
    CHECK(face.isDrawerOpen());
    CHECK(button->getToggleState());
    CHECK_FALSE(face.plot().isVisible());
    CHECK_FALSE(face.stage().isVisible());
    CHECK(face.input().isVisible()); // the level while the interface is turned up
    CHECK(face.drawer()->keyPressed(KeyPress(KeyPress::escapeKey)));
    CHECK_FALSE(face.isDrawerOpen());
    CHECK_FALSE(button->getToggleState());
    CHECK(face.plot().isVisible());
    button->onClick();
    button->onClick();
    CHECK_FALSE(face.isDrawerOpen());
}

TEST_CASE("Interface, input and cartridge are chosen by name, and their figures follow", "[ui]") {
    Bench bench;
    bench.editor->face().openDrawer();
    choose(bench, "interface", "scarlett 4i4 4th");
    CHECK(bench.processor.text(params::TextId::interfaceId) == "focusrite_scarlett_4i4_4th");
    const auto* entry = catalogue::findInterface("focusrite_scarlett_4i4_4th");
    REQUIRE(entry != nullptr);
    choose(bench, "interface_input", "instrument");
    const auto* input = catalogue::findInput(*entry, bench.processor.text(params::TextId::interfaceInput));
    REQUIRE(input != nullptr);
    CHECK(input->kind == catalogue::InputKind::instrument);
    CHECK_THAT(bench.processor.value(params::Id::inputDbv), WithinAbs(input->fullScaleDbv, 1e-9));
    CHECK_THAT(bench.processor.value(params::Id::loadOhm), WithinAbs(input->impedanceOhm, 1e-9));

    choose(bench, "cartridge", "ortofon 2m red");
    CHECK(bench.processor.text(params::TextId::cartridgeId) == "ortofon_2m_red");
    const auto* cartridge = catalogue::findCartridge("ortofon_2m_red");
    REQUIRE(cartridge != nullptr);
    CHECK_THAT(bench.processor.value(params::Id::cartridgeMv), WithinAbs(cartridge->outputMv, 1e-9));

    // The interface's control turned up by 20 dB lowers full scale by as much.
    bench.control("interface_gain").link().set(20.0);
    CHECK_THAT(bench.processor.value(params::Id::inputDbv), WithinAbs(input->fullScaleDbv - 20.0, 1e-9));

    const auto text = ui::equipmentText(bench.processor.stage());
    CHECK(text.cartridge == "Ortofon 2M Red");
    CHECK(text.interfaceName.contains("Scarlett 4i4"));
    CHECK(text.margin.startsWith("margin "));
}

TEST_CASE("The recommended gain is one press", "[ui]") {
    Bench bench;
    auto* button = dynamic_cast<juce::Button*>(Bench::find(*bench.editor, "suggested_gain"));
    REQUIRE(button != nullptr);
    CHECK_FALSE(button->isVisible());
    bench.set(params::Id::cartridgeMv, 5.0); // at 5 cm/s peak, into the load it wants
    bench.beat();
    CHECK(button->isVisible());
    button->onClick();
    // -10 dBV is 316.2 mV: 36.02 dB above 5 mV.
    CHECK_THAT(bench.processor.value(params::Id::gain), WithinAbs(36.0, 1e-4));
}

TEST_CASE("The load is told in words, and so is what would put it right", "[ui]") {
    params::Values values;
    CHECK(ui::loadText(values).load == "No cartridge chosen");
    values.set(params::Id::cartridgeMh, 500.0);
    values.set(params::Id::cartridgeOhm, 800.0);
    CHECK(ui::loadText(values).effect == "close enough");
    values.set(params::Id::loadOhm, 10e3);
    const auto wrong = ui::loadText(values);
    CHECK(wrong.load == juce::String::fromUTF8("10 kΩ (47 kΩ recommended)"));
    CHECK(wrong.isWarning);
    CHECK(wrong.effect.contains("not corrected"));
    values.set(params::Id::loadCorrection, 1.0);
    CHECK(ui::loadText(values).effect.startsWith("10 kHz +"));
    values.set(params::Id::loadLimit, 3.0);
    CHECK(ui::loadText(values).remedy.contains("limit"));
    values.set(params::Id::loadOhm, 1e6);
    CHECK(ui::loadText(values).remedy.contains(juce::String::fromUTF8("kΩ across the input")));
}

TEST_CASE("A tone of known voltage calibrates, and what is no tone is refused in words", "[ui]") {
    Bench bench;
    bench.editor->face().openDrawer();
    auto& calibration = bench.editor->face().drawer()->calibration();
    auto* amount = dynamic_cast<ui::TextBox*>(Bench::find(*bench.editor, "calibrate_amount"));
    REQUIRE(amount != nullptr);
    amount->setText("10 mV", juce::dontSendNotification);
    amount->commit();

    auto noise = toneOf(0.0, 0.0);
    std::mt19937 random(1);
    std::uniform_real_distribution<double> uniform(-0.1, 0.1);
    for (auto& channel : noise.samples)
        for (auto& sample : channel)
            sample = uniform(random);
    calibration.take(noise, ui::CalibrationSection::Band::both);
    CHECK_FALSE(calibration.result().calibration);
    CHECK(calibration.words().isNotEmpty());
    const double before = bench.processor.value(params::Id::inputDbv);
    calibration.apply();
    CHECK(bench.processor.value(params::Id::inputDbv) == before);

    // 10 mV rms at a tenth of full scale: full scale is 100 mV, -20 dBV; the right channel is 0.5 dB weaker.
    const double weaker = std::pow(10.0, -0.5 / 20.0);
    calibration.forget();
    calibration.take(toneOf(0.1, 0.1 * weaker), ui::CalibrationSection::Band::both);
    REQUIRE(calibration.result().calibration);
    calibration.apply();
    CHECK_THAT(bench.processor.value(params::Id::balance), WithinAbs(0.5, 0.01));
    CHECK_THAT(bench.processor.value(params::Id::inputDbv), WithinAbs(-20.0 + 0.25, 0.01));
}

TEST_CASE("A calibration is applied with the cartridge and load of that moment", "[ui]") {
    Bench bench;
    bench.editor->face().openDrawer();
    auto& calibration = bench.editor->face().drawer()->calibration();
    dynamic_cast<ui::Segments&>(*Bench::find(*bench.editor, "calibrate_by")).choose(1);
    bench.set(params::Id::cartridgeMv, 5.0); // at 5 cm/s peak, as is the tone
    calibration.take(toneOf(0.1, 0.1), ui::CalibrationSection::Band::both);
    REQUIRE(calibration.result().calibration);
    CHECK_THAT(calibration.result().calibration->inputDbv, WithinAbs(20.0 * std::log10(0.05), 0.01));

    SECTION("another cartridge") {
        bench.set(params::Id::cartridgeMv, 2.5);
        calibration.apply();
        CHECK_THAT(bench.processor.value(params::Id::inputDbv), WithinAbs(20.0 * std::log10(0.025), 0.01));
        CHECK(calibration.words().startsWith("Applied: "));
    }
    SECTION("another load") {
        bench.set(params::Id::cartridgeMh, 1000.0);
        bench.set(params::Id::cartridgeOhm, 10e3);
        bench.set(params::Id::loadOhm, 10e3);
        const double before = calibration.result().calibration->inputDbv;
        calibration.apply();
        // A coil of 10 kohm + j 6.283 kohm at 1 kHz, into 10 kohm where 47 kohm are wanted; the capacitances do little.
        const double expected =
            20.0 * std::log10((10e3 / std::hypot(20e3, 6283.0)) / (47e3 / std::hypot(57e3, 6283.0)));
        CHECK_THAT(bench.processor.value(params::Id::inputDbv) - before, WithinAbs(expected, 0.1));
    }
    SECTION("none any more") {
        const double before = bench.processor.value(params::Id::inputDbv);
        bench.set(params::Id::cartridgeMv, 0.0);
        calibration.apply();
        CHECK(bench.processor.value(params::Id::inputDbv) == before);
        CHECK_FALSE(calibration.result().calibration);
        CHECK_FALSE(calibration.words().startsWith("Applied"));
    }
}

TEST_CASE("Listening takes three seconds of the raw input", "[ui]") {
    Bench bench;
    bench.editor->face().openDrawer();
    auto& calibration = bench.editor->face().drawer()->calibration();
    calibration.listen(ui::CalibrationSection::Band::both);
    bench.play(sine(1000.0, 0.1), 1.0);
    CHECK(calibration.words().contains("Measuring"));
    bench.play(sine(1000.0, 0.1), 2.5);
    REQUIRE(calibration.result().calibration);
    // 5 mV, which the field says, is 0.1 of full scale: 50 mV.
    CHECK_THAT(calibration.result().calibration->inputDbv, WithinAbs(20.0 * std::log10(0.05), 0.01));
}

TEST_CASE("A field that is typed wrong says why and keeps what was", "[ui]") {
    Bench bench;
    bench.editor->face().openDrawer();
    auto* amount = dynamic_cast<ui::TextBox*>(Bench::find(*bench.editor, "calibrate_amount"));
    REQUIRE(amount != nullptr);
    const auto help = amount->getTooltip();
    amount->setText("loud", juce::dontSendNotification);
    amount->keyPressed(KeyPress(KeyPress::returnKey));
    CHECK(amount->getTooltip() != help);
    amount->keyPressed(KeyPress(KeyPress::escapeKey));
    CHECK(amount->getText() == "5.00 mV");

    auto* name = dynamic_cast<ui::TextBox*>(Bench::find(*bench.editor, "custom_name"));
    REQUIRE(name != nullptr);
    name->setText("My Odeon", juce::dontSendNotification);
    name->commit();
    CHECK(bench.processor.text(params::TextId::customName) == "My Odeon");
}

TEST_CASE("A refusal goes when the tone is given in another way", "[ui]") {
    Bench bench;
    bench.editor->face().openDrawer();
    auto& calibration = bench.editor->face().drawer()->calibration();
    auto& reference = dynamic_cast<ui::Segments&>(*Bench::find(*bench.editor, "calibrate_by"));
    const auto introduction = calibration.words();
    auto noise = toneOf(0.0, 0.0);
    std::mt19937 random(2);
    std::uniform_real_distribution<double> uniform(-0.1, 0.1);
    for (auto& channel : noise.samples)
        for (auto& sample : channel)
            sample = uniform(random);
    calibration.take(noise, ui::CalibrationSection::Band::both);
    CHECK(calibration.words().contains("no clear tone"));
    CHECK_FALSE(calibration.words().contains("14 dB")); // what to do, not how it was found
    reference.choose(1);
    CHECK(calibration.words() == introduction);

    // A good tone that only lacks a cartridge counts as soon as none is needed.
    calibration.take(toneOf(0.1, 0.1), ui::CalibrationSection::Band::both);
    CHECK_FALSE(calibration.result().calibration);
    reference.choose(0);
    CHECK(calibration.result().calibration);
}

TEST_CASE("An empty field of the set-up says what it is for", "[ui]") {
    Bench bench;
    bench.editor->face().openDrawer();
    auto* name = dynamic_cast<ui::TextBox*>(Bench::find(*bench.editor, "custom_name"));
    REQUIRE(name != nullptr);
    REQUIRE(name->getText().isEmpty());
    const auto inkOf = [&] {
        const auto image = name->createComponentSnapshot(name->getLocalBounds(), true, 1.0f);
        int ink = 0;
        for (int y = 5; y < image.getHeight() - 5; ++y)
            for (int x = 8; x < image.getWidth() - 8; ++x)
                ink += image.getPixelAt(x, y).getBrightness() > 0.4f ? 1 : 0;
        return ink;
    };
    CHECK(inkOf() > 60);
}

TEST_CASE("A cartridge whose coil is not known is not called none", "[ui]") {
    Bench bench;
    bench.editor->face().openDrawer();
    choose(bench, "cartridge", "unknown");
    const auto text = ui::loadText(bench.processor.values());
    CHECK(text.load == "Coil not known: not corrected");
    CHECK_FALSE(text.isWarning);
}

TEST_CASE("The header shows the cartridge's model, whatever its maker is called", "[ui]") {
    Bench bench;
    auto& face = bench.editor->face();
    auto* button = dynamic_cast<ui::SetupButton*>(Bench::find(face, "setup"));
    REQUIRE(button != nullptr);
    const auto fits = [&](const juce::String& text, ui::Face weight, float size) {
        const auto font = ui::Style::of(*button).font(weight, size);
        return compat::textWidth(font, text) <= static_cast<float>(button->getWidth() - 50);
    };
    face.openDrawer();
    choose(bench, "interface", "scarlett 2i2 3rd");
    for (const bool small : {false, true}) {
        if (small) bench.editor->setSize(800, 416);
        for (const auto& entry : catalogue::cartridgeCatalogue()) {
            auto stage = bench.processor.stage();
            params::chooseCartridge(stage, entry);
            button->show(ui::equipmentText(stage));
            const auto words = button->words();
            INFO(entry.maker << " " << entry.name << ": " << words.head);
            CHECK(words.head.contains(ui::fromUtf8(entry.name)));
            CHECK(fits(words.head, ui::Face::medium, ui::metrics::captionSize));
            CHECK(fits(words.detail + " " + words.margin, ui::Face::regular, ui::metrics::tickSize));
            CHECK(words.detail.contains("Scarlett 2i2 3rd Gen"));
        }
    }
}
