// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/PlayedWiring.h"
#include "app/Turntable.h"

#include "app/MainComponent.h"
#include "app/check/CheckPage.h"
#include "support/Catch.h"
#include "ui/Editor.h"

#include <cmath>
#include <vector>

using namespace phonostage;
using namespace phonostage::app;
using namespace phonostage::app::testing;
using dsp::HookupFault;
using params::Id;

namespace {

/** A turntable at a calibrated interface, with its input on. */
struct Hearing {
    explicit Hearing(double gainDb = 40.0) {
        calibrate(table);
        setGain(gainDb);
        check().setProtects(true);
        check().setQuiet(true);
        table.inputOn();
        table.record().setRecord("Harbour Lights", "Harbour Quartet", "1961");
        table.silence(0.1);
    }
    void setGain(double gainDb) {
        auto stage = table.processor.stage();
        stage.values.set(Id::gain, gainDb);
        table.processor.apply(stage);
    }
    QuietCheck& check() { return *table.model->check(); }
    bool listens() { return table.processor.hookupWatch().isListening(); }
    [[nodiscard]] bool offers(TransportAction action) { return table.strip().offers(action); }

    /** Peak of what the loudspeakers get of half a second. */
    double loudness() {
        std::vector<std::vector<float>> in(2, std::vector<float>(480));
        double peak = 0.0;
        for (int block = 0; block < 50; ++block) {
            for (std::size_t i = 0; i < 480; ++i)
                in[0][i] = in[1][i] = static_cast<float>(
                    0.002 * std::sin(2.0 * juce::MathConstants<double>::pi * 1000.0 *
                                     static_cast<double>(block * 480 + static_cast<int>(i)) / 48000.0));
            const auto out = table.world.block(in, 480);
            if (block < 10) continue;
            for (const auto sample : out[0])
                peak = std::max(peak, std::fabs(static_cast<double>(sample)));
        }
        return peak;
    }

    Turntable table;
};

} // namespace

TEST_CASE("the app listens quietly while its input is on, and can be told not to", "[app]") {
    Hearing hearing;
    CHECK(hearing.listens());
    hearing.check().setQuiet(false);
    hearing.table.silence(0.2);
    CHECK_FALSE(hearing.listens());
    // On its page a check goes on until the page goes.
    MainComponent face(*hearing.table.model, hearing.table.processor);
    face.showPage(PageId::check);
    hearing.table.silence(0.2);
    CHECK_FALSE(hearing.listens());
    CHECK(clickOn(face, "check_start"));
    hearing.table.silence(0.2);
    CHECK(hearing.listens());
    face.showPage(PageId::listen);
    hearing.table.silence(0.2);
    CHECK_FALSE(hearing.listens());
    hearing.check().setQuiet(true);
    hearing.table.silence(0.2);
    CHECK(hearing.listens());
    hearing.table.model->switchInput(false);
    hearing.table.poll();
    CHECK_FALSE(hearing.listens());
}

TEST_CASE("a healthy record, a lifted needle and silence are not worth a word", "[app]") {
    Hearing hearing;
    const auto before = hearing.table.strip();
    play(hearing.table, record(36.0));
    CHECK_FALSE(hearing.check().hasNews());
    play(hearing.table, needleUp(45.0));
    CHECK_FALSE(hearing.check().hasNews());
    hearing.table.silence(40.0);
    CHECK_FALSE(hearing.check().hasNews());
    CHECK_FALSE(hearing.check().isTurnedDown());
    CHECK(hearing.table.strip().headline == before.headline);
}

TEST_CASE("a sure finding is one sentence in the strip and a dot, until it is dismissed", "[app]") {
    Hearing hearing(10.0);
    MainComponent face(*hearing.table.model, hearing.table.processor);
    auto wiring = record(20.0);
    for (auto& sample : wiring.right)
        sample *= 0.1;
    play(hearing.table, wiring);
    REQUIRE(hearing.check().news());
    CHECK(hearing.check().news()->fault == HookupFault::weakChannel);
    CHECK(hearing.table.strip().headline == "The right channel is far too weak");
    CHECK(hearing.table.strip().main == TransportAction::record); // the transport stays
    CHECK(hearing.offers(TransportAction::showCheck));

    face.act(TransportAction::showCheck);
    CHECK(face.page() == PageId::check);
    hearing.table.poll();
    CHECK_FALSE(hearing.check().news()); // the page says it
    CHECK(hearing.check().hasNews());
    auto* page = dynamic_cast<CheckPage*>(face.pageAt(PageId::check));
    REQUIRE(page != nullptr);
    CHECK(page->view().shown()->fault == HookupFault::weakChannel);
    face.showPage(PageId::listen);

    SECTION("for this record") {
        face.act(TransportAction::hushFinding);
        CHECK_FALSE(hearing.check().hasNews());
        play(hearing.table, wiring);
        CHECK_FALSE(hearing.check().hasNews());
        hearing.table.record().setRecord("Other Harbours", "Harbour Quartet", "1963");
        hearing.table.silence(0.2);
        CHECK(hearing.check().hasNews());
        CHECK(hearing.check().settings().silent.empty());
    }
    SECTION("until the turntable has rested for two minutes") {
        face.act(TransportAction::hushFinding);
        play(hearing.table, needleUp(110.0));
        CHECK_FALSE(hearing.check().hasNews());
        play(hearing.table, needleUp(15.0));
        play(hearing.table, wiring);
        CHECK(hearing.check().hasNews());
    }
    SECTION("for good") {
        face.showPage(PageId::check);
        CHECK(clickOn(face, "check_mention"));
        CHECK_FALSE(hearing.check().hasNews());
        hearing.table.record().setRecord("Other Harbours", "Harbour Quartet", "1963");
        hearing.table.silence(0.2);
        CHECK_FALSE(hearing.check().hasNews());
        CHECK_FALSE(hearing.table.model->save());
        const auto stored = SettingsStore(hearing.table.folder.file("settings.json")).load().settings;
        CHECK(stored.check.silent == std::vector{HookupFault::weakChannel});
        CHECK(clickOn(face, "check_mention"));
        CHECK(hearing.check().hasNews());
    }
    SECTION("beside a recording it is the second line alone") {
        hearing.table.record().record();
        hearing.table.silence(0.2);
        const auto strip = hearing.table.strip();
        CHECK(strip.headline == "Recording side A");
        CHECK(strip.detail == "The right channel is far too weak: see Check");
        CHECK(strip.main == TransportAction::stop);
    }
}

TEST_CASE("a phono stage in the way turns the loudspeakers down by 40 dB, and one button goes on", "[app]") {
    Hearing hearing;
    const double before = hearing.loudness();
    play(hearing.table, record(6.0, true, 30.0)); // the first verdict is enough
    REQUIRE(hearing.check().isTurnedDown());
    CHECK(hearing.table.strip().headline == "Turned down by 40 dB to protect the speakers");
    CHECK(hearing.offers(TransportAction::goOnLoud));
    hearing.table.silence(2.0); // the music's own tail is over
    CHECK_THAT(20.0 * std::log10(hearing.loudness() / before), WithinAbs(-40.0, 0.1));
    hearing.check().goOn();
    hearing.table.silence(2.0);
    CHECK_FALSE(hearing.check().isTurnedDown());
    CHECK_THAT(hearing.loudness(), WithinRel(before, 0.02));
    play(hearing.table, record(12.0, true, 30.0)); // accepted
    CHECK_FALSE(hearing.check().isTurnedDown());
}

TEST_CASE("used as a line source nothing is turned down, and what was comes back", "[app]") {
    Hearing hearing;
    play(hearing.table, record(12.0, true, 30.0));
    REQUIRE(hearing.check().isTurnedDown());
    const auto finding = hearing.check().model().findings().front();
    CHECK(finding.fault == HookupFault::alreadyEqualised);
    hearing.check().model().act(finding);
    hearing.table.poll();
    CHECK_FALSE(hearing.check().isTurnedDown());
    CHECK(hearing.table.processor.value(Id::gain) == 0.0);
    play(hearing.table, record(12.0, true, 30.0));
    CHECK_FALSE(hearing.check().isTurnedDown());
    CHECK(hearing.table.processor.value(Id::curve) == 1.0);
    CHECK_FALSE(hearing.check().hasNews());
}

TEST_CASE("a low gain, a bypass and a setting leave the loudspeakers alone", "[app]") {
    Hearing hearing(19.0);
    SECTION("gain below 20 dB") {}
    SECTION("bypass") {
        auto stage = hearing.table.processor.stage();
        stage.values.set(Id::gain, 40.0);
        stage.values.set(Id::bypass, 1.0);
        hearing.table.processor.apply(stage);
    }
    SECTION("the setting") {
        hearing.setGain(40.0);
        hearing.check().setProtects(false);
    }
    play(hearing.table, record(12.0, true, 30.0));
    CHECK(hearing.check().model().findings().front().fault == HookupFault::alreadyEqualised);
    CHECK_FALSE(hearing.check().isTurnedDown());
}

TEST_CASE("a likely line source turns the output down only where it clips", "[app]") {
    for (const double gainDb : {20.0, 45.0}) {
        Hearing hearing(gainDb);
        tests::DeckModel deck;
        deck.seconds = 20.0;
        play(hearing.table, tests::recorded(tests::lineProgramme(deck, 0.012), wiringFullScaleDbv));
        const auto& found = hearing.check().model().findings();
        INFO(gainDb);
        REQUIRE_FALSE(found.empty());
        CHECK(found.front().fault == HookupFault::lineSource);
        CHECK(found.front().confidence == dsp::Confidence::likely);
        const bool isClipping = hearing.table.model->guard().clippedFrames() > 0;
        CHECK(isClipping == (gainDb > 40.0));
        CHECK(hearing.check().isTurnedDown() == isClipping);
        CHECK_FALSE(hearing.check().hasNews()); // likely is not sure
    }
}

TEST_CASE("the setup assistant ends with an offer to check", "[app]") {
    Hearing hearing;
    MainComponent face(*hearing.table.model, hearing.table.processor);
    ui::Editor* editor = nullptr;
    for (auto* child : face.getChildren())
        if (auto* found = dynamic_cast<ui::Editor*>(child)) editor = found;
    REQUIRE(editor != nullptr);
    editor->face().openFirstRun();
    editor->face().firstRun()->skip();
    CHECK_FALSE(hearing.offers(TransportAction::beginCheck)); // passed over is passed over
    editor->face().openFirstRun();
    editor->face().firstRun()->finish();
    CHECK(hearing.table.strip().headline == "Check the hook-up now?");
    REQUIRE(hearing.offers(TransportAction::beginCheck));
    SECTION("taken") {
        face.act(TransportAction::beginCheck);
        CHECK(face.page() == PageId::check);
        CHECK(hearing.listens());
    }
    SECTION("declined") {
        face.act(TransportAction::declineCheck);
        CHECK(face.page() == PageId::listen);
    }
    CHECK_FALSE(hearing.offers(TransportAction::beginCheck));
    // Its set-up leads to the page, not to a second view.
    editor->face().openCheck();
    CHECK(face.page() == PageId::check);
    CHECK(editor->face().check() == nullptr);
}
