// SPDX-License-Identifier: GPL-3.0-or-later
// Curves and labels by name, speeds, presets, A/B, the first questions.
#include "support/Catch.h"

#include "ui/UiSupport.h"

#include "params/Presets.h"
#include "params/Speed.h"
#include "params/UserPresets.h"
#include "ui/controls/CurveSearch.h"
#include "ui/controls/PresetField.h"
#include "ui/controls/SpeedField.h"
#include "ui/look/Fonts.h"
#include "ui/text/CurveCaption.h"

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

TEST_CASE("A search that finds nothing offers what stands for everything else", "[ui]") {
    Bench bench;
    auto& face = bench.editor->face();
    face.openDrawer();
    const auto titlesFor = [&](const char* field, const juce::String& words) {
        dynamic_cast<ui::ChooserField&>(*Bench::find(*bench.editor, field)).ask();
        face.chooser().type(words);
        juce::StringArray titles;
        for (const auto& item : face.chooser().items())
            titles.add(item.title);
        return titles;
    };
    auto titles = titlesFor("cartridge", "no such cartridge");
    REQUIRE(titles.size() == 5);
    CHECK(face.chooser().items().front().id < 0); // says that it is not in the list
    CHECK(titles[0].contains("Not in the list"));
    for (const char* title :
         {"Other moving magnet", "Other high-output moving coil", "Other moving coil", "Unknown cartridge"})
        CHECK(titles.contains(title));
    for (std::size_t i = 1; i < face.chooser().items().size(); ++i)
        CHECK(face.chooser().items()[i].detail.contains("typical"));
    // Enter takes the first of them.
    face.chooser().takeSelected();
    CHECK(bench.processor.text(params::TextId::cartridgeId) == "other_mm");
    CHECK(bench.processor.value(params::Id::cartridgeMv) == 4.0);

    titles = titlesFor("interface", "zzz 99");
    CHECK(titles.contains("Other interface"));
    CHECK(titles.contains("Unknown interface"));
    face.chooser().close();
    // What is found needs no substitute.
    titles = titlesFor("interface", "umc22");
    CHECK(titles[0] == "Behringer UMC22");
    for (const auto& title : titles)
        CHECK_FALSE(title.contains("Not in the list"));
    face.chooser().close();
}

TEST_CASE("A list leaves its own field in sight and is no higher than what it has found", "[ui]") {
    Bench bench;
    auto& face = bench.editor->face();
    const auto check = [&](const char* id) {
        auto* field = dynamic_cast<ui::ChooserField*>(Bench::find(face, id));
        REQUIRE(field != nullptr);
        field->ask();
        auto& chooser = face.chooser();
        INFO(id << ": " << chooser.area().toString());
        const auto own = face.getLocalArea(field, field->getLocalBounds());
        CHECK_FALSE(chooser.area().intersects(own));
        CHECK(face.getLocalBounds().contains(chooser.area()));
        const int all = chooser.area().getHeight();
        const auto place = chooser.area().getPosition();
        chooser.type("ortofon 2m red");
        const int one = chooser.area().getHeight();
        if (chooser.items().size() == 1) {
            CHECK(one < all);
            CHECK(one < 200);
        }
        CHECK(chooser.area().getPosition() == place); // what is typed does not move the field it is typed into
        chooser.close();
    };
    for (const bool small : {false, true}) {
        if (small) {
            bench.editor->setSize(800, 416);
            REQUIRE(face.isCompact());
        }
        face.openFirstRun();
        bench.beat();
        for (const char* id : {"first_interface", "first_cartridge"})
            check(id);
        face.firstRun()->skip();
        face.openDrawer();
        bench.beat();
        for (const char* id : {"interface", "cartridge"})
            check(id);
        face.closeDrawer();
    }
}

TEST_CASE("What a search finds says each word once, and whose years they are", "[ui]") {
    for (const char* query : {"nab", "decca", "columbia", "emi", "transcription"})
        for (const auto& item : ui::findCurves(query, 0)) {
            INFO(item.title);
            const auto words = juce::StringArray::fromTokens(item.title.toLowerCase(), " ", {});
            for (int i = 1; i < words.size(); ++i)
                CHECK(words[i] != words[i - 1]);
        }
    // A label has used a curve for some of the years in which it was in use.
    const auto found = ui::findCurves("Decca 1952", 0);
    REQUIRE_FALSE(found.empty());
    CHECK(found.front().detail.contains("this label 1951 to 1952"));
    const auto* curve = catalogue::curveAtSlot(found.front().id);
    REQUIRE(curve != nullptr);
    CHECK(ui::eraText(*curve).startsWith("in use "));
}

TEST_CASE("Every sign in the menu of speeds is in the typeface", "[ui]") {
    juce::SharedResourcePointer<ui::Fonts> fonts;
    const auto typeface = fonts->typeface(ui::Face::regular);
    const auto glyphOf = [&](juce::juce_wchar sign) {
        juce::Array<int> glyphs;
        juce::Array<float> offsets;
        typeface->getGlyphPositions(juce::String::charToString(sign), glyphs, offsets);
        REQUIRE_FALSE(glyphs.isEmpty());
        return glyphs[0];
    };
    const int missing = glyphOf(0x2154); // two thirds: a box
    CHECK(glyphOf('3') != missing);
    for (const auto& speed : params::namedSpeeds()) {
        const auto text = ui::speedText(speed.ratio);
        INFO(text);
        for (auto sign = text.getCharPointer(); !sign.isEmpty(); ++sign)
            CHECK(glyphOf(*sign) != missing);
    }
    CHECK(ui::speedText(params::namedSpeeds()[0].ratio).isNotEmpty());
}

TEST_CASE("A preset that no longer says what is set says so", "[ui]") {
    const auto folder = std::filesystem::temp_directory_path() / "phonostage-changed-presets";
    std::filesystem::remove_all(folder);
    Bench bench;
    ui::PresetField field(bench.processor, folder);
    const auto* preset = params::findFactoryPreset("lp-riaa");
    REQUIRE(preset != nullptr);
    field.load(*preset);
    field.show(bench.processor.stage());
    CHECK_FALSE(field.isChanged());
    bench.set(params::Id::gain, 47.0); // not this preset's business
    field.show(bench.processor.stage());
    CHECK_FALSE(field.isChanged());
    bench.set(params::Id::curve, 5.0);
    field.show(bench.processor.stage());
    CHECK(field.isChanged());
    CHECK(field.getDescription() == juce::String(preset->title) + " (changed)");
    bench.set(params::Id::curve, 0.0);
    field.show(bench.processor.stage());
    CHECK_FALSE(field.isChanged());

    // One's own is changed by whatever it has, until it is saved again.
    CHECK(field.save("Sunday").isEmpty());
    field.show(bench.processor.stage());
    CHECK_FALSE(field.isChanged());
    bench.set(params::Id::gain, 41.0);
    field.show(bench.processor.stage());
    CHECK(field.isChanged());
    CHECK(field.save("Sunday").isEmpty());
    field.show(bench.processor.stage());
    CHECK_FALSE(field.isChanged());
    std::filesystem::remove_all(folder);
}

TEST_CASE("The hint of a search is seen while it has the keyboard", "[ui][screen]") {
    Bench bench;
    auto& face = bench.editor->face();
    bench.editor->addToDesktop(0);
    face.openDrawer();
    dynamic_cast<ui::ChooserField&>(*Bench::find(face, "cartridge")).ask();
    auto* field = dynamic_cast<juce::TextEditor*>(Bench::find(face.chooser(), "chooser_search"));
    REQUIRE(field != nullptr);
    if (!field->hasKeyboardFocus(false)) return; // a screen without a window manager may refuse it
    const auto picture = [&] { return field->createComponentSnapshot(field->getLocalBounds(), true, 1.0f); };
    const auto inkOf = [](const juce::Image& image) {
        int ink = 0;
        for (int y = 6; y < image.getHeight() - 6; ++y)
            for (int x = 14; x < image.getWidth() - 6; ++x)
                ink += image.getPixelAt(x, y).getBrightness() > 0.3f ? 1 : 0;
        return ink;
    };
    CHECK(inkOf(picture()) > 60); // "Maker or model"
    face.chooser().close();
}
