// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs the removal of hum over stereo samples from standard input, interleaved doubles in volts, as the engine does
// where nothing else looks ahead, and writes the same to standard output: hum_judged drives it. What was found goes to
// standard error. hum_raw RATE auto|50|60|any [MOST_DB]; any: 50 or 60 Hz, whether it was there without music or not.

#include "dsp/restore/ClickRemover.h"
#include "dsp/restore/HumRemover.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

using namespace phonostage::dsp;

int main(int argc, char** argv) {
    const std::string mains = argc > 2 ? argv[2] : "";
    if (mains != "auto" && mains != "50" && mains != "60" && mains != "any") {
        std::fprintf(stderr, "usage: hum_raw RATE auto|50|60|any [MOST_DB] < in > out\n");
        return 2;
    }
    const double rate = std::atof(argv[1]);
    const StereoDouble share(HumRemover::shareOf(argc > 3 ? std::atof(argv[3]) : HumRemover::usualMostDb));
    auto remover = std::make_unique<HumRemover>();
    remover->prepare(rate);
    remover->listenFor(mains != "60", mains != "50", mains == "auto");
    remover->reset();

    std::vector<StereoDouble> frames;
    double pair[2];
    while (std::fread(pair, sizeof(double), 2, stdin) == 2)
        frames.emplace_back(pair[0], pair[1]);
    // It hears everything as late as the clicks are, and says what is ahead of that.
    const auto late = static_cast<std::size_t>(ClickRemover::latencyFrames(rate));
    std::vector<double> out;
    out.reserve(2 * frames.size());
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const auto hum = remover->isOn() ? share * remover->hum(static_cast<double>(late)) : StereoDouble();
        const auto clean = frames[i] - hum;
        out.push_back(clean.left());
        out.push_back(clean.right());
        remover->hear(i < late ? StereoDouble() : frames[i - late]);
    }
    std::fwrite(out.data(), sizeof(double), out.size(), stdout);
    const auto found = remover->found();
    std::fprintf(stderr, "%.3f Hz, %d lines, %d withheld, %s\n", found.fundamentalHz, found.lines, found.withheld,
                 found.heardPause ? "a pause" : "no pause");
    return 0;
}
