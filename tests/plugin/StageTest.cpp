// SPDX-License-Identifier: GPL-3.0-or-later
// Whole stages: texts, presets taken over in one step, A/B.
#include "params/Presets.h"
#include "params/State.h"
#include "plugin/PluginSupport.h"
#include "support/Catch.h"

#include <atomic>
#include <map>
#include <thread>

using namespace phonostage;
using namespace phonostage::tests;
using params::Id;
using params::TextId;
using Slot = Processor::Slot;

namespace {

params::Snapshot randomStage(unsigned seed) {
    params::Snapshot stage{randomValues(seed), {}};
    for (const auto& text : params::textTable())
        stage.texts.set(text.id, std::string(text.key) + " \xc3\xbc " + std::to_string(seed));
    return stage;
}

/** What the host is told of edits. */
class Gestures final : public juce::AudioProcessorListener {
public:
    explicit Gestures(Processor& processor) : processor_(processor) { processor_.addListener(this); }

    ~Gestures() override { processor_.removeListener(this); }

    Gestures(const Gestures&) = delete;
    Gestures& operator=(const Gestures&) = delete;

    std::map<int, std::string> marks; ///< by parameter: "[" began, "v" value, "]" ended
    std::map<int, float> values;
    int open = 0, mostOpen = 0, stateDirty = 0, early = 0;
    params::Snapshot expected; ///< that has to stand when the first message comes

private:
    void audioProcessorParameterChanged(juce::AudioProcessor*, int index, float value) override {
        marks[index] += "v";
        values[index] = value;
        if (!(processor_.stage() == expected)) ++early;
    }

    void audioProcessorChanged(juce::AudioProcessor*, const ChangeDetails& details) override {
        stateDirty += details.nonParameterStateChanged ? 1 : 0;
    }

    void audioProcessorParameterChangeGestureBegin(juce::AudioProcessor*, int index) override {
        marks[index] += "[";
        mostOpen = std::max(mostOpen, ++open);
    }

    void audioProcessorParameterChangeGestureEnd(juce::AudioProcessor*, int index) override {
        marks[index] += "]";
        --open;
    }

    Processor& processor_;
};

bool isEquipment(const params::Entry& entry) {
    const std::string key = entry.key;
    return entry.kind == params::Kind::setting || key == "bypass" || key.starts_with("crosstalk");
}

} // namespace

TEST_CASE("Texts are set, refused, saved and restored", "[plugin]") {
    Processor processor;
    for (const auto& text : params::textTable())
        CHECK(processor.text(text.id).empty());
    CHECK(processor.setText(TextId::cartridgeId, "ortofon_2m_red"));
    CHECK(processor.setText(TextId::customName, "J\xc3\xbcrgen's \"own\""));
    CHECK_FALSE(processor.setText(TextId::customName, "two\nlines"));
    CHECK_FALSE(processor.setText(TextId::customName, std::string(params::longestText + 1, 'x')));
    CHECK(processor.text(TextId::customName) == "J\xc3\xbcrgen's \"own\"");

    Processor other;
    CHECK(other.setText(TextId::presetName, "goes away"));
    restore(other, stateOf(processor));
    CHECK(other.stage() == processor.stage());
    CHECK(other.text(TextId::cartridgeId) == "ortofon_2m_red");
    CHECK(other.text(TextId::presetName).empty());

    // Rubbish changes no text either.
    restore(other, R"({"schema": 1, "cartridge": "new", "custom_name": 5})");
    CHECK(other.stage() == processor.stage());
}

TEST_CASE("A changed text makes the host's state dirty, a refused one does not", "[plugin]") {
    Processor processor;
    Gestures host(processor);
    CHECK_FALSE(processor.setText(TextId::presetName, "\x07"));
    processor.handleUpdateNowIfNeeded();
    CHECK(host.stateDirty == 0);
    CHECK(processor.setText(TextId::presetName, "45 single"));
    CHECK(host.stateDirty == 0);
    processor.handleUpdateNowIfNeeded();
    CHECK(host.stateDirty == 1);
    CHECK(host.marks.empty());
}

TEST_CASE("States with texts come back whole, saved and restored by two threads", "[plugin]") {
    Processor processor;
    processor.prepareToPlay(48000.0, 512);
    const auto a = randomStage(1), b = randomStage(2);
    const auto stateA = params::writeState(a.values, a.texts), stateB = params::writeState(b.values, b.texts);
    restore(processor, stateA);
    std::atomic<bool> done{false};
    std::atomic<int> mixed{0}, seen{0};
    const auto writer = [&](const std::string& state) {
        for (int i = 0; i < 100; ++i)
            restore(processor, state);
    };
    std::thread first(writer, stateA), second(writer, stateB);
    std::thread reader([&] {
        while (!done) {
            const auto state = stateOf(processor);
            const auto stage = processor.stage();
            mixed += (state == stateA || state == stateB) && (stage == a || stage == b) ? 0 : 1;
            ++seen;
        }
    });
    first.join();
    second.join();
    done = true;
    reader.join();
    CHECK(seen > 0);
    CHECK(mixed == 0);
}

TEST_CASE("A stage is taken over in one step, with one complete gesture for each parameter that changes", "[plugin]") {
    for (unsigned seed = 0; seed < 20; ++seed) {
        Processor processor;
        processor.prepareToPlay(48000.0, 512);
        const auto before = randomStage(100 + seed);
        restore(processor, params::writeState(before.values, before.texts));
        processor.handleUpdateNowIfNeeded();
        auto stage = randomStage(200 + seed);
        for (const Id same : {Id::gain, Id::curve, Id::speedRatio})
            stage.values.set(same, before.values.get(same));

        Gestures host(processor);
        host.expected = stage;
        processor.apply(stage);
        CHECK(processor.stage() == stage); // to the last bit, though hosts speak in floats
        processor.handleUpdateNowIfNeeded();
        CHECK(processor.stage() == stage);
        CHECK(host.early == 0); // all of it stood before the first message
        CHECK(host.open == 0);
        CHECK(host.mostOpen == 1);
        CHECK(host.stateDirty == 1);
        for (int i = 0; i < processor.getParameters().size(); ++i) {
            auto* parameter = processor.getParameters()[i];
            const auto& entry =
                *params::findEntry(dynamic_cast<juce::RangedAudioParameter*>(parameter)->paramID.toStdString());
            CAPTURE(entry.key);
            const bool changed = before.values.get(entry.id) != stage.values.get(entry.id);
            CHECK(host.marks[i] == (changed ? "[v]" : ""));
            if (changed) CHECK(host.values[i] == parameter->getValue());
        }
    }
}

TEST_CASE("A stage that changes parameters only leaves the rest of the host's state clean", "[plugin]") {
    Processor processor;
    Gestures host(processor);
    auto stage = processor.stage();
    processor.apply(stage);
    processor.handleUpdateNowIfNeeded();
    CHECK(host.marks.empty());
    stage.values.set(Id::gain, 55.0);
    host.expected = stage;
    processor.apply(stage);
    processor.handleUpdateNowIfNeeded();
    CHECK(host.marks.size() == 1);
    CHECK(host.stateDirty == 0);
    stage.values.set(Id::inputDbv, -3.0);
    processor.apply(stage);
    processor.handleUpdateNowIfNeeded();
    CHECK(host.stateDirty == 1);
}

TEST_CASE("A host that writes back what it is told does not undo a preset", "[plugin]") {
    Processor processor;
    auto stage = processor.stage();
    stage.values.set(Id::customTurnover, 397.88735); // between two steps of the host's
    stage.values.set(Id::speedRatio, 0.425930658488798);
    processor.apply(stage);
    for (auto* parameter : processor.getParameters())
        parameter->setValue(parameter->getValue());
    CHECK(processor.stage() == stage);
}

TEST_CASE("A preset sounds from the next block as if it had been there before", "[plugin]") {
    const auto* preset = params::findFactoryPreset("lp-columbia-mono");
    REQUIRE(preset != nullptr);
    Processor fresh, processor;
    const auto stage = std::get<params::Snapshot>(params::applyPreset(*preset, fresh.stage()));
    fresh.apply(stage);
    fresh.prepareToPlay(48000.0, 512);
    processor.prepareToPlay(48000.0, 512);
    auto silence = silentSignal<double>(48000);
    processAll(processor, silence);
    processor.apply(stage);
    auto expected = noiseSignal<double>(0.01, 4000, 60);
    auto signal = expected;
    processAll(fresh, expected);
    processAll(processor, signal);
    CHECK(signal == expected);
}

TEST_CASE("A and B differ in sound and share equipment and bypass", "[plugin]") {
    Processor processor;
    CHECK(processor.slot() == Slot::a);
    const auto a = randomStage(7);
    processor.apply(a);
    processor.selectSlot(Slot::b); // never used: begins as a copy
    CHECK(processor.slot() == Slot::b);
    CHECK(processor.stage() == a);

    const auto b = randomStage(8);
    processor.apply(b);
    CHECK(processor.otherStage().values.get(Id::gain) == a.values.get(Id::gain));
    Gestures host(processor);
    auto expected = a;
    for (const auto& entry : params::table())
        if (isEquipment(entry)) expected.values.set(entry.id, b.values.get(entry.id));
    for (const TextId common : {TextId::interfaceId, TextId::interfaceInput, TextId::cartridgeId})
        expected.texts.set(common, b.texts.get(common));
    host.expected = expected;
    CHECK(processor.otherStage() == expected);
    processor.selectSlot(Slot::a);
    CHECK(processor.slot() == Slot::a);
    CHECK(processor.stage() == expected);
    CHECK(host.early == 0);
    CHECK(host.open == 0);
    for (const auto& [index, marks] : host.marks)
        CHECK(marks == "[v]");
    CHECK(host.marks.size() > 10);

    // What is changed while A is heard, is changed in B where it is common.
    processor.setSetting(Id::inputDbv, -12.5);
    CHECK(processor.setText(TextId::cartridgeId, "another"));
    setHost(processor, Id::bypass, 1.0);
    const double gainOfA = 31.25;
    setHost(processor, Id::gain, gainOfA);
    host.expected = processor.otherStage();
    processor.selectSlot(Slot::b);
    CHECK(processor.value(Id::gain) == b.values.get(Id::gain));
    CHECK(processor.text(TextId::presetName) == b.texts.get(TextId::presetName));
    CHECK(processor.value(Id::inputDbv) == -12.5);
    CHECK(processor.text(TextId::cartridgeId) == "another");
    CHECK(processor.value(Id::bypass) == 1.0);

    const auto present = processor.stage();
    processor.selectSlot(Slot::b); // the one in use: nothing
    CHECK(processor.stage() == present);

    processor.copyToOtherSlot();
    host.marks.clear();
    processor.selectSlot(Slot::a);
    CHECK(processor.stage() == present);
    CHECK(host.marks.empty());
}

TEST_CASE("A restored state goes to the slot in use, and the other one stays", "[plugin]") {
    Processor processor;
    setHost(processor, Id::gain, 31.0);
    processor.selectSlot(Slot::b);
    setHost(processor, Id::gain, 32.0);
    restore(processor, R"({"schema": 1, "gain": 33})");
    CHECK(processor.slot() == Slot::b);
    processor.selectSlot(Slot::a);
    CHECK(processor.value(Id::gain) == 31.0);
    processor.selectSlot(Slot::b);
    CHECK(processor.value(Id::gain) == 33.0);
}

TEST_CASE("A session comes back with both stages, and with the one that was in use", "[plugin]") {
    Processor source;
    setHost(source, Id::gain, 39.0);
    source.selectSlot(Slot::b);
    setHost(source, Id::gain, 45.0);
    source.setSetting(Id::inputDbv, -3.5);
    const auto session = stateOf(source);

    Processor target;
    restore(target, session);
    CHECK(target.slot() == Slot::b);
    CHECK(target.value(Id::gain) == 45.0);
    CHECK(stateOf(target) == session);
    target.selectSlot(Slot::a);
    CHECK(target.value(Id::gain) == 39.0);
    CHECK(target.value(Id::inputDbv) == -3.5); // what both share
    target.selectSlot(Slot::b);
    CHECK(target.value(Id::gain) == 45.0);

    // Rubbish changes neither.
    restore(target, R"({"schema": 1, "gain": 33, "compare": {"slot": "a", "other": {"schema": 1, "gain": 999}}})");
    CHECK(target.slot() == Slot::b);
    CHECK(stateOf(target) == session);
}

TEST_CASE("Meters of a bypass are those of what passes", "[plugin]") {
    const auto byHost = GENERATE(false, true);
    Processor processor;
    processor.setSetting(Id::outputDbv, 0.0);
    setHost(processor, Id::bypass, byHost ? 0.0 : 1.0);
    processor.prepareToPlay(48000.0, 512);
    CHECK_FALSE(processor.passedLevels().isHeard());
    auto signal = sineSignal<float>(1000.0, 0.25, 48000.0, 96000);
    for (std::size_t at = 0; at < 96000; at += 512)
        processBlock(processor, signal, at, std::min<std::size_t>(at + 512, 96000), byHost);
    auto& passed = processor.passedLevels();
    CHECK(passed.isHeard());
    // 0.25 of 0 dBV at full scale: 0.25 V rms. A sample in 48 of a wave meets no peak better than 0.0021, and a meter
    // of 300 ms that began at zero is 0.0013 short after two seconds.
    CHECK_THAT(std::sqrt(passed.meters[0].meanSquareVolts2.load()), WithinRel(0.25, 0.002));
    CHECK_THAT(passed.meters[1].peakHoldVolts.load(), WithinRel(0.25 * std::sqrt(2.0), 0.002));
    CHECK_THAT(passed.rectified[0].load() / 96000.0, WithinRel(0.25 * std::sqrt(2.0) * 2.0 / std::numbers::pi, 0.002));
    processor.resetHolds();
    auto silence = silentSignal<float>(512);
    processBlock(processor, silence, 0, 512, byHost);
    CHECK(passed.meters[0].peakHoldVolts.load() == 0.0);
}

TEST_CASE("Held, the plugin stays at a safe level whatever is entered, and released it is what it was", "[plugin]") {
    // A record 40 dB too loud, far over full scale, and one 8 dB below the ceiling, where nothing is limited.
    const double inputPeak = GENERATE(0.2, 0.0004);
    constexpr double rate = 48000.0;
    Processor held, plain; // with RIAA and DC removal, which remember the volts before
    for (auto* processor : {&held, &plain}) {
        processor->setNonRealtime(true);
        processor->prepareToPlay(rate, 480);
    }
    held.outputHold().hold(dsp::OutputHold::Kind::start);
    const auto play = [&](Processor& processor, std::size_t frames) {
        auto signal = sineSignal<float>(1000.0, inputPeak, rate, frames);
        for (std::size_t at = 0; at < frames; at += 480)
            processBlock(processor, signal, at, std::min(at + 480, frames));
        return signal;
    };
    CHECK(peakOf(play(held, 240000)) <= dsp::OutputHold::startCeiling * 1.000001);
    const double before = peakOf(play(held, 4800));
    for (const double inputDbv : {20.0, -30.0, 6.0}) {
        held.setSetting(params::Id::inputDbv, inputDbv);
        const auto signal = play(held, 96000);
        for (std::size_t at = 0; at < 96000; at += 480) {
            auto part = signal;
            for (auto& channel : part) {
                channel.erase(channel.begin(), channel.begin() + static_cast<std::ptrdiff_t>(at));
                channel.resize(480);
            }
            INFO(inputDbv << " dBV, at " << at << ": " << 20.0 * std::log10(peakOf(part) / before) << " dB");
            CHECK(peakOf(part) <= 1.41 * before); // 3 dB
            CHECK(peakOf(part) >= before / 1.41);
        }
        CHECK_THAT(peakOf(signal, 91200), WithinRel(before, 0.001));
    }
    held.outputHold().release();
    play(held, 96000);
    play(plain, 240000 + 4800 + 3 * 96000 + 96000);
    CHECK_THAT(peakOf(play(plain, 4800)), WithinRel(100.0 * inputPeak, 0.01));
    const auto a = play(held, 9600), b = play(plain, 9600);
    CHECK_THAT(peakOf(a, 4800), WithinRel(peakOf(b, 4800), 1e-6));
}

TEST_CASE("A plugin is new until a state was restored", "[plugin]") {
    Processor processor;
    CHECK(processor.isNew());
    processor.setStateInformation("rubbish", 7);
    CHECK(processor.isNew());
    restore(processor, stateOf(processor));
    CHECK_FALSE(processor.isNew());
}
