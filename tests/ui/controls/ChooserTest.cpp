// SPDX-License-Identifier: GPL-3.0-or-later
// Curves and labels by name, speeds, presets, A/B, the first questions.
#include "support/Catch.h"

#include "ui/UiSupport.h"

#include "params/Presets.h"
#include "params/UserPresets.h"
#include "ui/controls/CurveSearch.h"
#include "ui/controls/PresetField.h"
#include "ui/controls/SpeedField.h"

#include <filesystem>

using namespace phonostage;
using namespace phonostage::tests;
using juce::KeyPress;

namespace {

juce::Button& button(Bench& bench, const char* id) {
    auto* found = dynamic_cast<juce::Button*>(Bench::find(*bench.editor, id));
    REQUIRE(found != nullptr);
    return *found;
}

} // namespace

TEST_CASE("A letter on the curve opens the search, a label and a year find its curve, enter takes it", "[ui]") {
    Bench bench;
    auto& curve = bench.control("curve");
    auto& chooser = bench.editor->face().chooser();
    CHECK(curve.keyPressed(KeyPress('d', juce::ModifierKeys(), 'd')));
    REQUIRE(chooser.isOpen());
    chooser.type("Decca 1952");
    REQUIRE_FALSE(chooser.items().empty());
    CHECK(chooser.items().front().title.startsWith("Decca"));
    CHECK(chooser.items().front().more.contains("Source: "));
    CHECK(chooser.items().front().code.isNotEmpty());
    const int slot = chooser.items().front().id;
    GestureLog log(*bench.processor.parameter(params::Id::curve));
    auto* field = dynamic_cast<juce::TextEditor*>(Bench::find(chooser, "chooser_search"));
    REQUIRE(field != nullptr);
    CHECK(field->keyPressed(KeyPress(KeyPress::returnKey)));
    CHECK_FALSE(chooser.isOpen());
    CHECK(bench.processor.value(params::Id::curve) == slot);
    CHECK(log.begun == 1);
    CHECK(log.ended == 1);
    CHECK(log.valuesOutside == 0);
}

TEST_CASE("Arrow keys move in the search, escape leaves what was", "[ui]") {
    Bench bench;
    bench.control<ui::Choice>("curve").openMenu();
    auto& chooser = bench.editor->face().chooser();
    REQUIRE(chooser.isOpen());
    // All of the catalogue, the custom curve last.
    CHECK(chooser.items().size() == catalogue::curveCatalogue().size() + 1);
    CHECK(chooser.items().back().id == catalogue::customCurveSlot);
    CHECK(chooser.items().front().isNow);
    auto* field = dynamic_cast<juce::TextEditor*>(Bench::find(chooser, "chooser_search"));
    REQUIRE(field != nullptr);
    field->keyPressed(KeyPress(KeyPress::downKey));
    field->keyPressed(KeyPress(KeyPress::downKey));
    field->keyPressed(KeyPress(KeyPress::upKey));
    field->keyPressed(KeyPress(KeyPress::escapeKey));
    CHECK_FALSE(chooser.isOpen());
    CHECK(bench.processor.value(params::Id::curve) == 0.0);

    bench.control<ui::Choice>("curve").openMenu();
    field->keyPressed(KeyPress(KeyPress::downKey));
    field->keyPressed(KeyPress(KeyPress::returnKey));
    CHECK(bench.processor.value(params::Id::curve) == 1.0);

    bench.control<ui::Choice>("curve").openMenu("no such label");
    CHECK(chooser.items().empty());
    field->keyPressed(KeyPress(KeyPress::returnKey));
    CHECK(bench.processor.value(params::Id::curve) == 1.0);
}

TEST_CASE("A code finds its curves", "[ui]") {
    const auto found = ui::findCurves("500C", 0);
    REQUIRE_FALSE(found.empty());
    for (const auto& item : found)
        CHECK(item.code.startsWith("500C"));
}

TEST_CASE("Speeds have names, step by keys and are typed as pairs", "[ui]") {
    CHECK(ui::speedText(1.0) == "Correct speed");
    CHECK(ui::speedText(100.0 / 3.0 / 45.0) == juce::String::fromUTF8("45 at 33⅓"));
    CHECK(ui::speedText(0.95) == juce::String::fromUTF8("0.9500 × speed"));
    Bench bench;
    auto& speed = bench.control<ui::NumberControl>("speed_ratio");
    GestureLog log(*bench.processor.parameter(params::Id::speedRatio));
    speed.openTypeIn("78 at 45");
    speed.typeIn()->keyPressed(KeyPress(KeyPress::returnKey));
    CHECK_THAT(bench.processor.value(params::Id::speedRatio), WithinAbs(45.0 / 78.26, 1e-6));
    CHECK(speed.keyPressed(KeyPress(KeyPress::upKey))); // 45 at 33 1/3
    CHECK_THAT(bench.processor.value(params::Id::speedRatio), WithinAbs(100.0 / 135.0, 1e-6));
    CHECK(speed.keyPressed(KeyPress(KeyPress::deleteKey)));
    CHECK_THAT(bench.processor.value(params::Id::speedRatio), WithinAbs(1.0, 1e-6));
    CHECK(log.begun == 3);
    CHECK(log.ended == 3);
    CHECK(log.valuesOutside == 0);
}

TEST_CASE("The preset menu has every preset once, and loading one keeps the bypass", "[ui]") {
    Bench bench;
    const auto folder = std::filesystem::temp_directory_path() / "phonostage-no-presets";
    ui::PresetField field(bench.processor, folder);
    juce::StringArray titles;
    const auto menu = field.menu();
    for (juce::PopupMenu::MenuItemIterator items(menu, true); items.next();)
        if (items.getItem().subMenu == nullptr) titles.add(items.getItem().text);
    for (const auto& preset : params::factoryPresets()) {
        INFO(preset.id);
        CHECK(titles.contains(juce::String(preset.title)));
    }
    bench.set(params::Id::bypass, 1.0);
    const auto* mono = params::findFactoryPreset("lp-riaa-mono");
    REQUIRE(mono != nullptr);
    GestureLog log(*bench.processor.parameter(params::Id::channelMode));
    field.load(*mono);
    CHECK(bench.processor.value(params::Id::channelMode) == 1.0);
    CHECK(bench.processor.value(params::Id::bypass) == 1.0);
    CHECK(bench.processor.text(params::TextId::presetName) == mono->title);
    CHECK(log.begun == log.ended);
    CHECK(log.valuesOutside == 0);
}

TEST_CASE("A preset is saved under a name, listed, and never over another by accident", "[ui]") {
    const auto folder = std::filesystem::temp_directory_path() / "phonostage-ui-presets";
    std::filesystem::remove_all(folder);
    Bench bench;
    ui::PresetField field(bench.processor, folder);
    bench.set(params::Id::gain, 47.0);
    CHECK(field.save("a/b").isNotEmpty());
    CHECK(field.save("Sunday").isEmpty());
    field.show(bench.processor.stage());
    CHECK(field.save("Sunday").isEmpty()); // its own name: meant
    field.show({});
    CHECK(field.save("Sunday").isNotEmpty());
    const auto read = params::readUserPreset(folder, "Sunday");
    REQUIRE(std::holds_alternative<params::Preset>(read));
    bench.set(params::Id::gain, 40.0);
    field.load(std::get<params::Preset>(read));
    CHECK_THAT(bench.processor.value(params::Id::gain), WithinAbs(47.0, 1e-4));
    bool listed = false;
    const auto menu = field.menu();
    for (juce::PopupMenu::MenuItemIterator items(menu); items.next();)
        listed = listed || items.getItem().text == "Sunday";
    CHECK(listed);
    std::filesystem::remove_all(folder);
}

TEST_CASE("A and B are two settings of the sound", "[ui]") {
    Bench bench;
    bench.beat();
    CHECK(button(bench, "slot_a").getToggleState());
    bench.set(params::Id::gain, 45.0);
    button(bench, "slot_b").onClick();
    bench.set(params::Id::gain, 50.0);
    bench.beat();
    CHECK(button(bench, "slot_b").getToggleState());
    CHECK_FALSE(button(bench, "slot_a").getToggleState());
    button(bench, "slot_a").onClick();
    CHECK_THAT(bench.processor.value(params::Id::gain), WithinAbs(45.0, 1e-4));
    button(bench, "copy_slot").onClick();
    button(bench, "slot_b").onClick();
    CHECK_THAT(bench.processor.value(params::Id::gain), WithinAbs(45.0, 1e-4));
}

TEST_CASE("The first questions come once, can be skipped and asked again", "[ui]") {
    juce::SharedResourcePointer<ui::EditorSettings> settings;
    settings->setFirstRunDone(false);
    plugin::Processor processor;
    const auto before = processor.stage();
    {
        ui::Editor editor(processor);
        REQUIRE(editor.face().firstRun() != nullptr);
        // What nobody has chosen yet says so.
        for (const char* id : {"first_interface", "first_input", "first_cartridge"})
            CHECK(dynamic_cast<ui::ChooserField&>(*Bench::find(editor, id)).text().isNotEmpty());
    }
    {
        ui::Editor editor(processor); // closed without an answer: they come again
        auto* questions = editor.face().firstRun();
        REQUIRE(questions != nullptr);
        questions->skip();
        CHECK(processor.stage() == before);
    }
    ui::Editor editor(processor);
    CHECK(editor.face().firstRun() == nullptr);
    editor.face().openDrawer();
    dynamic_cast<juce::Button*>(Bench::find(editor, "first_run_again"))->onClick();
    CHECK(editor.face().firstRun() != nullptr);
    CHECK_FALSE(editor.face().isDrawerOpen());
    CHECK(editor.face().firstRun()->keyPressed(KeyPress(KeyPress::escapeKey)));
    CHECK(editor.face().firstRun() == nullptr);
}

TEST_CASE("The first answers set curve, channels, load and gain at once", "[ui]") {
    params::Snapshot stage;
    stage.values.set(params::Id::cartridgeMv, 5.0);
    stage.values.set(params::Id::cartridgeMh, 500.0);
    stage.values.set(params::Id::cartridgeOhm, 800.0);
    stage.values.set(params::Id::loadOhm, 10e3);
    const auto set = ui::setForRecord(stage, ui::FirstRun::Record::monoLp);
    CHECK(set.values.get(params::Id::channelMode) == 1.0);
    CHECK(set.values.isOn(params::Id::loadCorrection));
    CHECK_THAT(set.values.get(params::Id::gain), WithinAbs(36.0, 1.0));
    stage.values.set(params::Id::loadOhm, 47e3);
    CHECK_FALSE(ui::setForRecord(stage, ui::FirstRun::Record::stereoLp).values.isOn(params::Id::loadCorrection));
    CHECK(ui::setForRecord(stage, ui::FirstRun::Record::shellac).values.get(params::Id::curve) != 0.0);
}
