// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupCheck.h"

#include "dsp/measure/Percentiles.h"
#include "dsp/measure/hookup/HookupSession.h"
#include "dsp/measure/hookup/HookupSurvey.h"

#include "support/Catch.h"

#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

using namespace phonostage;
using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

/** Every figure that a verdict is made of. */
std::vector<double> figuresOf(const HookupFeatures& f) {
    std::vector<double> list{f.seconds,         f.peakDbfs,          f.equalShare,     f.balanceDb,
                             f.leakDb,          f.residueDb,         f.correlation,    f.bassCorrelation,
                             f.rumbleBalanceDb, f.rumbleCorrelation, f.floorBalanceDb, f.highestRotation,
                             f.hum.score,       f.hum.frequencyHz,   equalisedScore(f)};
    list.insert(list.end(), f.bandBalanceDb.begin(), f.bandBalanceDb.end());
    for (const auto& pair :
         {f.mean, f.levelDb, f.trebleSpreadDb, f.rumbleOverFloorDb, f.loudestOverMedianDb, f.levelRangeDb})
        list.insert(list.end(), pair.begin(), pair.end());
    list.push_back(f.cellsInPhase);
    list.push_back(f.plug.dropOuts[0] + f.plug.thumps[1]);
    for (const auto& line : f.lines.all)
        list.push_back(line.frequencyHz);
    return list;
}

} // namespace

TEST_CASE("Any cut into blocks gives the same figures to the bit", "[hookup]") {
    for (const double rate : {48000.0, 96000.0}) {
        DeckModel model;
        model.rateHz = rate;
        model.seconds = 9.0;
        const auto wiring = recorded(playedRecord(model));
        const auto whole = figuresOf(featuresOf(wiring));
        for (const std::size_t size : {1UL, 61UL, 512UL, 4097UL}) {
            HookupListener listener(rate);
            for (std::size_t at = 0; at < wiring.frames(); at += size)
                listener.add(wiring.left.data() + at, wiring.right.data() + at,
                             static_cast<std::int64_t>(std::min(size, wiring.frames() - at)));
            INFO(rate << " Hz in blocks of " << size);
            CHECK(figuresOf(listener.features().value()) == whole);
        }
    }
}

TEST_CASE("The verdicts are the same at every rate", "[hookup]") {
    for (const double rate : {44100.0, 96000.0, 192000.0}) {
        DeckModel model;
        model.rateHz = rate;
        model.seconds = 16.0;
        model.rumbleDb = -50.0;
        INFO(rate);
        CHECK(check(recorded(playedRecord(model))).empty());
        model.turnSeconds = 60.0 / 45.0;
        auto wiring = playedRecord(model);
        for (auto& value : wiring.left)
            value *= 0.1;
        auto found = check(recorded(wiring));
        CHECK(find(found, HookupFault::weakChannel));
        wiring = playedRecord(model);
        for (auto& value : wiring.left)
            value = -value;
        found = check(recorded(wiring));
        CHECK(find(found, HookupFault::inverted));
        CHECK(find(found, HookupFault::wrongSpeed)); // where it is upside down, the sum is vertical
        Wiring hum;
        hum.rateHz = rate;
        hum.left.assign(static_cast<std::size_t>(16.0 * rate), 0.0);
        hum.right = hum.left;
        hum.forEach([](double t, double& left, double&) {
            for (int k = 1; k <= 8; ++k)
                left += 1e-5 * std::sin(2.0 * std::numbers::pi * 50.0 * k * t);
        });
        found = check(recorded(hum));
        CHECK(find(found, HookupFault::noRecord));
        CHECK(find(found, HookupFault::hum));
    }
}

TEST_CASE("What is no number counts as silence, and no figure becomes none", "[hookup]") {
    DeckModel model;
    model.seconds = 12.0;
    auto wiring = recorded(playedRecord(model));
    auto silenced = wiring;
    std::size_t i = 0;
    for (const double bad :
         {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -1e300}) {
        for (std::size_t at = 1000 + 977 * i; at < wiring.frames(); at += 30011) {
            wiring.left[at] = bad;
            silenced.left[at] = 0.0;
        }
        ++i;
    }
    const auto figures = figuresOf(featuresOf(wiring));
    for (const double figure : figures)
        CHECK(std::isfinite(figure));
    CHECK(figures == figuresOf(featuresOf(silenced)));
}

TEST_CASE("Memory is bounded: the last 64 blocks count", "[hookup]") {
    HookupListener listener(48000.0);
    Wiring noise;
    noise.left.assign(65536, 0.0);
    noise.right = noise.left;
    noise.addNoise(0.01, 5);
    for (int block = 0; block < 70; ++block)
        listener.add(noise.left.data(), noise.right.data(), 65536);
    CHECK(listener.blocks() == 70);
    CHECK_THAT(listener.features()->seconds, WithinRel(64.0 * 65536.0 / 48000.0, 1e-12));
    listener.clear();
    CHECK_FALSE(listener.features().has_value());
}

TEST_CASE("A percentile lies between two values as a line does", "[hookup]") {
    std::vector<float> values{5.0F, 1.0F, 3.0F, 2.0F, 4.0F};
    CHECK(percentileOf(values, 0.0) == 1.0);
    CHECK(percentileOf(values, 1.0) == 5.0);
    CHECK(percentileOf(values, 0.5) == 3.0);
    CHECK_THAT(percentileOf(values, 0.1), WithinAbs(1.4, 1e-12));
    std::vector<float> even{4.0F, 1.0F, 3.0F, 2.0F};
    CHECK(medianOf(even) == 2.5);
    CHECK(medianOf(std::span<float>{}) == 0.0);
}

TEST_CASE("A whole side is heard at its beginning and then in stretches farther and farther apart", "[hookup]") {
    HookupSchedule schedule(65536);
    std::vector<std::int64_t> starts, ends;
    std::int64_t at = 0;
    for (int i = 0; i < 6; ++i) {
        const bool isListening = schedule.isListening();
        if (isListening) starts.push_back(at / 65536);
        at += schedule.framesLeft();
        CHECK(schedule.advance(schedule.framesLeft()) == isListening);
        if (isListening) ends.push_back(at / 65536);
    }
    CHECK(starts == std::vector<std::int64_t>{0, 256, 1024});
    CHECK(ends == std::vector<std::int64_t>{64, 288, 1056});
}

TEST_CASE("A fault is one that half of the stretches show, and one channel is asked nothing about the other",
          "[hookup]") {
    DeckModel model;
    model.seconds = 64.0 * 65536.0 / 48000.0;
    const auto healthy = recorded(playedRecord(model));
    auto weak = healthy;
    for (auto& value : weak.right)
        value *= 0.1;
    const auto survey = [](std::initializer_list<const Wiring*> stretches) {
        HookupSurvey result(48000.0, 2, usualContext());
        for (const auto* wiring : stretches) {
            while (!result.schedule().isListening())
                result.pass(result.schedule().framesLeft());
            const auto frames = std::min<std::int64_t>(result.schedule().framesLeft(), 64 * 65536);
            const std::array<const double*, 2> channels{wiring->left.data(), wiring->right.data()};
            result.add(channels.data(), std::min<std::int64_t>(frames, static_cast<std::int64_t>(wiring->frames())));
        }
        result.finish();
        return result.verdict().findings;
    };
    CHECK(survey({&healthy}).empty());
    CHECK(find(survey({&weak}), HookupFault::weakChannel));

    // Samples alike in both channels are mono in a file of two channels, and nothing in one of one.
    HookupSurvey two(48000.0, 2, usualContext()), one(48000.0, 1, usualContext());
    const std::array<const double*, 2> channels{healthy.left.data(), healthy.left.data()};
    two.add(channels.data(), 20 * 48000);
    one.add(channels.data(), 20 * 48000);
    two.finish();
    one.finish();
    CHECK(find(two.verdict().findings, HookupFault::mono));
    CHECK(one.verdict().findings.empty());
}

TEST_CASE("With the needle up no record is expected, and hum is", "[hookup]") {
    Wiring wiring;
    wiring.left.assign(48000 * 14, 0.0);
    wiring.right = wiring.left;
    wiring.forEach([](double t, double& left, double& right) {
        for (int k = 1; k <= 8; ++k)
            left = right += 1e-5 * std::sin(2.0 * std::numbers::pi * 60.0 * k * t);
    });
    wiring = recorded(wiring);
    const std::array<const double*, 2> channels{wiring.left.data(), wiring.right.data()};
    for (const auto holds : {HookupHolds::side, HookupHolds::needleUp}) {
        HookupSurvey survey(48000.0, 2, usualContext(), holds);
        survey.add(channels.data(), static_cast<std::int64_t>(wiring.frames()));
        survey.finish();
        const auto& found = survey.verdict().findings;
        CHECK(find(found, HookupFault::hum));
        CHECK(find(found, HookupFault::noRecord).has_value() == (holds == HookupHolds::side));
    }
}

TEST_CASE("A session sorts needle up, lead-in and music by itself", "[hookup]") {
    HookupSession session(48000.0);
    session.setContext(usualContext());
    const auto play = [&session](const Wiring& wiring) {
        session.add(wiring.left.data(), wiring.right.data(), static_cast<std::int64_t>(wiring.frames()));
    };
    Wiring air;
    air.left.assign(10 * 65536, 0.0);
    air.right = air.left;
    play(recorded(air));
    CHECK(session.progress().now == HookupPhase::needleUp);
    CHECK_THAT(session.progress().needleUp.seconds, WithinRel(10.0 * 65536.0 / 48000.0, 1e-12));
    DeckModel model;
    model.seconds = 8.0 * 65536.0 / 48000.0;
    model.hasMusic = false;
    play(recorded(playedRecord(model)));
    CHECK(session.progress().now == HookupPhase::leadIn);
    CHECK_THAT(session.progress().leadIn.seconds, WithinAbs(8.0 * 65536.0 / 48000.0, 1.5));
    model.hasMusic = true;
    model.seconds = 12.0 * 65536.0 / 48000.0;
    play(recorded(playedRecord(model)));
    const auto& progress = session.progress();
    CHECK(progress.now == HookupPhase::music);
    CHECK(progress.music.seconds > 10.0);
    REQUIRE(progress.needleUp.features);
    REQUIRE(progress.music.features);
    CHECK(progress.needleUp.features->levelDb[0] < progress.music.features->levelDb[0] - 20.0);
    CHECK(progress.verdict.findings.empty());
    CHECK_THAT(progress.seconds, WithinRel(30.0 * 65536.0 / 48000.0, 1e-9));

    session.clear();
    CHECK(session.progress().seconds == 0.0);
    CHECK(session.progress().now == HookupPhase::nothing);
}
