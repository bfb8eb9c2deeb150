// SPDX-License-Identifier: GPL-3.0-or-later
// Hum removed in the engine: known hum under music against what the engine makes of the music alone.
#include "bench/Machine.h"
#include "dsp/engine/EngineSupport.h"
#include "dsp/restore/CleanedEngines.h"
#include "dsp/restore/ClickRemover.h"
#include "dsp/restore/HumSignals.h"
#include "support/AllocationCounter.h"
#include "support/Catch.h"

#include <algorithm>
#include <functional>

using namespace phonostage;
using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

constexpr double lowRateHz = 8000.0;
constexpr double knownSeconds = 12.5;

std::size_t framesOf(double seconds, double rateHz) { return static_cast<std::size_t>(seconds * rateHz); }

StageDesign designed(FilterSettings settings, bool removesClicks, double rateHz) {
    settings.removesClicks = removesClicks;
    return designStage(settings, rateHz);
}

/** Full scale is a volt, as in the signals. */
LevelSettings levels(Dehum dehum, Hear hear = Hear::cleaned, double mostDb = 60.0) {
    LevelSettings settings;
    settings.gainDb = 20.0;
    settings.inputDbv = settings.outputDbv = decibels(std::sqrt(0.5));
    settings.clean.dehum = dehum;
    settings.clean.dehumMostDb = mostDb;
    settings.clean.hear = hear;
    return settings;
}

/** An engine with room for clicks and hum that are switched on later. */
std::unique_ptr<Engine> engineOf(const StageDesign& design, const LevelSettings& settings) {
    auto engine = std::make_unique<Engine>();
    Engine::Options options;
    options.mostLookAhead.restorationFrames = ClickRemover::latencyFrames(design.sampleRateHz);
    options.hasHumRoom = true;
    engine->setLevels(settings);
    engine->prepare(design, options);
    return engine;
}

struct Step {
    double seconds = 0.0;
    std::function<void(Engine&)> change;
};

/** Runs a signal and changes something on the way. */
Stereo runWith(Engine& engine, const Stereo& in, double rateHz, const std::vector<Step>& steps, int blockFrames = 256) {
    Stereo out(2);
    std::size_t at = 0;
    const auto runTo = [&](std::size_t end) {
        const auto part = [&](const std::vector<double>& x) {
            return std::vector<double>(x.begin() + static_cast<std::ptrdiff_t>(at),
                                       x.begin() + static_cast<std::ptrdiff_t>(end));
        };
        const auto piece = run(engine, {part(in[0]), part(in[1])}, blockFrames);
        for (std::size_t c = 0; c < 2; ++c)
            out[c].insert(out[c].end(), piece[c].begin(), piece[c].end());
        at = end;
    };
    for (const auto& step : steps) {
        runTo(framesOf(step.seconds, rateHz));
        step.change(engine);
    }
    runTo(in[0].size());
    return out;
}

Stereo plainOf(const FilterSettings& settings, const Stereo& in, double rateHz) {
    const auto engine = engineOf(designed(settings, false, rateHz), levels(Dehum::off));
    return run(*engine, in);
}

/** What differs, late by some frames, over what hum is at the output; in dB, in a span of time. */
double errorDb(const Stereo& out, const Stereo& clean, const Stereo& humOut, std::size_t late, double rateHz,
               double fromSeconds, double toSeconds) {
    double error = 0.0, whole = 0.0;
    for (std::size_t c = 0; c < 2; ++c)
        for (std::size_t i = framesOf(fromSeconds, rateHz); i < framesOf(toSeconds, rateHz); ++i) {
            error += std::pow(out[c][i] - clean[c][i - late], 2.0);
            whole += std::pow(humOut[c][i], 2.0);
        }
    return 10.0 * std::log10(error / whole + 1e-30);
}

double mostJump(const Stereo& x, double rateHz, double fromSeconds, double toSeconds) {
    double most = 0.0;
    for (std::size_t i = framesOf(fromSeconds, rateHz); i < framesOf(toSeconds, rateHz); ++i)
        most = std::max(most, std::fabs(x[0][i] - x[0][i - 1]));
    return most;
}

const HumLevels strongHum{{1, -50}, {2, -56}, {3, -58}, {5, -64}, {7, -68}};

} // namespace

TEST_CASE("Hum under music is gone at the output, with and without removal of clicks", "[dsp][restore]") {
    constexpr double rateHz = 48000.0, seconds = 18.0;
    const auto frames = framesOf(seconds, rateHz);
    const auto clean = music(rateHz, frames, 21), hum = humOf(richHum, 50.03, 0.02, rateHz, frames, 22);
    const auto cleanOut = plainOf({}, clean, rateHz), humOut = plainOf({}, hum, rateHz);
    for (const bool removesClicks : {false, true}) {
        CAPTURE(removesClicks);
        const auto engine = engineOf(designed({}, removesClicks, rateHz), levels(Dehum::fifty));
        const auto out = run(*engine, sumOf(clean, hum));
        const auto late = static_cast<std::size_t>(engine->latencyFrames());
        CHECK((late > 0) == removesClicks);
        CHECK(errorDb(out, cleanOut, humOut, late, rateHz, 1.0, 9.0) > -1.0);
        CHECK(errorDb(out, cleanOut, humOut, late, rateHz, knownSeconds, seconds) < -30.0);
        const auto& meter = engine->meters().hum;
        CHECK(std::abs(meter.frequencyHz - 50.03) < 0.03);
        CHECK(meter.lines >= 8);
        CHECK(meter.lines <= static_cast<int>(richHum.size()));
        for (std::size_t c = 0; c < 2; ++c) {
            const double rms = std::sqrt(energyOf(hum[c], 0, frames) / static_cast<double>(frames));
            CHECK(std::abs(meter.rmsVolts[c] / rms - 1.0) < 0.05);
        }
    }
}

TEST_CASE("Where there is no hum the engine's bits are those without hum removal", "[dsp][restore]") {
    const auto in = music(lowRateHz, framesOf(20.0, lowRateHz), 23);
    for (const auto& settings : kinds()) {
        const auto expected = plainOf(settings, in, lowRateHz);
        for (const bool removesClicks : {false, true}) {
            CAPTURE(removesClicks);
            const auto design = designed(settings, removesClicks, lowRateHz);
            const auto late = static_cast<std::size_t>(design.latencyFrames());
            for (const auto hear : {Hear::cleaned, Hear::original}) {
                const auto engine = engineOf(design, levels(Dehum::fiftyOrSixty, hear));
                CHECK(isShifted(run(*engine, in, 96), expected, late));
                CHECK(engine->meters().hum.lines == 0);
            }
            const auto engine = engineOf(design, levels(Dehum::fiftyOrSixty, Hear::removed));
            CHECK(peakOf(run(*engine, in)[0]) == 0.0);
        }
    }
}

TEST_CASE("With hum removal off the engine is what it was, whatever the other settings are", "[dsp][restore]") {
    const auto in = music(lowRateHz, framesOf(1.0, lowRateHz), 24);
    for (const auto& settings : kinds()) {
        const auto off = engineOf(designed(settings, false, lowRateHz), levels(Dehum::off, Hear::removed, 10.0));
        CHECK(off->latencyFrames() == 0);
        CHECK(isShifted(run(*off, in), plainOf(settings, in, lowRateHz), 0));
    }
}

TEST_CASE("Heard cleaned and heard as removed add up to what it was, equally late, in blocks of any size",
          "[dsp][restore]") {
    const auto frames = framesOf(14.0, lowRateHz);
    const auto in = sumOf(music(lowRateHz, frames, 25), humOf(strongHum, 49.9, 0.0, lowRateHz, frames, 26));
    for (const auto& settings : kinds())
        for (const bool removesClicks : {false, true}) {
            CAPTURE(removesClicks);
            const auto design = designed(settings, removesClicks, lowRateHz);
            const auto heard = [&](Hear hear, int blockFrames = 256) {
                const auto engine = engineOf(design, levels(Dehum::fifty, hear));
                return run(*engine, in, blockFrames);
            };
            const auto cleaned = heard(Hear::cleaned), removed = heard(Hear::removed), original = heard(Hear::original);
            CHECK(isShifted(original, plainOf(settings, in, lowRateHz),
                            static_cast<std::size_t>(design.latencyFrames())));
            CHECK(peakOf(removed[0], framesOf(knownSeconds, lowRateHz)) > 0.01);
            // A float's last bit is 6e-8 of it.
            CHECK(furthest(cleaned, removed, original) < 6e-8 * peakOf(original[0]));
            for (const int blockFrames : {1, 77, 4096})
                CHECK(isShifted(heard(Hear::cleaned, blockFrames), cleaned, 0));
        }
}

TEST_CASE("Hum removal forgets with a reset, and gives the same bits again", "[dsp][restore]") {
    const auto frames = framesOf(14.0, lowRateHz);
    const auto hum = humOf(strongHum, 60.1, 0.0, lowRateHz, frames, 28);
    const auto in = sumOf(music(lowRateHz, frames, 27), hum);
    const auto engine = engineOf(designed({}, false, lowRateHz), levels(Dehum::sixty));
    const auto first = run(*engine, in);
    CHECK(engine->meters().hum.lines > 0);
    engine->reset();
    CHECK(engine->meters().hum.lines == 0);
    CHECK(isShifted(run(*engine, in), first, 0));
}

TEST_CASE("Hum that is known is played again soon after the sound starts again", "[dsp][restore]") {
    const auto frames = framesOf(16.0, lowRateHz);
    for (const auto& [dehum, mainsHz] : {std::pair{Dehum::fifty, 50.0}, std::pair{Dehum::fiftyOrSixty, 60.0}}) {
        const auto engine = engineOf(designed({}, false, lowRateHz), levels(dehum));
        run(*engine,
            sumOf(surface(lowRateHz, frames, 41), humOf(strongHum, mainsHz + 0.03, 0.0, lowRateHz, frames, 42)));
        REQUIRE(engine->meters().hum.lines >= 5);
        // A moment later by the clock: another phase, and a frequency that has wandered.
        const auto late = framesOf(1.7, lowRateHz), fewer = framesOf(9.0, lowRateHz);
        auto hum = humOf(strongHum, mainsHz + 0.04, 0.0, lowRateHz, fewer + late, 42);
        for (auto& channel : hum)
            channel.erase(channel.begin(), channel.begin() + static_cast<std::ptrdiff_t>(late));
        const auto clean = surface(lowRateHz, fewer, 43);
        engine->reset(true);
        const auto out = run(*engine, sumOf(clean, hum));
        const auto cleanOut = plainOf({}, clean, lowRateHz), humOut = plainOf({}, hum, lowRateHz);
        CHECK(errorDb(out, cleanOut, humOut, 0, lowRateHz, 0.0, 0.5) > -1.0);
        CHECK(errorDb(out, cleanOut, humOut, 0, lowRateHz, 2.5, 9.0) < -25.0);
        CHECK(engine->meters().hum.lines >= 5);
        // Where it is gone, nothing is subtracted that is not there; it waits, and knows it when it comes back.
        const auto quiet = surface(lowRateHz, framesOf(30.0, lowRateHz), 44);
        engine->reset(true);
        CHECK(isShifted(run(*engine, quiet), plainOf({}, quiet, lowRateHz), 0));
        CHECK(engine->meters().hum.lines == 0);
        run(*engine, sumOf(surface(lowRateHz, framesOf(5.0, lowRateHz), 46),
                           humOf(strongHum, mainsHz + 0.03, 0.0, lowRateHz, framesOf(5.0, lowRateHz), 42)));
        CHECK(engine->meters().hum.lines >= 5);
    }
}

TEST_CASE("Under music, too, hum is known again soon after the sound starts again", "[dsp][restore]") {
    const auto frames = framesOf(26.0, lowRateHz), fewer = framesOf(10.0, lowRateHz);
    const auto hum = humOf(strongHum, 50.03, 0.01, lowRateHz, frames, 42);
    const auto engine = engineOf(designed({}, false, lowRateHz), levels(Dehum::fifty));
    run(*engine, sumOf(music(lowRateHz, frames, 41), hum));
    const auto clean = music(lowRateHz, fewer, 45), again = humOf(strongHum, 50.03, 0.01, lowRateHz, fewer, 42);
    engine->reset(true);
    const auto out = run(*engine, sumOf(clean, again));
    CHECK(errorDb(out, plainOf({}, clean, lowRateHz), plainOf({}, again, lowRateHz), 0, lowRateHz, 5.0, 10.0) < -15.0);
}

TEST_CASE("Hum removal is switched without a jump and without allocating, and then the bits are as without",
          "[dsp][restore]") {
    const auto frames = framesOf(34.0, lowRateHz);
    const auto clean = surface(lowRateHz, frames, 29), hum = humOf(strongHum, 50.0, 0.0, lowRateHz, frames, 30);
    const auto in = sumOf(clean, hum);
    for (const auto& settings : kinds()) {
        const auto plain = plainOf(settings, in, lowRateHz), humOut = plainOf(settings, hum, lowRateHz);
        const auto cleanOut = plainOf(settings, clean, lowRateHz);
        const auto engine = engineOf(designed(settings, false, lowRateHz), levels(Dehum::fiftyOrSixty));
        const auto set = [](const LevelSettings& to) {
            return [to](Engine& e) {
                const long before = allocationCount();
                e.setLevels(to);
                CHECK(allocationCount() == before);
            };
        };
        const auto out = runWith(*engine, in, lowRateHz,
                                 {{14.0, set(levels(Dehum::fiftyOrSixty, Hear::removed))},
                                  {14.5, set(levels(Dehum::fiftyOrSixty, Hear::original))},
                                  {15.0, set(levels(Dehum::fiftyOrSixty))},
                                  {15.5, set(levels(Dehum::off))},
                                  {15.505, set(levels(Dehum::fiftyOrSixty))}, // before it had faded: nothing is lost
                                  {16.5, set(levels(Dehum::off, Hear::removed))}});
        CHECK(mostJump(out, lowRateHz, 13.9, 17.0) < 1.3 * mostJump(plain, lowRateHz, 13.9, 17.0));
        CHECK(errorDb(out, cleanOut, humOut, 0, lowRateHz, 15.1, 15.5) < -25.0);
        CHECK(errorDb(out, cleanOut, humOut, 0, lowRateHz, 15.6, 16.5) < -25.0);
        CHECK(errorDb(out, plain, humOut, 0, lowRateHz, 16.55, 17.0) < -35.0);
        // What curves without a shelf remember of the change dies away with their 1 Hz section.
        CHECK(isShifted(out, plain, 0, framesOf(33.0, lowRateHz)));
        CHECK(engine->meters().hum.lines == 0);
    }
}

TEST_CASE("Hum stays away while the removal of clicks comes and goes", "[dsp][restore]") {
    constexpr double rateHz = 44100.0, seconds = 16.0;
    const auto frames = framesOf(seconds, rateHz);
    const auto clean = surface(rateHz, frames, 31), hum = humOf(richHum, 50.2, 0.0, rateHz, frames, 32);
    const auto cleanOut = plainOf({}, clean, rateHz), humOut = plainOf({}, hum, rateHz);
    const auto engine = engineOf(designed({}, false, rateHz), levels(Dehum::fiftyOrSixty));
    const auto install = [&](bool removesClicks) {
        return [&, removesClicks](Engine& e) { e.install(designed({}, removesClicks, rateHz)); };
    };
    const auto out = runWith(*engine, sumOf(clean, hum), rateHz, {{13.0, install(true)}, {14.0, install(false)}});
    const auto late = static_cast<std::size_t>(ClickRemover::latencyFrames(rateHz));
    CHECK(errorDb(out, cleanOut, humOut, 0, rateHz, knownSeconds, 13.0) < -30.0);
    CHECK(errorDb(out, cleanOut, humOut, late, rateHz, 13.2, 14.0) < -30.0);
    CHECK(errorDb(out, cleanOut, humOut, 0, rateHz, 14.2, seconds) < -30.0);
    // Nor is it heard on the way: a cross-fade of two such signals holds no more of it than either.
    CHECK(mostJump(out, rateHz, 12.9, 14.5) < 1.3 * mostJump(cleanOut, rateHz, 12.9, 14.5));
}

TEST_CASE("How much hum is lowered follows its setting while it plays", "[dsp][restore]") {
    const auto frames = framesOf(17.0, lowRateHz);
    const auto clean = surface(lowRateHz, frames, 33), hum = humOf(strongHum, 50.0, 0.0, lowRateHz, frames, 34);
    const auto cleanOut = plainOf({}, clean, lowRateHz), humOut = plainOf({}, hum, lowRateHz);
    const auto engine = engineOf(designed({}, false, lowRateHz), levels(Dehum::fiftyOrSixty, Hear::cleaned, 6.0));
    const auto out = runWith(*engine, sumOf(clean, hum), lowRateHz,
                             {{14.0, [](Engine& e) { e.setLevels(levels(Dehum::fiftyOrSixty, Hear::cleaned, 20.0)); }},
                              {15.0, [](Engine& e) { e.setLevels(levels(Dehum::fiftyOrSixty, Hear::cleaned, 0.0)); }},
                              {16.0, [](Engine& e) { e.setLevels(levels(Dehum::fiftyOrSixty)); }}});
    CHECK(std::abs(errorDb(out, cleanOut, humOut, 0, lowRateHz, 13.0, 14.0) + 6.0) < 0.3);
    CHECK(std::abs(errorDb(out, cleanOut, humOut, 0, lowRateHz, 14.1, 15.0) + 20.0) < 0.8);
    CHECK(std::abs(errorDb(out, cleanOut, humOut, 0, lowRateHz, 15.1, 16.0)) < 0.1);
    CHECK(errorDb(out, cleanOut, humOut, 0, lowRateHz, 16.1, 17.0) < -30.0);
}

TEST_CASE("Only hum of the mains that was chosen is removed, and another choice starts again", "[dsp][restore]") {
    const auto frames = framesOf(30.0, lowRateHz);
    const auto in = sumOf(surface(lowRateHz, frames, 35), humOf(strongHum, 60.2, 0.0, lowRateHz, frames, 36));
    const auto plain = plainOf({}, in, lowRateHz);
    const auto engine = engineOf(designed({}, false, lowRateHz), levels(Dehum::fifty));
    const auto out = runWith(*engine, in, lowRateHz, {{15.0, [](Engine& e) { e.setLevels(levels(Dehum::sixty)); }}});
    for (std::size_t i = 0; i < framesOf(25.0, lowRateHz); ++i)
        REQUIRE(out[0][i] == plain[0][i]);
    CHECK(std::abs(engine->meters().hum.frequencyHz - 60.2) < 0.01);
    CHECK_FALSE(isShifted(out, plain, 0, framesOf(28.0, lowRateHz)));
}

TEST_CASE("Another full-scale level makes hum unknown: none is subtracted that is not there", "[dsp][restore]") {
    const auto frames = framesOf(29.0, lowRateHz);
    const auto in = sumOf(surface(lowRateHz, frames, 37), humOf(strongHum, 50.0, 0.0, lowRateHz, frames, 38));
    const auto louder = [](Dehum dehum) {
        return [dehum](Engine& e) {
            auto settings = levels(dehum);
            settings.inputDbv -= 20.0;
            e.setLevels(settings);
        };
    };
    const auto plain = engineOf(designed({}, false, lowRateHz), levels(Dehum::off));
    const auto engine = engineOf(designed({}, false, lowRateHz), levels(Dehum::fiftyOrSixty));
    const auto expected = runWith(*plain, in, lowRateHz, {{14.0, louder(Dehum::off)}});
    const auto out = runWith(*engine, in, lowRateHz, {{14.0, louder(Dehum::fiftyOrSixty)}});
    for (std::size_t i = framesOf(19.0, lowRateHz); i < framesOf(24.0, lowRateHz); ++i)
        REQUIRE(std::abs(out[0][i] - expected[0][i]) <= 1e-15 * std::abs(expected[0][i]) + 1e-18);
    CHECK(engine->meters().hum.lines > 0); // and is found again
}

TEST_CASE("Silence after hum becomes exact, and meets no subnormal numbers", "[dsp][restore]") {
    const auto sounding = framesOf(14.0, lowRateHz), frames = framesOf(55.0, lowRateHz);
    auto in = humOf(strongHum, 50.0, 0.0, lowRateHz, sounding, 39);
    for (auto& channel : in)
        channel.resize(frames, 0.0);
    for (const auto& settings : kinds()) {
        const auto engine = engineOf(designed(settings, false, lowRateHz), levels(Dehum::fifty));
        // States that forget fast fall through them on the way; none stays there.
        const auto out = runWith(*engine, in, lowRateHz, {{45.0, [](Engine&) { bench::beginWatch(); }}});
        CHECK_FALSE(bench::metSubnormals());
        CHECK(peakOf(out[0], frames - 1000) == 0.0);
        CHECK(engine->meters().hum.lines == 0);
    }
}
