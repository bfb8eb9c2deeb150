// SPDX-License-Identifier: GPL-3.0-or-later
// Clicks that are given back: they stay whole, to the bit, and nothing else changes.
#include "dsp/engine/EngineSupport.h"
#include "dsp/restore/CleanedEngines.h"
#include "dsp/restore/ClickRemover.h"
#include "dsp/restore/HopLayout.h"
#include "dsp/restore/RestoreSupport.h"
#include "support/Catch.h"

#include <limits>

using namespace phonostage;
using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

struct Run {
    Frames removed;
    std::vector<ClickEvent> events;
};

Run removedOf(const Frames& in, double rateHz, const std::vector<KeptPlace>& kept = {}) {
    KeptPlaces places;
    places.set(kept);
    ClickRemover remover;
    ClickList list;
    remover.prepare(rateHz);
    ClickThresholds thresholds;
    thresholds.clickSigmas = 12.0; // nothing but what was made
    remover.set(thresholds);
    remover.report(&list);
    remover.keep(&places);
    remover.start(0);
    Run run{Frames(in.size()), {}};
    remover.process(in.data(), run.removed.data(), static_cast<int>(in.size()));
    ClickEvent event;
    while (list.take(event))
        if (!event.isSecond) run.events.push_back(event); // a tail is none of its own
    return run;
}

double at(const Frames& frames, std::size_t i, int channel) { return frames[i].channel(channel); }

} // namespace

TEST_CASE("Places are found by any frame of theirs, in their channel", "[dsp]") {
    KeptPlaces places;
    CHECK(places.areNone());
    CHECK_FALSE(places.touch(0, 0, 1000));
    constexpr auto last = std::numeric_limits<std::int64_t>::max();
    places.set(
        {{500, 10, 0}, {100, 50, 0}, {120, 5, 0}, {150, 1, 0}, {10, 0, 0}, {30, 5, 1}, {1, 1, 7}, {last - 5, 9, 1}});
    CHECK_FALSE(places.areNone());
    for (const auto& [from, to, isKept] : {std::tuple{0, 100, false},
                                           {0, 101, true},
                                           {99, 100, false},
                                           {149, 150, true},
                                           {150, 151, true},
                                           {151, 152, false},
                                           {151, 500, false},
                                           {509, 600, true},
                                           {510, 600, false},
                                           {0, 1000, true}}) {
        CAPTURE(from, to);
        CHECK(places.touch(0, from, to) == isKept);
    }
    CHECK(places.touch(1, 0, 31));
    CHECK_FALSE(places.touch(1, 35, 1000));
    CHECK(places.touch(1, last - 1, last));
    places.set({});
    CHECK(places.areNone());
}

TEST_CASE("A click that is given back stays whole, and all others go as before, to the bit", "[dsp]") {
    const double rateHz = GENERATE(44100.0, 48000.0, 96000.0, 192000.0);
    auto in = programme(rateHz, 1.5, 1);
    const auto ms = static_cast<std::size_t>(rateHz / 1000.0);
    const int length = static_cast<int>(0.0006 * rateHz);
    constexpr std::size_t clicks = 12;
    const auto placeOf = [&](std::size_t n) { return (200 + 100 * n) * ms + 37 * n; };
    for (std::size_t n = 0; n < clicks; ++n)
        addClick(in, placeOf(n), static_cast<int>(n % 2), 0.05, length);
    const auto all = removedOf(in, rateHz);
    REQUIRE(all.events.size() == clicks);
    const auto late = static_cast<std::size_t>(ClickRemover::latencyFrames(rateHz));
    for (const std::size_t back : {std::size_t{0}, std::size_t{5}, clicks - 1}) {
        const int channel = static_cast<int>(back % 2);
        CAPTURE(rateHz, back);
        // By one frame of it.
        const auto kept = removedOf(in, rateHz, {{static_cast<std::int64_t>(placeOf(back)) + 2, 1, channel}});
        CHECK(kept.events.size() == clicks - 1);
        const auto from = late + placeOf(back) - 5 * ms, to = late + placeOf(back) + 5 * ms;
        std::size_t wrong = 0, changed = 0;
        for (std::size_t i = 0; i < in.size(); ++i)
            for (int c = 0; c < 2; ++c) {
                const bool isBack = c == channel && i >= from && i < to;
                const double expected = isBack ? 0.0 : at(all.removed, i, c);
                if (at(kept.removed, i, c) != expected) ++wrong;
                if (isBack && at(all.removed, i, c) != 0.0) ++changed;
            }
        CHECK(wrong == 0);
        CHECK(changed > ms / 10); // it was taken out before
        // In the other channel there is nothing to give back.
        CHECK(removedOf(in, rateHz, {{static_cast<std::int64_t>(placeOf(back)), length, 1 - channel}}).events.size() ==
              clicks);
    }
}

TEST_CASE("Wherever a click lies in the hops, it is given back by its first frame and by its last", "[dsp]") {
    constexpr double rateHz = 48000.0;
    const auto clean = programme(rateHz, 0.6, 2);
    const int hop = HopLayout::at(rateHz).hop;
    constexpr int length = 60;
    for (int offset = 0; offset < hop; offset += 29) {
        const auto place = static_cast<std::size_t>(12000 + offset);
        auto in = clean;
        addClick(in, place, 1, 0.08, length);
        const auto all = removedOf(in, rateHz);
        CAPTURE(offset);
        REQUIRE_FALSE(all.events.empty());
        const auto& event = all.events.front();
        for (const std::int64_t frame : {event.start, event.start + event.length - 1}) {
            const auto kept = removedOf(in, rateHz, {{frame, 1, 1}});
            bool isNothing = true;
            for (const auto& each : kept.removed)
                isNothing = isNothing && each.left() == 0.0 && each.right() == 0.0;
            CAPTURE(frame - event.start);
            // A click at the border of two hops may have two parts; whole it stays by its first frame.
            if (frame == event.start || all.events.size() == 1) CHECK(isNothing);
        }
    }
}

TEST_CASE("An engine that gives all clicks back is late and else what it was, to the bit", "[dsp]") {
    constexpr double rateHz = 48000.0;
    auto frames = programme(rateHz, 1.0, 4);
    addClick(frames, 20000, 0, 0.05, 20);
    addClick(frames, 20000, 1, 0.05, 20);
    Stereo in(2, std::vector<double>(frames.size()));
    for (std::size_t i = 0; i < frames.size(); ++i) {
        in[0][i] = frames[i].left();
        in[1][i] = frames[i].right();
    }
    for (auto settings : kinds()) {
        Engine plain;
        plain.prepare(designStage(settings, rateHz));
        const auto expected = run(plain, in);
        settings.removesClicks = true;
        LevelSettings levels;
        levels.clean.declick = true;
        const auto cleaned = [&](const std::vector<KeptPlace>& kept) {
            Engine engine;
            engine.setLevels(levels);
            Engine::Options options;
            options.kept = kept;
            engine.prepare(designStage(settings, rateHz), options);
            auto out = run(engine, in);
            return std::pair(out, engine.meters().clicks.clicks());
        };
        const auto late = static_cast<std::size_t>(ClickRemover::latencyFrames(rateHz));
        const auto [with, count] = cleaned({{20000, 20, 0}, {20000, 20, 1}});
        CHECK(isShifted(with, expected, late));
        CHECK(count == 0);
        const auto [without, all] = cleaned({{20000, 20, 0}});
        CHECK_FALSE(isShifted(without, expected, late));
        CHECK(all == 1);
    }
}
