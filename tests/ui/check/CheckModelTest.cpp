// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/check/CheckModel.h"
#include "dsp/measure/hookup/WiringSignals.h"
#include "plugin/Processor.h"
#include "support/Catch.h"
#include "ui/check/CheckSteps.h"

#include <algorithm>
#include <numbers>
#include <optional>

using namespace phonostage;
using namespace phonostage::tests;
using dsp::HookupFault;
using params::Id;
using ui::CheckModel;
using ui::SignKind;

namespace {

/** A processor that hears captures at an interface of -8 dBV, and the check of it, without a thread. */
struct Desk {
    Desk() {
        processor.setNonRealtime(true);
        processor.prepareToPlay(48000.0, 4800);
        auto stage = processor.stage();
        stage.values.set(Id::inputDbv, -8.0);
        processor.apply(stage);
        model.useNoThread();
    }

    void play(const Wiring& wiring) {
        juce::AudioBuffer<float> buffer(2, 4800);
        juce::MidiBuffer midi;
        for (std::size_t at = 0; at + 4800 <= wiring.frames(); at += 4800) {
            for (std::size_t i = 0; i < 4800; ++i) {
                buffer.setSample(0, static_cast<int>(i), static_cast<float>(wiring.left[at + i]));
                buffer.setSample(1, static_cast<int>(i), static_cast<float>(wiring.right[at + i]));
            }
            processor.processBlock(buffer, midi);
            if (at % 48000 == 0) model.poll();
        }
        model.poll();
    }
    void needleUp(double seconds, double humVolts = 0.0) {
        Wiring wiring;
        wiring.left.resize(static_cast<std::size_t>(48000.0 * seconds));
        wiring.right = wiring.left;
        wiring.forEach([&](double at, double& left, double& right) {
            for (int k = 1; k <= 8; ++k)
                left += humVolts / k * std::sin(2.0 * std::numbers::pi * 50.0 * k * at + k);
            right = left;
        });
        play(recorded(std::move(wiring)));
    }
    void record(DeckModel deck, double stageDb = 0.0) {
        auto wiring = playedRecord(deck);
        if (stageDb > 0.0) equalise(wiring, stageDb);
        play(recorded(std::move(wiring)));
    }

    [[nodiscard]] std::optional<dsp::HookupFinding> found(HookupFault fault) const {
        for (const auto& finding : model.findings())
            if (finding.fault == fault) return finding;
        return std::nullopt;
    }
    [[nodiscard]] std::vector<ui::CheckStep> steps() const {
        return ui::checkSteps(model.progress(), model.findings(), model.context(), model.isListening());
    }
    [[nodiscard]] SignKind tick(std::size_t step, const juce::String& name) const {
        const auto all = steps();
        for (const auto& each : all[step].ticks)
            if (each.name == name) return each.state;
        throw std::runtime_error("no such tick");
    }

    plugin::Processor processor;
    CheckModel model{processor};
};

DeckModel music(double seconds) {
    DeckModel deck;
    deck.seconds = seconds;
    return deck;
}

DeckModel groove(double seconds) {
    DeckModel deck;
    deck.seconds = seconds;
    deck.hasMusic = false;
    return deck;
}

} // namespace

TEST_CASE("A healthy hook-up fills all three steps with ticks, and nothing is found", "[ui]") {
    Desk desk;
    for (const auto& step : desk.steps())
        for (const auto& tick : step.ticks)
            CHECK(tick.state == SignKind::open);
    desk.model.setRecordSpeed(dsp::TurntableSpeed::rpm33);
    desk.model.start();
    CHECK(desk.model.isListening());
    desk.needleUp(17.0);
    CHECK(desk.steps()[0].part == 1.0);
    CHECK(desk.steps()[1].part == 0.0);
    desk.record(groove(13.0));
    desk.record(music(48.0));
    CHECK(desk.model.findings().empty());
    CHECK(desk.model.isDone());
    for (const auto& step : desk.steps()) {
        CHECK(step.part == 1.0);
        for (const auto& tick : step.ticks) {
            INFO(tick.name);
            CHECK(tick.state == SignKind::good);
            CHECK(tick.figure.isNotEmpty());
        }
    }
    for (std::size_t i = 0; i < dsp::hookupFaults; ++i)
        CHECK(ui::wasLookedFor(static_cast<HookupFault>(i), desk.model.progress(), desk.model.context()));
    desk.model.start();
    CHECK(desk.model.progress().seconds == 0.0);
    desk.model.stop();
    CHECK_FALSE(desk.model.isListening());
}

TEST_CASE("A phono stage in the way is found, and its button makes a line source of it in one step", "[ui]") {
    Desk desk;
    desk.model.start();
    desk.record(music(20.0), 40.0);
    REQUIRE(desk.found(HookupFault::alreadyEqualised));
    const auto finding = *desk.found(HookupFault::alreadyEqualised);
    CHECK(finding.confidence == dsp::Confidence::sure);
    CHECK(desk.tick(2, "Level") == SignKind::wrong);
    CHECK(desk.tick(2, "In phase") == SignKind::good);
    CHECK(desk.model.actionText(finding) == "Use it as a line source");
    auto before = desk.processor.stage();
    before.values.set(Id::curveIec, 1.0);
    before.values.set(Id::loadCorrection, 1.0);
    desk.processor.apply(before);

    desk.model.act(finding);
    const auto after = desk.processor.stage().values;
    CHECK(after.get(Id::curve) == 1.0); // the catalogue's flat curve
    CHECK(after.get(Id::gain) == 0.0);
    CHECK_FALSE(after.isOn(Id::curveIec));
    CHECK_FALSE(after.isOn(Id::loadCorrection));
    CHECK_FALSE(desk.found(HookupFault::alreadyEqualised)); // it does no harm now
    CHECK(desk.model.done().isNotEmpty());
    desk.model.takeBack();
    CHECK(desk.processor.stage() == before);
    CHECK(desk.found(HookupFault::alreadyEqualised));
    CHECK(desk.model.done().isEmpty());
}

TEST_CASE("A turntable at another speed is named where the record's speed was said, and offers the setting", "[ui]") {
    Desk desk;
    desk.model.start();
    auto deck = music(30.0);
    deck.turnSeconds = 60.0 / 45.0;
    desk.record(deck);
    CHECK_FALSE(desk.found(HookupFault::wrongSpeed)); // nobody has said what it wants
    desk.model.setRecordSpeed(dsp::TurntableSpeed::rpm33);
    deck.seed = 2;
    desk.record(deck);
    REQUIRE(desk.found(HookupFault::wrongSpeed));
    CHECK(desk.tick(2, "Speed") != SignKind::good);
    const auto finding = *desk.found(HookupFault::wrongSpeed);
    CHECK(desk.model.actionText(finding) == "Set the speed: 33 1/3 at 45");
    desk.model.act(finding);
    CHECK_THAT(desk.processor.value(Id::speedRatio), WithinAbs(1.35, 1e-4));
    CHECK_FALSE(desk.found(HookupFault::wrongSpeed));
    CHECK(desk.model.context().speed == dsp::TurntableSpeed::rpm45);
    desk.model.takeBack();
    CHECK(desk.processor.value(Id::speedRatio) == 1.0);
}

TEST_CASE("One channel upside down can be inverted here, and is no finding then", "[ui]") {
    Desk desk;
    desk.model.start();
    auto wiring = playedRecord(music(24.0));
    for (auto& sample : wiring.right)
        sample = -sample;
    desk.play(recorded(std::move(wiring)));
    REQUIRE(desk.found(HookupFault::inverted));
    desk.model.act(*desk.found(HookupFault::inverted));
    CHECK(desk.processor.values().isOn(Id::invertRight));
    CHECK_FALSE(desk.found(HookupFault::inverted));
}

TEST_CASE("A lifted needle is no missing record until it was long enough", "[ui]") {
    Desk desk;
    desk.model.start();
    desk.needleUp(25.0);
    CHECK(desk.model.progress().verdict.findings.front().fault == HookupFault::noRecord);
    CHECK(desk.model.findings().empty());
    desk.needleUp(12.0);
    REQUIRE(desk.model.findings().size() == 1);
    CHECK(desk.model.findings().front().fault == HookupFault::noRecord);
    // The record that follows takes it away at once.
    desk.record(music(12.0));
    CHECK(desk.model.findings().empty());
}

TEST_CASE("Hum that was sure with the needle up stays on the page while music hides it", "[ui]") {
    Desk desk;
    desk.model.start();
    desk.needleUp(16.0, 0.0004);
    REQUIRE(desk.found(HookupFault::hum));
    CHECK(desk.found(HookupFault::hum)->confidence == dsp::Confidence::sure);
    CHECK(desk.tick(0, "No hum") == SignKind::wrong);
    // Clean can take it out.
    CHECK(desk.model.actionText(*desk.found(HookupFault::hum)) == "Take the hum out instead");
    desk.model.act(*desk.found(HookupFault::hum));
    CHECK(desk.processor.value(Id::dehum) == 1.0);
    REQUIRE(desk.found(HookupFault::hum)); // the wiring is as it was
    CHECK(desk.model.actionText(*desk.found(HookupFault::hum)).isEmpty());
    desk.model.takeBack();
    CHECK(desk.processor.value(Id::dehum) == 0.0);
    auto loud = music(100.0);
    loud.cartridgeVolts = 0.02;
    desk.record(loud); // more than the 87 s that a verdict is of
    const auto current = desk.model.current();
    CHECK(std::none_of(current.begin(), current.end(), [](const auto& f) { return f.fault == HookupFault::hum; }));
    CHECK(desk.found(HookupFault::hum));
    for (int again = 0; again < 2; ++again)
        desk.record(loud);
    CHECK_FALSE(desk.found(HookupFault::hum)); // after three minutes it may have been mended
}

TEST_CASE("The check knows of the stage what was said, and only that", "[ui]") {
    params::Snapshot stage;
    CHECK_FALSE(ui::hookupContext(stage, std::nullopt, false).fullScaleDbv);
    CHECK_FALSE(ui::hookupContext(stage, std::nullopt, false).speed);
    CHECK(ui::hookupContext(stage, std::nullopt, true).isOneChannel);
    stage.texts.set(params::TextId::interfaceId, "focusrite_scarlett_4i4_4th");
    CHECK(ui::hookupContext(stage, std::nullopt, false).fullScaleDbv == stage.values.get(Id::inputDbv));
    stage.texts = {};
    stage.values.set(Id::inputDbv, -12.5);
    CHECK(ui::hookupContext(stage, std::nullopt, false).fullScaleDbv == -12.5);
    using dsp::TurntableSpeed;
    CHECK(ui::hookupContext(stage, TurntableSpeed::rpm45, false).speed == TurntableSpeed::rpm45);
    stage.values.set(Id::speedRatio, 100.0 / 3.0 / 78.26); // a 78 at 33 1/3
    CHECK(ui::hookupContext(stage, TurntableSpeed::rpm78, false).speed == TurntableSpeed::rpm33);
    stage.values.set(Id::speedRatio, 0.5); // a turntable that the check does not know
    CHECK_FALSE(ui::hookupContext(stage, TurntableSpeed::rpm33, false).speed);
}
