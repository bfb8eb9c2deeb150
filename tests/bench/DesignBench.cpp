// SPDX-License-Identifier: GPL-3.0-or-later
//
// How long designing a filter takes, over legal curves and rates: median and worst (each the best of three runs, so
// that what else the machine does is left out). design_bench [COUNT]

#include "dsp/design/DeEmphasis.h"
#include "dsp/design/LoadFilter.h"
#include "dsp/design/StageSettings.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

using namespace phonostage::dsp;

namespace {

double between(std::mt19937& random, double low, double high) {
    return low * std::pow(high / low, std::uniform_real_distribution<double>(0.0, 1.0)(random));
}

Curve randomCurve(std::mt19937& random) {
    Curve curve;
    if (random() % 8 == 0) {
        curve.turnoverSeconds = curve.shelfSeconds = std::nullopt;
    } else {
        curve.turnoverSeconds = between(random, 100e-6, 2000e-6);
        curve.shelfSeconds = between(random, 500e-6, 32000e-6);
        if (random() % 3 == 0 || *curve.shelfSeconds <= 1.001 * *curve.turnoverSeconds)
            curve.shelfSeconds = std::nullopt;
    }
    curve.rolloffSeconds = between(random, 1e-6, 300e-6);
    if (random() % 5 == 0) curve.rolloffSeconds = std::nullopt;
    curve.iec = random() % 2 == 0;
    curve.neumann = random() % 3 == 0;
    curve.inverse = random() % 3 == 0;
    return curve;
}

Load randomLoad(std::mt19937& random) {
    return {random() % 4 == 0 ? 47e3 : between(random, 1e3, 1e7),
            random() % 8 == 0 ? 0.0 : between(random, 20e-12, 1e-9)};
}

// The load correction: the usual limit, and for every fourth one that is close to what is needed, which takes longest.
bool timeLoads(int count) {
    std::mt19937 random(2);
    std::vector<double> milliseconds;
    for (int n = 0; n < count; ++n) {
        LoadCorrection load;
        if (n > 0)
            load = {between(random, 0.01, 1.5), between(random, 10.0, 1e4), randomLoad(random), randomLoad(random)};
        if (n == 0) load.have.resistanceOhm = 10e3;
        if (n % 4 == 3) load.limitDb = std::clamp(loadFacts(load).neededDb + between(random, 0.1, 5.0), 0.0, 40.0);
        const double rate = between(random, 44100.0, maxSampleRateHz);
        double best = 1e9;
        for (int run = 0; run < 3; ++run) {
            const auto start = std::chrono::steady_clock::now();
            const auto design = designLoadFilter(load, rate);
            const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
            best = std::min(best, took.count());
            if (!(design.gain > 0.0)) return false;
        }
        milliseconds.push_back(best);
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    const double median = milliseconds[milliseconds.size() / 2], worst = milliseconds.back();
    std::printf("%d loads: median %.2f ms (under 5), worst %.2f ms (at most 20)\n", count, median, worst);
    return median < 5.0 && worst <= 20.0;
}

} // namespace

int main(int argc, char** argv) {
    const int count = argc > 1 ? std::atoi(argv[1]) : 600;
    const double rates[] = {8000,  11025, 16000,  22050,  32000,  44100,  48000,  50000,  64000,
                            88200, 96000, 100003, 176400, 192000, 352800, 384000, 705600, 768000};
    std::mt19937 random(1);
    std::vector<double> milliseconds;
    double worst = 0.0, worstRate = 0.0;
    Curve worstCurve;
    for (int n = 0; n < count; ++n) {
        const Curve curve = n == 0 ? Curve{} : randomCurve(random);
        const double rate =
            n % 4 == 3 ? between(random, minSampleRateHz, maxSampleRateHz) : rates[random() % std::size(rates)];
        double best = 1e9;
        for (int run = 0; run < 3; ++run) {
            const auto start = std::chrono::steady_clock::now();
            const auto design = designDeEmphasis(curve, rate);
            const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
            best = std::min(best, took.count());
            if (!(design.gain != 0.0)) return 1;
        }
        milliseconds.push_back(best);
        if (best > worst) worst = best, worstRate = rate, worstCurve = curve;
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    std::printf("%d designs: median %.2f ms (under 5), worst %.2f ms (at most 10)\n", count,
                milliseconds[milliseconds.size() / 2], worst);
    std::printf("worst at %.0f Hz: shelf %.1f us, turnover %.1f us, roll-off %.1f us%s%s%s\n", worstRate,
                1e6 * worstCurve.shelfSeconds.value_or(0.0), 1e6 * worstCurve.turnoverSeconds.value_or(0.0),
                1e6 * worstCurve.rolloffSeconds.value_or(0.0), worstCurve.iec ? ", IEC" : "",
                worstCurve.neumann ? ", Neumann" : "", worstCurve.inverse ? ", inverse" : "");
    const bool loadsInTime = timeLoads(count);
    return loadsInTime && milliseconds[milliseconds.size() / 2] < 5.0 && worst <= 10.0 ? 0 : 1;
}
