// SPDX-License-Identifier: GPL-3.0-or-later
// Clicks removed offline: in both directions, where live sound has only one.
#include "dsp/restore/TwoWayRemover.h"

#include "dsp/engine/EngineSupport.h"
#include "dsp/restore/RestoreSupport.h"
#include "support/Catch.h"

#include <memory>

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

struct Run {
    Frames removed; ///< none of it late
    std::vector<ClickEvent> events;
    std::int64_t count = 0;
};

Run removedOf(Frames in, double rateHz, unsigned seed = 1, const std::vector<KeptPlace>& kept = {}) {
    const auto late = static_cast<std::size_t>(TwoWayRemover::latencyFrames(rateHz)), frames = in.size();
    in.resize(frames + late);
    KeptPlaces places;
    places.set(kept);
    auto remover = std::make_unique<TwoWayRemover>();
    ClickList list;
    remover->prepare(rateHz);
    ClickThresholds thresholds;
    thresholds.clickSigmas = 8.0;
    remover->set(thresholds);
    remover->report(&list);
    remover->keep(&places);
    remover->start(1000);
    std::mt19937 random(seed);
    Frames removed(in.size());
    for (std::size_t at = 0; at < in.size();) {
        const std::size_t n = std::min<std::size_t>(in.size() - at, seed == 0 ? 1 : random() % 5000);
        remover->process(in.data() + at, removed.data() + at, static_cast<int>(n));
        at += n;
    }
    Run run;
    run.removed.assign(removed.begin() + static_cast<std::ptrdiff_t>(late), removed.end());
    ClickEvent event;
    while (list.take(event))
        if (!event.isSecond) run.events.push_back(event);
    run.count = list.count(0) + list.count(1);
    return run;
}

bool isSame(const Frames& a, const Frames& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
        if (!StereoDouble::same(a[i], b[i])) return false;
    return a.size() == b.size();
}

bool isNothing(const Frames& frames) { return isSame(frames, Frames(frames.size())); }

} // namespace

TEST_CASE("Offline, clicks anywhere are taken out where they are, and told once", "[dsp]") {
    const double rate = GENERATE(44100.0, 96000.0, 192000.0);
    const auto clean = programme(rate, 3.0, 1);
    auto clicked = clean;
    // One of them lies across two segments of 0.6 s.
    const std::vector<double> seconds{0.35, 0.6 - 0.0002, 0.95, 1.41, 2.2, 2.8};
    for (std::size_t n = 0; n < seconds.size(); ++n)
        addClick(clicked, static_cast<std::size_t>(seconds[n] * rate), static_cast<int>(n % 2), 0.1,
                 static_cast<int>(0.0008 * rate));
    const auto run = removedOf(clicked, rate);
    REQUIRE(run.removed.size() == clean.size());
    Frames before(clean.size()), after(clean.size());
    for (std::size_t i = 0; i < clean.size(); ++i) {
        before[i] = clicked[i] - clean[i];
        after[i] = before[i] - run.removed[i];
    }
    CHECK(10.0 * std::log10(energyOf(after, 0, after.size()) / energyOf(before, 0, before.size())) <
          (rate < 100000.0 ? -18.0 : -8.0));
    REQUIRE(run.events.size() == seconds.size());
    for (std::size_t n = 0; n < seconds.size(); ++n) {
        CHECK(run.events[n].channel == static_cast<int>(n % 2));
        CHECK(std::fabs(static_cast<double>(run.events[n].start) - 1000.0 - seconds[n] * rate) < 0.0005 * rate);
        CHECK_THAT(static_cast<double>(run.events[n].peakVolts), WithinRel(0.1, 0.25));
    }
}

TEST_CASE("Offline, results do not depend on blocks, and what is quiet or clean stays", "[dsp]") {
    const double rate = GENERATE(48000.0, 192000.0);
    auto in = programme(rate, 2.0, 3);
    CHECK(isNothing(removedOf(in, rate).removed));
    CHECK(isNothing(removedOf(Frames(in.size()), rate).removed));
    std::mt19937 random(3);
    for (int n = 0; n < 40; ++n)
        addClick(in, random() % in.size(), static_cast<int>(random() % 2), 0.001 * (1 + n % 9), 4 + n);
    const auto expected = removedOf(in, rate);
    CHECK_FALSE(isNothing(expected.removed));
    CHECK(isSame(removedOf(in, rate, 0).removed, expected.removed));
    CHECK(isSame(removedOf(in, rate, 7).removed, expected.removed));
}

TEST_CASE("Offline, no more is taken than either direction finds, and the count is of what is taken", "[dsp]") {
    constexpr double rate = 48000.0;
    auto in = programme(rate, 2.5, 4);
    std::mt19937 random(4);
    for (int n = 0; n < 80; ++n)
        addClick(in, random() % in.size(), static_cast<int>(random() % 2), 0.0005 * (1 + n % 12), 4 + n);
    const auto both = removedOf(in, rate);
    ClickRemover forward;
    forward.prepare(rate, Reach::far);
    ClickThresholds thresholds;
    thresholds.clickSigmas = 8.0;
    forward.set(thresholds);
    forward.start(0);
    const auto late = static_cast<std::size_t>(ClickRemover::latencyFrames(rate, Reach::far));
    auto padded = in;
    padded.resize(in.size() + late);
    Frames removed(padded.size());
    forward.process(padded.data(), removed.data(), static_cast<int>(padded.size()));
    bool hasLess = false; // where the other direction finds less
    for (std::size_t i = 0; i < in.size(); ++i)
        for (int c = 0; c < 2; ++c) {
            const double here = std::fabs(both.removed[i].channel(c)), alone = std::fabs(removed[i + late].channel(c));
            REQUIRE(here <= alone);
            hasLess = hasLess || here < 0.9 * alone;
        }
    CHECK(hasLess);
    for (const auto& event : both.events) {
        double peak = 0.0;
        for (int i = 0; i < event.length; ++i)
            peak = std::max(
                peak, std::fabs(both.removed[static_cast<std::size_t>(event.start - 1000 + i)].channel(event.channel)));
        CHECK(peak > 0.0);
    }
    CHECK(both.count > 10);
}

TEST_CASE("Offline, a click that is given back stays whole, and all others are taken as before", "[dsp]") {
    constexpr double rate = 48000.0;
    auto in = programme(rate, 2.0, 6);
    for (const std::size_t at : {20000u, 40000u, 60000u})
        addClick(in, at, 0, 0.1, 30);
    const auto all = removedOf(in, rate), fewer = removedOf(in, rate, 1, {{1000 + 40005, 1, 0}});
    REQUIRE(all.events.size() == 3);
    CHECK(fewer.events.size() == 2);
    for (std::size_t i = 0; i < in.size(); ++i) {
        const bool isGivenBack = i > 39000 && i < 41000;
        REQUIRE(StereoDouble::same(fewer.removed[i], isGivenBack ? StereoDouble() : all.removed[i]));
    }
}

TEST_CASE("An engine that cleans in both directions is late by what it says, and equals its input without clicks",
          "[dsp]") {
    constexpr double rate = 48000.0;
    FilterSettings settings;
    settings.removesClicks = settings.cleansTwoWays = true;
    const auto design = designStage(settings, rate);
    CHECK(design.latencyFrames() == TwoWayRemover::latencyFrames(rate));
    auto levels = unityGain();
    levels.clean.declick = true;
    const auto engineOf = [&](bool cleans) {
        auto engine = std::make_unique<Engine>();
        engine->setLevels(levels);
        engine->prepare(cleans ? design : designStage(FilterSettings(), rate));
        return engine;
    };
    const auto frames = programme(rate, 2.5, 9);
    Stereo in(2, std::vector<double>(frames.size()));
    for (std::size_t i = 0; i < frames.size(); ++i) {
        in[0][i] = frames[i].left();
        in[1][i] = frames[i].right();
    }
    const auto expected = run(*engineOf(false), in), out = run(*engineOf(true), in);
    const auto late = static_cast<std::size_t>(design.latencyFrames());
    for (std::size_t i = late; i < frames.size(); ++i)
        REQUIRE(out[0][i] == expected[0][i - late]);
}
