// SPDX-License-Identifier: GPL-3.0-or-later
// Clicks removed in the engine: nothing where it is off, and all three ways to hear it equally late.
#include "dsp/engine/EngineSupport.h"
#include "dsp/restore/CleanedEngines.h"
#include "dsp/restore/ClickRemover.h"
#include "dsp/restore/RestoreSupport.h"
#include "support/AllocationCounter.h"
#include "support/Catch.h"

using namespace phonostage;
using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

constexpr double rateHz = 48000.0;

StageDesign designed(FilterSettings settings, bool removesClicks) {
    settings.removesClicks = removesClicks;
    return designStage(settings, rateHz);
}

LevelSettings levels(bool declick, Hear hear) {
    LevelSettings settings;
    settings.clean.declick = declick;
    settings.clean.hear = hear;
    return settings;
}

Stereo input(double seconds, bool hasClicks) {
    auto frames = tests::programme(rateHz, seconds, 4);
    for (std::size_t at = 9000; hasClicks && at < frames.size(); at += 5000)
        addClick(frames, at, static_cast<int>(at / 5000 % 2), 0.05, 20);
    Stereo x(2, std::vector<double>(frames.size()));
    for (std::size_t i = 0; i < frames.size(); ++i) {
        x[0][i] = frames[i].left();
        x[1][i] = frames[i].right();
    }
    return x;
}

Stereo runClean(const FilterSettings& settings, const Stereo& in, Hear hear, int blockFrames = 256) {
    Engine engine;
    engine.setLevels(levels(true, hear));
    engine.prepare(designed(settings, true));
    return run(engine, in, blockFrames);
}

const auto late = static_cast<std::size_t>(ClickRemover::latencyFrames(rateHz));

} // namespace

TEST_CASE("With clicks off the engine is what it was, whatever their other settings are", "[dsp]") {
    const auto in = input(0.5, true);
    for (const auto& settings : kinds()) {
        Engine plain, off;
        plain.prepare(designed(settings, false));
        auto some = levels(false, Hear::removed);
        some.clean.declickStrength = 100.0;
        off.setLevels(some);
        off.prepare(designed(settings, false));
        CHECK(off.latencyFrames() == 0);
        CHECK(run(off, in) == run(plain, in));
    }
}

TEST_CASE("Music without clicks comes out late and to the bit, however it is heard", "[dsp]") {
    const auto in = input(1.5, false);
    for (const auto& settings : kinds()) {
        Engine plain;
        plain.prepare(designed(settings, false));
        const auto expected = run(plain, in);
        CHECK(isShifted(runClean(settings, in, Hear::cleaned), expected, late));
        CHECK(isShifted(runClean(settings, in, Hear::original, 77), expected, late));
        const auto removed = runClean(settings, in, Hear::removed);
        CHECK(peakOf(removed[0]) == 0.0);
    }
}

TEST_CASE("What is heard cleaned and what was removed add up to what it was", "[dsp]") {
    const auto in = input(2.0, true);
    for (const auto& settings : kinds()) {
        Engine plain;
        plain.prepare(designed(settings, false));
        const auto expected = run(plain, in);
        const auto cleaned = runClean(settings, in, Hear::cleaned), removed = runClean(settings, in, Hear::removed);
        const auto original = runClean(settings, in, Hear::original);
        CHECK(isShifted(original, expected, late));
        CHECK(peakOf(removed[0]) > 0.1);
        CHECK(furthest(cleaned, removed, original) < 1e-6 * peakOf(original[0]));
        CHECK(runClean(settings, in, Hear::cleaned, 33) == cleaned);
    }
}

TEST_CASE("Hear and the clicks' switch change without a jump and without allocating", "[dsp]") {
    const auto in = input(2.0, false);
    Engine engine;
    engine.setLevels(levels(true, Hear::cleaned));
    engine.prepare(designed(kinds()[0], true));
    const auto steady = run(engine, in);
    double usual = 0.0;
    for (std::size_t i = 20000; i < steady[0].size(); ++i)
        usual = std::max(usual, std::fabs(steady[0][i] - steady[0][i - 1]));

    Engine moving;
    moving.setLevels(levels(true, Hear::cleaned));
    moving.prepare(designed(kinds()[0], true));
    Stereo out = in;
    const Hear order[] = {Hear::removed, Hear::original, Hear::cleaned, Hear::removed, Hear::cleaned};
    const long before = allocationCount();
    std::size_t n = 0;
    for (std::size_t at = 0; at < in[0].size(); at += 4000) {
        if (at >= 24000) moving.setLevels(levels(n % 3 != 0, order[n % 5]));
        ++n;
        const double* const from[] = {in[0].data() + at, in[1].data() + at};
        double* const to[] = {out[0].data() + at, out[1].data() + at};
        moving.process(from, to, 2, static_cast<int>(std::min<std::size_t>(4000, in[0].size() - at)));
    }
    CHECK(allocationCount() == before);
    double most = 0.0;
    for (std::size_t i = 24000; i < out[0].size(); ++i)
        most = std::max(most, std::fabs(out[0][i] - out[0][i - 1]));
    CHECK(most < 1.3 * usual);
}

TEST_CASE("Clicks switched on while it plays: late from then on, and without them", "[dsp]") {
    constexpr std::size_t change = 24000;
    const auto in = input(2.0, true), clean = input(2.0, false);
    Engine plain, engine;
    plain.prepare(designed(kinds()[0], false));
    Engine::Options options;
    options.mostLookAhead.restorationFrames = static_cast<int>(late);
    engine.setLevels(levels(true, Hear::cleaned));
    engine.prepare(designed(kinds()[0], false), options);
    CHECK(engine.latencyFrames() == 0);
    Stereo out = in, expected = clean;
    const auto part = [](Engine& e, const Stereo& x, Stereo& y, std::size_t from, std::size_t to) {
        const double* const source[] = {x[0].data() + from, x[1].data() + from};
        double* const target[] = {y[0].data() + from, y[1].data() + from};
        e.process(source, target, 2, static_cast<int>(to - from));
    };
    part(engine, in, out, 0, change);
    engine.install(designed(kinds()[0], true));
    part(engine, in, out, change, in[0].size());
    CHECK(engine.latencyFrames() == static_cast<int>(late));
    part(plain, clean, expected, 0, change);
    part(plain, clean, expected, change, clean[0].size());
    Engine never;
    never.prepare(designed(kinds()[0], false));
    const auto clicked = run(never, in);
    double left = 0.0, was = 0.0;
    for (std::size_t i = change + 12000; i < in[0].size(); ++i) {
        left += std::pow(out[0][i] - expected[0][i - late], 2.0);
        was += std::pow(clicked[0][i - late] - expected[0][i - late], 2.0);
    }
    CHECK(left < 0.05 * was);
    CHECK(engine.meters().clicks.count(0) > 5);
    ClickEvent event;
    REQUIRE(engine.meters().clicks.take(event));
    CHECK(event.start > static_cast<std::int64_t>(change)); // the first one after the switch, at its place in the input
    CHECK(std::abs((event.start - 9000 + 2500) % 5000 - 2500) < 20);
}
