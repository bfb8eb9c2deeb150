// SPDX-License-Identifier: GPL-3.0-or-later
// In a host that has set the locale of a country with a decimal comma.
#include "support/Catch.h"

#include "support/CommaLocale.h"
#include "ui/UiSupport.h"

#include "ui/controls/SpeedField.h"
#include "ui/text/CurveCaption.h"
#include "ui/text/EquipmentText.h"
#include "ui/text/LevelText.h"
#include "ui/text/LoadText.h"
#include "ui/text/ScreenNumbers.h"

#include <optional>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

/** What an editor shows, hears and says. */
struct Seen {
    std::vector<juce::Image> pictures;
    std::vector<std::string> texts;

    void add(const juce::String& text) { texts.push_back(text.toStdString()); }

    void look(Bench& bench) {
        bench.beat();
        pictures.push_back(bench.editor->createComponentSnapshot(bench.editor->getLocalBounds(), true, 1.0f));
        read(*bench.editor);
    }

private:
    void read(juce::Component& component) {
        add(component.getTitle());
        add(component.getDescription());
        if (auto* client = dynamic_cast<juce::TooltipClient*>(&component)) add(client->getTooltip());
        if (auto* button = dynamic_cast<juce::Button*>(&component)) add(button->getButtonText());
        if (auto* field = dynamic_cast<juce::TextEditor*>(&component)) add(field->getText());
        if (auto* field = dynamic_cast<ui::ChooserField*>(&component)) add(field->text());
        if (auto* chooser = dynamic_cast<ui::Chooser*>(&component); chooser != nullptr && chooser->isOpen())
            for (const auto& item : chooser->items())
                for (const auto& text : {item.title, item.detail, item.code, item.more})
                    add(text);
        for (auto* child : component.getChildren())
            if (child->isVisible()) read(*child);
    }
};

void ask(Bench& bench, const char* field, const juce::String& words, Seen& seen) {
    dynamic_cast<ui::ChooserField&>(*Bench::find(*bench.editor, field)).ask();
    seen.look(bench);
    bench.editor->face().chooser().type(words);
    bench.editor->face().chooser().takeSelected();
}

Seen allOfTheEditor() {
    Seen seen;
    Bench bench(44100.0);
    auto& face = bench.editor->face();
    bench.play(sine(1000.0, 0.0123), 2.0);
    seen.look(bench);
    face.plot().readAt(1234.5);
    seen.look(bench);
    for (const auto unit : {ui::LevelUnit::dbv, ui::LevelUnit::millivolts}) {
        face.setView({unit, true, true});
        bench.play(sine(1000.0, 0.987), 1.0);
        seen.look(bench);
    }
    face.setView({});

    face.openDrawer();
    ask(bench, "interface", "scarlett 4i4 4th", seen);
    ask(bench, "interface_input", "instrument", seen);
    ask(bench, "cartridge", "ortofon 2m red", seen);
    bench.set(params::Id::loadOhm, 12345.6);
    bench.set(params::Id::loadCorrection, 1.0);
    seen.look(bench);
    auto& calibration = face.drawer()->calibration();
    auto& known = dynamic_cast<ui::Segments&>(*Bench::find(*bench.editor, "calibrate_by"));
    known.choose(1);
    seen.look(bench);
    plugin::InputTap::Recording tone;
    tone.rateHz = 48000.0;
    for (std::size_t channel = 0; channel < 2; ++channel)
        for (int i = 0; i < 3 * 48000; ++i)
            tone.samples[channel].push_back((channel == 0 ? 0.1 : 0.093) *
                                            std::sin(2.0 * std::numbers::pi * 1000.0 * i / 48000.0));
    calibration.take(tone, ui::CalibrationSection::Band::both);
    REQUIRE(calibration.result().calibration);
    seen.add(calibration.words());
    calibration.apply();
    seen.add(calibration.words());
    seen.look(bench);
    face.closeDrawer();

    bench.set(params::Id::curve, catalogue::customCurveSlot);
    bench.set(params::Id::customTurnover, 397.9);
    bench.set(params::Id::subsonicOn, 1.0);
    bench.set(params::Id::subsonicCorner, 17.5);
    bench.set(params::Id::monoBassOn, 1.0);
    bench.set(params::Id::monoBassCorner, 120.5);
    bench.set(params::Id::speedRatio, 1.2345);
    bench.play(silence(), 0.5);
    seen.look(bench);
    const auto caption = ui::curveCaption(bench.processor.values());
    for (const auto& text : {caption.title, caption.detail, caption.acting, caption.usual, ui::speedText(1.2345)})
        seen.add(text);
    face.openFirstRun();
    seen.look(bench);
    return seen;
}

bool areAlike(const juce::Image& one, const juce::Image& other) {
    if (one.getBounds() != other.getBounds()) return false;
    const juce::Image::BitmapData a(one, juce::Image::BitmapData::readOnly);
    const juce::Image::BitmapData b(other, juce::Image::BitmapData::readOnly);
    for (int y = 0; y < one.getHeight(); ++y)
        for (int x = 0; x < one.getWidth(); ++x)
            if (a.getPixelColour(x, y) != b.getPixelColour(x, y)) return false;
    return true;
}

} // namespace

TEST_CASE("A host's decimal comma changes nothing that the editor shows", "[ui]") {
    const auto usual = allOfTheEditor();
    const auto again = allOfTheEditor();
    std::optional<Seen> comma;
    juce::String proof;
    {
        const CommaLocale locale;
        proof = juce::String(1.5, 1);
        comma = allOfTheEditor();
    }
    CHECK(proof == "1,5"); // the locale does reach JUCE
    CHECK(again.texts == usual.texts);
    CHECK(comma->texts == usual.texts);
    REQUIRE(comma->pictures.size() == usual.pictures.size());
    for (std::size_t i = 0; i < usual.pictures.size(); ++i) {
        INFO("picture " << i);
        CHECK(areAlike(again.pictures[i], usual.pictures[i]));
        CHECK(areAlike(comma->pictures[i], usual.pictures[i]));
    }
}

TEST_CASE("What the editor fills in under a decimal comma can be entered as it stands", "[ui]") {
    const CommaLocale locale;
    Bench bench;
    bench.editor->face().openDrawer();
    auto& amount = dynamic_cast<ui::TextBox&>(*Bench::find(*bench.editor, "calibrate_amount"));
    auto& known = dynamic_cast<ui::Segments&>(*Bench::find(*bench.editor, "calibrate_by"));
    CHECK(amount.getText() == "5.00 mV");
    CHECK(amount.onCommit(amount.getText()).isEmpty());
    known.choose(1);
    CHECK(amount.getText() == "5.00 cm/s");
    CHECK(amount.onCommit(amount.getText()).isEmpty());
}

TEST_CASE("Numbers in words have a point under a decimal comma", "[ui]") {
    const CommaLocale locale;
    CHECK(ui::decibelText(-47.83) == juce::String::fromUTF8("\xe2\x88\x92") + "47.8");
    CHECK(ui::voltText(0.00407, 0.0).number == "4.07");
    CHECK(ui::threeDigits(31.23) == "31.2");
    CHECK(ui::threeDigits(1234.5) == "1235"); // a thousand has no mark either
    CHECK(ui::timeConstantText(63.6e-6) == juce::String::fromUTF8("63.6 \xc2\xb5s"));
    CHECK(ui::ohmText(1.5e6) == juce::String::fromUTF8("1.5 M\xce\xa9"));
    CHECK(ui::signedText(1.25, 2) == "+1.25");
    CHECK(ui::frequencyText(1234.5) == "1.23 kHz");
    CHECK(ui::speedText(1.2345) == juce::String::fromUTF8("1.2345 \xc3\x97 speed"));
}
