// SPDX-License-Identifier: GPL-3.0-or-later
// The first questions skipped: what goes, what stays.
#include "support/Catch.h"

#include "ui/UiSupport.h"

#include "dsp/simd/Decibels.h"
#include "params/Presets.h"
#include "params/State.h"

#include <variant>

using namespace phonostage;
using namespace phonostage::tests;
using juce::KeyPress;

namespace {

struct Card : Bench {
    Card() {
        editor->face().openFirstRun();
        beat();
    }

    /** Chooses the first row that the words find. */
    void answer(const char* field, const juce::String& words) {
        dynamic_cast<ui::ChooserField&>(*find(questions(), field)).ask();
        auto& chooser = editor->face().chooser();
        REQUIRE(chooser.isOpen());
        chooser.type(words);
        REQUIRE_FALSE(chooser.items().empty());
        chooser.takeSelected();
        beat();
    }

    void answerAll() {
        answer("first_interface", "scarlett 4i4 4th");
        answer("first_input", "instrument");
        dynamic_cast<ui::NumberControl&>(*find(questions(), "first_interface_gain")).link().set(20.0);
        answer("first_cartridge", "ortofon 2m red");
    }

    void escape() {
        CHECK(questions().keyPressed(KeyPress(KeyPress::escapeKey)));
        CHECK(editor->face().firstRun() == nullptr);
    }

    ui::FirstRun& questions() {
        auto* found = editor->face().firstRun();
        if (found == nullptr) throw std::runtime_error("no questions are asked");
        return *found;
    }
};

/** As a host restores it. */
void restore(plugin::Processor& processor, const params::Snapshot& stage) {
    const auto text = params::writeState(stage.values, stage.texts);
    processor.setStateInformation(text.data(), static_cast<int>(text.size()));
}

} // namespace

TEST_CASE("Skipping the first questions takes all answers back", "[ui]") {
    Card card;
    const auto before = card.processor.stage();
    card.answerAll();
    auto answered = card.processor.stage();
    CHECK(answered.texts.get(params::TextId::interfaceId) == "focusrite_scarlett_4i4_4th");
    CHECK(answered.texts.get(params::TextId::cartridgeId) == "ortofon_2m_red");
    CHECK(answered.values.get(params::Id::interfaceGain) == 20.0);
    card.answer("first_cartridge", "denon dl-103"); // and changed one's mind
    CHECK_FALSE(card.processor.stage() == answered);
    card.escape();
    CHECK(card.processor.stage() == before);

    // Asked again, what was answered the time before stays.
    card.editor->face().openFirstRun();
    card.answerAll();
    answered = card.processor.stage();
    card.questions().finish();
    const auto finished = card.processor.stage();
    card.editor->face().openFirstRun();
    card.escape();
    CHECK(card.processor.stage() == finished);
}

TEST_CASE("A state that the host restores under the first questions outlives escape", "[ui]") {
    Card card;
    const bool answers = GENERATE(false, true);
    if (answers) card.answerAll();
    params::Snapshot session;
    session.values.set(params::Id::gain, 52.0);
    session.values.set(params::Id::inputDbv, -13.0);
    session.values.set(params::Id::cartridgeMv, 0.3);
    session.values.set(params::Id::loadOhm, 100.0);
    session.texts.set(params::TextId::presetName, "Mine");
    restore(card.processor, session);
    REQUIRE(card.processor.stage() == session);
    card.escape();
    CHECK(card.processor.stage() == session);
}

TEST_CASE("Automation and presets under the first questions outlive escape, the answers do not", "[ui]") {
    Card card;
    const auto before = card.processor.stage();
    card.answerAll();
    card.set(params::Id::gain, 61.5);
    const auto* preset = params::findFactoryPreset("shellac-mono");
    REQUIRE(preset != nullptr);
    auto made = params::applyPreset(*preset, card.processor.stage());
    REQUIRE(std::holds_alternative<params::Snapshot>(made));
    card.processor.apply(std::get<params::Snapshot>(made));
    card.processor.setSetting(params::Id::inputDbv, -7.25); // which an answer had set
    auto expected = card.processor.stage();
    REQUIRE(expected.values.get(params::Id::curve) != before.values.get(params::Id::curve));
    card.escape();

    // The equipment is as before, but for the level that somebody else has set since.
    for (const auto id : {params::Id::interfaceGain, params::Id::loadOhm, params::Id::loadPf, params::Id::wantOhm,
                          params::Id::wantPf, params::Id::cartridgeMh, params::Id::cartridgeOhm,
                          params::Id::cartridgeMv, params::Id::cartridgeVelocity, params::Id::cartridgeVelocityRms})
        expected.values.set(id, before.values.get(id));
    for (const auto id : {params::TextId::interfaceId, params::TextId::interfaceInput, params::TextId::cartridgeId})
        expected.texts.set(id, before.texts.get(id));
    CHECK(card.processor.stage() == expected);
    CHECK(card.processor.value(params::Id::inputDbv) == -7.25);
}

TEST_CASE("An answer over what somebody else has set goes back to that", "[ui]") {
    Card card;
    card.answer("first_cartridge", "ortofon 2m red");
    card.processor.setSetting(params::Id::cartridgeMv, 1.25);
    card.answer("first_cartridge", "denon dl-103");
    REQUIRE(card.processor.value(params::Id::cartridgeMv) != 1.25);
    card.escape();
    CHECK(card.processor.value(params::Id::cartridgeMv) == 1.25);
    CHECK(card.processor.text(params::TextId::cartridgeId).empty());
}

namespace {

/** As loud as a record through an interface whose knob really stands there. */
Bench::Signal record(const char* interface, double gainDb) {
    const auto& input = catalogue::findInterface(interface)->inputs.front();
    return Music(0.003, dsp::voltsAtFullScale(input.fullScaleDbv - (gainDb - input.gainMinDb)));
}

void press(ui::FirstRun& questions, const char* id) {
    auto* button = dynamic_cast<juce::Button*>(Bench::find(questions, id));
    REQUIRE(button);
    REQUIRE(button->isVisible());
    button->onClick();
}

} // namespace

TEST_CASE("The gain of a bare knob is found from the music, and taken back by skipping", "[ui][level]") {
    Card card;
    const auto before = card.processor.stage();
    card.answer("first_interface", "scarlett 4i4 4th");
    CHECK(card.questions().gainHint().contains("No figures on the knob? Turn it fully down and leave 0"));
    press(card.questions(), "first_find_gain");
    card.beat();
    CHECK(card.questions().gainHint() == "Choose the cartridge first: the level depends on it.");
    card.answer("first_cartridge", "ortofon 2m red");
    press(card.questions(), "first_find_gain");
    card.play(record("focusrite_scarlett_4i4_4th", 37.0), 5.0);
    CHECK(card.questions().gainHint().startsWith("Play a loud side: listening, "));
    card.play(record("focusrite_scarlett_4i4_4th", 37.0), 6.0);
    CHECK(card.questions().gainHint().startsWith("About "));
    CHECK(card.questions().gainHint().endsWith(", within 6 dB. A test record or a tone makes it exact."));
    CHECK_THAT(card.processor.value(params::Id::interfaceGain), WithinAbs(37.0, 6.0));
    card.escape();
    CHECK(card.processor.stage() == before);
}

TEST_CASE("Noise, a tone and silence are no music to find a gain by", "[ui][level]") {
    Card card;
    card.answer("first_interface", "scarlett 4i4 4th");
    card.answer("first_cartridge", "ortofon 2m red");
    const auto answered = card.processor.stage();
    press(card.questions(), "first_find_gain");
    const bool silent = GENERATE(false, true);
    card.play(silent ? silence() : sine(1000.0, 0.1), 21.0);
    CHECK(card.questions().gainHint() ==
          (silent ? "Nothing arrives. Is the record playing, and the input on?"
                  : "That is noise or a tone, not music. Play a loud side, and try again."));
    CHECK(card.processor.stage() == answered);
}

TEST_CASE("What contradicts the answers, and what clips, is said in the dialog", "[ui][level]") {
    Card card;
    card.answer("first_interface", "scarlett 4i4 4th");
    card.answer("first_cartridge", "ortofon 2m red");
    CHECK(card.questions().outcome().contains("then enter the new reading"));
    CHECK(card.questions().step().button.startsWith("I have turned it up "));
    card.play(record("focusrite_scarlett_4i4_4th", 40.0), 7.0);
    CHECK(card.questions().outcome().contains("louder than any record"));
    CHECK_FALSE(card.questions().outcome().contains("good"));
    press(card.questions(), "first_take_step");
    for (int beats = 0; beats < 4; ++beats) // the level is looked at ten times a second
        card.beat();
    CHECK_THAT(card.processor.value(params::Id::interfaceGain), WithinAbs(40.0, 6.0));
    CHECK_FALSE(card.questions().outcome().contains("louder than any record"));

    const auto loud = record("focusrite_scarlett_4i4_4th", 40.0);
    card.play([loud](int channel, std::int64_t frame) { return 40.0f * loud(channel, frame); }, 3.0);
    CHECK(card.questions().outcome().contains("The music reaches full scale. Turn the interface down"));
}

TEST_CASE("In the app the output is held while the questions are open, in a host never", "[ui][level]") {
    {
        Card card;
        CHECK_FALSE(card.processor.outputHold().isHeld());
    }
    const juce::SharedResourcePointer<ui::EditorSettings> settings;
    settings->setFirstRunDone(true); // opened again, by hand
    juce::AudioProcessor::setTypeOfNextNewPlugin(juce::AudioProcessor::wrapperType_Standalone);
    plugin::Processor processor;
    juce::AudioProcessor::setTypeOfNextNewPlugin(juce::AudioProcessor::wrapperType_Undefined);
    ui::Editor editor(processor);
    editor.face().dismissFirstRun();
    processor.outputHold().release();
    editor.face().openFirstRun();
    CHECK(processor.outputHold().isHeld());
    const bool finishes = GENERATE(false, true);
    finishes ? editor.face().firstRun()->finish() : editor.face().firstRun()->skip();
    CHECK_FALSE(processor.outputHold().isHeld());
}
