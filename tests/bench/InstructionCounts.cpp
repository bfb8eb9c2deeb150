// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs the audio callback block by block so that callgrind can count the instructions of each: instruction_counts.py
// starts it, reads the counts and judges them. Alone it only says which blocks there are.
// instruction_counts BLOCKS [SCENARIO ...]

#include "bench/Signals.h"
#include "bench/Stage.h"

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_START_INSTRUMENTATION
#define CALLGRIND_STOP_INSTRUMENTATION
#define CALLGRIND_TOGGLE_COLLECT
#define CALLGRIND_ZERO_STATS
#define CALLGRIND_DUMP_STATS_AT(name) static_cast<void>(name)
#endif

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

using namespace phonostage;
using namespace phonostage::bench;
using params::Id;

namespace {

constexpr double rateHz = 48000.0;

struct Scenario {
    const char* name;
    Signal signal;
    bool heavy;             ///< everything on that costs anything
    std::vector<Id> moving; ///< one of these moves in every move, all of them in a storm
    int blocksBetweenMoves = 0;
    bool isStorm = false; ///< all of them at once, and held peaks forgotten
    std::vector<Id> on = {};
    double warmSeconds = 0.0; ///< played before, and not counted
};

const std::vector<Scenario>& scenarios() {
    static const std::vector<Scenario> all{
        {"music", Signal::music, false, {}},
        {"music_heavy", Signal::music, true, {}},
        {"silence", Signal::silence, true, {}},
        {"denormal_tail", Signal::denormalTail, true, {}},
        {"clipped", Signal::clipped, false, {}},
        {"clipped_heavy", Signal::clipped, true, {}},
        {"clipped_below", Signal::clippedBelow, false, {}},
        {"clipped_peaks", Signal::clippedPeaks, false, {}},
        {"storm_of_levels", Signal::music, true, {levelIds.begin(), levelIds.end()}, 1, true},
        {"storm_of_signal", Signal::storm, true, {}},
        {"curve", Signal::music, true, {Id::curve, Id::curveIec, Id::curveNeumann, Id::curveInverse}, 50},
        {"load", Signal::music, true, {Id::cartridgeMh, Id::loadOhm, Id::loadPf, Id::loadLimit}, 50},
        {"subsonic", Signal::music, true, {Id::subsonicCorner, Id::subsonicSlope, Id::subsonicOn}, 50},
        {"undo_speed_mono", Signal::music, true, {Id::undoRiaa, Id::speedRatio, Id::monoBassOn, Id::monoBassSlope}, 50},
        {"exact_phase", Signal::music, true, {Id::exactPhase}, 50},
        {"everything", Signal::clipped, true, {}, 50, true},
        {"declick", Signal::music, false, {}, 0, false, {Id::declick}, 1.0},
        {"declick_heavy", Signal::music, true, {}, 0, false, {Id::declick, Id::decrackle}, 1.0},
        {"declick_worn", Signal::worn, false, {}, 0, false, {Id::declick}, 1.0},
        {"declick_worn_heavy", Signal::worn, true, {}, 0, false, {Id::declick, Id::decrackle}, 1.0},
        {"dehum_learning", Signal::worn, false, {}, 0, false, {Id::dehum}, 9.5},
        {"dehum", Signal::worn, false, {}, 0, false, {Id::dehum}, 34.0},
        {"clean_worn", Signal::worn, false, {}, 0, false, {Id::declick, Id::decrackle, Id::dehum}, 34.0},
    };
    return all;
}

void run(const Scenario& scenario, int blocks) {
    Stage stage;
    if (scenario.heavy) makeHeavy(stage);
    for (const Id id : scenario.on)
        stage.set(id, 1.0);
    stage.prepare(rateHz);
    stage.spectrumTap.setActive(scenario.heavy);
    const int first = static_cast<int>(std::ceil(scenario.warmSeconds * rateHz / Stage::blockFrames));
    SignalSource source(scenario.signal, rateHz, (first + blocks + 1.0) * Stage::blockFrames / rateHz, 1);
    std::mt19937_64 random(7);
    std::vector<Id> moving = scenario.moving;
    if (moving.empty() && scenario.blocksBetweenMoves > 0) {
        for (const auto& entry : params::table())
            if (entry.id != Id::bypass) moving.push_back(entry.id);
    }
    const double fadeFrames = 2.0 * dsp::Engine::fadeSeconds * rateHz; // it settles as long as it fades
    const int fadeBlocks = static_cast<int>(std::ceil(fadeFrames / Stage::blockFrames)) + 1;
    int fadeLeft = 0;
    std::vector<float> left(Stage::blockFrames), right(Stage::blockFrames);
    for (int block = 0; block < first + blocks; ++block) {
        if (scenario.blocksBetweenMoves > 0 && block % scenario.blocksBetweenMoves == scenario.blocksBetweenMoves - 1) {
            if (scenario.isStorm) {
                for (const Id id : moving)
                    stage.set(id, anyValue(random, id));
                stage.runner.engine().resetHolds();
            } else {
                const Id id = moving[random() % moving.size()];
                stage.set(id, anyValue(random, id));
            }
        }
        if (stage.design()) fadeLeft = fadeBlocks;
        source.read(left.data(), right.data(), Stage::blockFrames);
        float* const channels[] = {left.data(), right.data()};
        const char* const kind = fadeLeft > 0 ? "fade" : scenario.signal == Signal::worn ? "worn" : "steady";
        const std::string name = std::string(scenario.name) + " " + std::to_string(block) + " " + kind;
        fadeLeft -= fadeLeft > 0 ? 1 : 0;
        if (block < first) {
            stage.process(channels, 2, Stage::blockFrames);
            continue;
        }
        if (block == first) CALLGRIND_START_INSTRUMENTATION;
        CALLGRIND_TOGGLE_COLLECT;
        stage.process(channels, 2, Stage::blockFrames);
        CALLGRIND_TOGGLE_COLLECT;
        CALLGRIND_DUMP_STATS_AT(name.c_str());
    }
    CALLGRIND_STOP_INSTRUMENTATION;
}

} // namespace

int main(int argc, char** argv) {
    const int blocks = argc > 1 ? std::atoi(argv[1]) : 0;
    if (blocks < 1) {
        std::fprintf(stderr, "usage: instruction_counts BLOCKS [SCENARIO ...]\n");
        return 2;
    }
    for (const auto& scenario : scenarios()) {
        bool wanted = argc == 2;
        for (int i = 2; i < argc; ++i)
            wanted |= std::string(argv[i]) == scenario.name;
        if (!wanted) continue;
        run(scenario, blocks);
        std::printf("%s: %d blocks of %d frames\n", scenario.name, blocks, Stage::blockFrames);
    }
    return 0;
}
