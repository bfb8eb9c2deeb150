// SPDX-License-Identifier: GPL-3.0-or-later
// The clicks of a recording as a list, and a piece of it to be heard, against clicks that were made.
#include "media/analyse/ClickScan.h"
#include "media/render/Snippet.h"

#include "media/io/MediaError.h"
#include "support/Catch.h"
#include "support/ClickedRecord.h"
#include "support/SoundFiles.h"
#include "support/TemporaryFolder.h"

#include <algorithm>
#include <cmath>

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

RenderStage cleaning() {
    RenderStage stage;
    stage.filter.removesClicks = true;
    stage.levels.clean.declick = true;
    stage.levels.inputDbv = -3.0103; // one volt at full scale
    return stage;
}

} // namespace

TEST_CASE("All clicks of a recording are listed, with channel, place, length and size") {
    const TemporaryFolder folder;
    const auto clicks = clickedRecordClicks();
    writeClickedRecord(folder / "a.flac");
    std::int64_t told = 0;
    const auto scan = scanClicks(folder / "a.flac", cleaning(), [&](std::int64_t done, auto) {
        told = done;
        return true;
    });
    CHECK(told == static_cast<std::int64_t>(clickedRecordFrames));
    CHECK(scan.leftOut == 0);
    REQUIRE(scan.clicks.size() == clicks.size());
    for (std::size_t i = 0; i < clicks.size(); ++i) {
        const auto& found = scan.clicks[i];
        CAPTURE(i, found.frame, found.frames);
        CHECK(std::abs(found.frame - static_cast<std::int64_t>(clicks[i].frame)) < 12);
        CHECK(found.frames >= 5);
        CHECK(found.frames < 60);
        CHECK(found.channel == (clicks[i].isLeft && clicks[i].isRight ? TakeChannel::both
                                : clicks[i].isLeft                    ? TakeChannel::left
                                                                      : TakeChannel::right));
        CHECK_THAT(found.peakDbv, WithinAbs(20.0 * std::log10(clickedRecordHeight) - 3.0103, 1.0));
        CHECK_FALSE(found.isCrackle);
    }
    CHECK_THROWS_AS(scanClicks(folder / "a.flac", cleaning(), [](auto, auto) { return false; }), Cancelled);
}

TEST_CASE("A piece is what the whole render has there, and what is given back stays in it") {
    const TemporaryFolder folder;
    writeClickedRecord(folder / "a.flac");
    const auto at = static_cast<std::int64_t>(clickedRecordClicks()[3].frame);
    auto stage = cleaning();
    const auto after = renderSnippet(folder / "a.flac", at - 4800, at + 4800, stage, {});
    REQUIRE(after.channels[0].size() == 9600);
    REQUIRE(after.channels[1].size() == 9600);
    stage.levels.clean.hear = dsp::Hear::original;
    const auto before = renderSnippet(folder / "a.flac", at - 4800, at + 4800, stage, {});
    const auto furthest = [](const Snippet& a, const Snippet& b, std::size_t from, std::size_t to) {
        double most = 0.0;
        for (std::size_t c = 0; c < 2; ++c)
            for (std::size_t i = from; i < to; ++i)
                most = std::max(most, std::abs(a.channels[c][i] - b.channels[c][i]));
        return most;
    };
    CHECK(furthest(before, after, 0, 4700) == 0.0);
    CHECK(furthest(before, after, 4790, 4900) > 0.01);
    stage.levels.clean.hear = dsp::Hear::cleaned;
    const auto kept = renderSnippet(folder / "a.flac", at - 4800, at + 4800, stage, {{at, 1, 0}, {at, 1, 1}});
    CHECK(furthest(before, kept, 0, 9600) == 0.0);
    // Up to the ends of the file.
    CHECK(renderSnippet(folder / "a.flac", -100, 200, stage, {}).channels[0].size() == 200);
    const auto end = static_cast<std::int64_t>(clickedRecordFrames);
    CHECK(renderSnippet(folder / "a.flac", end - 50, end + 50, stage, {}).channels[0].size() == 50);
}
