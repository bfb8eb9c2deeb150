// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs the click and crackle remover over stereo samples from standard input, interleaved doubles in volts, and writes
// the same, its delay taken off, to standard output: restoration_figures drives it. What it cost goes to standard
// error. restore_raw RATE CLICK_SIGMAS|off CRACKLE_SIGMAS|off [offline]

#include "dsp/restore/TwoWayRemover.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

using namespace phonostage::dsp;

namespace {

std::vector<StereoDouble> readAll() {
    std::vector<StereoDouble> frames;
    double pair[2];
    while (std::fread(pair, sizeof(double), 2, stdin) == 2)
        frames.emplace_back(pair[0], pair[1]);
    return frames;
}

/** Of this thread alone: others may keep the machine busy. */
double cpuSeconds() {
#ifdef CLOCK_THREAD_CPUTIME_ID
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
#else
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
#endif
}

/** Two removers have the same functions. */
template <typename Remover>
void run(Remover& remover, std::size_t late, double rate, const ClickThresholds& thresholds) {
    auto frames = readAll();
    ClickList list;
    remover.set(thresholds);
    remover.report(&list);
    remover.start(0);
    auto removed = frames;
    removed.resize(frames.size() + late);
    frames.resize(removed.size());
    const int block = static_cast<int>(rate / 100.0); // worst and mean of 10 ms
    double worst = 0.0, all = 0.0;
    std::vector<double> times;
    for (std::size_t at = 0; at < frames.size();) {
        const int n = static_cast<int>(std::min(frames.size() - at, static_cast<std::size_t>(block)));
        const double begin = cpuSeconds();
        remover.process(frames.data() + at, removed.data() + at, n);
        const double seconds = cpuSeconds() - begin;
        times.push_back(seconds);
        all += seconds;
        worst = std::max(worst, seconds);
        at += static_cast<std::size_t>(n);
    }
    std::sort(times.begin(), times.end());
    std::vector<double> out;
    for (std::size_t i = 0; i + late < frames.size(); ++i) {
        const StereoDouble clean = frames[i] - removed[i + late];
        out.push_back(clean.left());
        out.push_back(clean.right());
    }
    std::fwrite(out.data(), sizeof(double), out.size(), stdout);
    std::fprintf(stderr, "%.0f ns/frame, worst 10 ms %.1f %%, 99.9 %% of them %.1f %%; clicks left %lld right %lld\n",
                 1e9 * all / static_cast<double>(frames.size()), 100.0 * worst / 0.010,
                 100.0 * times[times.size() * 999 / 1000] / 0.010, static_cast<long long>(list.count(0)),
                 static_cast<long long>(list.count(1)));
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::fprintf(stderr, "usage: restore_raw RATE CLICK_SIGMAS|off CRACKLE_SIGMAS|off [offline] < in > out\n");
        return 2;
    }
    const double rate = std::atof(argv[1]);
    ClickThresholds thresholds;
    thresholds.clicks = std::string(argv[2]) != "off";
    if (thresholds.clicks) thresholds.clickSigmas = std::atof(argv[2]);
    thresholds.crackle = std::string(argv[3]) != "off";
    if (thresholds.crackle) thresholds.crackleSigmas = std::atof(argv[3]);

    if (argc > 4 && std::string(argv[4]) == "offline") {
        auto remover = std::make_unique<TwoWayRemover>();
        remover->prepare(rate);
        run(*remover, static_cast<std::size_t>(TwoWayRemover::latencyFrames(rate)), rate, thresholds);
    } else {
        auto remover = std::make_unique<ClickRemover>();
        remover->prepare(rate);
        run(*remover, static_cast<std::size_t>(ClickRemover::latencyFrames(rate)), rate, thresholds);
    }
    return 0;
}
