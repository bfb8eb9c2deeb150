// SPDX-License-Identifier: GPL-3.0-or-later
// The engine by itself: every call that an audio thread may make, on a thread that the kernel watches.
#include "realtime/RealtimeSupport.h"

#include "dsp/engine/Engine.h"

#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

constexpr double rateHz = 48000.0;

std::vector<dsp::StageDesign> makeDesigns() {
    std::vector<dsp::StageDesign> designs;
    dsp::FilterSettings settings;
    const auto add = [&] { designs.push_back(dsp::designStage(settings, rateHz)); };
    add();
    settings.curve = dsp::Curve{std::nullopt, 397.8e-6, 63.6e-6};
    add();
    settings.curve.iec = settings.curve.neumann = true;
    settings.subsonic = dsp::Subsonic{20.0, 24};
    add();
    settings.load = dsp::LoadCorrection{0.5, 500.0, {10e3, 400e-12}, {47e3, 200e-12}};
    add();
    settings.monoBass = dsp::MonoBass{120.0, 12};
    settings.speedRatio = 45.0 / 78.26;
    add();
    settings.undoRiaa = true;
    settings.dcRemoval = false;
    add();
    settings = {};
    settings.curve.inverse = true;
    settings.monoBass = dsp::MonoBass{80.0, 6};
    add();
    settings.delay = {480, 100};
    add();
    settings.delay = {100, 0};
    add();
    return designs;
}

std::vector<dsp::LevelSettings> makeLevels() {
    std::vector<dsp::LevelSettings> all(7);
    all[1].gainDb = 60.0;
    all[1].balanceDb = 3.0;
    all[2].mode = dsp::ChannelMode::lateral;
    all[2].swapChannels = all[2].invertLeft = true;
    all[3].crosstalkLeftToRight = 0.03;
    all[3].crosstalkRightToLeft = -0.02;
    all[3].mode = dsp::ChannelMode::right;
    all[4].inputDbv = -20.0;
    all[4].outputDbv = 20.0;
    all[5].clean.dehum = dsp::Dehum::fiftyOrSixty;
    all[6].clean.dehum = dsp::Dehum::sixty;
    all[6].clean.hear = dsp::Hear::removed;
    return all;
}

class Listener final : public dsp::OverloadObserver {
public:
    void overloadEnded(int, const dsp::OverloadEvent&) override { ++events; }
    int events = 0;
};

} // namespace

TEMPLATE_TEST_CASE("The engine neither allocates, locks, calls the system nor faults", "[realtime]", float, double) {
    warnOfMissingTraps();
    SilentThread thread;
    const auto designs = makeDesigns();
    const auto levels = makeLevels();
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> uniform(-1.5, 1.5);
    std::array<std::vector<TestType>, 2> input{std::vector<TestType>(4096), std::vector<TestType>(4096)};
    for (auto& channel : input)
        for (auto& sample : channel)
            sample = static_cast<TestType>(std::fmin(1.0, std::fmax(-1.0, uniform(random))));
    input[0][100] = std::numeric_limits<TestType>::quiet_NaN();
    input[1][2000] = std::numeric_limits<TestType>::infinity();
    input[1][2001] = std::numeric_limits<TestType>::denorm_min();
    auto output = input;

    Listener listener;
    dsp::Engine engine;
    dsp::Engine::Options options;
    options.truePeakInput = options.truePeakOutput = true;
    options.observer = &listener;
    options.mostLookAhead = {480, 100};
    options.hasHumRoom = true;
    engine.prepare(designs[0], options);

    const auto perform = [&](int rounds) {
        thread.run([&] {
            for (int round = 0; round < rounds; ++round) {
                constexpr std::array sizes{64, 1, 17, 512, 0, 4096};
                const SilentThread::Watch watch(thread);
                trap::arm(true);
                const TestType* const in[] = {input[0].data(), input[1].data()};
                TestType* const out[] = {output[0].data(), output[1].data()};
                const auto number = static_cast<std::size_t>(round);
                if (round % 3 == 0) engine.install(designs[number / 3 % designs.size()]);
                if (round % 5 == 0) engine.setLevels(levels[number / 5 % levels.size()]);
                engine.process(in, out, round % 7 == 6 ? 1 : 2, sizes[number % sizes.size()]);
                if (round % 31 == 30) engine.resetHolds();
                if (round % 101 == 100) engine.flush();
                if (round % 211 == 210) engine.reset();
                trap::arm(false);
            }
        });
    };
    checkSilent(
        thread, [&] { perform(600); }, [&] { perform(1200); });
    CHECK(listener.events > 0); // the paths of an overload were among them
}

TEST_CASE("Hum is found, followed, switched and lost in silence, too", "[realtime]") {
    warnOfMissingTraps();
    SilentThread thread;
    constexpr double lowRateHz = 8000.0;
    constexpr int blockFrames = 80, blocksPerSecond = 100;
    dsp::LevelSettings on, off, removed;
    on.clean.dehum = removed.clean.dehum = dsp::Dehum::fiftyOrSixty;
    removed.clean.hear = dsp::Hear::removed;
    removed.clean.dehumMostDb = 20.0;
    dsp::Engine engine;
    engine.setLevels(on);
    engine.prepare(dsp::designStage({}, lowRateHz));
    std::array<std::array<double, blockFrames>, 2> block{};
    int mostLines = 0;
    std::int64_t frame = 0;
    const auto play = [&](int seconds, double peak) {
        for (int i = 0; i < seconds * blocksPerSecond; ++i) {
            for (std::size_t n = 0; n < blockFrames; ++n) {
                const double turn = std::fmod(50.1 * static_cast<double>(frame++) / lowRateHz, 1.0);
                for (auto& channel : block)
                    channel[n] = peak * (std::sin(6.283185307 * turn) + 0.3 * std::sin(3.0 * 6.283185307 * turn));
            }
            double* const channels[] = {block[0].data(), block[1].data()};
            const SilentThread::Watch watch(thread);
            trap::arm(true);
            engine.process(channels, channels, 2, blockFrames);
            trap::arm(false);
            mostLines = std::max(mostLines, engine.meters().hum.lines.load());
        }
    };
    const auto set = [&](const dsp::LevelSettings& levels) {
        const SilentThread::Watch watch(thread);
        trap::arm(true);
        engine.setLevels(levels);
        trap::arm(false);
    };
    const auto perform = [&] {
        thread.run([&] {
            set(on);
            play(14, 1e-3);
            set(removed);
            play(1, 1e-3);
            set(on);
            play(12, 0.0); // it is lost
            set(off);
            play(1, 1e-3);
        });
    };
    checkSilent(thread, perform, perform);
    CHECK(mostLines == 2);
}
