// SPDX-License-Identifier: GPL-3.0-or-later
//
// How long the audio callback takes for a block of 64 frames, at worst: worst_case [MILLIONS OF FRAMES]
//
// Each scenario is ten million frames at 48 kHz unless told otherwise. By the thread's own clock, which stands while
// others have the processor, and by the wall's, which shows what a host would have seen. The processor's mode for
// subnormal numbers is left as it is, unlike in the plugin: worse than there.

#include "bench/Machine.h"
#include "bench/Signals.h"
#include "bench/Stage.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

using namespace phonostage;
using namespace phonostage::bench;
using params::Id;

namespace {

constexpr double rateHz = 48000.0;
constexpr double blockMicroseconds = 1e6 * Stage::blockFrames / rateHz;

struct Times {
    std::vector<double> values;

    double at(double part) {
        const auto index = static_cast<std::size_t>(part * static_cast<double>(values.size() - 1));
        const auto place = values.begin() + static_cast<std::ptrdiff_t>(index);
        std::nth_element(values.begin(), place, values.end());
        return *place;
    }
};

enum class Moves { none, levels, filters, everything };

void run(const char* name, Signal signal, Moves moves, bool heavy, double frames) {
    Stage stage;
    if (heavy) makeHeavy(stage);
    stage.prepare(rateHz);
    stage.spectrumTap.setActive(true);
    SignalSource source(signal, rateHz, 8.0, 1);
    std::mt19937_64 random(7);
    Times thread, wall;
    const auto blocks = static_cast<std::size_t>(frames / Stage::blockFrames);
    thread.values.reserve(blocks);
    wall.values.reserve(blocks);
    std::vector<float> left(Stage::blockFrames), right(Stage::blockFrames);
    float* const channels[] = {left.data(), right.data()};
    for (std::size_t block = 0; block < blocks; ++block) {
        if (moves == Moves::levels) {
            for (const Id id : levelIds)
                stage.set(id, anyValue(random, id));
        } else if (moves != Moves::none && block % 40 == 0) {
            for (const auto& entry : params::table())
                if (entry.id != Id::bypass && (moves == Moves::everything || random() % 8 == 0))
                    stage.set(entry.id, anyValue(random, entry.id));
        }
        stage.design();
        source.read(left.data(), right.data(), Stage::blockFrames);
        const double wallStart = wallMicroseconds(), threadStart = threadMicroseconds();
        stage.process(channels, 2, Stage::blockFrames);
        thread.values.push_back(threadMicroseconds() - threadStart);
        wall.values.push_back(wallMicroseconds() - wallStart);
    }
    std::printf("%-16s %8.2f %8.2f %8.2f   %8.2f %8.2f %8.2f   %6.2f %%\n", name, thread.at(0.5), thread.at(0.9999),
                thread.at(1.0), wall.at(0.5), wall.at(0.9999), wall.at(1.0),
                100.0 * thread.at(1.0) / blockMicroseconds);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
    const double frames = 1e6 * (argc > 1 ? std::atof(argv[1]) : 10.0);
    if (!(frames >= Stage::blockFrames)) {
        std::fprintf(stderr, "usage: worst_case [MILLIONS OF FRAMES]\n");
        return 2;
    }
    std::printf("blocks of %d frames, which last %.0f us, in us\n", Stage::blockFrames, blockMicroseconds);
    std::printf("%-16s %26s   %26s\n", "", "thread: p50 p99.99 max", "wall: p50 p99.99 max");
    run("music", Signal::music, Moves::none, false, frames);
    run("music, all on", Signal::music, Moves::none, true, frames);
    run("silence", Signal::silence, Moves::none, true, frames);
    run("denormal tails", Signal::denormalTail, Moves::none, true, frames);
    run("clipped", Signal::clipped, Moves::none, true, frames);
    run("clipped below", Signal::clippedBelow, Moves::none, true, frames);
    run("clipped peaks", Signal::clippedPeaks, Moves::none, true, frames);
    run("storm of signal", Signal::storm, Moves::none, true, frames);
    run("storm of levels", Signal::music, Moves::levels, true, frames);
    run("storm of filters", Signal::music, Moves::filters, true, frames);
    run("storm of all", Signal::clipped, Moves::everything, true, frames);
    return 0;
}
