// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupCheck.h"

#include "support/Catch.h"

#include <cmath>
#include <numbers>
#include <optional>

using namespace phonostage;
using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

void turnDown(std::vector<double>& channel, double db) {
    for (auto& value : channel)
        value *= std::pow(10.0, -db / 20.0);
}

/** How the features are judged where so much turns in the sum and in the difference, with rumble that is so much alike.
 */
std::optional<HookupFinding> invertedBy(HookupFeatures features, double sum, double difference, double rumble) {
    features.lateral.correlation = {sum, 0.1, 0.1};
    features.vertical.correlation = {difference, 0.1, 0.1};
    features.rumbleCorrelation = rumble;
    return find(judgeHookup(features, usualContext()).findings, HookupFault::inverted);
}

} // namespace

TEST_CASE("A healthy record raises nothing, in stereo, in mono, and on one side", "[hookup]") {
    DeckModel model;
    model.seconds = 45.0;
    CHECK(check(recorded(playedRecord(model))).empty());
    model.seed = 2;
    model.isMonoRecord = true;
    CHECK(check(recorded(playedRecord(model))).empty());
    model.seed = 3;
    model.isMonoRecord = false;
    model.pan = -0.9;
    CHECK(check(recorded(playedRecord(model))).empty());
}

TEST_CASE("A channel without any leak is dead, one on which nothing is played is not", "[hookup]") {
    DeckModel model;
    auto wiring = playedRecord(model);
    std::fill(wiring.right.begin(), wiring.right.end(), 0.0);
    const auto dead = find(check(recorded(wiring)), HookupFault::deadChannel);
    REQUIRE(dead);
    CHECK(dead->confidence == Confidence::sure);
    CHECK(dead->channel == HookupChannel::right);
    CHECK(dead->value < -60.0);

    // Hum in a dead channel is no signal of it.
    wiring.forEach([](double t, double&, double& right) {
        right = 0.0;
        for (int k = 1; k <= 100; ++k) // a buzz
            right += 3e-5 / std::sqrt(k) * std::sin(2.0 * std::numbers::pi * 50.0 * k * t + k * k);
    });
    const auto humming = check(recorded(wiring));
    CHECK(find(humming, HookupFault::deadChannel));
    CHECK_FALSE(find(humming, HookupFault::weakChannel));

    model.pan = -1.0; // everything, the bass too, but the cartridge leaks
    model.bassPan = -1.0;
    CHECK_FALSE(find(check(recorded(playedRecord(model))), HookupFault::deadChannel));
}

TEST_CASE("A weak channel is weak in rumble and groove noise too, music on one side is not", "[hookup]") {
    DeckModel model;
    auto wiring = playedRecord(model);
    turnDown(wiring.left, 20.0);
    const auto weak = find(check(recorded(wiring)), HookupFault::weakChannel);
    REQUIRE(weak);
    CHECK(weak->confidence == Confidence::sure);
    CHECK(weak->channel == HookupChannel::left);
    CHECK_THAT(weak->value, WithinAbs(-20.0, 4.0));     // the music itself leans a little
    CHECK_THAT(weak->figures[0], WithinAbs(20.0, 3.0)); // rumble

    model.pan = 0.85;
    const auto panned = check(recorded(playedRecord(model)));
    CHECK_FALSE(find(panned, HookupFault::weakChannel));
    CHECK_FALSE(find(panned, HookupFault::imbalance));
}

TEST_CASE("Six decibels are an imbalance where rumble and groove noise say so", "[hookup]") {
    DeckModel model;
    auto wiring = playedRecord(model);
    turnDown(wiring.right, 6.0);
    const auto found = check(recorded(wiring));
    const auto imbalance = find(found, HookupFault::imbalance);
    REQUIRE(imbalance);
    CHECK(imbalance->channel == HookupChannel::right);
    CHECK_THAT(imbalance->value, WithinAbs(6.0, 1.5));
    CHECK_FALSE(find(found, HookupFault::weakChannel));

    model.pan = -0.4;
    CHECK_FALSE(find(check(recorded(playedRecord(model))), HookupFault::imbalance));
}

TEST_CASE("Music that leans to one side makes a weak channel of no imbalance, nor hides one", "[hookup]") {
    DeckModel model;
    model.seconds = 45.0;
    auto features = featuresOf(recorded(playedRecord(model)));
    REQUIRE(features.vertical.highest() > 0.6);
    const auto judged = [&](double music, double rumble, double floor) { // how much lower the right channel is
        features.balanceDb = -music;
        features.rumbleBalanceDb = -rumble;
        features.floorBalanceDb = -floor;
        return judgeHookup(features, usualContext()).findings;
    };
    const auto leaning = judged(9.3, 7.3, 6.0);
    CHECK_FALSE(find(leaning, HookupFault::weakChannel));
    const auto imbalance = find(leaning, HookupFault::imbalance);
    REQUIRE(imbalance);
    CHECK(imbalance->confidence == Confidence::sure);
    CHECK(imbalance->value == 7.3);
    CHECK(find(judged(10.9, 9.0, 10.6), HookupFault::weakChannel));
    CHECK(find(judged(20.0, 7.0, 0.5), HookupFault::weakChannel)); // electronics hide the groove's noise

    const auto away = find(judged(-0.2, 7.2, 5.5), HookupFault::imbalance);
    REQUIRE(away);
    CHECK(away->confidence == Confidence::likely);
    CHECK(away->channel == HookupChannel::right);
    CHECK(away->value == 5.5);
    CHECK(away->figures[0] == -0.2);
    const auto other = find(judged(0.3, -7.2, -5.5), HookupFault::imbalance);
    REQUIRE(other);
    CHECK(other->channel == HookupChannel::left);
    CHECK_FALSE(find(judged(-0.2, 7.2, 3.3), HookupFault::imbalance));
    CHECK_FALSE(find(judged(-0.2, 7.2, -5.5), HookupFault::imbalance));
    features.seconds = 14.0; // eight turns are too few
    CHECK_FALSE(find(judged(-0.2, 7.2, 5.5), HookupFault::imbalance));
    features.seconds = 44.0;
    features.vertical.correlation = {0.3, 0.1, 0.2}; // bass of the music, not rumble
    CHECK_FALSE(find(judged(-0.2, 7.2, 5.5), HookupFault::imbalance));
}

TEST_CASE("What turns tells of an imbalance where music and groove noise lean a little to the same side", "[hookup]") {
    DeckModel model;
    auto features = featuresOf(recorded(playedRecord(model)));
    REQUIRE(features.vertical.highest() > 0.6);
    const auto judged = [&](double music, double rumble, double floor) { // how much lower the right channel is
        features.balanceDb = -music;
        features.rumbleBalanceDb = -rumble;
        features.floorBalanceDb = -floor;
        return find(judgeHookup(features, usualContext()).findings, HookupFault::imbalance);
    };
    const auto imbalance = judged(1.74, 4.99, 1.60);
    REQUIRE(imbalance);
    CHECK(imbalance->confidence == Confidence::likely);
    CHECK(imbalance->channel == HookupChannel::right);
    CHECK(imbalance->value == 1.74);
    CHECK(judged(-1.74, -4.99, -1.60)->channel == HookupChannel::left);
    CHECK_FALSE(judged(0.59, 4.52, 0.64)); // a healthy 45
    CHECK_FALSE(judged(2.80, 4.52, 0.66));
    CHECK_FALSE(judged(1.34, 4.52, 2.00));
    CHECK_FALSE(judged(1.79, 3.66, 2.33));
    CHECK_FALSE(judged(1.74, -4.99, 1.60));
    features.vertical.correlation = {0.3, 0.1, 0.1}; // music's own bass
    CHECK_FALSE(judged(1.74, 4.99, 1.60));
    features.vertical.correlation = {0.8, 0.1, 0.1};
    features.seconds = 9.0;
    CHECK_FALSE(judged(1.74, 4.99, 1.60));
}

TEST_CASE("The same signal twice is mono, a mono record is not", "[hookup]") {
    DeckModel model;
    auto wiring = playedRecord(model);
    for (std::size_t i = 0; i < wiring.frames(); ++i)
        wiring.left[i] = wiring.right[i] = 0.5 * (wiring.left[i] + wiring.right[i]);
    const auto lead = find(check(recorded(wiring)), HookupFault::mono);
    REQUIRE(lead); // a Y lead: each input has its own noise
    CHECK(lead->figures[0] == 0.0);
    auto digital = recorded(wiring);
    digital.right = digital.left;
    const auto exact = find(check(digital), HookupFault::mono);
    REQUIRE(exact);
    CHECK(exact->confidence == Confidence::sure);
    CHECK(exact->figures[0] == 1.0);

    model.isMonoRecord = true;
    model.leak = 0.0;
    auto features = featuresOf(recorded(playedRecord(model)));
    CHECK_FALSE(find(judgeHookup(features, usualContext()).findings, HookupFault::mono));
    features.residueDb = -45.0;
    features.balanceDb = features.rumbleBalanceDb = 0.1;
    features.rumbleCorrelation = 0.45;
    CHECK_FALSE(find(judgeHookup(features, usualContext()).findings, HookupFault::mono));
    features.rumbleCorrelation = 0.995;
    CHECK(find(judgeHookup(features, usualContext()).findings, HookupFault::mono));
}

TEST_CASE("What two inputs with one signal differ by is their noise, what a mono record differs by is not",
          "[hookup]") {
    DeckModel model;
    model.isMonoRecord = true;
    model.deepBass = 1.0; // so that the channels move together below 16 Hz, too
    model.grooveDb = -56.0;
    const auto record = playedRecord(model);
    auto lead = record;
    for (std::size_t i = 0; i < lead.frames(); ++i)
        lead.left[i] = lead.right[i] = 0.5 * (record.left[i] + record.right[i]);
    lead.addNoise(3e-5, 77); // a noisy interface: -90 dBV in each input
    auto opposite = lead;
    for (auto& value : opposite.right)
        value = -value;

    const auto features = featuresOf(recorded(lead));
    REQUIRE(features.residueDb > -36.0);
    const auto mono = find(check(recorded(lead)), HookupFault::mono);
    REQUIRE(mono);
    CHECK(mono->confidence == Confidence::likely);
    CHECK(find(check(recorded(opposite)), HookupFault::antiphase));
    CHECK_FALSE(find(check(recorded(opposite)), HookupFault::inverted));

    // The record has as little left over, as white in this model. But its needle moves up and down.
    const auto played = featuresOf(recorded(record));
    REQUIRE(played.residueDb < -25.0);
    REQUIRE(played.rumbleCorrelation > 0.9);
    CHECK(played.leftOverRumbleDb > 4.0);
    CHECK_FALSE(find(check(recorded(record)), HookupFault::mono));
    // A subsonic filter takes that away. What is left of real groove noise is not white.
    auto filtered = features;
    filtered.leftOverUnevenDb = 0.7;
    CHECK_FALSE(find(judgeHookup(filtered, usualContext()).findings, HookupFault::mono));
    filtered.leftOverUnevenDb = features.leftOverUnevenDb;
    REQUIRE(find(judgeHookup(filtered, usualContext()).findings, HookupFault::mono));
    filtered.rumbleCorrelation = 0.85; // and of a Y lead everything below 16 Hz is the same in both
    CHECK_FALSE(find(judgeHookup(filtered, usualContext()).findings, HookupFault::mono));
}

TEST_CASE("Exact opposites are antiphase, a mono record with one channel upside down is inverted", "[hookup]") {
    DeckModel model;
    auto wiring = playedRecord(model);
    for (std::size_t i = 0; i < wiring.frames(); ++i) {
        wiring.left[i] = 0.5 * (wiring.left[i] + wiring.right[i]);
        wiring.right[i] = -wiring.left[i];
    }
    const auto found = check(recorded(wiring));
    CHECK(find(found, HookupFault::antiphase));
    CHECK_FALSE(find(found, HookupFault::inverted));

    model.isMonoRecord = true;
    auto record = playedRecord(model);
    for (auto& value : record.right)
        value = -value;
    const auto upsideDown = check(recorded(record));
    CHECK_FALSE(find(upsideDown, HookupFault::antiphase));
    const auto inverted = find(upsideDown, HookupFault::inverted);
    REQUIRE(inverted);
    CHECK(inverted->confidence == Confidence::sure);
}

TEST_CASE("An inverted channel turns the bass round, wide stereo and a late bass do not", "[hookup]") {
    DeckModel model;
    auto wiring = playedRecord(model);
    for (auto& value : wiring.left)
        value = -value;
    const auto inverted = find(check(recorded(wiring)), HookupFault::inverted);
    REQUIRE(inverted);
    CHECK(inverted->value < -0.3);

    DeckModel wide = model;
    wide.side = 2.5; // most of it out of phase, but not the bass
    CHECK_FALSE(find(check(recorded(playedRecord(wide))), HookupFault::inverted));

    // A bass that is a third of a turn late has a negative correlation too, but is not upside down.
    auto features = featuresOf(recorded(playedRecord(model)));
    features.lateral = features.vertical; // so that the warp says nothing
    features.bassCorrelation = -0.46;
    features.correlation = -0.25;
    features.cellsInPhase = features.cellsOutOfPhase = 0;
    features.bassPhaseCosine = -0.5;
    CHECK_FALSE(find(judgeHookup(features, usualContext()).findings, HookupFault::inverted));
    features.bassPhaseCosine = -0.95;
    CHECK(find(judgeHookup(features, usualContext()).findings, HookupFault::inverted));
}

TEST_CASE("Faint evidence of an inverted channel counts where the warp is in the sum", "[hookup]") {
    DeckModel model;
    model.seconds = 45.0;
    auto wiring = playedRecord(model);
    const auto isInverted = [](HookupFeatures features) { // wide music with little bass
        features.bassCorrelation = -0.2;
        features.bassPhaseCosine = -0.7;
        features.correlation = -0.2;
        features.cellsInPhase = 6;
        features.cellsOutOfPhase = 60;
        return find(judgeHookup(features, usualContext()).findings, HookupFault::inverted);
    };
    // The same music, but wired as it should be: mostly out of phase, as ambience may be.
    CHECK_FALSE(isInverted(featuresOf(recorded(wiring))));
    for (auto& value : wiring.left)
        value = -value;
    auto features = featuresOf(recorded(wiring));
    const auto inverted = isInverted(features);
    REQUIRE(inverted);
    CHECK(inverted->confidence == Confidence::likely);
    features.rumbleCorrelation = 0.97; // a deep beat in the middle may keep a turn's time
    CHECK_FALSE(isInverted(features));
}

TEST_CASE("Warp a little more in the sum than in the difference tells, too, where rumble is upside down with it",
          "[hookup]") {
    DeckModel model;
    auto features = featuresOf(recorded(playedRecord(model)));
    features.bassCorrelation = -0.42; // wide music, its bass late on one side
    features.bassPhaseCosine = -0.77;
    features.correlation = -0.41;
    features.cellsInPhase = 0;
    features.cellsOutOfPhase = 36;
    CHECK(invertedBy(features, 0.86, 0.76, 0.61));
    CHECK_FALSE(invertedBy(features, 0.80, 0.76, 0.61));
    CHECK_FALSE(invertedBy(features, 0.55, 0.45, 0.61));
    CHECK_FALSE(invertedBy(features, 0.86, 0.76, 0.3));
    CHECK_FALSE(invertedBy(features, 0.86, 0.76, 0.85)); // a beat in the middle
    features.correlation = 0.1;
    CHECK_FALSE(invertedBy(features, 0.86, 0.76, 0.61));
}

TEST_CASE("Without a common bass the warp alone shows an inverted channel, where it is clearly in the sum",
          "[hookup]") {
    DeckModel model;
    auto features = featuresOf(recorded(playedRecord(model)));
    features.bassCorrelation = 0.06;
    features.bassPhaseCosine = 0.2;
    features.correlation = 0.29;
    features.cellsInPhase = 60;
    features.cellsOutOfPhase = 78;
    const auto inverted = invertedBy(features, 0.76, 0.36, 0.3);
    REQUIRE(inverted);
    CHECK(inverted->confidence == Confidence::likely);
    CHECK_FALSE(invertedBy(features, 0.66, 0.36, 0.3));
    CHECK_FALSE(invertedBy(features, 0.50, 0.10, 0.3));
    features.bassCorrelation = 0.2; // a beat in the middle may keep a turn's time
    CHECK_FALSE(invertedBy(features, 0.76, 0.36, 0.3));
}

TEST_CASE("A bass in opposite phase is the music's own where the warp is where it belongs", "[hookup]") {
    DeckModel model;
    auto features = featuresOf(recorded(playedRecord(model)));
    features.bassCorrelation = -0.88; // a test record's tone, cut vertically
    features.bassPhaseCosine = -1.0;
    features.correlation = -0.66;
    features.cellsInPhase = 0;
    features.cellsOutOfPhase = 80;
    CHECK_FALSE(invertedBy(features, 0.79, 0.87, -0.65));
    CHECK(invertedBy(features, 0.85, 0.87, -0.65));
    CHECK(invertedBy(features, 0.40, 0.55, -0.65)); // what hardly turns says nothing
    CHECK(invertedBy(features, 0.79, 0.87, -0.30));
    CHECK(invertedBy(features, 0.79, 0.87, -0.90)); // deep bass of the music
}

TEST_CASE("Deep bass of opposite phase that does not turn with the platter is that of an inverted channel",
          "[hookup]") {
    DeckModel model;
    model.seconds = 45.0;
    auto features = featuresOf(recorded(playedRecord(model)));
    features.bassCorrelation = 0.05;
    features.bassPhaseCosine = 0.8;
    features.correlation = -0.23;
    features.cellsInPhase = 12;
    features.cellsOutOfPhase = 141;
    features.rumbleCorrelation = -0.95;
    REQUIRE(features.vertical.correlation[0] > 0.6); // the deck's warp: vertical, and so out of phase too
    CHECK_FALSE(find(judgeHookup(features, usualContext()).findings, HookupFault::inverted));
    features.vertical.correlation = features.lateral.correlation = {0.1, 0.0, 0.1};
    CHECK(find(judgeHookup(features, usualContext()).findings, HookupFault::inverted));
    features.rumbleCorrelation = -0.6;
    CHECK_FALSE(find(judgeHookup(features, usualContext()).findings, HookupFault::inverted));
}

TEST_CASE("Left minus right on both inputs has the rumble and no bass, left plus right has neither fault", "[hookup]") {
    DeckModel model;
    model.seconds = 45.0;
    model.rumbleDb = -50.0;
    auto wiring = playedRecord(model);
    auto sum = wiring;
    for (std::size_t i = 0; i < wiring.frames(); ++i) {
        wiring.left[i] = wiring.right[i] = wiring.left[i] - wiring.right[i];
        sum.left[i] = sum.right[i] = 0.5 * (sum.left[i] + sum.right[i]);
    }
    const auto found = check(recorded(wiring));
    CHECK(find(found, HookupFault::mono));
    const auto difference = find(found, HookupFault::sumDifference);
    REQUIRE(difference);
    CHECK(difference->confidence == Confidence::likely);
    CHECK_FALSE(find(check(recorded(sum)), HookupFault::sumDifference));
}
