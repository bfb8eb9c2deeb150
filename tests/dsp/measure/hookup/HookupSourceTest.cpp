// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupCheck.h"

#include "support/Catch.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

using namespace phonostage;
using namespace phonostage::dsp;
using namespace phonostage::tests;

TEST_CASE("A record through a phono stage is loud and equalised, a bare one is neither", "[hookup]") {
    DeckModel model;
    auto wiring = playedRecord(model);
    CHECK_FALSE(find(check(recorded(wiring)), HookupFault::alreadyEqualised));
    equalise(wiring, 38.0);
    auto context = usualContext();
    context.fullScaleDbv = 12.0;
    const auto found = check(recorded(wiring, 12.0), context);
    const auto equalised = find(found, HookupFault::alreadyEqualised);
    REQUIRE(equalised);
    CHECK(equalised->confidence == Confidence::sure);
    CHECK(equalised->isInVolts);
    CHECK(equalised->value > -30.0);
    CHECK_FALSE(find(found, HookupFault::lineSource)); // it turns
    // Without calibration the level is not known: it may only be likely, and only after 30 s.
    context.fullScaleDbv.reset();
    const auto blind = find(check(recorded(wiring, 12.0), context), HookupFault::alreadyEqualised);
    CHECK_FALSE(blind);
}

TEST_CASE("Without calibration music is equalised where its tone, its rumble and its peaks say so together",
          "[hookup]") {
    DeckModel model;
    auto features = featuresOf(recorded(playedRecord(model)));
    features.seconds = 44.0;
    features.octaveDb = {};
    features.ceilings = {};
    auto context = usualContext();
    context.fullScaleDbv.reset();
    double peakDbfs = -12.0;
    const auto isEqualised = [&](double peakDb, double rumbleDb, double tone = 0.0) {
        features.octaveDb[1] = tone / 0.294; // see blindScore()
        features.peakDbfs = peakDbfs;
        features.levelDb = {peakDbfs - peakDb, peakDbfs - peakDb - 4.0}; // the louder channel counts
        features.rumbleDb = {features.levelDb[0] - rumbleDb - 3.0, features.levelDb[0] - rumbleDb};
        const auto found = find(judgeHookup(features, context).findings, HookupFault::alreadyEqualised);
        return found && found->confidence == Confidence::likely;
    };
    // With no tone: 16.15 - 0.475 peak - 0.202 rumble above 1.4.
    CHECK(isEqualised(17.0, 32.0));
    CHECK_FALSE(isEqualised(17.0, 34.0));
    CHECK_FALSE(isEqualised(18.0, 32.0));
    CHECK_FALSE(isEqualised(24.0, 20.0));
    CHECK_FALSE(isEqualised(24.0, 0.0)); // from 20 dB on the rumble says no more
    CHECK(isEqualised(24.0, 43.0, 10.0));
    CHECK(isEqualised(18.0, 32.0, 1.0));
    CHECK_FALSE(isEqualised(17.0, 32.0, -1.0));
    // What clips makes peaks low, too.
    peakDbfs = 0.0;
    CHECK_FALSE(isEqualised(11.0, 30.0));
    CHECK(isEqualised(10.0, 30.0));
    peakDbfs = -12.0;
    features.ceilings[1] = {.strength = 4.0, .level = 0.25};
    CHECK_FALSE(isEqualised(11.0, 30.0));
    CHECK(isEqualised(10.0, 30.0));
    features.ceilings[1].strength = 3.0;
    CHECK(isEqualised(17.0, 32.0));
    features.seconds = 25.0;
    CHECK_FALSE(isEqualised(17.0, 32.0));
}

TEST_CASE("Where nothing turns, a lack of rumble says nothing against a line source", "[hookup]") {
    DeckModel model;
    auto features = featuresOf(recorded(playedRecord(model)));
    features.seconds = 44.0;
    features.octaveDb = {};
    features.ceilings = {};
    features.peakDbfs = -12.0;
    features.levelDb = {-28.0, -28.0};
    features.rumbleDb = {-88.0, -88.0};
    auto context = usualContext();
    context.fullScaleDbv.reset();
    const auto isAnySource = [&] {
        const auto found = judgeHookup(features, context).findings;
        return find(found, HookupFault::lineSource) || find(found, HookupFault::alreadyEqualised);
    };
    CHECK_FALSE(isAnySource());
    features.turns.vertical.strength = features.turns.lateral.strength = {0.11, 0.02, 0.0};
    CHECK(isAnySource());
    features.turns.vertical.strength = features.turns.lateral.strength = {0.13, 0.02, 0.0};
    CHECK_FALSE(isAnySource());
}

TEST_CASE("A line source turns with no platter, even where its beat keeps a turn's time", "[hookup]") {
    DeckModel model;
    model.seconds = 36.0;
    model.quietFrom = 20.0;
    model.quietTo = 22.0;
    auto context = usualContext();
    context.fullScaleDbv = 4.0;
    for (const double beat : {0.0, 0.9}) {
        model.beatSeconds = beat;
        const auto found = check(recorded(lineProgramme(model, 0.2), 4.0), context);
        INFO(beat);
        CHECK(find(found, HookupFault::lineSource));
        CHECK_FALSE(find(found, HookupFault::alreadyEqualised));
        CHECK_FALSE(find(found, HookupFault::wrongSpeed));
    }
    // The same music from a record.
    auto wiring = playedRecord(model);
    equalise(wiring, 38.0);
    context.fullScaleDbv = 12.0;
    CHECK_FALSE(find(check(recorded(wiring, 12.0), context), HookupFault::lineSource));
}

TEST_CASE("A platter at another speed is found by its rumble, a beat of the same time is not", "[hookup]") {
    DeckModel model;
    model.seconds = 30.0;
    model.rumbleDb = -50.0;
    model.turnSeconds = 60.0 / 45.0;
    const auto wiring = recorded(playedRecord(model));
    auto context = usualContext();
    const auto wrong = find(check(wiring, context), HookupFault::wrongSpeed);
    REQUIRE(wrong);
    CHECK(wrong->figures[0] == 45.0);
    context.speed = TurntableSpeed::rpm45;
    CHECK_FALSE(find(check(wiring, context), HookupFault::wrongSpeed));
    context.speed.reset(); // nobody chose one
    CHECK_FALSE(find(check(wiring, context), HookupFault::wrongSpeed));

    model.turnSeconds = 1.8;
    model.beatSeconds = 60.0 / 45.0; // 90 beats a minute, half time
    const auto beating = recorded(playedRecord(model));
    CHECK(featuresOf(beating).lateral.correlation[1] > 0.45);
    CHECK_FALSE(find(check(beating), HookupFault::wrongSpeed));
    // A beat that leans to one side is in the difference as well, but in the sum more than there.
    auto features = featuresOf(beating);
    features.vertical.correlation = {0.1, 0.55, 0.2};
    features.lateral.correlation = {0.3, 0.78, 0.4};
    CHECK_FALSE(find(judgeHookup(features, usualContext()).findings, HookupFault::wrongSpeed));
    std::swap(features.vertical, features.lateral);
    CHECK(find(judgeHookup(features, usualContext()).findings, HookupFault::wrongSpeed));
}

TEST_CASE("Every sample the same is no signal, the noise of a converter is no record", "[hookup]") {
    Wiring silent;
    silent.left.assign(48000 * 12, 0.0);
    silent.right = silent.left;
    const auto nothing = check(silent);
    REQUIRE(nothing.size() == 1);
    CHECK(nothing[0].fault == HookupFault::noSignal);
    CHECK(nothing[0].confidence == Confidence::sure);

    const auto noise = check(recorded(silent));
    CHECK_FALSE(find(noise, HookupFault::noSignal));
    const auto none = find(noise, HookupFault::noRecord);
    REQUIRE(none);
    CHECK(none->confidence == Confidence::sure);
    CHECK_THAT(none->value, WithinAbs(-103.0, 2.0)); // dBV, 60 Hz to 15.4 kHz of 24 kHz

    DeckModel model;
    model.hasMusic = false; // the lead-in
    const auto groove = recorded(playedRecord(model));
    CHECK(check(groove).empty());
    CHECK(hookupPhase(featuresOf(groove), usualContext()) == HookupPhase::leadIn);
}

TEST_CASE("A gain is low where no peak in 30 s comes near, and a quiet record at a good gain is not", "[hookup]") {
    DeckModel model;
    model.seconds = 32.0;
    auto context = usualContext();
    context.fullScaleDbv = 30.0;
    const auto low = find(check(recorded(playedRecord(model), 30.0), context), HookupFault::gainLow);
    REQUIRE(low);
    CHECK(low->confidence == Confidence::sure);
    context.fullScaleDbv = -8.0;
    model.cartridgeVolts = 0.001;
    CHECK_FALSE(find(check(recorded(playedRecord(model)), context), HookupFault::gainLow));
}

TEST_CASE("Overloads are the watch's: at full scale the interface, below it a stage before", "[hookup]") {
    std::array<OverloadCounts, 2> counts{};
    const auto context = usualContext();
    CHECK(overloadFindings(counts, context, true).empty());

    counts[0].peak = 1.0;
    counts[0].events = counts[0].fullScaleEvents = counts[0].clicks = 3;
    CHECK(overloadFindings(counts, context, true).empty()); // clicks alone need nothing
    counts[0].events = counts[0].fullScaleEvents = 4;
    auto found = overloadFindings(counts, context, true);
    REQUIRE(found.size() == 1);
    CHECK(found[0].fault == HookupFault::gainHigh);
    CHECK(found[0].confidence == Confidence::sure);
    CHECK(found[0].figures[0] == 1.0);

    counts = {};
    counts[1].peak = 0.95; // -0.4 dBFS, and nothing was clipped
    REQUIRE(overloadFindings(counts, context, true).size() == 1);
    CHECK(overloadFindings(counts, context, true)[0].confidence == Confidence::likely);
    CHECK(overloadFindings(counts, context, false).empty());
    counts[1].peak = 0.8;
    CHECK(overloadFindings(counts, context, true).empty());

    counts[0].ceiling = {Confidence::sure, 0.6, 0.1, 40.0, 0};
    counts[1].ceiling = {Confidence::sure, 0.59, 0.1, 40.0, 0};
    found = overloadFindings(counts, context, true);
    REQUIRE(found.size() == 1); // one stage
    CHECK(found[0].fault == HookupFault::clippedBefore);
    CHECK(found[0].channel == HookupChannel::both);
    counts[1].ceiling.level = 0.4;
    CHECK(overloadFindings(counts, context, true).size() == 2);
}

TEST_CASE("What is joined: silence alone, the worst first, and what a line source explains", "[hookup]") {
    std::array<OverloadCounts, 1> counts{};
    counts[0].peak = 0.6;
    counts[0].ceiling = {Confidence::likely, 0.6, 0.1, 7.0, 0};
    HookupVerdict verdict;
    verdict.hasMusic = true;
    const auto add = [&verdict](HookupFault fault, Confidence confidence) {
        HookupFinding finding;
        finding.fault = fault;
        finding.confidence = confidence;
        verdict.findings.push_back(finding);
    };
    add(HookupFault::dcOffset, Confidence::sure);
    add(HookupFault::radioLines, Confidence::likely);
    add(HookupFault::gainLow, Confidence::sure); // by a stretch of the file; its peak is elsewhere
    auto joined = joinedFindings(verdict, counts, usualContext());
    REQUIRE(joined.size() == 3);
    CHECK(joined[0].fault == HookupFault::clippedBefore);
    CHECK(joined[1].fault == HookupFault::dcOffset);
    CHECK(joined[2].fault == HookupFault::radioLines);

    add(HookupFault::lineSource, Confidence::likely);
    joined = joinedFindings(verdict, counts, usualContext());
    REQUIRE(joined.size() == 2);
    CHECK(joined[0].fault == HookupFault::lineSource);
    CHECK(joined[1].fault == HookupFault::dcOffset);
    add(HookupFault::noSignal, Confidence::sure);
    CHECK(joinedFindings(verdict, counts, usualContext()).size() == verdict.findings.size());
}
