// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing is painted that has not changed, and then little.
#include "support/Catch.h"

#include "ui/UiSupport.h"

using namespace phonostage;
using namespace phonostage::tests;

namespace {

struct Repaints {
    int count = 0;
    std::int64_t area = 0;

    explicit Repaints(juce::Component& component) : component_(component) {
        component_.setCachedComponentImage(new RepaintLog(count, area, component));
        count = 0;
        area = 0;
    }
    ~Repaints() { component_.setCachedComponentImage(nullptr); }

private:
    juce::Component& component_;
};

} // namespace

TEST_CASE("A constant level paints nothing once it has settled", "[ui]") {
    const double frequencyHz = GENERATE(50.0, 997.0, 9973.0);
    const double peak = GENERATE(0.003, 0.0123);
    Bench bench;
    bench.set(params::Id::gain, 20.0); // a clip a beat would be news a beat
    bench.play(sine(frequencyHz, peak), 8.0);
    Repaints repaints(*bench.editor);
    bench.play(sine(frequencyHz, peak), 3.0);
    CHECK(repaints.count == 0);
}

TEST_CASE("Silence paints nothing", "[ui]") {
    Bench bench;
    bench.play(silence(), 0.5);
    Repaints repaints(*bench.editor);
    bench.play(silence(), 2.0);
    CHECK(repaints.count == 0);
}

TEST_CASE("The set-up and the first questions paint nothing while nothing changes", "[ui]") {
    Bench bench;
    bench.editor->face().openDrawer();
    bench.play(silence(), 0.5);
    {
        Repaints repaints(*bench.editor);
        bench.play(silence(), 1.0);
        CHECK(repaints.count == 0);
    }
    bench.editor->face().openFirstRun();
    bench.play(silence(), 0.5);
    Repaints repaints(*bench.editor);
    bench.play(silence(), 1.0);
    CHECK(repaints.count == 0);
}

TEST_CASE("Clean at rest paints nothing, and moving little more than its strip fifteen times a second", "[ui]") {
    Bench bench;
    bench.set(params::Id::declick, 1.0);
    bench.editor->face().openClean();
    bench.play(silence(), 10.0);
    {
        Repaints repaints(*bench.editor);
        bench.play(silence(), 2.0);
        CHECK(repaints.count == 0);
    }
    const Music music(0.006, dsp::voltsAtFullScale(6.0));
    bench.play(music, 9.0);
    auto& clean = *bench.editor->face().clean();
    Repaints repaints(clean);
    bench.play(music, 1.0);
    const auto strip = static_cast<std::int64_t>(clean.strip().getWidth()) * clean.strip().getHeight();
    CHECK(repaints.count > 10);
    CHECK(repaints.area < 17 * strip); // and the counts, where they change
}

TEST_CASE("A level that moves paints only rows of bars and numbers", "[ui]") {
    Bench bench;
    bench.play(Music(0.006, dsp::voltsAtFullScale(6.0)), 3.0);
    Repaints repaints(*bench.editor);
    constexpr double seconds = 2.0;
    bench.play(Music(0.006, dsp::voltsAtFullScale(6.0)), seconds);
    CHECK(repaints.count > 0);
    const double beats = seconds * ui::FrameClock::beatsPerSecond;
    const double face = ui::metrics::faceWidth * ui::metrics::faceHeight;
    CHECK(static_cast<double>(repaints.area) / beats < 0.01 * face);
}

TEST_CASE("A parameter that moves paints its control, a filter also the plot", "[ui]") {
    Bench bench;
    bench.play(silence(), 0.5);
    const auto& gain = bench.control("gain");
    {
        Repaints repaints(*bench.editor);
        bench.set(params::Id::gain, 50.0);
        bench.beat();
        CHECK(repaints.count == 1);
        CHECK(repaints.area <= 2LL * gain.getWidth() * gain.getHeight());
    }
    {
        Repaints repaints(*bench.editor);
        bench.set(params::Id::curve, 8.0);
        bench.beat();
        const auto& plot = bench.editor->face().plot();
        CHECK(repaints.area >= static_cast<std::int64_t>(plot.getWidth()) * plot.getHeight());
    }
}

TEST_CASE("The read-out paints itself, not the plot", "[ui]") {
    Bench bench;
    bench.play(silence(), 0.5);
    auto& plot = bench.editor->face().plot();
    plot.readAt(1000.0);
    Repaints repaints(*bench.editor);
    plot.readAt(1010.0);
    CHECK(repaints.count > 0);
    CHECK(repaints.area < static_cast<std::int64_t>(plot.getWidth()) * plot.getHeight());
}

TEST_CASE("Needles and spectrum at rest paint nothing", "[ui]") {
    Bench bench;
    bench.editor->face().setView({ui::LevelUnit::dbv, true, true});
    bench.play(sine(997.0, 0.001), 2.0);
    bench.play(silence(), 16.0); // the meters fall, their numbers to -200 dBV
    Repaints repaints(*bench.editor);
    bench.play(silence(), 2.0);
    CHECK(repaints.count == 0);
}

TEST_CASE("A needle that stands still paints nothing, one that moves only where it was and is", "[ui]") {
    Bench bench;
    bench.set(params::Id::gain, 40.0);
    bench.editor->face().setView({ui::LevelUnit::dbv, true, false});
    bench.play(sine(997.0, 0.0015), 8.0);
    {
        Repaints repaints(*bench.editor);
        bench.play(sine(997.0, 0.0015), 2.0);
        CHECK(repaints.count == 0);
    }
    Repaints repaints(*bench.editor);
    bench.play(sine(997.0, 0.0010), 0.1);
    CHECK(repaints.count > 0);
    const double dials = 2.0 * ui::NeedleMeter::width * ui::NeedleMeter::height;
    const double bars = 0.01 * ui::metrics::faceWidth * ui::metrics::faceHeight; // and numbers of the input
    CHECK(static_cast<double>(repaints.area) / 3.0 < 0.5 * dials + bars);
}

TEST_CASE("The spectrum paints fifteen times a second at most, and never the whole plot", "[ui]") {
    Bench bench;
    bench.editor->face().setView({ui::LevelUnit::dbv, true, true});
    const Music music(0.006, dsp::voltsAtFullScale(6.0));
    bench.play(music, 3.0);
    auto& plot = bench.editor->face().plot();
    Repaints repaints(plot);
    bench.play(music, 1.0);
    CHECK(repaints.count > 0);
    CHECK(repaints.count <= ui::FrameClock::beatsPerSecond / 2);
    CHECK(repaints.area / repaints.count < static_cast<std::int64_t>(plot.getWidth()) * plot.getHeight());
}
