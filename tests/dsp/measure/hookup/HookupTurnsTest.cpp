// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupCheck.h"

#include "support/Catch.h"

#include <cmath>
#include <numbers>
#include <vector>

using namespace phonostage;
using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

/** Music whose deepest notes are louder than the rumble. */
DeckModel deepMusic() {
    DeckModel model;
    model.seconds = 45.0;
    model.deepBass = 0.03;
    return model;
}

HookupContext context(TurntableSpeed speed) {
    auto result = usualContext();
    result.speed = speed;
    return result;
}

} // namespace

TEST_CASE("A platter at another speed is found under music that is deeper and louder than its rumble", "[hookup]") {
    auto model = deepMusic();
    for (const auto& [speed, turn] :
         {std::pair(TurntableSpeed::rpm33, 1.8), std::pair(TurntableSpeed::rpm45, 4.0 / 3.0),
          std::pair(TurntableSpeed::rpm78, 60.0 / 78.26)}) {
        INFO(turn);
        model.turnSeconds = turn * 1.004;
        const auto features = featuresOf(recorded(playedRecord(model)));
        REQUIRE(features.highestRotation < 0.45); // the plain look does not see it
        CHECK(features.turns.vertical.found() == speed);
        for (const auto chosen : {TurntableSpeed::rpm33, TurntableSpeed::rpm45, TurntableSpeed::rpm78}) {
            const auto wrong = find(judgeHookup(features, context(chosen)).findings, HookupFault::wrongSpeed);
            CHECK(wrong.has_value() == (chosen != speed));
            if (wrong) CHECK(wrong->confidence == Confidence::likely);
        }
    }
}

TEST_CASE("Deep music without a platter turns at no speed, even where its beat keeps a turn's time", "[hookup]") {
    auto model = deepMusic();
    model.rumbleDb = -120.0;
    for (const double beat : {0.0, 60.0 / 45.0, 0.5 * 60.0 / 45.0, 0.9}) {
        INFO(beat);
        model.beatSeconds = beat;
        const auto features = featuresOf(recorded(playedRecord(model)));
        CHECK_FALSE(features.turns.vertical.found());
        CHECK_FALSE(find(judgeHookup(features, context(TurntableSpeed::rpm33)).findings, HookupFault::wrongSpeed));
        CHECK_FALSE(find(judgeHookup(features, context(TurntableSpeed::rpm78)).findings, HookupFault::wrongSpeed));
    }
    // A beat of the difference, twice a turn: it repeats at the turn, but as well after half of it.
    model.beatSeconds = 0.0;
    auto wiring = playedRecord(model);
    wiring.forEach([](double t, double& left, double& right) {
        const double in = std::fmod(t, 0.5 * 60.0 / 45.0);
        const double beat = 1e-3 * std::sin(2.0 * std::numbers::pi * 9.0 * in) * std::exp(-in / 0.08);
        left += beat;
        right -= beat;
    });
    const auto features = featuresOf(recorded(wiring));
    REQUIRE(features.turns.vertical.strength[1] > 0.12);
    CHECK_FALSE(features.turns.vertical.found());
}

TEST_CASE("Deep music through a phono stage is told from a line source by the platter under it", "[hookup]") {
    auto model = deepMusic();
    model.deepBass = 0.035;
    auto wiring = playedRecord(model);
    equalise(wiring, 38.0);
    auto loud = usualContext();
    loud.fullScaleDbv = 12.0;
    const auto features = featuresOf(recorded(wiring, 12.0));
    REQUIRE(features.highestRotation < 0.35);
    const auto record = judgeHookup(features, loud).findings;
    CHECK(find(record, HookupFault::alreadyEqualised));
    CHECK_FALSE(find(record, HookupFault::lineSource));

    loud.fullScaleDbv = 4.0;
    const auto line = check(recorded(lineProgramme(model, 0.2), 4.0), loud);
    CHECK(find(line, HookupFault::lineSource));
    CHECK_FALSE(find(line, HookupFault::alreadyEqualised));
}

TEST_CASE("Music that repeats a little after a turn is a line source where the second look finds no platter",
          "[hookup]") {
    DeckModel model;
    model.seconds = 35.0;
    auto loud = usualContext();
    loud.fullScaleDbv = 4.0;
    auto features = featuresOf(recorded(lineProgramme(model, 0.2), 4.0));
    features.vertical = {{0.42, 0.1, 0.1}, true};
    features.lateral = {{0.1, 0.1, 0.1}, true};
    features.highestRotation = 0.42;
    features.levelRangeDb = {90.0, 90.0};
    const auto isLine = [&](const HookupContext& with) {
        const auto findings = judgeHookup(features, with).findings;
        REQUIRE(find(findings, HookupFault::lineSource).has_value() !=
                find(findings, HookupFault::alreadyEqualised).has_value());
        return find(findings, HookupFault::lineSource).has_value();
    };
    REQUIRE_FALSE(features.turns.vertical.found());
    CHECK(isLine(loud));
    CHECK(find(judgeHookup(features, loud).findings, HookupFault::lineSource)->confidence == Confidence::likely);
    loud.speed = TurntableSpeed::rpm78;
    CHECK_FALSE(isLine(loud));
    loud.speed = TurntableSpeed::rpm33;
    features.seconds = 15.0; // something may turn that does not show yet
    features.turns.vertical = {{0.15, 0.02, 0.03}, {0.3, 0.3, 0.3}, {0.0, 0.0, 0.0}, 15.0};
    CHECK_FALSE(isLine(loud));
    features.turns.vertical.strength[0] = 0.05;
    CHECK(isLine(loud));
    features.turns.vertical.seconds = 0.0; // not known
    CHECK_FALSE(isLine(loud));
    features.seconds = 35.0;
    features.turns.vertical = {{0.3, 0.02, 0.03}, {0.1, 0.3, 0.3}, {0.1, 0.0, 0.0}, 35.0};
    CHECK_FALSE(isLine(loud));
    features.turns.vertical = {};
    features.highestRotation = features.vertical.correlation[0] = 0.52;
    CHECK_FALSE(isLine(loud));
}

TEST_CASE("A speed is wrong where both looks agree, and right where one finds the chosen one", "[hookup]") {
    DeckModel model;
    model.seconds = 30.0;
    auto features = featuresOf(recorded(playedRecord(model)));
    REQUIRE(features.turns.vertical.found() == TurntableSpeed::rpm33);
    // A beat of one side that keeps the time of 45 rpm, louder than the rumble.
    features.vertical.correlation = {0.1, 0.8, 0.1};
    features.lateral.correlation = {0.1, 0.3, 0.1};
    CHECK_FALSE(find(judgeHookup(features, context(TurntableSpeed::rpm33)).findings, HookupFault::wrongSpeed));
    CHECK_FALSE(find(judgeHookup(features, context(TurntableSpeed::rpm78)).findings, HookupFault::wrongSpeed));
    features.turns.vertical.strength = {0.02, 0.01, 0.03}; // nothing shows
    CHECK(find(judgeHookup(features, context(TurntableSpeed::rpm33)).findings, HookupFault::wrongSpeed));
    features.turns.vertical = {{0.02, 0.3, 0.03}, {0.3, 0.1, 0.3}, {0.0, 0.1, 0.0}, 30.0};
    CHECK(find(judgeHookup(features, context(TurntableSpeed::rpm33)).findings, HookupFault::wrongSpeed));
}

TEST_CASE("Where one channel is upside down the warp is in the sum", "[hookup]") {
    auto model = deepMusic();
    auto wiring = recorded(playedRecord(model));
    for (auto& value : wiring.left)
        value = -value;
    const auto turns = featuresOf(wiring).turns;
    CHECK_FALSE(turns.vertical.found());
    CHECK(turns.lateral.found() == TurntableSpeed::rpm33);
}

TEST_CASE("A speed shows where it is plainly above the noise, the other speeds and other periods", "[hookup]") {
    const HookupTurns plain{{0.02, 0.14, 0.03}, {0.14, 0.1, 0.14}, {0.0, 0.1, 0.0}, 45.0};
    CHECK(plain.found() == TurntableSpeed::rpm45);
    auto turns = plain;
    turns.seconds = 15.0; // the noise falls with the root of the length
    CHECK_FALSE(turns.found());
    turns.strength[1] = 0.22;
    CHECK(turns.found() == TurntableSpeed::rpm45);
    turns = plain;
    turns.strength[0] = 0.1;
    CHECK_FALSE(turns.found());
    turns = plain;
    turns.rival[1] = 0.13;
    CHECK_FALSE(turns.found());
    turns = plain;
    turns.across[1] = 0.13;
    CHECK_FALSE(turns.found());
}

TEST_CASE("A loud tone below 16 Hz does not hide what turns", "[hookup]") {
    DeckModel model;
    model.seconds = 45.0;
    auto wiring = playedRecord(model);
    wiring.forEach([](double t, double& left, double& right) {
        const double tone = 0.02 * std::sin(2.0 * std::numbers::pi * 7.3 * t);
        left += tone;
        right -= tone;
    });
    const auto features = featuresOf(recorded(wiring));
    CHECK(features.turns.vertical.found() == TurntableSpeed::rpm33);
}

TEST_CASE("What turns needs ten seconds, and two channels that differ", "[hookup]") {
    DeckModel model;
    model.seconds = 9.0;
    auto wiring = recorded(playedRecord(model));
    CHECK(featuresOf(wiring).turns.vertical.seconds == 0.0);
    model.seconds = 20.0;
    wiring = recorded(playedRecord(model));
    wiring.right = wiring.left;
    const auto turns = featuresOf(wiring).turns;
    CHECK_FALSE(turns.vertical.found());
    CHECK(turns.lateral.seconds > 10.0);
}
