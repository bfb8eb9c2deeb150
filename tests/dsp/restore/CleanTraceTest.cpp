// SPDX-License-Identifier: GPL-3.0-or-later
// The picture of what is cleaned: lowest and highest of each column, and the clicks of its time.
#include "dsp/restore/CleanTrace.h"
#include "dsp/engine/EngineSupport.h"
#include "dsp/restore/ClickRemover.h"
#include "dsp/restore/RestoreSupport.h"
#include "support/Catch.h"

#include <memory>

using namespace phonostage;
using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

constexpr double rateHz = 48000.0;
constexpr int column = 640; ///< frames: 8 s by 600
static_assert(CleanTrace::columns * column == static_cast<std::size_t>(8 * 48000));

struct Bench {
    CleanTrace trace;
    ClickList clicks;
    CleanTrace::Columns columns;
    std::uint64_t number = 0;
    std::int64_t position = 0;

    Bench() { trace.prepare(rateHz); }
    void add(const Frames& sound, const Frames* change = nullptr, double scale = 1.0) {
        trace.add(position, sound.data(), change != nullptr ? change->data() : nullptr, scale,
                  static_cast<int>(sound.size()), clicks);
        position += static_cast<std::int64_t>(sound.size());
    }
    std::size_t read() { return trace.read(columns, number); }
};

} // namespace

TEST_CASE("A column holds the lowest and the highest of both channels, and of what was removed", "[dsp]") {
    Bench bench;
    Frames sound(column, StereoDouble(0.001, 0.002)), change(column);
    sound[10] = StereoDouble(-0.5, 0.002);
    sound[639] = StereoDouble(0.001, 0.25);
    change[100] = StereoDouble(0.125, 0.0); // the sound is raised: what is removed was below
    change[200] = StereoDouble(0.0, -0.0625);
    bench.add(Frames(sound.begin(), sound.begin() + 300),
              std::make_unique<Frames>(change.begin(), change.begin() + 300).get(), 2.0);
    CHECK(bench.read() == 0);
    bench.add(Frames(sound.begin() + 300, sound.end()));
    REQUIRE(bench.read() == 1);
    const auto& got = bench.columns[0];
    CHECK(got.soundLow == -0.5F);
    CHECK(got.soundHigh == 0.25F);
    CHECK(got.removedLow == -0.25F);
    CHECK(got.removedHigh == 0.125F);
}

TEST_CASE("Only the last eight seconds are read, the newest last, and a leap begins a new picture", "[dsp]") {
    Bench bench;
    for (int i = 0; i < 700; ++i)
        bench.add(Frames(column, StereoDouble(i)));
    REQUIRE(bench.read() == CleanTrace::columns);
    CHECK(bench.number == 700);
    CHECK(bench.columns[0].soundHigh == 100.0F);
    CHECK(bench.columns[599].soundHigh == 699.0F);
    CHECK(bench.columns[599].removedHigh == 0.0F);
    bench.position += 1;
    bench.add(Frames(column + 10, StereoDouble(-3.0)));
    REQUIRE(bench.read() == 1);
    CHECK(bench.columns[0].soundLow == -3.0F);
}

TEST_CASE("Clicks are counted in the column in which they were taken out", "[dsp]") {
    Bench bench;
    bench.clicks.push({1, 1, 0, 1.0F, false, false}); // before the picture
    bench.add(Frames(10));
    for (int i = 0; i < 5; ++i)
        bench.clicks.push({1, 1, 0, 1.0F, i < 2, false});
    bench.clicks.push({1, 1, 1, 1.0F, false, true});
    bench.add(Frames(2 * column));
    REQUIRE(bench.read() == 2);
    CHECK(bench.columns[0].clicks == 3);
    CHECK(bench.columns[0].crackles == 2);
    CHECK(bench.columns[1].clicks == 0);
    const auto rates = bench.trace.rates();
    CHECK(rates.clicks == 3);
    CHECK(rates.crackles == 2);
    CHECK_THAT(rates.seconds, WithinAbs(2.0 * 8.0 / 600.0, 1e-12));
}

TEST_CASE("The engine's picture shows what came and what was removed, however it is heard", "[dsp]") {
    auto frames = programme(rateHz, 2.0, 4);
    constexpr std::size_t clickAt = 70000;
    addClick(frames, clickAt, 1, 0.05, 20);
    Stereo in(2, std::vector<double>(frames.size()));
    for (std::size_t i = 0; i < frames.size(); ++i) {
        in[0][i] = frames[i].left();
        in[1][i] = frames[i].right();
    }
    const auto picture = [&](bool declick, Hear hear, bool isWatched) {
        auto engine = std::make_unique<Engine>();
        LevelSettings levels;
        levels.inputDbv = 20.0 * std::log10(1.0 / std::sqrt(2.0)); // one volt at full scale
        levels.clean.declick = declick;
        levels.clean.hear = hear;
        FilterSettings settings;
        settings.removesClicks = declick;
        engine->setLevels(levels);
        engine->prepare(designStage(settings, rateHz));
        engine->meters().clean.setWatched(isWatched);
        (void)run(*engine, in, 256);
        auto result = std::make_unique<CleanTrace::Columns>();
        std::uint64_t number = 0;
        const auto count = engine->meters().clean.read(*result, number);
        std::vector<CleanColumn> columns(result->begin(), result->begin() + static_cast<std::ptrdiff_t>(count));
        return columns;
    };
    CHECK(picture(false, Hear::cleaned, false).empty());
    const auto plain = picture(false, Hear::cleaned, true);
    REQUIRE(plain.size() == frames.size() / column);
    const auto at = clickAt / column;
    CHECK(plain[at].soundHigh > 0.04F);
    CHECK(plain[at].removedHigh == 0.0F);
    for (const auto hear : {Hear::cleaned, Hear::original, Hear::removed}) {
        const auto cleaned = picture(true, hear, false);
        const auto late = static_cast<std::size_t>(ClickRemover::latencyFrames(rateHz));
        REQUIRE(cleaned.size() == plain.size());
        const auto lateAt = (clickAt + late) / column;
        CHECK(cleaned[lateAt].soundHigh > 0.04F);
        CHECK(cleaned[lateAt].removedHigh > 0.04F);
        int clicks = 0;
        for (std::size_t i = 0; i < cleaned.size(); ++i) {
            clicks += cleaned[i].clicks;
            if (i != lateAt && i != lateAt + 1) CHECK(cleaned[i].removedHigh < 1e-4F);
        }
        CHECK(clicks == 1);
    }
}
