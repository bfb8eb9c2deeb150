// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/TrackFinder.h"
#include "media/analyse/GrooveHistory.h"

#include "support/Catch.h"
#include "support/SideSignals.h"

#include <algorithm>
#include <cmath>

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

void feed(TrackFinder& finder, const SideSignal& side, int block = 10000) {
    for (std::size_t at = 0; at < side.left.size(); at += static_cast<std::size_t>(block)) {
        const double* channel[2] = {side.left.data() + at, side.right.data() + at};
        finder.add(channel,
                   static_cast<int>(std::min<std::size_t>(side.left.size() - at, static_cast<std::size_t>(block))));
    }
    finder.finish();
}

/** Three tracks of 14 to 16 s with gaps of 2 and 2.5 s. */
std::vector<SideSignal::Track> threeTracks() {
    return {{6.0, 20.0, -20.0, 220.0}, {22.0, 38.0, -26.0, 165.0}, {40.5, 55.0, -18.0, 247.0}};
}

void checkThree(const FoundSide& found, double drop, double lift) {
    REQUIRE(found.tracks.size() == 3);
    CHECK_THAT(found.dropSeconds.value_or(-1.0), WithinAbs(drop, 0.02));
    CHECK_THAT(found.liftSeconds.value_or(-1.0), WithinAbs(lift, 0.03));
    CHECK_THAT(found.runOutSeconds.value_or(-1.0), WithinAbs(55.0, 0.05));
    const auto truth = threeTracks();
    for (std::size_t k = 0; k < 3; ++k) {
        INFO(k);
        CHECK_THAT(found.tracks[k].startSeconds, WithinAbs(truth[k].start, 0.03));
        CHECK_THAT(found.tracks[k].endSeconds, WithinAbs(truth[k].end, 0.05));
        CHECK(found.tracks[k].confidence > 0.6);
        if (k == 0) continue;
        CHECK(found.tracks[k].cutSeconds > truth[k - 1].end);
        CHECK(found.tracks[k].cutSeconds < truth[k].start);
        CHECK(found.tracks[k].from == TrackCandidate::Kind::gap);
    }
}

} // namespace

TEST_CASE("A side of three tracks is found at every rate") {
    for (const int rate : {22050, 44100, 48000, 96000}) {
        INFO(rate);
        TrackFinder finder(rate, 2);
        feed(finder, SideSignal::whole(rate, 64.0, threeTracks()));
        REQUIRE(finder.sides() == 1);
        checkThree(finder.side(0, {}), 3.0, 61.0);
        CHECK_THAT(finder.musicSeconds(0), WithinAbs(49.0, 0.4));
    }
}

TEST_CASE("What is found so far is what a finder finds that heard no more, and the first one goes on") {
    const auto side = SideSignal::whole(48000, 64.0, threeTracks());
    constexpr int heard = 48 * 48000;
    TrackFinder whole(48000.0, 2), part(48000.0, 2);
    const double* channel[2] = {side.left.data(), side.right.data()};
    whole.add(channel, heard);
    part.add(channel, heard);
    part.finish();
    const auto soFar = whole.soFar();
    REQUIRE(soFar->sides() == 1);
    const auto found = soFar->side(0, {}), wanted = part.side(0, {});
    REQUIRE(found.tracks.size() == 2); // of the third there is too little
    REQUIRE(wanted.tracks.size() == 2);
    for (std::size_t k = 0; k < 2; ++k) {
        CHECK(found.tracks[k].startSeconds == wanted.tracks[k].startSeconds);
        CHECK(found.tracks[k].endSeconds == wanted.tracks[k].endSeconds);
    }
    const double* rest[2] = {side.left.data() + heard, side.right.data() + heard};
    whole.add(rest, static_cast<int>(side.left.size()) - heard);
    whole.finish();
    REQUIRE(whole.sides() == 1);
    checkThree(whole.side(0, {}), 3.0, 61.0);
}

TEST_CASE("Level, clicks, mono and the cut of the blocks do not matter") {
    auto side = SideSignal::whole(48000, 64.0, threeTracks());
    SECTION("quiet") { side.scale(0.003); }
    SECTION("loud") { side.scale(3.0); }
    SECTION("clicks in the gaps and elsewhere") {
        UniformNoise noise(9);
        for (int i = 0; i < 100; ++i)
            side.addClick(31.0 + 27.0 * noise(), 0.05 + 0.2 * std::abs(noise()));
        for (const double at : {20.3, 20.8, 21.1, 21.6, 38.4, 39.0, 39.7, 40.2})
            side.addClick(at, 0.3);
    }
    SECTION("one channel") { side.right.assign(side.right.size(), 0.0); }
    SECTION("hum") {
        for (std::size_t i = 0; i < side.left.size(); ++i)
            side.left[i] += 0.003 * std::sin(2.0 * std::numbers::pi * 50.0 * static_cast<double>(i) / 48000.0);
    }
    for (const int block : {777, 100000}) {
        TrackFinder finder(48000.0, 2);
        feed(finder, side, block);
        REQUIRE(finder.sides() == 1);
        checkThree(finder.side(0, {}), 3.0, 61.0);
    }
}

TEST_CASE("A count takes the best gaps, however short") {
    // 0.45 s of groove noise: not sure, but the best there is.
    TrackFinder finder(48000.0, 2);
    feed(finder,
         SideSignal::whole(48000, 64.0,
                           {{6.0, 22.0, -20.0, 220.0}, {22.45, 38.0, -20.0, 165.0}, {40.5, 55.0, -20.0, 247.0}}));
    CHECK(finder.side(0, {}).tracks.size() == 2);
    CHECK(finder.side(0, {}).perhaps.size() <= 1);
    const auto three = finder.side(0, {3, {}});
    REQUIRE(three.tracks.size() == 3);
    CHECK(three.tracks[1].cutSeconds > 22.0);
    CHECK(three.tracks[1].cutSeconds < 22.45);
    CHECK(finder.side(0, {1, {}}).tracks.size() == 1);
    CHECK(finder.side(0, {9, {}}).tracks.size() <= 9);
    CHECK(finder.cutScores(0).size() >= 2);
}

TEST_CASE("Durations find where one track runs into the next, also without a gap") {
    TrackFinder finder(48000.0, 2);
    feed(finder, SideSignal::whole(
                     48000, 64.0, {{6.0, 22.0, -20.0, 220.0}, {22.0, 38.0, -20.0, 155.0}, {40.5, 55.0, -20.0, 247.0}}));
    const auto found = finder.side(0, {{}, {16.0, 18.0, 15.0}});
    REQUIRE(found.tracks.size() == 3);
    CHECK_THAT(found.tracks[1].cutSeconds, WithinAbs(22.0, 0.5));
    CHECK(found.tracks[1].from == TrackCandidate::Kind::change);
    CHECK(found.tracks[1].confidence <= unheardScore);
    CHECK(found.tracks[2].from == TrackCandidate::Kind::gap);
    CHECK_THAT(found.tracks[2].startSeconds, WithinAbs(40.5, 0.03));
    // Some of them are enough.
    const auto some = finder.side(0, {{}, {16.0, std::nullopt, std::nullopt}});
    REQUIRE(some.tracks.size() == 3);
    CHECK_THAT(some.tracks[1].cutSeconds, WithinAbs(22.0, 0.5));
    CHECK_THAT(some.tracks[2].startSeconds, WithinAbs(40.5, 0.03));
}

TEST_CASE("A recording that begins with the needle down, or ends so, is searched as far as it goes") {
    auto side = SideSignal::whole(48000, 64.0, threeTracks());
    SECTION("begins") {
        side.left.erase(side.left.begin(), side.left.begin() + 5 * 48000);
        side.right.erase(side.right.begin(), side.right.begin() + 5 * 48000);
        TrackFinder finder(48000.0, 2);
        feed(finder, side);
        REQUIRE(finder.sides() == 1);
        const auto found = finder.side(0, {});
        CHECK_FALSE(found.dropSeconds);
        CHECK_THAT(found.liftSeconds.value_or(-1.0), WithinAbs(56.0, 0.03));
        REQUIRE(found.tracks.size() == 3);
        CHECK_THAT(found.tracks[0].startSeconds, WithinAbs(1.0, 0.03));
        CHECK_THAT(found.tracks[2].endSeconds, WithinAbs(50.0, 0.05));
    }
    SECTION("ends") {
        side.left.resize(56 * 48000);
        side.right.resize(56 * 48000);
        TrackFinder finder(48000.0, 2);
        feed(finder, side);
        REQUIRE(finder.sides() == 1);
        const auto found = finder.side(0, {});
        CHECK_FALSE(found.liftSeconds);
        CHECK_FALSE(found.runOutSeconds); // less than a turn
        CHECK(found.tracks.size() == 3);
        CHECK_THAT(found.tracks[2].endSeconds, WithinAbs(55.0, 0.05));
    }
}

TEST_CASE("Two sides in one file are two, and a needle that is set down again is on the same side") {
    const auto first = SideSignal::whole(48000, 46.0, {{6.0, 20.0, -20.0, 220.0}, {22.0, 38.0, -20.0, 165.0}}, 5);
    const auto second = SideSignal::whole(48000, 30.0, {{6.0, 22.0, -20.0, 247.0}}, 6);
    auto both = first;
    SECTION("turned") {
        both.append(SideSignal::air(48000, 6.0, -100.0, 8));
        both.append(second);
        TrackFinder finder(48000.0, 2);
        feed(finder, both);
        REQUIRE(finder.sides() == 2);
        CHECK(finder.side(0, {}).tracks.size() == 2);
        CHECK(finder.side(1, {}).tracks.size() == 1);
        CHECK_THAT(finder.side(1, {}).dropSeconds.value_or(-1.0), WithinAbs(55.0, 0.02));
        CHECK_THAT(finder.side(1, {}).tracks[0].startSeconds, WithinAbs(58.0, 0.03));
    }
    SECTION("lifted for a moment") {
        both.left.resize(45 * 48000);
        both.right.resize(45 * 48000);
        both.append(second);
        TrackFinder finder(48000.0, 2);
        feed(finder, both);
        CHECK(finder.sides() == 1);
    }
}

TEST_CASE("A sound in the locked groove belongs to no track") {
    auto side = SideSignal::whole(48000, 70.0, {{6.0, 22.0, -20.0, 220.0}, {24.0, 40.0, -20.0, 165.0}});
    // One turn, 1.8 s, again and again from 44 s to the lift-off at 67 s.
    auto turn = SideSignal::air(48000, 1.8, -60.0, 77);
    turn.addTrack({0.2, 0.9, -26.0, 300.0});
    const auto first = side.frame(44.0);
    for (auto i = first; i < side.frame(67.0); ++i) {
        side.left[i] = turn.left[(i - first) % turn.left.size()];
        side.right[i] = turn.right[(i - first) % turn.right.size()];
    }
    TrackFinder finder(48000.0, 2);
    feed(finder, side);
    const auto found = finder.side(0, {});
    REQUIRE(found.tracks.size() == 2);
    CHECK_THAT(found.tracks[1].endSeconds, WithinAbs(40.0, 0.1));
}

TEST_CASE("A dirty lead-in is no music") {
    auto side = SideSignal::whole(48000, 64.0, threeTracks());
    side.addNoise(3.0, 5.95, -50.0, 44);
    TrackFinder finder(48000.0, 2);
    feed(finder, side);
    checkThree(finder.side(0, {}), 3.0, 61.0);
}

TEST_CASE("A needle that drops into drums loses none of them") {
    auto side = SideSignal::whole(48000, 40.0, {{7.0, 34.0, -20.0, 220.0}});
    side.addNoise(3.2, 7.0, -34.0, 45);
    for (double at = 3.2; at < 6.9; at += 0.3)
        side.addNoise(at, at + 0.12, -18.0, 46);
    TrackFinder finder(48000.0, 2);
    feed(finder, side);
    const auto found = finder.side(0, {});
    REQUIRE(found.tracks.size() == 1);
    CHECK_THAT(found.tracks[0].startSeconds, WithinAbs(3.2, 0.3));
}

TEST_CASE("Where no record is played there is no side") {
    for (const double seconds : {0.0, 0.3, 2.0, 20.0}) {
        TrackFinder finder(48000.0, 2);
        feed(finder, SideSignal::air(48000, seconds));
        CHECK(finder.sides() == 0);
    }
    TrackFinder silent(48000.0, 2);
    auto zeros = SideSignal::air(48000, 10.0);
    zeros.scale(0.0);
    feed(silent, zeros);
    CHECK(silent.sides() == 0);
    // Groove noise alone.
    TrackFinder groove(48000.0, 2);
    feed(groove, SideSignal::whole(48000, 30.0, {}));
    CHECK(groove.sides() == 0);
}

TEST_CASE("Running medians are medians, between the steps that levels are kept in") {
    GrooveHistory history(0.01);
    UniformNoise noise(12);
    std::vector<std::vector<float>> kept(dsp::grooveBands);
    for (int i = 0; i < 300; ++i) {
        dsp::GrooveHop hop;
        for (std::size_t band = 0; band < dsp::grooveBands; ++band) {
            hop.bandDb[band] = static_cast<float>(-60.0 + 10.0 * noise());
            kept[band].push_back(hop.bandDb[band]);
        }
        history.add(hop);
    }
    const auto medians = history.medians(0, 300, 25);
    for (std::size_t band = 0; band < dsp::grooveBands; band += 5) {
        const auto truth = runningMedians(kept[band], 25);
        for (std::size_t i = 0; i < 300; ++i)
            CHECK_THAT(medians[i][band], WithinAbs(truth[i], 1.5F));
        auto all = kept[band];
        CHECK_THAT(history.median(0, 300)[band], WithinAbs(medianOf(all), 0.7F));
    }
    std::vector<float> three{3.0F, 1.0F, 2.0F}, four{4.0F, 1.0F, 3.0F, 2.0F}, none;
    CHECK(medianOf(three) == 2.0F);
    CHECK(medianOf(four) == 2.5F);
    CHECK(medianOf(none) == 0.0F);
    CHECK(percentileOf({1.0F, 2.0F, 3.0F, 4.0F, 5.0F}, 0.25) == 2.0F);
}
