// SPDX-License-Identifier: GPL-3.0-or-later
// What is heard against what was entered, on the face: one sentence, one place, one button.
#include "support/Catch.h"

#include "Compat.h"
#include "ui/UiSupport.h"

#include "params/EquipmentChoice.h"
#include "params/State.h"
#include "ui/text/EquipmentText.h"

#include <cmath>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

constexpr double inputFullScaleDbv = 16.0; ///< of the interface below, its gain fully down

/** A moving magnet of 5.5 mV into an interface with 0 to 69 dB; what is heard has its real gain. */
struct Turntable : Bench {
    explicit Turntable(double enteredGainDb) {
        auto stage = processor.stage();
        const auto* device = catalogue::findInterface("focusrite_scarlett_4i4_4th");
        const auto* cartridge = catalogue::findCartridge("ortofon_2m_red");
        REQUIRE(device);
        REQUIRE(cartridge);
        params::chooseInput(stage, *device, device->inputs.front(), enteredGainDb);
        params::chooseCartridge(stage, *cartridge);
        processor.apply(stage);
        fullScaleDbv = device->inputs.front().fullScaleDbv;
    }

    void playRecord(double trueGainDb, double seconds) {
        play(Music(0.003, dsp::voltsAtFullScale(fullScaleDbv - trueGainDb)), seconds);
    }

    [[nodiscard]] const ui::OverloadBanner& banner() { return editor->face().banner(); }
    [[nodiscard]] std::string headline() { return banner().inputText().headline.toStdString(); }
    [[nodiscard]] juce::Button& button(const char* id) {
        auto* found = dynamic_cast<juce::Button*>(find(*editor, id));
        if (found == nullptr) throw std::runtime_error(std::string("no such button: ") + id);
        return *found;
    }
    void click(const char* id) {
        auto& found = button(id);
        REQUIRE(found.isVisible());
        REQUIRE(found.isEnabled());
        found.onClick();
        beat();
    }
    [[nodiscard]] juce::String margin() {
        return ui::equipmentText(processor.stage(), editor->face().levelWatch().judgement()).margin;
    }

    double fullScaleDbv = inputFullScaleDbv;
};

} // namespace

TEST_CASE("A knob that is up and was not entered is named, and one click puts it right", "[ui][level]") {
    Turntable table(0.0);
    const double knobDb = GENERATE(36.0, 50.0);
    CHECK(table.margin().endsWith("good")); // as long as nothing is heard
    table.playRecord(knobDb, 7.0);
    CHECK(table.headline().starts_with("This reads "));
    CHECK(table.headline().ends_with(" times louder than any record"));
    CHECK(table.banner().inputText().detail.startsWith("The interface's gain is about "));
    CHECK(table.banner().inputText().condition == ui::Condition::near);
    CHECK(table.margin() == "margin unknown");
    CHECK(table.button("suggested_gain").getButtonText() == "check the level first");
    CHECK_FALSE(table.button("suggested_gain").isEnabled());
    CHECK_FALSE(table.banner().spokenText().contains("good"));
    CHECK(table.banner().step().button.startsWith("Set it to "));

    table.click("take_step");
    CHECK_THAT(table.processor.value(params::Id::interfaceGain), WithinAbs(knobDb, 6.0));
    CHECK_THAT(table.processor.value(params::Id::inputDbv) + table.processor.value(params::Id::interfaceGain),
               WithinAbs(table.fullScaleDbv, 1e-9));
    table.playRecord(knobDb, 5.0);
    CHECK(table.headline().starts_with("No overload"));
    CHECK(table.banner().step().step != ui::LevelAdvice::Step::setGain);
    CHECK(table.margin().startsWith("margin "));
    CHECK_FALSE(table.margin() == "margin unknown");
}

TEST_CASE("At the right gain nothing is doubted, and the margin is called good", "[ui][level]") {
    const double gainDb = GENERATE(0.0, 20.0, 33.0);
    Turntable table(gainDb);
    table.playRecord(gainDb, 12.0);
    CHECK(table.headline().starts_with("No overload"));
    CHECK(table.banner().step().button.isEmpty());
    CHECK(table.margin().endsWith("dB, good"));
    CHECK(table.button("suggested_gain").getButtonText().startsWith("Set to "));
}

TEST_CASE("What is far too faint is named after a while, with the lower reading", "[ui][level]") {
    Turntable table(50.0);
    table.playRecord(0.0, 10.0);
    CHECK(table.headline().starts_with("No overload"));
    table.playRecord(0.0, 8.0);
    CHECK(table.headline().ends_with("fainter than any record"));
    CHECK(table.banner().step().button.startsWith("Set it to "));
    table.click("take_step");
    CHECK_THAT(table.processor.value(params::Id::interfaceGain), WithinAbs(0.0, 6.0));
}

TEST_CASE("Without equipment a faint signal leads to the questions", "[ui][level]") {
    Bench bench;
    const auto banner = [&]() -> const ui::OverloadBanner& { return bench.editor->face().banner(); };
    bench.play(Music(0.003, dsp::voltsAtFullScale(16.0)), 7.0);
    CHECK(banner().inputText().headline.toStdString().starts_with("The signal is faint: "));
    CHECK(banner().inputText().headline.endsWith(" dB below full scale"));
    CHECK(banner().inputText().detail == "Choose the interface, or turn its gain up.");
    CHECK(banner().step().button == "Choose the interface");
    dynamic_cast<juce::Button&>(*Bench::find(*bench.editor, "take_step")).onClick();
    CHECK(bench.editor->face().firstRun() != nullptr);
}

TEST_CASE("Turning the interface up has its second half: the new reading is entered by a click", "[ui][level]") {
    Turntable table(0.0);
    table.editor->face().openDrawer();
    table.playRecord(0.0, 5.0);
    const auto text = ui::equipmentText(table.processor.stage(), table.editor->face().levelWatch().judgement());
    REQUIRE(text.turnDb > 20.0);
    const auto turn = juce::String(std::lround(text.turnDb));
    CHECK(text.marginSentence == "No danger of overload. For less noise turn the interface's gain up " + turn +
                                     " dB, then enter the new reading.");
    auto& button = table.button("take_turn");
    CHECK(button.isVisible());
    CHECK(button.getButtonText() == "I have turned it up " + turn + " dB");
    const double before = table.processor.value(params::Id::inputDbv);
    button.onClick();
    CHECK_THAT(table.processor.value(params::Id::interfaceGain), WithinAbs(text.turnDb, 1e-9));
    CHECK_THAT(table.processor.value(params::Id::inputDbv), WithinAbs(before - text.turnDb, 1e-9));
    table.playRecord(text.turnDb, 5.0); // and turned it is
    CHECK_FALSE(button.isVisible());
    CHECK(table.margin().endsWith("dB, good"));
}

TEST_CASE("Turned down after an overload, the new reading is entered in the strip", "[ui][level]") {
    Turntable table(46.0);
    // A loud beat each second.
    table.play(
        [music = Music(0.003, dsp::voltsAtFullScale(table.fullScaleDbv - 46.0)),
         beat = sine(300.0, 1.3)](int channel, std::int64_t frame) {
            return music(channel, frame) + (frame % 48000 < 480 ? beat(channel, frame) : 0.0f);
        },
        4.0);
    REQUIRE(table.banner().inputText().condition == ui::Condition::overload);
    const auto label = table.banner().step().button;
    CHECK(label.startsWith("I have turned it down "));
    CHECK(table.banner().inputText().detail.endsWith("Then enter the new reading."));
    table.click("take_step");
    CHECK(table.processor.value(params::Id::interfaceGain) <= 40.0);
    table.playRecord(36.0, 0.2); // what was latched is forgotten with the next block
    CHECK(table.banner().inputText().condition < ui::Condition::overload);
}

TEST_CASE("The field of the gain keeps within the input's own range and names it", "[ui][level]") {
    Turntable table(0.0);
    auto& field = table.control<ui::NumberControl>("interface_gain");
    field.link().set(85.0);
    const auto* input = &catalogue::findInterface("focusrite_scarlett_4i4_4th")->inputs.front();
    CHECK(table.processor.value(params::Id::interfaceGain) == input->gainMaxDb);
    CHECK_THAT(table.processor.value(params::Id::inputDbv), WithinAbs(input->fullScaleDbv - input->gainMaxDb, 1e-9));
    table.beat();
    CHECK(field.getTooltip().contains("This input: 0 to 69 dB"));
}

TEST_CASE("A new plugin is offered the equipment used last, once, and a session that was loaded never", "[ui][level]") {
    juce::SharedResourcePointer<ui::EditorSettings> settings;
    settings->setFirstRunDone(true);
    {
        Turntable used(20.0); // chosen in Setup: remembered when that is closed
        used.editor->face().openDrawer();
        used.editor->face().closeDrawer();
    }
    REQUIRE(settings->lastEquipment().find("ortofon_2m_red") != std::string::npos);
    // As a host opens the plugin's window.
    const auto openedAgain = [](Bench& bench) {
        bench.editor = std::make_unique<ui::Editor>(bench.processor);
        bench.beat();
        return [&bench] { return bench.editor->face().banner().inputText().headline.toStdString(); };
    };
    const auto press = [](Bench& bench, const char* id) {
        dynamic_cast<juce::Button&>(*Bench::find(*bench.editor, id)).onClick();
        bench.beat();
    };
    SECTION("taken") {
        Bench bench;
        const auto before = bench.processor.stage();
        const auto headline = openedAgain(bench);
        CHECK(headline() == "Use Focusrite Scarlett 4i4 4th Gen and Ortofon 2M Red, as before?");
        CHECK(bench.processor.stage() == before); // it only asks
        press(bench, "take_step");
        const auto stage = bench.processor.stage();
        CHECK(stage.texts.get(params::TextId::cartridgeId) == "ortofon_2m_red");
        CHECK(stage.values.get(params::Id::interfaceGain) == 20.0);
        CHECK_THAT(stage.values.get(params::Id::gain), WithinAbs(*ui::recommendedGain(stage.values), 0.051));
        CHECK(stage.values.get(params::Id::curve) == before.values.get(params::Id::curve));
        CHECK_FALSE(headline().ends_with("as before?"));
    }
    SECTION("cleared, or the window closed, it is not asked again") {
        Bench bench;
        const auto headline = openedAgain(bench);
        REQUIRE(headline().ends_with("as before?"));
        const bool clears = GENERATE(true, false);
        if (clears) {
            press(bench, "clear");
            CHECK_FALSE(headline().ends_with("as before?"));
        }
        bench.editor.reset();
        openedAgain(bench);
        CHECK_FALSE(headline().ends_with("as before?"));
        CHECK_FALSE(params::hasEquipment(bench.processor.stage()));
    }
    SECTION("a session that was loaded stays as it is") {
        plugin::Processor processor;
        params::Snapshot session;
        session.values.set(params::Id::gain, 52.0);
        const auto state = params::writeState(session.values, session.texts);
        processor.setStateInformation(state.data(), static_cast<int>(state.size()));
        const ui::Editor editor(processor);
        CHECK_FALSE(const_cast<ui::Editor&>(editor).face().banner().inputText().headline.endsWith("as before?"));
        CHECK(processor.stage() == session);
    }
    settings->setLastEquipment({});
}

TEST_CASE("The strip's advice fits beside its button", "[ui][level]") {
    const juce::SharedResourcePointer<ui::Fonts> fonts;
    const auto headline = fonts->get(ui::Face::medium, ui::metrics::bodySize);
    const auto detail = fonts->get(ui::Face::regular, ui::metrics::captionSize);
    const auto button = fonts->get(ui::Face::medium, ui::metrics::captionSize);
    using params::LevelFinding;
    for (const auto finding :
         {LevelFinding::tooLoud, LevelFinding::tooFaint, LevelFinding::movingMagnet, LevelFinding::faint})
        for (const bool isKnown : {false, true})
            for (const double gainMaxDb : {0.0, 56.0})
                for (const double offDb : {17.0, 40.0, 95.0, -31.0, -95.0}) {
                    params::LevelJudgement judgement;
                    judgement.finding = finding;
                    judgement.offDb = offDb;
                    judgement.loudDbfs = -99.0;
                    params::EnteredLevels entered;
                    entered.isInputKnown = isKnown;
                    entered.gainMaxDb = gainMaxDb;
                    if (gainMaxDb > 0.0) judgement.gainDb = 56.0;
                    judgement.isInRange = gainMaxDb > 0.0;
                    const auto advice = ui::levelAdvice(judgement, entered);
                    INFO(advice.sentence() << " [" << advice.button << "]");
                    REQUIRE_FALSE(advice.isEmpty());
                    CHECK(compat::textWidth(headline, advice.headline) <= ui::OverloadBanner::adviceTextWidth);
                    CHECK(compat::textWidth(detail, advice.detail) <= 1.8f * ui::OverloadBanner::adviceTextWidth);
                    CHECK(compat::textWidth(button, advice.button) <= ui::OverloadBanner::stepTextWidth);
                }
    for (const double turnDb : {-60.0, 60.0})
        CHECK(compat::textWidth(button, ui::turnedAdvice(turnDb).button) <= ui::OverloadBanner::stepTextWidth);
}
