// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tracks/TakeSplit.h"
#include "media/tracks/TrackText.h"

#include "support/Catch.h"
#include "support/Says.h"
#include "support/SideSignals.h"

#include <algorithm>
#include <cmath>

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

constexpr int rate = 48000;

/** Tracks of 14, 16 and 14.5 s; and a second side of two, when it is asked for. */
const SideSignal& oneSide() {
    static const auto side = SideSignal::whole(
        rate, 64.0, {{6.0, 20.0, -20.0, 220.0}, {22.0, 38.0, -26.0, 165.0}, {40.5, 55.0, -18.0, 247.0}});
    return side;
}

const SideSignal& twoSides() {
    static const auto both = [] {
        auto side = oneSide();
        side.append(SideSignal::air(rate, 6.0, -100.0, 8));
        side.append(SideSignal::whole(rate, 46.0, {{6.0, 19.0, -20.0, 196.0}, {21.0, 38.0, -20.0, 262.0}}, 6));
        return side;
    }();
    return both;
}

struct Found {
    TrackFinder finder{rate, 2};
    FileExtent file;

    explicit Found(const SideSignal& side) : file{rate, static_cast<std::int64_t>(side.left.size())} {
        const double* channel[2] = {side.left.data(), side.right.data()};
        finder.add(channel, static_cast<int>(side.left.size()));
        finder.finish();
    }
};

TrackKnowledge listed(const std::string& text, const std::string& side = {}, double speed = 1.0) {
    return {{}, readTrackList(text), side, speed};
}

template <typename Work> std::string faultIn(Work work) {
    try {
        work();
    } catch (const TrackTextFault& fault) {
        return fault.what();
    }
    return "no fault";
}

double seconds(std::int64_t frame) { return static_cast<double>(frame) / rate; }

} // namespace

TEST_CASE("A track's frames have room around its sound, and lie on the grid") {
    const Found found(oneSide());
    for (const auto snap : {Snap::toCueFrames, Snap::toFrames}) {
        const auto split = splitTake(found.finder, found.file, {}, snap);
        REQUIRE(split.tracks.size() == 3);
        CHECK(split.warnings.empty());
        const double starts[] = {6.0, 22.0, 40.5}, ends[] = {20.0, 38.0, 55.0};
        for (std::size_t k = 0; k < 3; ++k) {
            const auto& track = split.tracks[k].track;
            CHECK(track.number == static_cast<int>(k) + 1);
            CHECK(split.tracks[k].side.empty());
            CHECK(seconds(track.startFrame) < starts[k]);
            CHECK(seconds(track.startFrame) > starts[k] - 0.6);
            CHECK(seconds(track.endFrame) > ends[k]);
            CHECK(seconds(track.endFrame) < ends[k] + 3.1);
            CHECK(track.origin == (k == 0 ? CutOrigin::side : CutOrigin::gap));
            CHECK(track.cutFrame.has_value() == (k > 0));
            if (k > 0) {
                CHECK(split.tracks[k - 1].track.endFrame <= *track.cutFrame);
                CHECK(*track.cutFrame <= track.startFrame);
                CHECK_THAT(track.why, says("gap of 2."));
            }
            if (snap == Snap::toCueFrames)
                for (const auto frame : {track.startFrame, track.endFrame, split.tracks[k].cutFrame()})
                    CHECK(frame % (rate / 75) == 0);
        }
    }
}

TEST_CASE("A list names the tracks, and says when it does not agree") {
    const Found found(oneSide());
    auto split = splitTake(found.finder, found.file, listed("One 0:14\nTwo 0:16\nThree 0:15\n"), Snap::toCueFrames);
    REQUIRE(split.tracks.size() == 3);
    CHECK(split.tracks[1].track.title == "Two");
    CHECK(split.warnings.empty());
    split = splitTake(found.finder, found.file, listed("One\nTwo\n"), Snap::toCueFrames);
    REQUIRE(split.tracks.size() == 2);
    CHECK(split.tracks[0].track.title == "One");
    split = splitTake(found.finder, found.file, {{7}, {}, {}, 1.0}, Snap::toCueFrames);
    CHECK(split.tracks.size() < 7);
    REQUIRE(split.warnings.size() == 1);
    CHECK_THAT(split.warnings[0], says("not 7") && says("--list"));
    split = splitTake(found.finder, found.file, listed("One 0:14\nTwo 0:26\nThree 0:15\n"), Snap::toCueFrames);
    REQUIRE_FALSE(split.warnings.empty());
    CHECK_THAT(split.warnings.front(), says("list says") && says("check its cuts"));
}

TEST_CASE("Of a list of several sides the right one is taken") {
    const Found found(oneSide());
    const std::string album = "A1 Other 0:20\nA2 Another 0:21\nA3 More 0:23\nB1 One 0:14\nB2 Two 0:16\nB3 Three 0:15\n";
    for (const auto* side : {"", "B"}) {
        const auto split = splitTake(found.finder, found.file, listed(album, side), Snap::toCueFrames);
        REQUIRE(split.tracks.size() == 3);
        CHECK(split.tracks[0].track.title == "One");
        CHECK(split.tracks[0].position() == "B1");
        CHECK(split.tracks[2].position() == "B3");
        CHECK(split.tracks[2].track.number == 3);
    }
    const auto split = [&](const std::string& text, const std::string& side) {
        return faultIn([&] { (void)splitTake(found.finder, found.file, listed(text, side), Snap::toCueFrames); });
    };
    CHECK_THAT(split(album, "C"), says("no side C") && says("A, B"));
    CHECK_THAT(split("A1 One\nB1 Two\n", ""), says("--side A"));
    CHECK_THAT(split("A1 One 0:48\nB1 Two 0:49\n", ""), says("--side A"));
}

TEST_CASE("A file with two sides makes A and B of them") {
    const Found found(twoSides());
    REQUIRE(found.finder.sides() == 2);
    auto split = splitTake(found.finder, found.file, {}, Snap::toCueFrames);
    REQUIRE(split.tracks.size() == 5);
    CHECK(split.tracks[2].position() == "A3");
    CHECK(split.tracks[3].position() == "B1");
    CHECK(split.tracks[3].track.number == 4);
    CHECK(split.tracks[3].track.origin == CutOrigin::side);
    CHECK(seconds(split.tracks[2].track.endFrame) < 61.0);
    CHECK(seconds(split.tracks[3].track.startFrame) > 73.0);
    // A list with sides, one without, counts for each and one for both.
    for (const auto* text : {"A1 1 0:14\nA2 2 0:16\nA3 3 0:15\nB1 4 0:13\nB2 5 0:17\n",
                             "1. 1 0:14\n2. 2 0:16\n3. 3 0:15\n4. 4 0:13\n5. 5 0:17\n",
                             "Side A\n1. 1\n2. 2\n3. 3\nSide B\n1. 4\n2. 5\n"}) {
        INFO(text);
        split = splitTake(found.finder, found.file, listed(text), Snap::toCueFrames);
        REQUIRE(split.tracks.size() == 5);
        CHECK(split.tracks[3].track.title == "4");
        CHECK(split.tracks[3].side == "B");
    }
    for (const auto& counts : {std::vector<int>{5}, std::vector<int>{3, 2}}) {
        split = splitTake(found.finder, found.file, {counts, {}, {}, 1.0}, Snap::toCueFrames);
        REQUIRE(split.tracks.size() == 5);
        CHECK(split.tracks[3].position() == "B1");
    }
    split = splitTake(found.finder, found.file, {{2, 2}, {}, "C", 1.0}, Snap::toCueFrames);
    REQUIRE(split.tracks.size() == 4);
    CHECK(split.tracks[0].position() == "C1");
    CHECK(split.tracks[2].position() == "D1");
}

TEST_CASE("Times of a list follow the speed of the take") {
    // A 45 played at 33 1/3: all lasts 1.35 times as long.
    const double ratio = 33.333333 / 45.0;
    const Found found(SideSignal::whole(
        rate, 64.0, {{6.0, 22.0, -20.0, 220.0}, {22.0, 38.0, -20.0, 155.0}, {40.5, 55.0, -20.0, 247.0}}));
    const auto split =
        splitTake(found.finder, found.file, listed("One 0:12\nTwo 0:13\nThree 0:11\n", {}, ratio), Snap::toCueFrames);
    REQUIRE(split.tracks.size() == 3);
    CHECK_THAT(seconds(split.tracks[1].cutFrame()), WithinAbs(22.0, 0.5));
    CHECK(split.warnings.empty());
}

TEST_CASE("Cue sheets and labels of what was found give the same tracks again") {
    const Found found(oneSide());
    auto split = splitTake(found.finder, found.file, listed("One\nTwo \"x\"\nThree\n"), Snap::toCueFrames);
    AlbumTags album;
    album.title = "Album";
    const auto sheet = readCueSheet(writeCueSheet(cueOf(split, found.file, "side.wav", album)));
    CHECK(sheet.title == "Album");
    CHECK(sheet.file == "side.wav");
    const auto ofCue = splitAt(sheet, found.finder, found.file, Snap::toCueFrames);
    REQUIRE(ofCue.tracks.size() == 3);
    for (std::size_t k = 0; k < 3; ++k) {
        CHECK(ofCue.tracks[k].track.startFrame == split.tracks[k].cutFrame());
        CHECK(ofCue.tracks[k].track.origin == CutOrigin::cue);
        CHECK_FALSE(ofCue.tracks[k].track.confidence);
    }
    CHECK(ofCue.tracks[1].track.title == "Two 'x'");
    CHECK(ofCue.tracks[0].track.endFrame == ofCue.tracks[1].track.startFrame);
    CHECK(ofCue.tracks[2].track.endFrame == split.tracks[2].track.endFrame);
    const auto ofLabels =
        splitAt(readLabels(writeLabels(labelsOf(split, found.file))), found.finder, found.file, Snap::toFrames);
    REQUIRE(ofLabels.tracks.size() == 3);
    for (std::size_t k = 0; k < 3; ++k) {
        CHECK(ofLabels.tracks[k].track.startFrame == split.tracks[k].track.startFrame);
        CHECK(ofLabels.tracks[k].track.endFrame == split.tracks[k].track.endFrame);
        CHECK(ofLabels.tracks[k].track.title == split.tracks[k].track.title);
    }
}

TEST_CASE("Labels without a length are where tracks begin") {
    const Found found(twoSides());
    auto split = splitAt(std::vector<TimeLabel>{{5.9, 5.9, "a"}, {21.0, 21.0, "b"}, {79.0, 79.0, "c"}}, found.finder,
                         found.file, Snap::toFrames);
    REQUIRE(split.tracks.size() == 3);
    CHECK(split.tracks[0].track.startFrame == std::llround(5.9 * rate));
    CHECK(split.tracks[0].track.endFrame == 21 * rate);
    CHECK(split.tracks[2].position() == "B1");
    CHECK(seconds(split.tracks[2].track.endFrame) > 108.0);
    CHECK(seconds(split.tracks[2].track.endFrame) < 112.0);
    nameTracks(split, readTrackList("x\ny\nz\n"));
    CHECK(split.tracks[2].track.title == "z");
    CHECK_THAT(faultIn([&] { nameTracks(split, readTrackList("x\n")); }), says("1 tracks") && says("make 3"));
    const auto at = [&](const std::vector<TimeLabel>& labels) {
        return faultIn([&] { (void)splitAt(labels, found.finder, found.file, Snap::toFrames); });
    };
    CHECK_THAT(at({{500.0, 500.0, ""}}), says("behind the end"));
    CHECK_THAT(at({{1.0, 9.0, ""}, {5.0, 12.0, ""}}), says("overlap"));
}
