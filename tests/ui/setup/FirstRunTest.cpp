// SPDX-License-Identifier: GPL-3.0-or-later
// The first questions skipped: what goes, what stays.
#include "support/Catch.h"

#include "ui/UiSupport.h"

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
