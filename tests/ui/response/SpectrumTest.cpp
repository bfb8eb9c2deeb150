// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"

#include "ui/UiSupport.h"

#include "ui/response/SpectrumModel.h"

using namespace phonostage;
using namespace phonostage::tests;

namespace {

std::vector<float> sineFrames(double frequencyHz, double peak, double rateHz) {
    std::vector<float> frames(ui::SpectrumModel::frames);
    for (std::size_t i = 0; i < frames.size(); ++i)
        frames[i] =
            static_cast<float>(peak * std::sin(2.0 * std::numbers::pi * frequencyHz * static_cast<double>(i) / rateHz));
    return frames;
}

std::size_t highest(const ui::SpectrumModel& model) {
    const auto& levels = model.levelsDb();
    return static_cast<std::size_t>(std::max_element(levels.begin(), levels.end()) - levels.begin());
}

} // namespace

TEST_CASE("A sine stands in the spectrum at its frequency with its level", "[ui]") {
    for (const double frequencyHz : {60.0, 1000.0, 12345.0}) {
        ui::SpectrumModel model;
        model.setRange(48000.0, 10.0, 24000.0);
        const auto frames = sineFrames(frequencyHz, 0.1, 48000.0);
        model.add(frames, frames, 0.1);
        const auto top = highest(model);
        INFO(frequencyHz);
        CHECK_THAT(model.levelsDb()[top], WithinAbs(-20.0, 0.3));
        CHECK_THAT(std::log2(model.frequencyOf(top) / frequencyHz), WithinAbs(0.0, 0.2));
        // One channel alone is half the power.
        model.clear();
        model.add(frames, std::vector<float>(frames.size()), 0.1);
        CHECK_THAT(model.levelsDb()[top], WithinAbs(-23.0, 0.3));
    }
}

TEST_CASE("The spectrum falls slowly and rests at its floor", "[ui]") {
    ui::SpectrumModel model;
    model.setRange(48000.0, 10.0, 24000.0);
    const auto frames = sineFrames(1000.0, 1.0, 48000.0);
    model.add(frames, frames, 0.1);
    const auto top = highest(model);
    const std::vector<float> nothing(frames.size());
    model.add(nothing, nothing, 0.5);
    CHECK_THAT(model.levelsDb()[top], WithinAbs(-20.0, 0.3));
    model.fall(10.0);
    CHECK(model.levelsDb()[top] == ui::SpectrumModel::floorDb);
}

TEST_CASE("Samples are gathered for the spectrum only while it is on and seen", "[ui]") {
    Bench bench;
    auto& face = bench.editor->face();
    auto& tap = bench.processor.spectrumTap();
    bench.play(silence(), 0.2);
    CHECK_FALSE(tap.isActive());
    face.setView({ui::LevelUnit::dbv, false, true});
    bench.beat();
    CHECK(tap.isActive());
    face.openDrawer(); // lies over the plot
    bench.beat();
    CHECK_FALSE(tap.isActive());
    face.closeDrawer();
    bench.beat();
    CHECK(tap.isActive());
    face.rest();
    CHECK_FALSE(tap.isActive());
    bench.beat();
    face.setView({});
    CHECK_FALSE(tap.isActive());
    face.setView({ui::LevelUnit::dbv, false, true});
    bench.beat();
    bench.editor.reset();
    CHECK_FALSE(tap.isActive());
}
