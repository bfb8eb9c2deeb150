// SPDX-License-Identifier: GPL-3.0-or-later
// What is heard against what was entered, over all gains right and wrong.
#include "support/Catch.h"

#include "params/EquipmentChoice.h"
#include "params/LevelPlausibility.h"

#include "dsp/simd/Decibels.h"

#include <cmath>

using namespace phonostage;
using namespace phonostage::params;

namespace {

using Limits = LevelPlausibility;

/** A cartridge of this output into an input that takes +6 dBV with its gain at 0, and has 0 to 56 dB. */
EnteredLevels enteredAt(double gainDb, double outputMv = 5.0) {
    EnteredLevels entered;
    entered.inputDbv = 6.0 - gainDb;
    entered.levelAt5CmDbv = dsp::decibels(outputMv / 1000.0);
    entered.isMovingCoil = outputMv < 1.0;
    entered.isInputKnown = true;
    entered.gainDb = gainDb;
    entered.gainMaxDb = 56.0;
    return entered;
}

/** The level in dBFS of a record that is so far above a usual one, with the gain really at trueGainDb. */
double heardAt(double recordDb, double trueGainDb, double outputMv = 5.0) {
    return dsp::decibels(outputMv / 1000.0) + dsp::RecordLevel::usualDb + recordDb - (6.0 - trueGainDb);
}

struct Listener {
    LevelPlausibility plausibility;
    double seconds = 0.0;

    const LevelJudgement& hear(const EnteredLevels& entered, std::optional<double> loudDbfs, double forSeconds,
                               bool isMusic = true) {
        dsp::RecordReading heard;
        heard.loudDbfs = loudDbfs;
        heard.isMusic = isMusic;
        heard.seconds = 10.0;
        for (int beats = static_cast<int>(std::lround(forSeconds * 10.0)); beats > 0; --beats) {
            heard.heardSeconds = seconds += 0.1;
            plausibility.follow(entered, heard);
        }
        return plausibility.judgement();
    }
};

} // namespace

TEST_CASE("A right gain is never doubted, for whatever a record holds") {
    const double gainDb = GENERATE(0.0, 20.0, 40.0, 56.0);
    const double mv = GENERATE(0.25, 0.5, 2.0, 5.0, 8.0);
    // From the quietest music, 28 dB below a usual record, to the loudest 78; never on a limit itself, where the last
    // bit decides.
    for (double record = -29.75; record <= 14.0; record += 0.5) {
        Listener listener;
        const auto& judged = listener.hear(enteredAt(gainDb, mv), heardAt(record, gainDb, mv), 60.0);
        INFO(record << " dB at " << gainDb << " dB");
        CHECK(judged.finding == LevelFinding::none);
        CHECK(judged.isConfirmed == (record > Limits::confirmedFromDb && record < Limits::confirmedToDb));
        CHECK_THAT(judged.offDb, WithinAbs(record, 1e-9));
    }
}

TEST_CASE("At a wrong gain nothing is confirmed, and the right reading is offered") {
    const double trueDb = GENERATE(0.0, 20.0, 40.0, 56.0);
    const double enteredDb = GENERATE(0.0, 20.0, 40.0, 56.0);
    if (trueDb == enteredDb) return;
    // What usual records have: 152 spans of ten seconds of real music lay from -9 to +6.
    for (double record = -8.75; record <= 6.0; record += 0.5) {
        Listener listener;
        const auto& judged = listener.hear(enteredAt(enteredDb), heardAt(record, trueDb), 60.0);
        INFO(record << " dB, " << enteredDb << " entered, really " << trueDb);
        const double off = record + trueDb - enteredDb;
        CHECK((!judged.isConfirmed || (off > Limits::confirmedFromDb && off < Limits::confirmedToDb)));
        if (std::fabs(trueDb - enteredDb) >= 40.0) CHECK(judged.finding != LevelFinding::none);
        CHECK((judged.finding == LevelFinding::tooLoud) == (off > Limits::tooLoudDb));
        CHECK((judged.finding == LevelFinding::tooFaint) == (off < Limits::tooFaintDb));
        if (judged.finding == LevelFinding::none) continue;
        const double wanted = trueDb + record;
        REQUIRE(judged.gainDb);
        CHECK_THAT(*judged.gainDb, WithinAbs(std::clamp(wanted, 0.0, 56.0), 0.51));
        CHECK(judged.isInRange == (wanted > -6.01 && wanted < 62.01));
    }
}

TEST_CASE("A finding takes some seconds, stands through pauses and goes when the music fits") {
    Listener listener;
    const auto entered = enteredAt(0.0);
    listener.hear(entered, std::nullopt, 5.0); // nothing to hear yet
    CHECK(listener.hear(entered, heardAt(0.0, 40.0), 1.5).finding == LevelFinding::none);
    CHECK(listener.hear(entered, heardAt(0.0, 40.0), 1.0).finding == LevelFinding::tooLoud);
    CHECK(listener.hear(entered, std::nullopt, 60.0).finding == LevelFinding::tooLoud);
    CHECK(listener.hear(entered, heardAt(0.0, -40.0), 60.0, false).finding == LevelFinding::tooLoud); // noise
    // Just below the limit it stands, 3 dB below it goes.
    CHECK(listener.hear(entered, heardAt(Limits::tooLoudDb - 2.0, 0.0), 5.0).finding == LevelFinding::tooLoud);
    CHECK(listener.hear(entered, heardAt(Limits::tooLoudDb - 4.0, 0.0), 1.0).finding == LevelFinding::none);

    // Faint music may be an introduction.
    CHECK(listener.hear(entered, heardAt(-40.0, 0.0), 11.5).finding == LevelFinding::none);
    CHECK(listener.hear(entered, heardAt(-40.0, 0.0), 1.0).finding == LevelFinding::tooFaint);
    CHECK(listener.hear(entered, heardAt(0.0, 0.0), 0.2).finding == LevelFinding::none);
}

TEST_CASE("A right entry ends a finding at once, and a new one is judged by what comes after it") {
    Listener listener;
    listener.hear(enteredAt(0.0), heardAt(3.0, 40.0), 10.0);
    REQUIRE(listener.plausibility.judgement().finding == LevelFinding::tooLoud);
    CHECK_FALSE(listener.plausibility.takeForgets());
    const double offered = *listener.plausibility.judgement().gainDb;
    CHECK(offered == 43.0);
    CHECK(listener.hear(enteredAt(offered), std::nullopt, 0.1).finding == LevelFinding::none);
    CHECK(listener.plausibility.takeForgets());
    CHECK_FALSE(listener.plausibility.takeForgets());
    CHECK_FALSE(listener.plausibility.judgement().isConfirmed);
    CHECK(listener.hear(enteredAt(offered), heardAt(3.0, 40.0), 0.5).isConfirmed);

    // Half of the way is not enough.
    listener.hear(enteredAt(0.0), heardAt(3.0, 40.0), 10.0);
    CHECK(listener.hear(enteredAt(20.0), std::nullopt, 0.1).finding == LevelFinding::tooLoud);
}

TEST_CASE("A moving coil that is as loud as a moving magnet is named where the gain cannot be it") {
    const auto judged = [](EnteredLevels entered, double loudDbfs) {
        Listener listener;
        return listener.hear(entered, loudDbfs, 10.0).finding;
    };
    // 5 mV heard, 0.4 mV entered: 22 dB. The user has read the knob: it stands at 20.
    CHECK(judged(enteredAt(20.0, 0.4), heardAt(0.0, 20.0, 5.0)) == LevelFinding::movingMagnet);
    // At its lowest it may not have been looked at.
    CHECK(judged(enteredAt(0.0, 0.4), heardAt(0.0, 0.0, 5.0)) == LevelFinding::tooLoud);
    // No control to blame.
    auto fixed = enteredAt(0.0, 0.4);
    fixed.gainMaxDb = 0.0;
    CHECK(judged(fixed, heardAt(0.0, 0.0, 5.0)) == LevelFinding::movingMagnet);
    // 45 dB are no cartridge.
    CHECK(judged(enteredAt(10.0, 0.4), heardAt(0.0, 55.0, 0.4)) == LevelFinding::tooLoud);
    // A moving magnet never is.
    CHECK(judged(enteredAt(20.0, 5.0), heardAt(22.0, 20.0, 5.0)) == LevelFinding::tooLoud);
}

TEST_CASE("Where nothing was entered, a faint signal is named, and no other finding") {
    Listener listener;
    const EnteredLevels nothing;
    CHECK(listener.hear(nothing, -60.0, 5.0).finding == LevelFinding::faint);
    CHECK_FALSE(listener.plausibility.judgement().isConfirmed);
    CHECK(listener.hear(nothing, -20.0, 5.0).finding == LevelFinding::none);
    CHECK(listener.hear(nothing, -2.0, 60.0).finding == LevelFinding::none);
    // The cartridge alone does not say how loud it comes in, but 30 dB more than it gives into +6 dBV it is not.
    auto cartridge = enteredAt(0.0);
    cartridge.isInputKnown = false;
    cartridge.gainMaxDb = 0.0;
    CHECK(listener.hear(cartridge, -60.0, 5.0).finding == LevelFinding::faint);
    CHECK(listener.hear(cartridge, -10.0, 5.0).finding == LevelFinding::tooLoud);
}

TEST_CASE("A signal that has been through a phono stage is not judged by the cartridge") {
    Listener listener;
    auto entered = enteredAt(0.0);
    entered.isRiaaUndone = true;
    const auto& judged = listener.hear(entered, heardAt(40.0, 0.0), 30.0);
    CHECK(judged.finding == LevelFinding::none);
    CHECK_FALSE(judged.isConfirmed);
}

TEST_CASE("What was entered is read from the stage and the lists") {
    const auto& lists = catalogue::factoryEquipment();
    Snapshot stage;
    CHECK_FALSE(enteredLevels(stage, lists).levelAt5CmDbv);
    CHECK_FALSE(enteredLevels(stage, lists).isInputKnown);
    const auto* device = catalogue::findInterface("focusrite_scarlett_2i2_4th");
    const auto* coil = catalogue::findCartridge("denon_dl_103");
    const auto* magnet = catalogue::findCartridge("ortofon_2m_red");
    REQUIRE(device);
    REQUIRE(coil);
    REQUIRE(magnet);
    const auto& input = device->inputs.front();
    chooseInput(stage, *device, input, input.gainMinDb + 10.0);
    chooseCartridge(stage, *coil);
    auto entered = enteredLevels(stage, lists);
    CHECK(entered.isInputKnown);
    CHECK(entered.isMovingCoil);
    CHECK_THAT(entered.inputDbv, WithinAbs(input.fullScaleDbv - 10.0, 1e-9));
    CHECK(entered.gainMinDb == input.gainMinDb);
    CHECK(entered.gainMaxDb == input.gainMaxDb);
    chooseCartridge(stage, *magnet);
    entered = enteredLevels(stage, lists);
    CHECK_FALSE(entered.isMovingCoil);

    // Heard 30 dB louder: the gain that the music asks for, entered with its full scale.
    const double loud = *entered.levelAt5CmDbv + dsp::RecordLevel::usualDb - entered.inputDbv + 30.0;
    const auto gain = gainFromMusic(entered, loud);
    REQUIRE(gain);
    CHECK_THAT(*gain, WithinAbs(input.gainMinDb + 40.0, 1e-9));
    enterInterfaceGain(stage, *gain);
    CHECK_THAT(stage.values.get(Id::inputDbv), WithinAbs(input.fullScaleDbv - 40.0, 1e-9));
    CHECK_THAT(stage.values.get(Id::interfaceGain), WithinAbs(input.gainMinDb + 40.0, 1e-9));

    // A cartridge that no list has is known by its output.
    stage.texts.set(TextId::cartridgeId, "");
    stage.values.set(Id::cartridgeMv, 0.3);
    CHECK(enteredLevels(stage, lists).isMovingCoil);
    stage.values.set(Id::cartridgeMv, 2.5);
    CHECK_FALSE(enteredLevels(stage, lists).isMovingCoil);
}
