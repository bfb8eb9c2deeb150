// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the stage starts: neither an offset nor a capture cut out of music may begin with a thump.

#include "dsp/engine/EngineSupport.h"
#include "support/Catch.h"

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

// Music as a cartridge would give it: notes that are equally loud after de-emphasis, in volts at the socket.
std::vector<double> cartridgeMusic(const Curve& curve, double rate, double seconds, double outputPeakVolts) {
    std::vector<double> x(static_cast<std::size_t>(rate * seconds), 0.0);
    for (double f : {41.2, 110.0, 277.2, 659.3, 1318.5, 3520.0, 9000.0}) {
        const double level = outputPeakVolts / 7.0 / 100.0 / std::abs(analogueResponse(curve, f));
        for (std::size_t i = 0; i < x.size(); ++i)
            x[i] += level * std::sin(2.0 * std::numbers::pi * f * static_cast<double>(i) / rate + f);
    }
    return x;
}

LevelSettings oneVoltPeakAtFullScale() {
    LevelSettings levels;
    levels.inputDbv = levels.outputDbv = -20.0 * std::log10(std::numbers::sqrt2);
    return levels;
}

Stereo startWith(const std::vector<double>& left, const std::vector<double>& right, double rate,
                 const FilterSettings& settings) {
    Engine engine;
    engine.setLevels(oneVoltPeakAtFullScale());
    engine.prepare(designStage(settings, rate));
    return run(engine, {left, right});
}

} // namespace

TEST_CASE("An offset of 4 mV under music makes no thump and is gone within a second", "[dsp][engine][start]") {
    const double rate = GENERATE(44100.0, 96000.0, 192000.0);
    FilterSettings settings;
    if (GENERATE(false, true)) settings.curve = Curve{std::nullopt, 318e-6, 75e-6};
    const double programmePeak = 1.0;
    const auto music = cartridgeMusic(settings.curve, rate, 3.0, programmePeak);
    auto left = music, right = music;
    for (auto& v : left)
        v += 0.004;
    for (auto& v : right)
        v -= 0.002;
    const auto clean = startWith(music, music, rate, settings);
    const auto y = startWith(left, right, rate, settings);
    INFO("rate " << rate << " no shelf " << settings.curve.isIntegrating());
    for (std::size_t c = 0; c < 2; ++c) {
        CHECK(peakOf(y[c]) < programmePeak);
        double late = 0.0;
        for (auto i = static_cast<std::size_t>(rate); i < y[c].size(); ++i)
            late = std::max(late, std::fabs(y[c][i] - clean[c][i]));
        CHECK(late < 0.010);
    }
}

TEST_CASE("A capture cut out of the middle of music starts at programme level", "[dsp][engine][start]") {
    const double rate = GENERATE(48000.0, 96000.0);
    FilterSettings settings;
    if (GENERATE(false, true)) settings.curve = Curve{std::nullopt, 318e-6, 75e-6};
    const auto music = cartridgeMusic(settings.curve, rate, 4.0, 1.0);
    double worst = 0.0;
    for (int cut = 0; cut < 40; ++cut) {
        const std::vector<double> part(music.begin() + 1009 * cut, music.begin() + 1009 * cut + static_cast<int>(rate));
        worst = std::max(worst, peakOf(startWith(part, part, rate, settings)[0]));
    }
    INFO("rate " << rate << " no shelf " << settings.curve.isIntegrating());
    CHECK(worst < 1.0); // the sum of all notes' peaks, which the music itself never reaches
}

TEST_CASE("The start is the same whenever it happens", "[dsp][engine][start]") {
    const double rate = 48000.0;
    const auto music = cartridgeMusic(Curve(), rate, 1.0, 1.0);
    Engine engine;
    engine.prepare(designStage(FilterSettings(), rate));
    const auto first = run(engine, {music, music}, 333);
    engine.reset();
    CHECK(run(engine, {music, music}, 64) == first);
}
